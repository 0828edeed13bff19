import type { Tx } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { isHoliday } from '../platform/open-days.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { sayDay } from './bookings.words.ts'
import { wishMask } from './carpool.rules.ts'
import {
  changeDepartures,
  findDeparturesOfTrip,
  MOST_DEPARTURES,
  nextSequence,
  type DepartureRow,
} from './departures.repository.ts'
import type { OpenedIndex } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { notRegularWords } from './rides.words.ts'
import { requireTraveller } from './travellers.usecases.ts'
import { requireDays, requireOffer } from './trips-checks.usecases.ts'
import { expand } from './trips-days.usecases.ts'
import { daysOf, HORIZON_DAYS, movedDeparture, promiseBroken, weekdayMask } from './trips.rules.ts'
import { findTrip, updateTrip, type TripRow } from './trips.repository.ts'
import type { TripChange, TripWritten } from './trips.schemas.ts'
import { requireOwnTrip, type TripDeps } from './trips.usecases.ts'
import { viewTrips } from './trips.views.ts'

type Asked = { actor: Actor; id: string; version: number; request: TripChange; write: WriteKey }

/**
 * Changes a trip, from a day on. Days that somebody booked keep the time, the aires, the detour and the wishes they were
 * promised, and a day taken out of the series is still driven with them: those are the `keptDays`. Throws the refusals
 * of `requireTraveller`, `trip-not-found`, `stale-version` with the trip as it is, `trip-off`, `trip-refused`,
 * `trip-cost-too-high`, `aire-withdrawn`, `trip-promised` (a trip made once that is booked), `trip-seats-booked`.
 */
export async function changeTrip(
  deps: TripDeps,
  { actor, id, version, request, write }: Asked,
): Promise<Answer<TripWritten>> {
  const { database, clock, indexes } = deps
  const known = await findTrip(database.read, id)
  if (!known) throw rideProblems['trip-not-found']()
  const opened = await indexes.open(known.territorySiren)
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const view = async (row: TripRow) => (await viewTrips(tx, { opened, rows: [row], now }))[0]!
    const trip = await requireOwnTrip(tx, actor, id)
    await requireTraveller(tx, { actor, territorySiren: trip.territorySiren })
    if (trip.status === 'cancelled') throw rideProblems['trip-off']()
    if (trip.version !== version) throw commonProblems['stale-version']({}, { current: await view(trip) })
    const today = wallOfInstant(now).day
    const from = trip.weekdays > 0 && request.fromDay && request.fromDay > today ? request.fromDay : today
    const next = { ...trip, ...columnsOf(trip, request) }
    requireChange(opened, { trip, next, now, from })
    const keptDays = await moveDepartures(tx, deps, { trip, next, now, today, from })
    return {
      status: 200,
      body: { trip: await view((await findTrip(tx, id))!), back: null, keptDays },
    }
  })
}

/** The columns that a change names, as they become. */
function columnsOf(trip: TripRow, { regular, ...change }: TripChange): Partial<TripRow> {
  if (regular && trip.weekdays === 0) throw rideProblems['trip-refused']({ why: notRegularWords })
  const named: Partial<TripRow> = {
    originId: change.originId,
    destinationId: change.destinationId,
    firstDay: change.firstDay,
    wallTime: change.time,
    seats: change.seats,
    detourLimit: change.detourMinutes === undefined ? undefined : change.detourMinutes * 60,
    costCents: change.costCents,
    wishes: change.wishes && wishMask(change.wishes),
    note: change.note,
    weekdays: regular?.weekdays && weekdayMask(regular.weekdays),
    lastDay: regular?.lastDay,
    holidaysOff: regular?.holidaysOff,
    exceptions: regular?.exceptions && [...new Set(regular.exceptions)].sort(),
  } as Partial<TripRow>
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}

type Change = { trip: TripRow; next: TripRow; now: number; from: string }

/** The way is looked at again when it, or what it may cost, changes: an aire put away meanwhile stops nothing else. */
function requireChange(opened: OpenedIndex, { trip, next, now, from }: Change): void {
  requireDays(next, { now, from })
  const isOther = (['originId', 'destinationId', 'costCents', 'seats', 'detourLimit'] as const).some(
    (column) => trip[column] !== next[column],
  )
  const isLeft = opened.numberOf.has(next.originId) && opened.numberOf.has(next.destinationId)
  if (isLeft || isOther) requireOffer(opened, next, now)
}

/** Brings the departures to come in line with a trip; answers the days on which a promise is kept instead. */
async function moveDepartures(
  tx: Tx,
  { ids }: TripDeps,
  { trip, next, now, today, from }: Change & { today: string },
): Promise<string[]> {
  const sequence = await nextSequence(tx, trip.territorySiren)
  // What is before the day from which it changes is written as it was.
  const before = addDays(from, -1)
  if (trip.expandedUntil < before)
    await expand(tx, {
      ids,
      trip,
      from: later(addDays(trip.expandedUntil, 1), today),
      to: before,
      now,
      sequence,
    })
  const until = [addDays(later(next.firstDay, today), HORIZON_DAYS), trip.expandedUntil, before].reduce(later)
  const rows = await findDeparturesOfTrip(tx, {
    tripId: trip.id,
    from: instantOfWall(from, '00:00'),
    limit: MOST_DEPARTURES,
  })
  const stretch = { from, to: until, isHoliday }
  const wasOn = new Set(daysOf(trip, { ...stretch, to: later(until, trip.firstDay) }))
  const isOn = new Set(daysOf(next, stretch))
  const kept: string[] = []
  const changed: (Pick<DepartureRow, 'id'> & Partial<DepartureRow>)[] = []
  for (const row of rows) {
    if (row.departAt < now) continue
    const taken = row.seats - row.seatsLeft
    if (row.status !== 'cancelled' && next.seats !== trip.seats && next.seats < taken)
      throw rideProblems['trip-seats-booked']({ n: taken, day: sayDay(row.day) })
    const asked = { trip, next, row, wasOn: wasOn.has(row.day), isOn: isOn.has(row.day) }
    if (taken > 0 && promiseBroken(asked)) {
      if (trip.weekdays === 0) throw rideProblems['trip-promised']()
      kept.push(row.day)
    }
    const change = movedDeparture(asked, {
      departAt: instantOfWall(row.day, next.wallTime),
      now,
    })
    if (change) changed.push({ id: row.id, ...change })
  }
  await changeDepartures(tx, changed, sequence)
  await updateTrip(tx, trip.id, { ...next, expandedUntil: until, updatedAt: now })
  const written = new Set(rows.map(({ day }) => day))
  await expand(tx, { ids, trip: next, from, to: until, now, sequence, written })
  return kept
}

const later = (a: string, b: string) => (a > b ? a : b)
