import type { Role } from '../db/schema/index.ts'
import { createStaff } from './accounts/accounts-members.usecases.ts'
import type { Deps } from './platform/http.ts'
import type { Actor } from './platform/policy.ts'
import { demoSiren } from './territory/territory.demo.ts'
import { listBodies } from './territory/territory.usecases.ts'

type DemoAccount = {
  email: string
  name: string
  role: Role
  /** What the console says this person does. */
  does: string
  /** INSEE code of the commune whose body the person works for; absent: the whole territory. */
  communeCode?: string
}

const bavay = '59053'

/** One person a role, all of them invented; `.example` addresses can reach nobody (RFC 2606). */
export const demoAccounts: readonly DemoAccount[] = [
  {
    email: 'technicien@mormal.example',
    name: 'Karim Lefebvre',
    role: 'technician',
    does: 'agent technique de la commune de Bavay : traite les signalements',
    communeCode: bavay,
  },
  {
    email: 'accueil@mormal.example',
    name: 'Odile Carlier',
    role: 'clerk',
    does: 'accueil du Pays de Mormal : saisit pour une personne au guichet ou au téléphone',
  },
  {
    email: 'moderation@mormal.example',
    name: 'Samira Dubois',
    role: 'moderator',
    does: 'modération du Pays de Mormal : relit les mots et les photos',
  },
  {
    email: 'administration@mormal.example',
    name: 'Luc Wattiez',
    role: 'admin',
    does: 'administration du Pays de Mormal : organismes, catégories, agents, chiffres',
  },
]

export type DemoStaff = Record<Role, NonNullable<Actor>>

/** Gives the demo territory its staff, and answers who they are. Running it again changes nothing. */
export async function createDemoAccounts(deps: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<DemoStaff> {
  const bodies = await listBodies({ database: deps.database, territorySiren: demoSiren })
  const staff: Partial<DemoStaff> = {}
  for (const { email, name, role, communeCode } of demoAccounts) {
    const body = bodies.find((candidate) => communeCode && candidate.communeCode === communeCode)
    const scope = body
      ? { kind: 'body' as const, id: body.id }
      : { kind: 'territory' as const, id: demoSiren }
    const person = { email, name, memberships: [{ siren: demoSiren, role, scope }] }
    const { userId } = await createStaff({ ...deps, staff: person })
    const membership = { role, territorySiren: demoSiren, scopeKind: scope.kind, scopeId: scope.id }
    staff[role] = { userId, name, email, memberships: [membership] }
  }
  return staff as DemoStaff
}
