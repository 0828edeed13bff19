import type { Database } from '../../../db/client.ts'
import type { Config } from '../../config.ts'
import { addDays, weekdayOf } from '../../platform/days.rules.ts'
import type { Deps } from '../../platform/http.ts'
import { instantOfWall, wallOfInstant } from '../../platform/paris-time.ts'
import { searchFault, wishMask, type RideMatch } from '../carpool.rules.ts'
import { findDepartures, type OpenDeparture } from '../departures.repository.ts'
import type { OpenedIndex, RideIndexes } from '../ride-index.ts'
import { priceOf } from '../search.usecases.ts'
import { travelOf } from '../travel.rules.ts'
import { HORIZON_DAYS, weekdaysOf } from '../trips.rules.ts'
import { DAY, endsOf, journeyIdOf, type Ends } from './journeys.points.ts'
import { rideUrl, secondsOf, viewDrive, viewPrice, type Viewing } from './journeys.views.ts'
import type { Operator } from './operators.usecases.ts'
import {
  MOST_JOURNEYS,
  standardDays,
  type DriverJourney,
  type DriverRegularTrip,
  type JourneysQuery,
  type RegularQuery,
} from './standard.schemas.ts'

export type JourneyDeps = Pick<Deps, 'clock'> & {
  database: Pick<Database, 'read'>
  indexes: RideIndexes
  config: Pick<Config, 'secret' | 'publicUrl'>
}
const MINUTE = 60_000
/** Who drives for women asks to know it of a passenger, which the standard does not tell: they are shown to nobody else. */
const womenOnly = wishMask(['women_only'])

/** The days' names, by ISO number: 1 is Monday. */
export const dayNameOf = (weekday: number) => standardDays[weekday - 1]!

type Found = { match: RideMatch; row: OpenDeparture }

/** Departures that pick up around one place and set down around another within a stretch of time, the best first. */
async function findWithin(
  { database, clock }: Pick<JourneyDeps, 'database' | 'clock'>,
  {
    opened,
    ends,
    earliest,
    at,
    latest,
    limit,
  }: { opened: OpenedIndex; ends: Ends; earliest: number; at: number; latest: number; limit: number },
): Promise<Found[]> {
  // A search speaks of leaving one's own place, the standard of being picked up: a walk is between the two.
  const longestWalk = Math.max(0, ...ends.from.map(({ walkSeconds }) => walkSeconds)) * 1000
  const search = {
    from: ends.from,
    to: ends.to,
    by: 'departure',
    earliest: Math.max(earliest - longestWalk, latest - 2 * DAY),
    at,
    latest,
    seats: 1,
    needs: 0,
    avoids: womenOnly,
    transfer: null,
    except: [],
    limit,
  } as const
  // No aire around, or one and the same: there is nothing to find.
  if (searchFault(search)) return []
  const soonest = Math.max(earliest, clock.now() - MINUTE)
  const matches = opened.index
    .search(search)
    .filter(({ legs: [{ pickUpAt }] }) => pickUpAt >= soonest && pickUpAt <= latest)
  const rows = new Map(
    (
      await findDepartures(
        database.read,
        matches.map(({ legs: [leg] }) => leg.tripId),
      )
    ).map((row) => [row.departure.id, row]),
  )
  return matches.flatMap((match) => {
    const row = rows.get(match.legs[0].tripId)
    return row && row.driver.suspendedAt === null ? [{ match, row }] : []
  })
}

/** Drivers' departures that match a search of the standard, the best first. */
export async function listDriverJourneys(
  deps: JourneyDeps,
  { operator, query }: { operator: Operator; query: JourneysQuery },
): Promise<DriverJourney[]> {
  const opened = await deps.indexes.open(operator.territorySiren)
  const ends = endsOf(opened, query)
  const at = query.departureDate * 1000
  const margin = query.timeDelta * 1000
  const found = await findWithin(deps, {
    opened,
    ends,
    earliest: at - margin,
    at,
    latest: at + margin,
    limit: Math.min(query.count ?? MOST_JOURNEYS, MOST_JOURNEYS),
  })
  return found.map((one) => viewJourney({ ...deps, operator, opened }, ends, one))
}

