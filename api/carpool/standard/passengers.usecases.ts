import { addDays, weekdayOf } from '../../platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../../platform/paris-time.ts'
import type { KeptReach } from '../../../db/schema/index.ts'
import type { OpenedIndex } from '../ride-index.ts'
import { travelOf, type Reach, type Travel } from '../travel.rules.ts'
import { weekdaysOf } from '../trips.rules.ts'
import { DAY, endsOf, journeyIdOf, type AskedEnds } from './journeys.points.ts'
import { dayNameOf, daysAsked, withinDates, type JourneyDeps } from './journeys.usecases.ts'
import { secondsOf, viewPerson, viewWay, type Viewing } from './journeys.views.ts'
import { findOpenRequests, type OpenRequest } from './open-requests.repository.ts'
import type { Operator } from './operators.usecases.ts'
import {
  MOST_JOURNEYS,
  type JourneysQuery,
  type PassengerJourney,
  type PassengerRegularTrip,
  type RegularQuery,
} from './standard.schemas.ts'

/** Requests looked at for one call: a territory has some hundreds. */
const mostRequests = 5000

/** A request that one may serve between two aires, by number. */
type Fit = OpenRequest & { pickUp: number; dropOff: number; way: Travel; walk: KeptReach; walkOff: KeptReach }

/** The standing requests whose passenger can be taken around one place and left around the other. */
async function findFits(
  { database }: Pick<JourneyDeps, 'database'>,
  {
    opened,
    query,
    territorySiren,
    from: day,
  }: { opened: OpenedIndex; query: AskedEnds; territorySiren: string; from: string },
): Promise<Fit[]> {
  const { from, to } = endsOf(opened, query)
  const nearest = (reaches: readonly Reach[], kept: readonly KeptReach[]) => {
    const near = new Set(reaches.map(({ aire }) => opened.aireIds[aire]!))
    return kept.filter(({ aireId }) => near.has(aireId)).toSorted((a, b) => a.walkSeconds - b.walkSeconds)[0]
  }
  const open = await findOpenRequests(database.read, { territorySiren, from: day, limit: mostRequests })
  return open.flatMap((one) => {
    const walk = nearest(from, one.request.fromReaches)
    const walkOff = nearest(to, one.request.toReaches)
    if (!walk || !walkOff || walk.aireId === walkOff.aireId) return []
    const pickUp = opened.numberOf.get(walk.aireId)!
    const dropOff = opened.numberOf.get(walkOff.aireId)!
    const way = travelOf(opened.travel, pickUp, dropOff)
    return way ? [{ ...one, pickUp, dropOff, way, walk, walkOff }] : []
  })
}

/** True when a request is for that day. */
function isFor({ request }: OpenRequest, day: string): boolean {
  if (request.weekdays === 0) return day === request.firstDay
  return (
    day >= request.firstDay && day <= request.lastDay && (request.weekdays & (1 << (weekdayOf(day) - 1))) > 0
  )
}

/** When a passenger would be picked up on a day, for a request that speaks of leaving or of being there. */
function pickUpAt({ request, way, walk, walkOff }: Fit, day: string): number {
  const at = instantOfWall(day, request.wallTime)
  return request.by === 'departure'
    ? at + walk.walkSeconds * 1000
    : at - (walkOff.walkSeconds + way.seconds) * 1000
}

const viewFit = (viewing: Viewing, fit: Fit, at: number) => ({
  ...viewWay(viewing, fit.pickUp, fit.dropOff, at),
  // Of who waits, nobody who searches here reads the name: neither do others before a seat is booked.
  passenger: viewPerson(viewing, { id: fit.passenger.id, name: 'Passager' }),
})

const viewSchedule = ({ opened }: Viewing, fit: Fit, at: number) => ({
  // A request has a journey a day; the day is told by the moment.
  id: `${journeyIdOf(fit.request.id, opened.aireIds[fit.pickUp]!, opened.aireIds[fit.dropOff]!)}.${wallOfInstant(at).day}`,
  passengerPickupDate: secondsOf(at),
  driverDepartureDate: secondsOf(at),
  type: 'PLANNED' as const,
})

/** Passengers' standing requests that match a search of the standard, the nearest in time first. */
export async function listPassengerJourneys(
  deps: JourneyDeps,
  { operator, query }: { operator: Operator; query: JourneysQuery },
): Promise<PassengerJourney[]> {
  const opened = await deps.indexes.open(operator.territorySiren)
  const asked = query.departureDate * 1000
  const { day } = wallOfInstant(asked)
  const now = deps.clock.now()
  const found = await findFits(deps, {
    opened,
    query,
    territorySiren: operator.territorySiren,
    from: addDays(day, -1),
  })
  const viewing = { ...deps, operator, opened }
  return found
    .flatMap((fit) =>
      // A margin of a day reaches into the day before and the day after.
      [-1, 0, 1]
        .map((ahead) => addDays(day, ahead))
        .filter((one) => isFor(fit, one))
        .map((one) => ({ fit, at: pickUpAt(fit, one) })),
    )
    .filter(({ at }) => at >= now && Math.abs(at - asked) <= Math.min(query.timeDelta * 1000, DAY))
    .toSorted((a, b) => Math.abs(a.at - asked) - Math.abs(b.at - asked))
    .slice(0, Math.min(query.count ?? MOST_JOURNEYS, MOST_JOURNEYS))
    .map(({ fit, at }) => ({
      ...viewFit(viewing, fit, at),
      ...viewSchedule(viewing, fit, at),
      requestedSeats: fit.request.seats,
    }))
}

/** Requests for days of the week that match a search of the standard, with their days of four weeks. */
export async function listPassengerRegularTrips(
  deps: JourneyDeps,
  { operator, query }: { operator: Operator; query: RegularQuery },
): Promise<PassengerRegularTrip[]> {
  const opened = await deps.indexes.open(operator.territorySiren)
  const now = deps.clock.now()
  const viewing = { ...deps, operator, opened }
  const days = daysAsked(query, now)
  const time = query.departureTimeOfDay.slice(0, 5)
  const found = await findFits(deps, {
    opened,
    query,
    territorySiren: operator.territorySiren,
    from: wallOfInstant(now).day,
  })
  const trips = found.flatMap((fit) => {
    if (fit.request.weekdays === 0) return []
    const moments = days
      .filter((day) => isFor(fit, day))
      .map((day) => ({ day, at: pickUpAt(fit, day) }))
      .filter(
        ({ day, at }) =>
          at >= now &&
          withinDates(query, at) &&
          Math.abs(at - instantOfWall(day, time)) <= query.timeDelta * 1000,
      )
    return moments.length > 0 ? [{ fit, moments }] : []
  })
  return trips.slice(0, Math.min(query.count ?? MOST_JOURNEYS, MOST_JOURNEYS)).map(({ fit, moments }) => ({
    ...viewFit(viewing, fit, moments[0]!.at),
    schedules: weekdaysOf(fit.request.weekdays).map((weekday) => ({
      passengerPickupDay: dayNameOf(weekday),
      passengerPickupTimeOfDay: `${wallOfInstant(moments[0]!.at).time}:00`,
      journeySchedules: moments
        .filter(({ day }) => weekdayOf(day) === weekday)
        .map(({ at }) => ({
          ...viewSchedule(viewing, fit, at),
          webUrl: viewWay(viewing, fit.pickUp, fit.dropOff, at).webUrl,
        })),
    })),
  }))
}
