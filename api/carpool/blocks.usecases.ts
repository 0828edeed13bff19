import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { toPage, decodeCursor } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  deleteBlock,
  findApart,
  findBetween,
  findBlocked,
  findDeparturesWith,
  insertBlock,
  ridesWithAny,
} from './blocks.repository.ts'
import type { BlockList } from './blocks.schemas.ts'
import { release } from './bookings-acts.usecases.ts'
import { openBooking, type ActDeps } from './bookings-open.usecases.ts'
import { findBooking } from './bookings.repository.ts'
import { holdsSeats } from './bookings.rules.ts'
import { rideProblems } from './rides.problems.ts'
import { findTravellerOf, findTravellersOf, type TravellerRow } from './travellers.repository.ts'

/**
 * One rides no more with the other of a booking, whichever of them drives: what they had to come is off and the other
 * is told as of any ride that is off; they neither find nor book each other, nor write. A ride that has begun goes on.
 * Done already, it stays so. Throws `signed-out`, `booking-not-found`.
 */
export async function blockOther(
  { database, clock, ids, config }: ActDeps,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  await database.write(async (tx) => {
    const now = clock.now()
    const { row, role } = await openBooking(tx, { id, by: { actor }, secret: config.secret })
    const [own, other] = role === 'driver' ? [row.driver, row.passenger] : [row.passenger, row.driver]
    await insertBlock(tx, { blockerId: own.id, blockedId: other.id, createdAt: now })
    for (const coming of await findBetween(tx, { one: own.id, other: other.id, from: now })) {
      // Both cars of a ride may be theirs: the first took the second with it.
      const whole = await findBooking(tx, coming)
      if (!whole || !holdsSeats(whole.booking.status)) continue
      const by = whole.driver.id === own.id ? 'driver' : 'passenger'
      await release(tx, { ids, row: whole, now, by, reason: 'other', topic: 'cancelled' })
    }
  })
}

/** Rides with that person are possible again, for who said no; when the other did too, they stay apart. */
export async function unblock(
  { database }: Pick<Deps, 'database'>,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  if (!actor) throw commonProblems['signed-out']()
  await database.write(async (tx) => {
    for (const own of await findTravellersOf(tx, actor.userId))
      await deleteBlock(tx, { blockerId: own.id, blockedId: id })
  })
}

/** Whom one rides with no more, in a territory; never who said so of oneself. */
export async function listBlocked(
  { database }: Pick<Deps, 'database'>,
  {
    actor,
    territorySiren,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<BlockList> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellerOf(database.read, { userId: actor.userId, territorySiren })
  if (!own) return { items: [], nextCursor: null }
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findBlocked(database.read, { blockerId: own.id, after, limit: limit + 1 })
  return toPage(rows, limit, ({ id }) => [id])
}

/**
 * Departures that somebody is not shown: of people they ride with no more, or with one of them in the car. Read from
 * the database for who is signed in and blocked somebody, or was blocked; nothing in the index changes.
 */
export async function hiddenDepartures(
  read: Reader,
  { actor, territorySiren, from }: { actor: Actor; territorySiren: string; from: number },
): Promise<string[]> {
  const own = actor && (await findTravellerOf(read, { userId: actor.userId, territorySiren }))
  return own ? departuresApart(read, { travellerId: own.id, from }) : []
}

/** The same for a person, whoever acts for them. */
export async function departuresApart(
  read: Reader,
  { travellerId, from }: { travellerId: string; from: number },
): Promise<string[]> {
  const people = await findApart(read, travellerId)
  return people.length > 0 ? findDeparturesWith(read, { people, from }) : []
}

/**
 * Throws `departure-gone` when a passenger would ride with somebody they ride with no more: the very words of a ride
 * that is off, so that nobody learns who does not want them.
 */
export async function requireTogether(
  tx: Tx,
  { passenger, driverId, departureId }: { passenger: TravellerRow; driverId: string; departureId: string },
): Promise<void> {
  const people = await findApart(tx, passenger.id)
  if (people.length === 0) return
  if (people.includes(driverId) || (await ridesWithAny(tx, { departureId, people })))
    throw rideProblems['departure-gone']()
}
