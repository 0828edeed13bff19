import type { Tx } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Answer } from '../platform/idempotency.ts'
import { isHoliday } from '../platform/open-days.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import {
  changeDepartures,
  findDepartureOn,
  findDeparturesOfTrip,
  MOST_DEPARTURES,
  nextSequence,
} from './departures.repository.ts'
import { rideProblems } from './rides.problems.ts'
import { requireTraveller } from './travellers.usecases.ts'
import { actOnTrip, type Asked } from './trips-cancel.usecases.ts'
import { expand } from './trips-days.usecases.ts'
import { daysOf, HORIZON_DAYS } from './trips.rules.ts'
import { updateTrip, type TripRow } from './trips.repository.ts'
import type { TripView } from './trips.schemas.ts'
import type { TripDeps } from './trips.usecases.ts'

type OnDay = Asked & { day: string }
type Work = (tx: Tx, trip: TripRow, now: number) => Promise<void>

/** Throws `trip-not-found`, `trip-off`; of what is offered anew, the refusals of `requireTraveller` too. */
function act(
  deps: TripDeps,
  asked: Asked,
  { offers }: { offers: boolean },
  work: Work,
): Promise<Answer<TripView>> {
  return actOnTrip(deps, asked, async (tx, trip) => {
    if (trip.status === 'cancelled') throw rideProblems['trip-off']()
    if (offers) await requireTraveller(tx, { actor: asked.actor, territorySiren: trip.territorySiren })
    await work(tx, trip, deps.clock.now())
  })
}

/** Nobody else finds it any more; it is driven with who booked. Paused already, it stays so. */
export function pauseTrip(deps: TripDeps, asked: Asked): Promise<Answer<TripView>> {
  return act(deps, asked, { offers: false }, async (tx, trip, now) => {
    if (trip.status === 'paused') return
    await moveComing(tx, { trip, now, from: 'open', to: 'paused' })
    await updateTrip(tx, trip.id, { status: 'paused', updatedAt: now })
  })
}

/** It is found again, on all the days it has left: those paused one by one too. */
export function resumeTrip(deps: TripDeps, asked: Asked): Promise<Answer<TripView>> {
  return act(deps, asked, { offers: true }, async (tx, trip, now) => {
    if (trip.status === 'active') return
    await moveComing(tx, { trip, now, from: 'paused', to: 'open' })
    const today = wallOfInstant(now).day
    const until = addDays(today, HORIZON_DAYS)
    const active = { ...trip, status: 'active' as const }
    if (trip.weekdays > 0 && trip.expandedUntil < until) {
      const begin = addDays(trip.expandedUntil, 1)
      const sequence = await nextSequence(tx, trip.territorySiren)
      await expand(tx, {
        ...deps,
        trip: active,
        from: begin > today ? begin : today,
        to: until,
        now,
        sequence,
      })
      await updateTrip(tx, trip.id, { expandedUntil: until })
    }
    await updateTrip(tx, trip.id, { status: 'active', updatedAt: now })
  })
}

/** Moves the departures to come of one state to another. A day driven for who booked it alone stays so. */
async function moveComing(
  tx: Tx,
  { trip, now, from, to }: { trip: TripRow; now: number; from: 'open' | 'paused'; to: 'open' | 'paused' },
): Promise<void> {
  const coming = await findDeparturesOfTrip(tx, { tripId: trip.id, from: now, limit: MOST_DEPARTURES })
  const last = coming.at(-1)
  if (!last) return
  const isOn = new Set(daysOf(trip, { from: coming[0]!.day, to: last.day, isHoliday }))
  await changeDepartures(
    tx,
    coming
      .filter(({ day, status }) => status === from && (to === 'paused' || isOn.has(day)))
      .map(({ id }) => ({ id, status: to })),
    await nextSequence(tx, trip.territorySiren),
  )
}

/** One day is found by nobody else. Throws `trip-day-unknown` when it is not driven. */
export function pauseTripDay(deps: TripDeps, asked: OnDay): Promise<Answer<TripView>> {
  return act(deps, asked, { offers: false }, (tx, trip, now) =>
    moveDay(tx, { trip, now, day: asked.day, to: 'paused' }),
  )
}

/** One day is found again. Throws `trip-day-unknown`, `trip-paused` when the whole trip is. */
export function reopenTripDay(deps: TripDeps, asked: OnDay): Promise<Answer<TripView>> {
  return act(deps, asked, { offers: true }, (tx, trip, now) => {
    if (trip.status === 'paused') throw rideProblems['trip-paused']()
    return moveDay(tx, { trip, now, day: asked.day, to: 'open' })
  })
}

async function moveDay(
  tx: Tx,
  { trip, now, day, to }: { trip: TripRow; now: number; day: string; to: 'open' | 'paused' },
): Promise<void> {
  const row = await findDepartureOn(tx, { tripId: trip.id, day })
  if (!row || row.status === 'cancelled' || row.departAt < now) throw rideProblems['trip-day-unknown']()
  if (row.status === to) return
  await changeDepartures(tx, [{ id: row.id, status: to }], await nextSequence(tx, trip.territorySiren))
  await updateTrip(tx, trip.id, { updatedAt: now })
}

/**
 * A day taken off is driven again, as the trip is now. Driven already, it stays so. Throws `trip-day-unknown` for a day
 * the trip has not, or that is past.
 */
export function restoreTripDay(deps: TripDeps, asked: OnDay): Promise<Answer<TripView>> {
  const { day } = asked
  return act(deps, asked, { offers: true }, async (tx, trip, now) => {
    const row = await findDepartureOn(tx, { tripId: trip.id, day })
    if (row && row.status !== 'cancelled') {
      // It left at another hour, with who booked it.
      if (row.departAt < now) throw rideProblems['trip-day-unknown']()
      return
    }
    const exceptions = trip.exceptions.filter((one) => one !== day)
    const departAt = instantOfWall(day, trip.wallTime)
    const isOn = daysOf({ ...trip, exceptions }, { from: day, to: day, isHoliday }).length === 1
    if (!isOn || departAt < now) throw rideProblems['trip-day-unknown']()
    const sequence = await nextSequence(tx, trip.territorySiren)
    const { originId, destinationId, detourLimit, wishes, seats } = trip
    if (row)
      await changeDepartures(
        tx,
        [
          {
            id: row.id,
            status: trip.status === 'paused' ? 'paused' : 'open',
            departAt,
            originId,
            destinationId,
            detourLimit,
            detourUsed: 0,
            wishes,
            seats,
            seatsLeft: seats,
          },
        ],
        sequence,
      )
    // Farther ahead, the worker writes it in its time.
    else if (day <= trip.expandedUntil)
      await expand(tx, { ...deps, trip: { ...trip, exceptions }, from: day, to: day, now, sequence })
    await updateTrip(tx, trip.id, { exceptions, updatedAt: now })
  })
}
