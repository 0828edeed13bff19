import type { Reader, Tx } from '../../db/client.ts'
import { may, type Actor } from '../platform/policy.ts'
import { openReach } from '../territory/territory.usecases.ts'
import { areaFault, areaLimits, keptArea, type AlertArea } from './alert-area.rules.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { placesOf, targetsOf } from './alert-scope.usecases.ts'

type Asked = { territorySiren: string; whole: boolean; communes: readonly string[]; street: string | null }

/** A sentence names so many communes. */
const namedAtMost = 4
const faultyArea = (code: string) => ({ errors: [{ pointer: '/area', code, detail: code }] })

/**
 * Whom a message is for, its drawn area read: its communes are then those it touches by their boundaries. Throws
 * `alert-area`, `alert-area-words`, `alert-area-beyond`, `alert-area-of-others`, `alert-for-nobody`.
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
  const reach = await openReach({ read: handle }, territorySiren)
  const isFar = (lon: number, lat: number) => reach?.metresTo({ lon, lat }, areaLimits.beyond) === null
  if (!reach || ring.some(([lon, lat]) => isFar(lon, lat)))
    throw publishedAlertProblems['alert-area-beyond'](
      { kilometres: areaLimits.beyond / 1000 },
      faultyArea('too-far'),
    )
  const concerned = { territorySiren, whole: false, communes: reach.touchedBy(ring) }
  const targets = await targetsOf(handle, concerned)
  const others = targets.flatMap((target) =>
    target.communeCode && !may(actor, 'alert.write', target) ? [target.communeCode] : [],
  )
  if (others.length > 0) {
    const names = (await placesOf(handle, { ...concerned, communes: others })).map(({ name }) => name)
    const places = [...names.slice(0, namedAtMost), ...(names.length > namedAtMost ? ['…'] : [])]
    throw publishedAlertProblems['alert-area-of-others'](
      { places: places.join(', ') },
      faultyArea('of-others'),
    )
  }
  return { ...concerned, area: keptArea(ring) }
}
