import { createHash } from 'node:crypto'
import { writeOnce } from '../../platform/idempotency.ts'
import type { Tx } from '../../../db/client.ts'
import { text } from '../../platform/text.ts'
import { tellBooking } from '../bookings-news.ts'
import { spendWords } from '../bookings-open.usecases.ts'
import { findBooking, insertMessage } from '../bookings.repository.ts'
import { mayDo } from '../bookings.rules.ts'
import { factsOf } from '../bookings.views.ts'
import { findRideElsewhere } from './elsewhere.repository.ts'
import { hearOfRide, hearWords } from './elsewhere-news.usecases.ts'
import { moveForeignBooking, requireForeignBooking, type ForeignDeps } from './foreign-bookings.usecases.ts'
import type { Operator } from './operators.usecases.ts'
import { pseudonymOf } from './operators.secrets.ts'
import { standardProblems } from './standard.problems.ts'
import type { BookingEvent, StandardMessage, StatusQuery } from './standard.schemas.ts'

/**
 * An operator says what became of a booking that both know: of its passenger with our driver, or of our passenger with
 * its driver. Throws `missing-booking`, `status-already-set`, `status-not-possible`.
 */
export async function moveBookingOf(
  deps: ForeignDeps,
  { operator, id, request }: { operator: Operator; id: string; request: StatusQuery },
): Promise<void> {
  await deps.database.write(async (tx) => {
    const now = deps.clock.now()
    const ride = await findRideElsewhere(tx, id)
    if (ride?.operator.id === operator.id) await hearOfRide(tx, deps, { row: ride, request, now })
    else await moveForeignBooking(tx, deps, { operator, id, request, now })
  })
}

/** The same, by an event; said twice, it is no harm. Throws `missing-booking`, `status-not-possible`. */
export async function hearEvent(
  deps: ForeignDeps,
  { operator, event: { data } }: { operator: Operator; event: BookingEvent },
): Promise<void> {
  try {
    await moveBookingOf(deps, { operator, id: data.id.toLowerCase(), request: { status: data.status } })
  } catch (error) {
    if ((error as { slug?: string }).slug !== 'status-already-set') throw error
  }
}

/** Sent again within ten minutes, words are one message: the standard gives them no identifier. */
const sameMs = 10 * 60_000

/**
 * Words from an operator's person to one of ours, about a booking both know. Throws `missing-booking` without one,
 * `missing-user` when it is not to who rides or drives, `too-many-requests`.
 */
export async function hearMessage(
  deps: ForeignDeps,
  { operator, message }: { operator: Operator; message: StandardMessage },
): Promise<void> {
  const { database, clock, config } = deps
  const id = message.bookingId
  const words = text({ min: 1, max: 500 }).safeParse(message.message)
  if (!id || !words.success) throw standardProblems['missing-booking']()
  const now = clock.now()
  const once = `${operator.id}:${id}:${message.from.id}:${message.to.id}:${words.data}:${Math.floor(now / sameMs)}`
  const write = {
    key: createHash('sha256').update(once).digest('base64url'),
    route: 'POST standard messages',
    requestHash: '',
  }
  const isOurs = (travellerId: string) =>
    pseudonymOf(config.secret, operator.id, travellerId) === message.to.id
  await writeOnce({ database, clock, write }, async (tx) => {
    const ride = await findRideElsewhere(tx, id)
    if (ride?.operator.id === operator.id) {
      if (!isOurs(ride.passenger.id)) throw standardProblems['missing-user']()
      await spendWords(tx, deps, ride.ride)
      await hearWords(tx, deps, { row: ride, words: words.data, now })
    } else await writeToDriver(tx, deps, { operator, id, isOurs, words: words.data, now })
    return { status: 201, body: {} }
  })
}

async function writeToDriver(
  tx: Tx,
  { ids, rateLimiter }: Pick<ForeignDeps, 'ids' | 'rateLimiter'>,
  {
    operator,
    id,
    isOurs,
    words,
    now,
  }: { operator: Operator; id: string; isOurs: (travellerId: string) => boolean; words: string; now: number },
): Promise<void> {
  await requireForeignBooking(tx, { operator, id })
  const row = (await findBooking(tx, id))!
  if (!isOurs(row.driver.id)) throw standardProblems['missing-user']()
  if (!mayDo('message', factsOf(row), 'passenger', now)) throw standardProblems['missing-booking']()
  await spendWords(tx, { rateLimiter }, row.passenger)
  await insertMessage(tx, { id: ids.next(), bookingId: id, authorKind: 'passenger', words, createdAt: now })
  const { territorySiren } = row.booking
  await tellBooking(tx, {
    ids,
    at: now,
    territorySiren,
    bookingId: id,
    topic: 'message',
    by: 'passenger',
    words,
  })
}
