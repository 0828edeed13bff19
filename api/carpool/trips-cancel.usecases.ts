import type { Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { findHolding } from './bookings.repository.ts'
import { release } from './bookings-acts.usecases.ts'
import { tellDays } from './bookings-news.ts'
import {
  cancelDepartures,
  findDeparturesOfTrip,
  MOST_DEPARTURES,
  nextSequence,
} from './departures.repository.ts'
import { rideProblems } from './rides.problems.ts'
import { findTrip, updateTrip, type TripRow } from './trips.repository.ts'
import type { TripView } from './trips.schemas.ts'
import { requireOwnTrip, type TripDeps } from './trips.usecases.ts'
import { viewTrips } from './trips.views.ts'

export type Asked = { actor: Actor; id: string; request: { words?: string | undefined }; write: WriteKey }

/** Takes days of a trip off and tells who booked them, each passenger once whatever their days; answers how many there were. */
export async function cancelSome(
  tx: Tx,
  { ids, clock }: Pick<TripDeps, 'ids' | 'clock'>,
  { trip, words, isMeant }: { trip: TripRow; words: string | undefined; isMeant: (day: string) => boolean },
): Promise<number> {
  const now = clock.now()
  const coming = await findDeparturesOfTrip(tx, { tripId: trip.id, from: now, limit: MOST_DEPARTURES })
  const meant = coming.filter(({ day, status }) => status !== 'cancelled' && isMeant(day))
  const off = new Map<string, string[]>()
  const how = { by: 'driver', reason: 'trip-cancelled', words: words ?? null, topic: 'cancelled' } as const
  for (const departure of meant)
    for (const row of await findHolding(tx, departure.id)) {
      if (!(await release(tx, { ids, row, now, ...how, quiet: true }))) continue
      const { id, travellerId } = row.booking
      off.set(travellerId, [...(off.get(travellerId) ?? []), id])
    }
  const { territorySiren } = trip
  for (const bookingIds of off.values())
    await tellDays(tx, {
      ids,
      at: now,
      territorySiren,
      bookingIds,
      topic: 'cancelled',
      by: 'driver',
      words: how.words,
    })
  await cancelDepartures(
    tx,
    meant.map(({ id }) => id),
    await nextSequence(tx, trip.territorySiren),
  )
  return meant.length
}

/** Does something to a trip, and answers it as it is then. Throws `trip-not-found` unless it is of the person who asks. */
export async function actOnTrip(
  deps: TripDeps,
  { actor, id, write }: Asked,
  work: (tx: Tx, trip: TripRow) => Promise<void>,
): Promise<Answer<TripView>> {
  const known = await findTrip(deps.database.read, id)
  if (!known) throw rideProblems['trip-not-found']()
  const opened = await deps.indexes.open(known.territorySiren)
  return writeOnce({ ...deps, write }, async (tx) => {
    await work(tx, await requireOwnTrip(tx, actor, id))
    const [view] = await viewTrips(tx, {
      opened,
      rows: [(await findTrip(tx, id))!],
      now: deps.clock.now(),
    })
    return { status: 200, body: view! }
  })
}

/** All days to come are off; who booked is told. Off already, it stays so. Throws `trip-not-found`. */
export function cancelTrip(deps: TripDeps, asked: Asked): Promise<Answer<TripView>> {
  return actOnTrip(deps, asked, async (tx, trip) => {
    await cancelSome(tx, deps, { trip, words: asked.request.words, isMeant: () => true })
    await updateTrip(tx, trip.id, { status: 'cancelled', updatedAt: deps.clock.now() })
  })
}

/** One day is off; who booked it is told. Throws `trip-not-found`, `departure-gone`. */
export function cancelTripDay(deps: TripDeps, asked: Asked & { day: string }): Promise<Answer<TripView>> {
  const { day, request } = asked
  return actOnTrip(deps, asked, async (tx, trip) => {
    if (trip.exceptions.includes(day)) return
    const done = await cancelSome(tx, deps, { trip, words: request.words, isMeant: (one) => one === day })
    if (done === 0) throw rideProblems['departure-gone']()
    const exceptions = [...trip.exceptions, day].sort()
    await updateTrip(tx, trip.id, { exceptions, updatedAt: deps.clock.now() })
  })
}
