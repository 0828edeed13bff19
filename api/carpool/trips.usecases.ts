import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { addDays } from '../platform/days.rules.ts'
import { isHoliday } from '../platform/open-days.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { tripFault, wishMask } from './carpool.rules.ts'
import { insertDepartures, nextSequence } from './departures.repository.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { travelSourceOf } from './rides.views.ts'
import { seriesFaultWords, tripFaultWords } from './rides.words.ts'
import { findTravellersOf, touchTraveller, type TravellerRow } from './travellers.repository.ts'
import { requireTraveller } from './travellers.usecases.ts'
import { travelOf } from './travel.rules.ts'
import { costCap, costCapCents } from './scale.rules.ts'
import { daysOf, HORIZON_DAYS, seriesFault, weekdayMask } from './trips.rules.ts'
import {
  findTrip,
  findTripsOf,
  findTripsToExpand,
  insertTrip,
  updateTrip,
  type TripRow,
} from './trips.repository.ts'
import type { LeaveNow, NewTrip, TripView, TripWritten } from './trips.schemas.ts'
import { viewTrips } from './trips.views.ts'

export type TripDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & { indexes: RideIndexes }
type Writing<T> = { actor: Actor; request: T; write: WriteKey; caller: Caller }

const offerRate: RateRule = { name: 'trip-offer', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
const MINUTE = 60_000

/**
 * Offers a trip, once or on days of the week, and its way back in the same gesture. Throws the refusals of
 * `requireTraveller`, `trip-refused`, `trip-cost-too-high`, `aire-withdrawn`, `trip-exists`, `too-many-requests`.
 */
export async function offerTrip(
  deps: TripDeps,
  { actor, request, write, caller }: Writing<NewTrip>,
): Promise<Answer<TripWritten>> {
  const { database, clock, rateLimiter, indexes } = deps
  const { back, ...there } = request
  const opened = await indexes.open(request.territory)
  return writeOnce({ database, clock, write }, async (tx) => {
    const driver = await requireTraveller(tx, { actor, territorySiren: request.territory })
    await rateLimiter.spend(tx, offerRate, caller)
    const sequence = await nextSequence(tx, request.territory)
    const row = await writeTrip(tx, deps, { opened, driver, offer: there, returnOfId: null, sequence })
    const wayBack = back && {
      ...there,
      ...back,
      firstDay: back.firstDay ?? there.firstDay,
      originId: there.destinationId,
      destinationId: there.originId,
    }
    const backRow =
      wayBack && (await writeTrip(tx, deps, { opened, driver, offer: wayBack, returnOfId: row.id, sequence }))
    await touchTraveller(tx, driver.id, clock.now())
    const [trip, second] = await viewTrips(tx, {
      opened,
      rows: backRow ? [row, backRow] : [row],
      now: clock.now(),
    })
    return { status: 201, body: { trip: trip!, back: second ?? null, keptDays: [] } }
  })
}

/** Leaves now, or in some minutes: the day and the time are those of the clock. Throws as `offerTrip` does. */
export function leaveNow(
  deps: TripDeps,
  { request, ...rest }: Writing<LeaveNow>,
): Promise<Answer<TripWritten>> {
  const { inMinutes, ...offer } = request
  const { day, time } = wallOfInstant(deps.clock.now() + inMinutes * MINUTE)
  return offerTrip(deps, {
    ...rest,
    request: {
      ...offer,
      firstDay: day,
      time,
      regular: null,
      detourMinutes: 10,
      costCents: 0,
      wishes: [],
      note: null,
      back: null,
    },
  })
}

type Offer = Omit<NewTrip, 'back'>

async function writeTrip(
  tx: Tx,
  { clock, ids }: TripDeps,
  {
    opened,
    driver,
    offer,
    returnOfId,
    sequence,
  }: { opened: OpenedIndex; driver: TravellerRow; offer: Offer; returnOfId: string | null; sequence: number },
): Promise<TripRow> {
  const now = clock.now()
  const today = wallOfInstant(now).day
  requireOffer(opened, offer, now)
  if (await findTrip(tx, offer.id)) throw rideProblems['trip-exists']()
  const expandedUntil = addDays(offer.firstDay > today ? offer.firstDay : today, HORIZON_DAYS)
  const row = {
    id: offer.id,
    territorySiren: offer.territory,
    travellerId: driver.id,
    originId: offer.originId,
    destinationId: offer.destinationId,
    wallTime: offer.time,
    ...seriesOf(offer),
    seats: offer.seats,
    detourLimit: offer.detourMinutes * 60,
    costCents: offer.costCents,
    wishes: wishMask(offer.wishes),
    note: offer.note,
    returnOfId,
    expandedUntil,
    createdAt: now,
    updatedAt: now,
  }
  await insertTrip(tx, row)
  const trip = (await findTrip(tx, offer.id))!
  await expand(tx, { ids, trip, from: today, to: expandedUntil, now, sequence })
  return trip
}

const seriesOf = ({ firstDay, regular }: Pick<Offer, 'firstDay' | 'regular'>) => ({
  firstDay,
  lastDay: regular?.lastDay ?? null,
  weekdays: regular ? weekdayMask(regular.weekdays) : 0,
  holidaysOff: regular?.holidaysOff ?? false,
  exceptions: regular?.exceptions ?? [],
})

function requireOffer(opened: OpenedIndex, offer: Offer, now: number): void {
  const { numberOf } = opened
  const origin = numberOf.get(offer.originId)
  const destination = numberOf.get(offer.destinationId)
  if (origin === undefined || destination === undefined) throw rideProblems['aire-withdrawn']()
  const series = seriesOf(offer)
  const today = wallOfInstant(now).day
  const days = seriesFault(series, { today, isHoliday })
  if (days) throw rideProblems['trip-refused']({ why: seriesFaultWords[days] })
  const way = travelOf(opened.travel, origin, destination)
  // Of a series that began before today, the next day counts.
  const day = series.weekdays > 0 && offer.firstDay < today ? addDays(today, 1) : offer.firstDay
  const departure = instantOfWall(day, offer.time)
  const fault = tripFault(
    {
      origin,
      destination,
      departure: series.weekdays > 0 ? Math.max(departure, now) : departure,
      detourLimit: offer.detourMinutes * 60,
      seats: offer.seats,
      travelMetres: way?.metres ?? null,
    },
    now,
  )
  if (fault) throw rideProblems['trip-refused']({ why: tripFaultWords[fault] })
  const cap = costCapCents({ metres: way!.metres, seats: offer.seats, day: today })
  if (offer.costCents > cap) throw rideProblems['trip-cost-too-high']({ cap: euros(cap) })
}

const euros = (cents: number) => `${(cents / 100).toFixed(2).replace('.', ',')} €`

/** Writes the departures of a trip on the days of a stretch that are still to come. */
async function expand(
  tx: Tx,
  {
    ids,
    trip,
    from,
    to,
    now,
    sequence,
  }: {
    ids: Deps['ids']
    trip: TripRow
    from: string
    to: string
    now: number
    sequence: number
  },
): Promise<void> {
  const days = daysOf(trip, { from, to, isHoliday })
  await insertDepartures(
    tx,
    days.flatMap((day) => {
      const departAt = instantOfWall(day, trip.wallTime)
      if (trip.weekdays > 0 && departAt < now) return []
      return {
        id: ids.next(),
        tripId: trip.id,
        territorySiren: trip.territorySiren,
        travellerId: trip.travellerId,
        day,
        originId: trip.originId,
        destinationId: trip.destinationId,
        departAt,
        seats: trip.seats,
        seatsLeft: trip.seats,
        detourLimit: trip.detourLimit,
        wishes: trip.wishes,
        sequence,
      }
    }),
  )
}

const expandedAtOnce = 200

/** Writes the departures of regular trips four weeks ahead. Each batch is a transaction; stopped, it goes on next time. */
export async function extendTrips({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  const now = clock.now()
  const to = addDays(wallOfInstant(now).day, HORIZON_DAYS)
  for (;;) {
    const found = await database.write(async (tx) => {
      const trips = await findTripsToExpand(tx, { before: to, limit: expandedAtOnce })
      for (const trip of trips) {
        const sequence = await nextSequence(tx, trip.territorySiren)
        await expand(tx, { ids, trip, from: addDays(trip.expandedUntil, 1), to, now, sequence })
        await updateTrip(tx, trip.id, { expandedUntil: to })
      }
      return trips.length
    })
    if (found < expandedAtOnce) return
  }
}

/** One's own trips in every territory, the latest offered first, with their days to come. */
export async function listOwnTrips(
  { database, clock, indexes }: Pick<TripDeps, 'database' | 'clock' | 'indexes'>,
  {
    actor,
    cursor,
    limit,
    territorySiren,
  }: {
    actor: Actor
    cursor: string | undefined
    limit: number
    territorySiren: string
  },
): Promise<{ items: TripView[]; nextCursor: string | null }> {
  const traveller = await ownTraveller({ database }, actor, territorySiren)
  if (!traveller) return { items: [], nextCursor: null }
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findTripsOf(database.read, { travellerId: traveller.id, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ id }) => [id])
  const opened = await indexes.open(territorySiren)
  return { ...page, items: await viewTrips(database.read, { opened, rows: page.items, now: clock.now() }) }
}

async function ownTraveller(
  { database }: Pick<TripDeps, 'database'>,
  actor: Actor,
  territorySiren: string,
): Promise<TravellerRow | null> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellersOf(database.read, actor.userId)
  return own.find((row) => row.territorySiren === territorySiren) ?? null
}

