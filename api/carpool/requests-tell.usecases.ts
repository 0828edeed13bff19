import type { Reader, Tx } from '../../db/client.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { findAboard, findPairsApart } from './blocks.repository.ts'
import { womenOnly } from './carpool.rules.ts'
import { findDepartures, type OpenDeparture } from './departures.repository.ts'
import { findPerson } from './desk-people.repository.ts'
import { noteRequestCall } from './desk-requests.repository.ts'
import {
  countTold,
  deleteWaiting,
  findRequestsOf,
  findToldTrips,
  findToTell,
  findWaiting,
  markTold,
  updateRequest,
  type MatchRow,
  type RequestOf,
} from './requests.repository.ts'
import { MAILS_A_DAY, SERIES_TOLD_DAYS } from './requests.rules.ts'

type TellDeps = Pick<Deps, 'database' | 'clock' | 'ids'>
const atOnce = 100

/**
 * Tells what was found and still stands, or puts who has no account on the list of calls: one message a request, at most
 * `MAILS_A_DAY` a person. The note that it was told and the message exist together or not at all, so two workers never
 * tell twice.
 */
export async function tellMatches(deps: TellDeps): Promise<void> {
  const { database } = deps
  for (let after = ''; ;) {
    const ids = await findToTell(database.read, { after, limit: atOnce })
    for (const id of ids) await database.write((tx) => tellOne(tx, deps, id))
    if (ids.length < atOnce) return
    after = ids.at(-1)!
  }
}

async function tellOne(tx: Tx, { clock, ids }: TellDeps, requestId: string): Promise<void> {
  const now = clock.now()
  const { day } = wallOfInstant(now)
  const [found] = await findRequestsOf(tx, [requestId])
  const rows = await findWaiting(tx, requestId)
  if (!found || rows.length === 0) return
  const { request, traveller } = found
  if (request.status !== 'open' || traveller.suspendedAt !== null) return deleteWaiting(tx, requestId)
  // Who has no account is called, once for all that came up: the limit of mails is not theirs.
  const person = traveller.userId === null ? await findPerson(tx, traveller.id) : null
  if (!person && (await countTold(tx, traveller.id, day)) >= MAILS_A_DAY) return
  const standing = await stillThere(tx, { rows, of: found, now })
  const gone = rows.filter((row) => !standing.has(row.departureId)).map(({ departureId }) => departureId)
  if (gone.length > 0) await deleteWaiting(tx, requestId, gone)
  const news = rows.filter(({ departureId }) => standing.has(departureId))
  if (!(await isRipe(tx, { requestId, news, day }))) return
  const tellId = ids.next()
  await markTold(tx, { requestId, at: now, tellId, departureIds: news.map(({ departureId }) => departureId) })
  await updateRequest(tx, requestId, {
    toldAt: now,
    toldDay: day,
    toldCount: request.toldDay === day ? request.toldCount + 1 : 1,
  })
  if (person) {
    const { territorySiren, helperUserId } = person.desk
    const leaveAt = Math.min(...news.flatMap(({ ride }) => ride?.leaveAt ?? []))
    return noteRequestCall(tx, { requestId, territorySiren, helperUserId, leaveAt, at: now })
  }
  await recordOutbox(tx, {
    id: tellId,
    territorySiren: request.territorySiren,
    topic: 'ride-request.matched',
    subject: `ride-request:${requestId}`,
    payload: { requestId },
    at: now,
  })
}

/** Departures of what can still be booked. */
async function stillThere(
  tx: Tx,
  { rows, of: { request, traveller }, now }: { rows: readonly MatchRow[]; of: RequestOf; now: number },
): Promise<Set<string>> {
  const rides = rows.flatMap(({ ride }) => ride ?? [])
  const { standing } = await ridesStanding(tx, { found: [{ rides, seats: request.seats, traveller }], now })
  return new Set(standing.flat().flatMap(({ legs }) => legs.map(({ departureId }) => departureId)))
}

/** Rides found for somebody, who needs so many seats. */
type FoundFor = {
  rides: readonly KeptRide[]
  seats: number
  traveller: Pick<RequestOf['traveller'], 'id' | 'woman'>
}

/**
 * Of the rides found for each of some people, those they can still book: driven, not left, with the seats and the detour
 * they need; not their own car, not booked by them already, not with somebody they ride with no more, and not among women
 * unless they are one. With the departures these are in.
 */
export async function ridesStanding(
  handle: Reader | Tx,
  { found, now }: { found: readonly FoundFor[]; now: number },
): Promise<{ standing: KeptRide[][]; departures: ReadonlyMap<string, OpenDeparture> }> {
  const coming = found.map((one) => ({ ...one, rides: one.rides.filter(({ leaveAt }) => leaveAt >= now) }))
  const wanted = new Set(
    coming.flatMap(({ rides }) => rides.flatMap(({ legs }) => legs.map(({ departureId }) => departureId))),
  )
  const ids = [...wanted]
  const departures = new Map((await findDepartures(handle, ids)).map((row) => [row.departure.id, row]))
  const people = coming.map(({ traveller }) => traveller.id)
  const aboard = Map.groupBy(await findAboard(handle, ids), ({ departureId }) => departureId)
  const apart = Map.groupBy(await findPairsApart(handle, people), ({ id }) => id)
  const isFor = ({ departure, driver }: OpenDeparture, { id, woman }: FoundFor['traveller']) => {
    const never = new Set([id, ...(apart.get(id) ?? []).map(({ other }) => other)])
    const inIt = [driver.id, ...(aboard.get(departure.id) ?? []).map(({ travellerId }) => travellerId)]
    return !inIt.some((one) => never.has(one)) && (woman === true || (departure.wishes & womenOnly) === 0)
  }
  const standing = coming.map(({ rides, seats, traveller }) =>
    rides.filter(({ legs }) =>
      legs.every(({ departureId, detourSeconds }) => {
        const row = departures.get(departureId)
        return (
          row?.departure.status === 'open' &&
          row.departure.seatsLeft >= seats &&
          row.departure.detourUsed + detourSeconds <= row.departure.detourLimit &&
          row.driver.suspendedAt === null &&
          isFor(row, traveller)
        )
      }),
    ),
  )
  return { standing, departures }
}

/**
 * Is there reason for a message? A trip not told of before is one. The next days of a trip told already, written each
 * night, are none until a week before the first of them: then they all come together.
 */
async function isRipe(
  tx: Tx,
  { requestId, news, day }: { requestId: string; news: readonly MatchRow[]; day: string },
): Promise<boolean> {
  if (news.length === 0) return false
  const known = await findToldTrips(tx, requestId)
  const soon = addDays(day, SERIES_TOLD_DAYS)
  return news.some(
    ({ tripId, ride }) => !known.has(tripId) || (ride && wallOfInstant(ride.leaveAt).day <= soon),
  )
}
