import type { Tx, Reader } from '../../../db/client.ts'
import type { Deps } from '../../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../../platform/idempotency.ts'
import { toPage } from '../../platform/pagination.ts'
import type { Actor } from '../../platform/policy.ts'
import { commonProblems } from '../../platform/problems.ts'
import type { Caller, RateRule } from '../../platform/rate-limits.ts'
import { holdsSeats, movedTo, ON_THE_WAY_MS } from '../bookings.rules.ts'
import { rideProblems } from '../rides.problems.ts'
import { spendWords } from '../bookings-open.usecases.ts'
import { placeOf } from '../bookings-read.usecases.ts'
import { findTravellerOf, findTravellersOf, touchTraveller } from '../travellers.repository.ts'
import { requireTraveller } from '../travellers.usecases.ts'
import { trustProblems } from '../trust.problems.ts'
import { endRide, tellRide } from './elsewhere-news.usecases.ts'
import {
  findElsewhereMessages,
  findRideElsewhere,
  findRidesElsewhere,
  insertElsewhereMessage,
  insertRideElsewhere,
  updateRideElsewhere,
  type RideElsewhere,
} from './elsewhere.repository.ts'
import type { elsewhereActions, ElsewhereBooking, NewElsewhereBooking } from './elsewhere.schemas.ts'
import { readOffer } from './offers.ts'
import { findOperator } from './operators.repository.ts'

export type ElsewhereDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>
type ElsewhereAct = (typeof elsewhereActions)[number]
const bookRate: RateRule = { name: 'booking-elsewhere', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
const DAY = 86_400_000
const mostMessages = 100

/** What the passenger may do now. */
function actionsOf({ ride }: RideElsewhere, now: number): ElsewhereAct[] {
  const may: Record<ElsewhereAct, boolean> = {
    cancel: holdsSeats(ride.status) && now <= ride.dropOffAt,
    message: ride.told !== null && ride.status !== 'CANCELLED' && now <= ride.dropOffAt + DAY,
    complete: ride.status === 'CONFIRMED' && now >= ride.pickUpAt,
  }
  return (Object.keys(may) as ElsewhereAct[]).filter((act) => may[act])
}

async function view(handle: Reader | Tx, row: RideElsewhere, now: number): Promise<ElsewhereBooking> {
  const { ride, operator } = row
  const messages = await findElsewhereMessages(handle, ride.id, mostMessages)
  return {
    id: ride.id,
    version: ride.version,
    operator: { id: operator.id, name: operator.name },
    driver: { name: ride.driverName },
    pickUp: { name: ride.pickUpName, lat: ride.pickUpLat, lon: ride.pickUpLng },
    dropOff: { name: ride.dropOffName, lat: ride.dropOffLat, lon: ride.dropOffLng },
    pickUpAt: ride.pickUpAt,
    dropOffAt: ride.dropOffAt,
    priceCents: ride.priceCents,
    webUrl: ride.webUrl,
    status: ride.status,
    sent: ride.told !== null,
    endedBy: ride.endedBy,
    actions: actionsOf(row, now),
    messages: messages.map(({ id, mine, words, createdAt }) => ({ id, mine, words, createdAt })),
    createdAt: ride.createdAt,
  }
}

/**
 * Asks another operator for a seat in a ride as we showed it: kept at once, sent by the worker until it is answered.
 * Throws the refusals of `requireTraveller`, `ride-changed` for an offer that is too old, `departure-gone`,
 * `already-booked`, `minor-rides-here`, `too-many-requests`.
 */
export async function bookElsewhere(
  deps: ElsewhereDeps,
  {
    actor,
    request,
    write,
    caller,
  }: { actor: Actor; request: NewElsewhereBooking; write: WriteKey; caller: Caller },
): Promise<Answer<ElsewhereBooking>> {
  const { database, clock, ids, config, rateLimiter } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    if (!actor) throw commonProblems['signed-out']()
    const offer = readOffer(config.secret, request.offer, now)
    if (!offer) throw rideProblems['ride-changed']()
    const operator = await findOperator(tx, offer.operatorId)
    const { journey } = offer
    if (!operator?.enabled || !operator.asks.includes('book') || journey.pickUpAt < now)
      throw rideProblems['departure-gone']()
    const { territorySiren } = operator
    const passenger = await requireTraveller(tx, { actor, territorySiren })
    if (passenger.minor) throw trustProblems['minor-rides-here']()
    await rateLimiter.spend(tx, bookRate, { address: caller.address, device: passenger.id })
    if (await findRideElsewhere(tx, request.id)) throw rideProblems['already-booked']()
    await insertRideElsewhere(tx, {
      id: request.id,
      territorySiren,
      operatorId: operator.id,
      travellerId: passenger.id,
      journeyId: journey.id,
      driverId: journey.driver.id,
      driverName: journey.driver.name,
      pickUpName: journey.pickUp.name,
      pickUpLat: journey.pickUp.lat,
      pickUpLng: journey.pickUp.lon,
      dropOffName: journey.dropOff.name,
      dropOffLat: journey.dropOff.lat,
      dropOffLng: journey.dropOff.lon,
      pickUpAt: journey.pickUpAt,
      dropOffAt: journey.dropOffAt,
      metres: journey.metres,
      priceCents: journey.priceCents,
      webUrl: journey.webUrl,
      status: 'WAITING_CONFIRMATION',
      createdAt: now,
      updatedAt: now,
    })
    await touchTraveller(tx, passenger.id, now)
    const row = (await findRideElsewhere(tx, request.id))!
    await tellRide(tx, { ids, row, at: now, topic: 'send' })
    if (request.message) await say(tx, { ids, row, now, id: ids.next(), words: request.message })
    return { status: 201, body: await view(tx, row, now) }
  })
}

