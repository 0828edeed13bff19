import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { findDepartures } from './departures.repository.ts'
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
  type RequestRow,
} from './requests.repository.ts'
import { MAILS_A_DAY, SERIES_TOLD_DAYS } from './requests.rules.ts'

type TellDeps = Pick<Deps, 'database' | 'clock' | 'ids'>
const atOnce = 100

/**
 * Tells what was found and still stands: one message a request, at most `MAILS_A_DAY` a person. The note that it was told
 * and the message exist together or not at all, so two workers never tell twice.
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
  if ((await countTold(tx, traveller.id, day)) >= MAILS_A_DAY) return
  const standing = await stillThere(tx, { rows, request, now })
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
  await recordOutbox(tx, {
    id: tellId,
    territorySiren: request.territorySiren,
    topic: 'ride-request.matched',
    subject: `ride-request:${requestId}`,
    payload: { requestId },
    at: now,
  })
}

/** Departures of rides that can still be booked: driven, not left, with the seats and the detour they need. */
async function stillThere(
  tx: Tx,
  { rows, request, now }: { rows: readonly MatchRow[]; request: RequestRow; now: number },
): Promise<Set<string>> {
  const rides = rows.flatMap(({ ride }) => ride ?? [])
  const wanted = rides.flatMap(({ legs }) => legs.map(({ departureId }) => departureId))
  const departures = new Map((await findDepartures(tx, wanted)).map((row) => [row.departure.id, row]))
  const stands = rides.filter(
    ({ leaveAt, legs }) =>
      leaveAt >= now &&
      legs.every(({ departureId, detourSeconds }) => {
        const row = departures.get(departureId)
        return (
          row?.departure.status === 'open' &&
          row.departure.seatsLeft >= request.seats &&
          row.departure.detourUsed + detourSeconds <= row.departure.detourLimit &&
          row.driver.suspendedAt === null
        )
      }),
  )
  return new Set(stands.flatMap(({ legs }) => legs.map(({ departureId }) => departureId)))
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
