import type { Reader, Tx } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { RateRule } from '../platform/rate-limits.ts'
import { release } from './bookings-acts.usecases.ts'
import { placeOf } from './bookings-read.usecases.ts'
import { findBooking, findBookingsOf } from './bookings.repository.ts'
import { holdsSeats, ON_THE_WAY_MS } from './bookings.rules.ts'
import { writeToGuardian } from './guardians-news.ts'
import { findGuarded, findLapsed, findUnanswered } from './guardians.repository.ts'
import { AGREED_FOR_MS, UNANSWERED_MS } from './guardians.rules.ts'
import type { AskGuardian, GuardedRides, GuardianAnswer, GuardianView } from './guardians.schemas.ts'
import { guardianSecret } from './guardians.secrets.ts'
import { rideProblems } from './rides.problems.ts'
import { unknownAire } from './rides.views.ts'
import { findClerk } from './search.usecases.ts'
import { takeSeatsBack } from './travellers-off.usecases.ts'
import { findTravellerOf, updateTraveller, type TravellerRow } from './travellers.repository.ts'
import { findAireRefs } from './trips.repository.ts'
import { tellTraveller, type TravellerTopic } from './trust-news.ts'
import { trustProblems } from './trust.problems.ts'

export type GuardianDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & {
  config: Pick<Config, 'secret'>
}

/** Each writes to a stranger's address: for one address, and for one person whatever the addresses. */
const askRate: RateRule = { name: 'guardian-asked', windowSeconds: 86_400, perDevice: 5, perAddress: 3 }

/** What is known of a parent, all of it: erased when they refuse, end, are not needed, or do not answer. */
export const noGuardian = {
  guardianEmail: null,
  guardianHash: null,
  guardianAgreedAt: null,
  guardianAskedAt: null,
} as const

/**
 * A young person asks a parent, by mail; another address takes the place of the one before, whose link is then of no
 * use. Throws `signed-out`, `no-traveller`, `guardian-not-needed`, `guardian-same`, `too-many-requests`.
 */
export function askGuardian(
  { database, clock, ids, config, rateLimiter }: GuardianDeps,
  { actor, request, write }: { actor: Actor; request: AskGuardian; write: WriteKey },
): Promise<Answer<Record<string, never>>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    if (!actor) throw commonProblems['signed-out']()
    const row = await findTravellerOf(tx, { userId: actor.userId, territorySiren: request.territory })
    if (!row) throw rideProblems['no-traveller']()
    if (!row.minor || row.guardianAgreedAt !== null) throw trustProblems['guardian-not-needed']()
    if (request.email.trim().toLowerCase() === actor.email.toLowerCase())
      throw trustProblems['guardian-same']()
    await rateLimiter.spend(tx, askRate, { address: request.email.toLowerCase(), device: row.id })
    const at = clock.now()
    const turn = row.guardianTurn + 1
    await updateTraveller(tx, row.id, {
      guardianEmail: request.email,
      guardianTurn: turn,
      guardianHash: hashSecret(guardianSecret(config.secret, row.id, turn)),
      guardianAskedAt: at,
    })
    await writeToGuardian(tx, 'asked', { ids, at, row: { ...row, guardianTurn: turn } })
    return { status: 202, body: {} }
  })
}

async function openGuarded(handle: Reader | Tx, secret: string): Promise<TravellerRow> {
  const row = await findGuarded(handle, hashSecret(secret))
  if (!row?.minor) throw trustProblems['guardian-link-not-valid']()
  return row
}

/** What a parent reads by their link. Throws `guardian-link-not-valid`. */
export async function readGuarded(
  { database }: Pick<Deps, 'database'>,
  secret: string,
): Promise<GuardianView> {
  const row = await openGuarded(database.read, secret)
  const agreedAt = row.guardianAgreedAt
  return {
    name: row.name,
    state: agreedAt === null ? 'asked' : 'agreed',
    until: agreedAt === null ? null : agreedAt + AGREED_FOR_MS,
    clerk: await findClerk(database, row.territorySiren, null),
  }
}

/**
 * A parent agrees for a year, or refuses, or ends it: then rides to come are off, the others told, and the parent's
 * address is erased with the link. Throws `guardian-link-not-valid`.
 */