function viewJourney(viewing: Viewing, ends: Ends, { match, row }: Found): DriverJourney {
  const [{ pickUp, dropOff, pickUpAt }] = match.legs
  const { departure, driver } = row
  const metres = travelOf(viewing.opened.travel, pickUp, dropOff)?.metres ?? 0
  return {
    ...viewDrive(viewing, { departure, driver, ends, pickUp, dropOff, at: pickUpAt }),
    ...viewSchedule(viewing, { match, row }),
    availableSeats: departure.seatsLeft,
    price: viewPrice(priceOf({ opened: viewing.opened, row, metres })),
  }
}

function viewSchedule({ opened, config }: Viewing, { match, row: { departure } }: Found) {
  const [{ pickUp, dropOff, pickUpAt }] = match.legs
  const [from, to] = [opened.aireIds[pickUp]!, opened.aireIds[dropOff]!]
  return {
    id: journeyIdOf(departure.id, from, to),
    passengerPickupDate: secondsOf(pickUpAt),
    driverDepartureDate: secondsOf(departure.departAt),
    webUrl: rideUrl(config.publicUrl, from, to, pickUpAt),
    type: 'PLANNED' as const,
  }
}

/** The days that a search of regular trips speaks of: those asked for, from today to as far as trips are written. */
export function daysAsked(
  query: Pick<RegularQuery, 'departureWeekdays' | 'minDepartureDate' | 'maxDepartureDate'>,
  now: number,
): string[] {
  const dayOf = (seconds: number) => wallOfInstant(seconds * 1000).day
  const today = wallOfInstant(now).day
  const [first, last] = [query.minDepartureDate, query.maxDepartureDate].map((at) =>
    at === undefined ? null : dayOf(at),
  )
  const asked = new Set<string>(query.departureWeekdays)
  const days: string[] = []
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const day = addDays(today, ahead)
    if ((first && day < first) || (last && day > last)) continue
    if (asked.has(dayNameOf(weekdayOf(day)))) days.push(day)
  }
  return days
}

/** True when an instant is within the dates that a search of regular trips names. */
export const withinDates = (
  { minDepartureDate: min, maxDepartureDate: max }: RegularQuery,
  at: number,
): boolean => (min === undefined || at >= min * 1000) && (max === undefined || at <= max * 1000)

/** Trips driven on days of the week that match a search of the standard, with their departures of four weeks. */
export async function listDriverRegularTrips(
  deps: JourneyDeps,
  { operator, query }: { operator: Operator; query: RegularQuery },
): Promise<DriverRegularTrip[]> {
  const opened = await deps.indexes.open(operator.territorySiren)
  const ends = endsOf(opened, query)
  const margin = query.timeDelta * 1000
  const trips = new Map<string, Found[]>()
  for (const day of daysAsked(query, deps.clock.now())) {
    const at = instantOfWall(day, query.departureTimeOfDay.slice(0, 5))
    const found = await findWithin(deps, {
      opened,
      ends,
      earliest: at - margin,
      at,
      latest: at + margin,
      limit: MOST_JOURNEYS,
    })
    for (const one of found)
      if (one.row.trip.weekdays > 0 && withinDates(query, one.match.legs[0].pickUpAt))
        trips.set(one.row.trip.id, [...(trips.get(one.row.trip.id) ?? []), one])
  }
  return [...trips.values()]
    .slice(0, Math.min(query.count ?? MOST_JOURNEYS, MOST_JOURNEYS))
    .map((found) => viewTrip({ ...deps, operator, opened }, ends, found))
}

function viewTrip(viewing: Viewing, ends: Ends, found: Found[]): DriverRegularTrip {
  const [{ match, row }] = found as [Found]
  const [{ pickUp, dropOff, pickUpAt }] = match.legs
  const { departure, driver, trip } = row
  const { time } = wallOfInstant(pickUpAt)
  return {
    ...viewDrive(viewing, { departure, driver, ends, pickUp, dropOff, at: pickUpAt }),
    schedules: weekdaysOf(trip.weekdays).map((weekday) => ({
      passengerPickupDay: dayNameOf(weekday),
      passengerPickupTimeOfDay: `${time}:00`,
      journeySchedules: found
        .filter((one) => weekdayOf(one.row.departure.day) === weekday)
        .map((one) => viewSchedule(viewing, one)),
    })),
  }
}