async function say(
  tx: Tx,
  {
    ids,
    row,
    now,
    id,
    words,
  }: { ids: Deps['ids']; row: RideElsewhere; now: number; id: string; words: string },
): Promise<void> {
  await insertElsewhereMessage(tx, { id, rideId: row.ride.id, mine: true, words, createdAt: now })
  await tellRide(tx, { ids, row, at: now, topic: 'say', words })
}

type Asked<T> = { actor: Actor; id: string; request: T; write: WriteKey }

async function requireOwn(handle: Reader | Tx, actor: Actor, id: string): Promise<RideElsewhere> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findRideElsewhere(handle, id)
  const own = new Set((await findTravellersOf(handle, actor.userId)).map((person) => person.id))
  if (!row || !own.has(row.passenger.id)) throw rideProblems['booking-not-found']()
  return row
}

function act<T>(
  { database, clock }: Pick<ElsewhereDeps, 'database' | 'clock'>,
  { actor, id, write }: Asked<T>,
  what: ElsewhereAct,
  work: (tx: Tx, row: RideElsewhere, now: number) => Promise<void>,
): Promise<Answer<ElsewhereBooking>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const row = await requireOwn(tx, actor, id)
    const done = what === 'cancel' && row.ride.status === 'CANCELLED'
    if (!done) {
      if (!actionsOf(row, now).includes(what)) throw rideProblems['booking-settled']()
      await work(tx, row, now)
    }
    return { status: 200, body: await view(tx, (await findRideElsewhere(tx, id))!, now) }
  })
}

/** Takes the seat back; the operator is told. Done already, it stays so. Throws `booking-not-found`, `booking-settled`. */
export function cancelElsewhere(
  deps: ElsewhereDeps,
  asked: Asked<unknown>,
): Promise<Answer<ElsewhereBooking>> {
  return act(deps, asked, 'cancel', async (tx, row, now) => {
    await cancelRide(tx, deps, { row, now })
  })
}

/** The same in a transaction. */
export async function cancelRide(
  tx: Tx,
  { ids }: Pick<ElsewhereDeps, 'ids'>,
  { row, now }: { row: RideElsewhere; now: number },
): Promise<void> {
  await endRide(tx, { ids, row, now, by: 'passenger', told: row.ride.told })
  await tellRide(tx, { ids, row, at: now, topic: 'send' })
}

/** It took place; the operator is told. Throws `booking-not-found`, `booking-settled`. */
export function completeElsewhere(
  deps: ElsewhereDeps,
  asked: Asked<unknown>,
): Promise<Answer<ElsewhereBooking>> {
  return act(deps, asked, 'complete', async (tx, row, now) => {
    const status = movedTo(row.ride.status, 'arrive')!
    await updateRideElsewhere(tx, row.ride.id, { status, updatedAt: now })
    await tellRide(tx, { ids: deps.ids, row, at: now, topic: 'send' })
  })
}

/** Words to the driver elsewhere. Throws `booking-not-found`, `booking-settled`, `too-many-requests`. */
export function writeElsewhere(
  deps: ElsewhereDeps,
  asked: Asked<{ id: string; words: string }>,
): Promise<Answer<ElsewhereBooking>> {
  return act(deps, asked, 'message', async (tx, row, now) => {
    await spendWords(tx, deps, row.passenger)
    await say(tx, { ids: deps.ids, row, now, ...asked.request })
  })
}

/** One's rides with other operators. */
export async function listElsewhere(
  { database, clock }: Pick<ElsewhereDeps, 'database' | 'clock'>,
  {
    actor,
    territorySiren,
    when,
    cursor,
    limit,
  }: {
    actor: Actor
    territorySiren: string
    when: 'coming' | 'past'
    cursor: string | undefined
    limit: number
  },
): Promise<{ items: ElsewhereBooking[]; nextCursor: string | null }> {
  if (!actor) throw commonProblems['signed-out']()
  const now = clock.now()
  const own = await findTravellerOf(database.read, { userId: actor.userId, territorySiren })
  if (!own) return { items: [], nextCursor: null }
  const rows = await findRidesElsewhere(database.read, {
    travellerId: own.id,
    when,
    now: now - ON_THE_WAY_MS,
    after: placeOf(cursor),
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ ride }) => [ride.pickUpAt, ride.id])
  const items: ElsewhereBooking[] = []
  for (const row of page.items) items.push(await view(database.read, row, now))
  return { ...page, items }
}
