import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { addDays } from '../platform/days.rules.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { wishMask } from './carpool.rules.ts'
import { nextSequence } from './departures.repository.ts'
import { speaksFor } from './desk-access.usecases.ts'
import { requireTie } from './event-rides.usecases.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { travelSourceOf } from './rides.views.ts'
import { tripFaultWords } from './rides.words.ts'
import {
  findTraveller,
  findTravellerOf,
  findTravellersOf,
  touchTraveller,
  type TravellerRow,
} from './travellers.repository.ts'
import { requireTraveller, type OnBehalf } from './travellers.usecases.ts'
import { trustProblems } from './trust.problems.ts'
import { requireFree } from './travellers-free.ts'
import { travelOf } from './travel.rules.ts'
import { requireOffer } from './trips-checks.usecases.ts'
import { expand } from './trips-days.usecases.ts'
import { costCap } from './scale.rules.ts'
import { HORIZON_DAYS, weekdayMask } from './trips.rules.ts'
import { findTrip, findTripsOf, insertTrip, type TripRow } from './trips.repository.ts'
import type { LeaveNow, NewTrip, TripView, TripWritten } from './trips.schemas.ts'
import { viewTrips } from './trips.views.ts'

export type TripDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & { indexes: RideIndexes }
type Writing<T> = {
  actor: Actor
  request: T
  write: WriteKey
  caller: Caller
  /** Staff who offer for somebody else. */
  onBehalf?: OnBehalf
}

const offerRate: RateRule = { name: 'trip-offer', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
/** A desk offers for a whole territory. */
const deskRate: RateRule = { name: 'trip-offer-desk', windowSeconds: 3600, perDevice: 200, perAddress: 400 }
const MINUTE = 60_000

/**
 * Offers a trip, once or on days of the week, and its way back in the same gesture. Throws the refusals of
 * `requireTraveller`, `trip-refused`, `trip-cost-too-high`, `aire-withdrawn`, `trip-exists`,
 * `event-tie-refused`, `too-many-requests`.
 */
export async function offerTrip(
  deps: TripDeps,
  { actor, request, write, caller, onBehalf }: Writing<NewTrip>,
): Promise<Answer<TripWritten>> {
  const { database, clock, rateLimiter, indexes } = deps
  const { back, ...there } = request
  const opened = await indexes.open(request.territory)
  return writeOnce({ database, clock, write }, async (tx) => {
    const territorySiren = request.territory
    const driver = onBehalf
      ? await onBehalf.person(tx, territorySiren)
      : await requireTraveller(tx, { actor, territorySiren })
    requireFree(driver)
    if (driver.minor) throw trustProblems['minor-drives-not']()
    await rateLimiter.spend(tx, onBehalf ? deskRate : offerRate, caller)
    const sequence = await nextSequence(tx, request.territory)
    const of = { opened, driver, sequence, enteredByUserId: onBehalf?.userId ?? null }
    const row = await writeTrip(tx, deps, { ...of, offer: there, returnOfId: null })
    const wayBack = back && {
      ...there,
      ...back,
      firstDay: back.firstDay ?? there.firstDay,
      originId: there.destinationId,
      destinationId: there.originId,
    }
    const backRow = wayBack && (await writeTrip(tx, deps, { ...of, offer: wayBack, returnOfId: row.id }))
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
      event: null,
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
    enteredByUserId,
  }: {
    opened: OpenedIndex
    driver: TravellerRow
    offer: Offer
    returnOfId: string | null
    sequence: number
    enteredByUserId: string | null
  },
): Promise<TripRow> {
  const now = clock.now()
  const today = wallOfInstant(now).day
  if (offer.event) {
    if (offer.regular) throw rideProblems['event-tie-refused']()
    await requireTie(tx, { tie: offer.event, territorySiren: offer.territory, now })
  }
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
    eventId: offer.event?.id ?? null,
    eventDate: offer.event?.date ?? null,
    returnOfId,
    enteredByUserId,
    expandedUntil,
    createdAt: now,
    updatedAt: now,
  }
  requireOffer(opened, row, now)
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

type Page = { cursor: string | undefined; limit: number }
type TripPage = { items: TripView[]; nextCursor: string | null }

/** One's own trips in a territory, the latest offered first, with their days to come. Throws `signed-out`. */
export async function listOwnTrips(
  deps: Pick<TripDeps, 'database' | 'clock' | 'indexes'>,
  { actor, territorySiren, ...page }: Page & { actor: Actor; territorySiren: string },
): Promise<TripPage> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellerOf(deps.database.read, { userId: actor.userId, territorySiren })
  return own ? pageOfTrips(deps, own, page) : { items: [], nextCursor: null }
}

/** The same of a traveller. The caller has checked that they may be read. */
export async function pageOfTrips(
  { database: { read }, clock, indexes }: Pick<TripDeps, 'database' | 'clock' | 'indexes'>,
  { id: travellerId, territorySiren }: Pick<TravellerRow, 'id' | 'territorySiren'>,
  { cursor, limit }: Page,
): Promise<TripPage> {
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findTripsOf(read, { travellerId, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ id }) => [id])
  const opened = await indexes.open(territorySiren)
  return { ...page, items: await viewTrips(read, { opened, rows: page.items, now: clock.now() }) }
}

/** A trip of the person who asks, or of one whom they speak for at the desk. Throws `trip-not-found` for others. */
export async function requireOwnTrip(tx: Tx, actor: Actor, id: string): Promise<TripRow> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findTrip(tx, id)
  if (!row) throw rideProblems['trip-not-found']()
  const own = await findTravellersOf(tx, actor.userId)
  if (own.some(({ id }) => id === row.travellerId)) return row
  const driver = await findTraveller(tx, row.travellerId)
  if (!driver || !(await speaksFor(tx, actor, driver))) throw rideProblems['trip-not-found']()
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
