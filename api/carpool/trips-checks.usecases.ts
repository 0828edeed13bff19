import { addDays } from '../platform/days.rules.ts'
import { isHoliday } from '../platform/open-days.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { tripFault } from './carpool.rules.ts'
import type { OpenedIndex } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { seriesFaultWords, tripFaultWords } from './rides.words.ts'
import { travelOf } from './travel.rules.ts'
import { costCapCents } from './scale.rules.ts'
import { daysOf, seriesFault } from './trips.rules.ts'
import type { TripRow } from './trips.repository.ts'

/** What is checked of a trip before it is written. */
export type Offered = Pick<
  TripRow,
  | 'originId'
  | 'destinationId'
  | 'wallTime'
  | 'firstDay'
  | 'lastDay'
  | 'weekdays'
  | 'holidaysOff'
  | 'exceptions'
  | 'seats'
  | 'detourLimit'
  | 'costCents'
>

/** Throws `trip-refused`, `trip-cost-too-high`, `aire-withdrawn` for what cannot be driven, or asks too much. */
export function requireOffer(opened: OpenedIndex, offer: Offered, now: number): void {
  const { numberOf } = opened
  const origin = numberOf.get(offer.originId)
  const destination = numberOf.get(offer.destinationId)
  if (origin === undefined || destination === undefined) throw rideProblems['aire-withdrawn']()
  requireDays(offer, { now })
  const way = travelOf(opened.travel, origin, destination)
  const fault = tripFault(
    {
      origin,
      destination,
      departure: nextDeparture(offer, now),
      detourLimit: offer.detourLimit,
      seats: offer.seats,
      travelMetres: way?.metres ?? null,
    },
    now,
  )
  if (fault) throw rideProblems['trip-refused']({ why: tripFaultWords[fault] })
  const cap = costCapCents({ metres: way!.metres, seats: offer.seats, day: wallOfInstant(now).day })
  if (offer.costCents > cap) throw rideProblems['trip-cost-too-high']({ cap: euros(cap) })
}

/** Throws `trip-refused` when it is driven on no day `from` on (today by default), or on too many. */
export function requireDays(offer: Offered, { now, from }: { now: number; from?: string }): void {
  const today = wallOfInstant(now).day
  // A series is as long as what remains of it.
  const firstDay = offer.weekdays > 0 && offer.firstDay < today ? today : offer.firstDay
  const fault = seriesFault({ ...offer, firstDay }, { today, isHoliday })
  if (fault) throw rideProblems['trip-refused']({ why: seriesFaultWords[fault] })
  if (from === undefined || from <= today || offer.weekdays === 0) return
  if (from > addDays(today, 366))
    throw rideProblems['trip-refused']({ why: seriesFaultWords['too-far-ahead'] })
  if (daysOf(offer, { from, to: addDays(from, 56), isHoliday }).length === 0)
    throw rideProblems['trip-refused']({ why: seriesFaultWords['no-day'] })
}

/** Of a series that began before today, the next day counts. */
export function nextDeparture({ weekdays, firstDay, wallTime }: Offered, now: number): number {
  if (weekdays === 0) return instantOfWall(firstDay, wallTime)
  const today = wallOfInstant(now).day
  return Math.max(now, instantOfWall(firstDay < today ? addDays(today, 1) : firstDay, wallTime))
}

const euros = (cents: number) => `${(cents / 100).toFixed(2).replace('.', ',')} €`
