import type { Reader, Tx } from '../../db/client.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { LONGEST_DETOUR_SECONDS } from './carpool.rules.ts'
import { findDeparturesOfTrip } from './departures.repository.ts'
import { readTies } from './event-rides.usecases.ts'
import type { OpenedIndex } from './ride-index.ts'
import { travelSourceOf, unknownAire, wishesOf } from './rides.views.ts'
import { findDrivesShared } from './sharing.repository.ts'
import { countBookings, findAireRefs, findBack, type TripRow } from './trips.repository.ts'
import { costCap } from './scale.rules.ts'
import { HORIZON_DAYS, weekdaysOf } from './trips.rules.ts'
import { travelOf } from './travel.rules.ts'
import type { TripView } from './trips.schemas.ts'

/** Trips as their driver sees them, with the days to come within four weeks and the seats taken. */
export async function viewTrips(
  handle: Reader | Tx,
  { opened, rows, now }: { opened: OpenedIndex; rows: readonly TripRow[]; now: number },
): Promise<TripView[]> {
  const [first] = rows
  if (!first) return []
  const aires = await findAireRefs(handle, {
    territorySiren: first.territorySiren,
    ids: rows.flatMap(({ originId, destinationId }) => [originId, destinationId]),
  })
  const tieOf = await readTies(handle, rows)
  const views: TripView[] = []
  for (const row of rows) views.push(await viewTrip(handle, { opened, row, now, aires, event: tieOf(row) }))
  return views
}

async function viewTrip(
  handle: Reader | Tx,
  {
    opened,
    row,
    now,
    aires,
    event,
  }: {
    opened: OpenedIndex
    row: TripRow
    now: number
    aires: Awaited<ReturnType<typeof findAireRefs>>
    event: TripView['event']
  },
): Promise<TripView> {
  const { numberOf } = opened
  const origin = numberOf.get(row.originId)
  const destination = numberOf.get(row.destinationId)
  const isKnown = origin !== undefined && destination !== undefined
  const way = wayOf(opened, row)
  // A car on its way is still shown.
  const from = now - LONGEST_DETOUR_SECONDS * 1000
  const counts = await countBookings(handle, { tripId: row.id, from })
  const departures = await findDeparturesOfTrip(handle, { tripId: row.id, from, limit: HORIZON_DAYS + 1 })
  const shared = await findDrivesShared(
    handle,
    departures.map(({ id }) => id),
  )
  return {
    id: row.id,
    version: row.version,
    territory: row.territorySiren,
    status: row.status,
    origin: aires.get(row.originId) ?? unknownAire(row.originId),
    destination: aires.get(row.destinationId) ?? unknownAire(row.destinationId),
    firstDay: row.firstDay,
    time: row.wallTime,
    regular:
      row.weekdays === 0
        ? null
        : {
            weekdays: weekdaysOf(row.weekdays),
            lastDay: row.lastDay,
            holidaysOff: row.holidaysOff,
            exceptions: row.exceptions,
          },
    seats: row.seats,
    detourMinutes: row.detourLimit / 60,
    costCents: row.costCents,
    cost: costCap({ metres: way?.metres ?? 0, seats: row.seats, day: wallOfInstant(now).day }),
    wishes: wishesOf(row.wishes),
    note: row.note,
    returnOfId: row.returnOfId,
    backId: (await findBack(handle, row.id))?.id ?? null,
    event,
    seconds: way?.seconds ?? null,
    metres: way?.metres ?? null,
    travelSource: isKnown ? travelSourceOf(opened, [[origin, destination]]) : 'estimate',
    departures: departures.map(({ id, day, departAt, seats, seatsLeft, status, ...ends }) => ({
      id,
      day,
      departAt,
      arriveAt: arrivalOf(opened, { departAt, ...ends }),
      seats,
      seatsLeft,
      status,
      waiting: counts.get(id)?.waiting ?? 0,
      accepted: counts.get(id)?.accepted ?? 0,
      shared: shared.has(id),
    })),
    createdAt: row.createdAt,
  }
}

/** When a car arrives that goes straight. A day that was promised may still go from where the trip no longer does. */
export const arrivalOf = (
  opened: OpenedIndex,
  { departAt, ...ends }: Pick<TripRow, 'originId' | 'destinationId'> & { departAt: number },
): number => departAt + (wayOf(opened, ends)?.seconds ?? 0) * 1000

function wayOf(
  { travel, numberOf }: OpenedIndex,
  { originId, destinationId }: Pick<TripRow, 'originId' | 'destinationId'>,
) {
  const origin = numberOf.get(originId)
  const destination = numberOf.get(destinationId)
  return origin === undefined || destination === undefined ? null : travelOf(travel, origin, destination)
}
