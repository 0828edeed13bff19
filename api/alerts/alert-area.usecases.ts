import type { Reader, Tx } from '../../db/client.ts'
import { may, type Actor } from '../platform/policy.ts'
import { pointsAlong } from '../platform/ring.rules.ts'
import { listCommunes, openGround, type Ground } from '../territory/territory.usecases.ts'
import { areaFault, areaLimits, keptArea, type AlertArea } from './alert-area.rules.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { placesOf, targetsOf } from './alert-scope.usecases.ts'

type Asked = { territorySiren: string; whole: boolean; communes: readonly string[]; street: string | null }

type Concerned = { territorySiren: string; whole: boolean; communes: readonly string[] }
type Position = readonly [lon: number, lat: number]

/** A sentence names so many communes. */
const namedAtMost = 4
const faultyArea = (code: string) => ({ errors: [{ pointer: '/area', code, detail: code }] })

type Drawn = { ring: readonly Position[]; ground: Ground; territorySiren: string }

/** Throws `alert-area-of-others` for a ring that touches communes of the territory for whom the actor does not write. */
async function refuseOthers(handle: Reader | Tx, actor: Actor, concerned: Concerned): Promise<void> {
  const own = await ownAmong(handle, actor, concerned)
  const others = concerned.communes.filter((code) => !own.has(code))
  if (others.length === 0) return
  const names = (await placesOf(handle, { ...concerned, communes: others })).map(({ name }) => name)
  const places = [...names.slice(0, namedAtMost), ...(names.length > namedAtMost ? ['…'] : [])]
  throw publishedAlertProblems['alert-area-of-others']({ places: places.join(', ') }, faultyArea('of-others'))
}

/** Those of some communes for whom the actor writes. */
async function ownAmong(handle: Reader | Tx, actor: Actor, concerned: Concerned): Promise<Set<string>> {
  const targets = await targetsOf(handle, concerned)
  return new Set(
    targets.flatMap((one) => (one.communeCode && may(actor, 'alert.write', one) ? [one.communeCode] : [])),
  )
}

/**
 * Throws `alert-area-beyond` for a ring that goes far from the territory; `alert-area-beyond-own` for one that goes
 * beyond the communes of who writes for some alone: across the border, others tell people.
 */
async function refuseBeyond(
  handle: Reader | Tx,
  actor: Actor,
  { ring, ground, territorySiren }: Drawn,
): Promise<void> {
  const communes = (await listCommunes({ database: { read: handle }, territorySiren })).map(
    ({ code }) => code,
  )
  const { beyond, beyondOwn } = areaLimits
  if (may(actor, 'alert.write', { territorySiren })) {
    const all = new Set(communes)
    if (!ring.every(([lon, lat]) => ground.isNear({ lon, lat }, beyond, all)))
      throw publishedAlertProblems['alert-area-beyond']({ kilometres: beyond / 1000 }, faultyArea('too-far'))
    return
  }
  const own = await ownAmong(handle, actor, { territorySiren, whole: false, communes })
  const isNear = ([lon, lat]: Position) => ground.isNear({ lon, lat }, beyondOwn, own)
  // The corners first: of a ring that goes far, no edge is followed. Between two near corners, an edge can leave too.
  if (!ring.every(isNear) || !pointsAlong(ring, beyondOwn / 2).every(isNear))
    throw publishedAlertProblems['alert-area-beyond-own']({ metres: beyondOwn }, faultyArea('too-far'))
}

/**
 * Whom a message is for, its drawn area read: its communes are then those it touches by their boundaries. Throws
 * `alert-area`, `alert-area-words`, `alert-area-unknown`, `alert-area-of-others`, `alert-area-beyond`,
 * `alert-area-beyond-own`.
 */
export async function readConcerned(
  handle: Reader | Tx,
  actor: Actor,
  { area, street, ...asked }: Asked & { area: AlertArea | null },
) {
  const { territorySiren } = asked
  if (!area) return { ...asked, area: null }
  const ring = area.coordinates[0] ?? []
  const fault = asked.whole ? 'for-all-already' : areaFault(ring)
  if (fault) throw publishedAlertProblems['alert-area']({}, faultyArea(fault))
  if (!street)
    throw publishedAlertProblems['alert-area-words'](
      {},
      { errors: [{ pointer: '/street', code: 'required', detail: 'required' }] },
    )
  const ground = await openGround({ read: handle }, territorySiren)
  if (!ground) throw publishedAlertProblems['alert-area-unknown']({}, faultyArea('unknown'))
  const concerned = { territorySiren, whole: false, communes: ground.touchedBy(ring) }
  await refuseOthers(handle, actor, concerned)
  await refuseBeyond(handle, actor, { ring, ground, territorySiren })
  return { ...concerned, area: keptArea(ring) }
}