/** A trip of the person who asks. Throws `trip-not-found` for anybody else's. */
export async function requireOwnTrip(tx: Tx, actor: Actor, id: string): Promise<TripRow> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findTrip(tx, id)
  const own =
    row && (await findTravellersOf(tx, actor.userId)).some((person) => person.id === row.travellerId)
  if (!own) throw rideProblems['trip-not-found']()
  return row
}

/** The most one may ask of a passenger between two aires, by the official scale. Throws `aire-withdrawn`, `trip-refused`. */
export async function readCost(
  { indexes, clock }: Pick<TripDeps, 'indexes' | 'clock'>,
  { territorySiren, from, to, seats }: { territorySiren: string; from: string; to: string; seats: number },
) {
  const opened = await indexes.open(territorySiren)
  const origin = opened.numberOf.get(from)
  const destination = opened.numberOf.get(to)
  if (origin === undefined || destination === undefined) throw rideProblems['aire-withdrawn']()
  const way = travelOf(opened.travel, origin, destination)
  if (!way) throw rideProblems['trip-refused']({ why: tripFaultWords.no_road })
  return {
    ...costCap({ metres: way.metres, seats, day: wallOfInstant(clock.now()).day }),
    ...way,
    travelSource: travelSourceOf(opened, [[origin, destination]]),
  }
}