export function answerGuarded(
  { database, clock, ids }: GuardianDeps,
  { secret, request, write }: { secret: string; request: GuardianAnswer; write: WriteKey },
): Promise<Answer<Record<string, never>>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await openGuarded(tx, secret)
    const at = clock.now()
    const tell = (topic: TravellerTopic) =>
      tellTraveller(tx, { ids, at, territorySiren: row.territorySiren, travellerId: row.id, topic })
    if (request.answer === 'agree') {
      // Pressed twice, the year is the same.
      if (row.guardianAgreedAt !== null) return { status: 200, body: {} }
      await updateTraveller(tx, row.id, { guardianAgreedAt: at })
      await tell('guardian-agreed')
      return { status: 200, body: {} }
    }
    await takeSeatsBack(tx, { clock, ids }, { row, by: 'guardian' })
    await updateTraveller(tx, row.id, noGuardian)
    await tell('guardian-refused')
    return { status: 200, body: {} }
  })
}

/** The rides to come of their child, the soonest first. Throws `guardian-link-not-valid`. */
export async function listGuarded(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { secret, cursor, limit }: { secret: string; cursor: string | undefined; limit: number },
): Promise<GuardedRides> {
  const row = await openGuarded(database.read, secret)
  const now = clock.now()
  const rows = await findBookingsOf(database.read, {
    travellerId: row.id,
    as: 'passenger',
    when: 'coming',
    now: now - ON_THE_WAY_MS,
    after: placeOf(cursor),
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ booking }) => [booking.pickUpAt, booking.id])
  const ids = page.items.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId])
  const aires = await findAireRefs(database.read, { territorySiren: row.territorySiren, ids })
  const aireOf = (aire: string) => aires.get(aire) ?? unknownAire(aire)
  return {
    ...page,
    items: page.items.map(({ booking, driver }) => ({
      id: booking.id,
      status: booking.status,
      driver: driver.name,
      pickUp: aireOf(booking.pickUpId),
      dropOff: aireOf(booking.dropOffId),
      pickUpAt: booking.pickUpAt,
      dropOffAt: booking.dropOffAt,
      mayCancel: holdsSeats(booking.status) && booking.pickUpAt > now,
    })),
  }
}

/** A parent takes a ride of their child back; both of it are told. Throws `guardian-link-not-valid`, `booking-not-found`, `booking-settled`. */
export function cancelGuarded(
  { database, clock, ids }: GuardianDeps,
  { secret, id, write }: { secret: string; id: string; write: WriteKey },
): Promise<Answer<Record<string, never>>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await openGuarded(tx, secret)
    const whole = await findBooking(tx, id)
    if (whole?.passenger.id !== row.id) throw rideProblems['booking-not-found']()
    if (whole.booking.status === 'CANCELLED') return { status: 200, body: {} }
    const now = clock.now()
    if (!holdsSeats(whole.booking.status) || whole.booking.pickUpAt <= now)
      throw rideProblems['booking-settled']()
    await release(tx, { ids, row: whole, now, by: 'guardian', reason: 'not-going', topic: 'cancelled' })
    return { status: 200, body: {} }
  })
}

const atOnce = 200

/** What time does to agreements: after a year the parent is asked again, without an answer their address is erased. */
export async function renewAgreements({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  const now = clock.now()
  const inBatches = async (work: (tx: Tx) => Promise<number>) => {
    while ((await database.write(work)) === atOnce);
  }
  await inBatches(async (tx) => {
    const rows = await findLapsed(tx, { before: now - AGREED_FOR_MS, limit: atOnce })
    for (const row of rows) {
      await updateTraveller(tx, row.id, { guardianAgreedAt: null, guardianAskedAt: now })
      await writeToGuardian(tx, 'asked', { ids, at: now, row })
    }
    return rows.length
  })
  await inBatches(async (tx) => {
    const rows = await findUnanswered(tx, { before: now - UNANSWERED_MS, limit: atOnce })
    for (const row of rows) await updateTraveller(tx, row.id, noGuardian)
    return rows.length
  })
}
