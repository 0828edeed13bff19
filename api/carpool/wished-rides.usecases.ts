import type { Reader } from '../../db/client.ts'
import { addDays, weekdayOf } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import { sayMoment, spokenOf } from './bookings.words.ts'
import { wishMask } from './carpool.rules.ts'
import {
  findDepartures,
  findDeparturesOfTrip,
  findDeparturesSince,
  readSequence,
} from './departures.repository.ts'
import { everyDay } from './requests.rules.ts'
import { createTouchIndex, type Wish } from './requests-touch.rules.ts'
import { toTrip, type RideIndexes } from './ride-index.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'
import { findAireRefs } from './trips.repository.ts'
import { HORIZON_DAYS } from './trips.rules.ts'

// What lasting wishes ask of rides: which new trips serve a pair of aires, at any hour. By the matching of requests.

type Given = Pick<Deps, 'database' | 'clock'> & { indexes: RideIndexes }
export type Pair = { from: string; to: string }

/** True when rides may be wished for between two aires: different ones, of this territory. */
export async function isPair(
  { indexes }: Pick<Given, 'indexes'>,
  territorySiren: string,
  { from, to }: Pair,
) {
  const { numberOf } = await indexes.open(territorySiren)
  return from !== to && numberOf.has(from) && numberOf.has(to)
}

/** Any hour of any day as far as departures are written, for one person, in one car. */
function wishOf({ from, to }: Pair, numberOf: ReadonlyMap<string, number>, today: string): Wish {
  const reach = (id: string) => {
    const aire = numberOf.get(id)
    return aire === undefined ? [] : [{ aire, walkSeconds: 0 }]
  }
  return {
    from: reach(from),
    to: reach(to),
    by: 'departure',
    firstDay: today,
    lastDay: addDays(today, HORIZON_DAYS + 1),
    weekdays: everyDay,
    wallTime: '12:00',
    flexMinutes: 720,
    seats: 1,
    needs: 0,
    transfers: false,
  }
}

/**
 * Trips that serve some pairs of aires by departures written after `since`, and how far that was looked at. Null for
 * `since`: only how far. Rides among women are not offered to who never said to be one: they are left out.
 */
export async function readNewRides(
  { database, clock, indexes }: Given,
  { territorySiren, since, pairs }: { territorySiren: string; since: number | null; pairs: readonly Pair[] },
): Promise<{ sequence: number; rides: { pair: Pair; tripId: string }[] }> {
  const { read } = database
  // Read before the departures: what is written meanwhile is looked at the next time.
  const sequence = await readSequence(read, territorySiren)
  if (since === null || sequence <= since || pairs.length === 0) return { sequence, rides: [] }
  const { travel, mayWait, numberOf } = await indexes.open(territorySiren)
  const now = clock.now()
  const amongWomen = wishMask(['women_only'])
  const trips = (await findDeparturesSince(read, territorySiren, since))
    .flatMap((row) => toTrip(row, numberOf) ?? [])
    .filter(({ departure, wishes }) => departure >= now && (wishes & amongWomen) === 0)
  if (trips.length === 0) return { sequence, rides: [] }
  const touch = createTouchIndex({
    travel,
    mayWait,
    transfer: TRANSFER_WAIT,
    wishes: pairs.map((pair) => wishOf(pair, numberOf, wallOfInstant(now).day)),
    wall: { instantOf: instantOfWall, wallOf: wallOfInstant, addDays, weekdayOf },
  })
  const departures = await findDepartures(
    read,
    trips.map(({ id }) => id),
  )
  const tripOf = new Map(departures.map(({ departure, trip }) => [departure.id, trip.id]))
  const found = new Map<string, { pair: Pair; tripId: string }>()
  for (const trip of trips)
    for (const number of touch.servedBy([trip]).keys()) {
      const tripId = tripOf.get(trip.id)
      const pair = pairs[number]!
      if (tripId) found.set(`${number}:${tripId}`, { pair, tripId })
    }
  return { sequence, rides: [...found.values()] }
}

/** A trip that some may wish to hear of, by its next departure that can be booked. */
export type WishedRide = {
  tripId: string
  driverUserId: string | null
  /** « vendredi 27 novembre à 07:30, de Bavay, halle à Valenciennes, gare, avec Mehdi » */
  say: (language: Language) => string
}

/** Those of some trips that can still be booked. */
export async function readRidesToTell(
  read: Reader,
  { tripIds, territorySiren, now }: { tripIds: readonly string[]; territorySiren: string; now: number },
): Promise<WishedRide[]> {
  const next: string[] = []
  for (const tripId of tripIds) {
    const rows = await findDeparturesOfTrip(read, { tripId, from: now, limit: HORIZON_DAYS })
    const open = rows.find(({ status, seatsLeft }) => status === 'open' && seatsLeft > 0)
    if (open) next.push(open.id)
  }
  const found = await findDepartures(read, next)
  const aires = await findAireRefs(read, {
    territorySiren,
    ids: found.flatMap(({ departure }) => [departure.originId, departure.destinationId]),
  })
  return found
    .filter(({ driver }) => driver.suspendedAt === null)
    .map(({ departure, trip, driver }) => ({
      tripId: trip.id,
      driverUserId: driver.userId,
      say: (language) =>
        [
          sayMoment(spokenOf(language), departure.departAt),
          [departure.originId, departure.destinationId].map((id) => aires.get(id)?.name ?? '–').join(' → '),
          driver.name,
        ].join(', '),
    }))
}
