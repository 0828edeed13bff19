import { demoSiren } from '../territory/territory.demo.ts'
import { addBody, changeBody, listAdminBodies } from '../territory/territory-admin.usecases.ts'
import type { AdminBody, BodyChange } from '../territory/territory-admin.schemas.ts'
import { decideResponsibility } from '../territory/territory-responsibilities.usecases.ts'
import { findResponsibility, listCategories } from '../territory/territory.usecases.ts'
import type { Editing } from '../territory/versioned-edit.ts'
import { demoId, demoWrite } from './demo-ids.ts'

const bavay = '59053'
const syndicate = {
  id: demoId('syndicat'),
  kind: 'syndicat' as const,
  name: 'Syndicat d’éclairage (exemple)',
  email: 'depannage@eclairage.example',
}

const weekdays = (spans: [string, string][]) => [1, 2, 3, 4, 5].map((day) => ({ day, spans }))
/** Numbers ARCEP keeps for fiction (décision 2018-0881), addresses that reach nobody (RFC 2606). */
const contacts: Record<string, BodyChange> = {
  'Commune de Bavay': {
    email: 'mairie@bavay.example',
    phone: '03 53 01 00 10',
    address: 'Place Charles-de-Gaulle, 59570 Bavay',
    openingHours: {
      days: [
        ...weekdays([
          ['09:00', '12:00'],
          ['13:30', '17:30'],
        ]),
        { day: 6, spans: [['09:00', '12:00']] },
      ],
    },
  },
  'Commune du Quesnoy': {
    email: 'mairie@lequesnoy.example',
    phone: '03 53 01 00 11',
    openingHours: {
      days: weekdays([
        ['08:30', '12:00'],
        ['13:30', '17:00'],
      ]),
    },
  },
  'Commune de Landrecies': { email: 'mairie@landrecies.example', phone: '03 53 01 00 12' },
  'Communauté de communes du Pays de Mormal': {
    email: 'contact@mormal.example',
    phone: '03 53 01 00 20',
    openingHours: { days: weekdays([['08:30', '17:00']]), note: 'Fermée entre Noël et le jour de l’an' },
  },
  'Département du Nord': { email: 'routes@departement.example', phone: '03 53 01 00 30' },
}

/**
 * Contacts, and a syndicat in charge of the lights everywhere but in Bavay: what an administrator would have decided.
 * Running it again changes nothing.
 */
export async function setUpDemo(editing: Editing): Promise<AdminBody[]> {
  const { database } = editing
  await addBody({ ...editing, body: syndicate, write: demoWrite('syndicat') })
  const bodies = await readBodies(editing)
  for (const body of bodies) {
    const change = contacts[body.name]
    if (change && !body.email) await changeBody({ ...editing, id: body.id, version: body.version, change })
  }
  const categories = await listCategories({ database, territorySiren: demoSiren })
  const lights = categories.find(({ slug }) => slug === 'eclairage')
  if (!lights) return bodies
  const now = await findResponsibility({
    database,
    territorySiren: demoSiren,
    categoryId: lights.id,
    communeCode: '59481',
  })
  if (now.bodyId !== syndicate.id) {
    const decide = (communeCode: string | null, bodyId: string | null, version: number) =>
      decideResponsibility({
        ...editing,
        cell: { categoryId: lights.id, communeCode },
        version,
        change: { bodyId, targetDays: null },
      })
    await decide(bavay, null, 0)
    await decide(null, syndicate.id, 1)
  }
  return bodies
}

async function readBodies(editing: Editing): Promise<AdminBody[]> {
  const all: AdminBody[] = []
  let cursor: string | undefined
  do {
    const page = await listAdminBodies({ ...editing, cursor, limit: 100 })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return all
}
