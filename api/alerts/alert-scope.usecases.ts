import type { Reader, Tx } from '../../db/client.ts'
import { authorize, scopesFor, type Actor, type Target } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { listBodies, listCommunes, readTerritory } from '../territory/territory.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'

// For whom a member of staff may speak: their commune, also by way of its own body, or the whole territory.

type Handle = Reader | Tx
export type Place = { code: string; name: string }
type Concerned = { territorySiren: string; whole: boolean; communes: readonly string[] }

/** What the policy is asked about: each commune, with its body. */
export async function targetsOf(
  handle: Handle,
  { territorySiren, whole, communes }: Concerned,
): Promise<Target[]> {
  if (whole) return [{ territorySiren }]
  const bodies = await listBodies({ database: { read: handle }, territorySiren, withInactive: true })
  return communes.map((communeCode) => ({
    territorySiren,
    communeCode,
    bodyId: bodies.find((body) => body.communeCode === communeCode)?.id ?? null,
  }))
}

/** Throws `forbidden` unless the actor speaks for each place that an alert concerns. */
export async function authorizeAlert(handle: Handle, actor: Actor, concerned: Concerned): Promise<void> {
  for (const target of await targetsOf(handle, concerned)) authorize(actor, 'alert.write', target)
}

/** Throws `signed-out` or `forbidden` unless the actor writes alerts somewhere in this territory. */
export function requireDesk(actor: Actor, territorySiren: string): void {
  if (!actor) throw commonProblems['signed-out']()
  const scopes = scopesFor(actor, 'alert.write')
  if (!scopes.some((scope) => scope.territorySiren === territorySiren)) throw commonProblems.forbidden()
}

/** The communes that an alert is for, by name: those of its territory that it names, or all. */
export async function placesOf(
  handle: Handle,
  { territorySiren, whole, communes }: Concerned,
): Promise<Place[]> {
  const known = await listCommunes({ database: { read: handle }, territorySiren })
  return whole ? known : known.filter(({ code }) => communes.includes(code))
}

/** The same. Throws `alert-for-nobody` when there is none, or one of another territory. */
export async function requirePlaces(handle: Handle, concerned: Concerned): Promise<Place[]> {
  const { whole, communes } = concerned
  const named = await placesOf(handle, concerned)
  if (whole) return named
  if (named.length === 0 || named.length < new Set(communes).size)
    throw publishedAlertProblems['alert-for-nobody'](
      {},
      { errors: [{ pointer: '/communes', code: 'unknown', detail: 'unknown' }] },
    )
  return named
}

/** In whose name: the commune's body when it is for one commune, else the territory. */
export async function issuerOf(
  handle: Handle,
  { territorySiren, whole, communes }: Concerned,
): Promise<string> {
  const [only] = communes
  if (!whole && communes.length === 1) {
    const bodies = await listBodies({ database: { read: handle }, territorySiren, withInactive: true })
    const own = bodies.find(({ communeCode }) => communeCode === only)
    if (own) return own.name
  }
  return (await readTerritory({ database: { read: handle }, siren: territorySiren })).name
}
