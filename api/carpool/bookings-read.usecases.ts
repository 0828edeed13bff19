import type { Database } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { openBooking, type ActDeps, type By } from './bookings-open.usecases.ts'
import { findBookingsOf } from './bookings.repository.ts'
import type { BookingRole } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { viewBookings } from './bookings.views.ts'
import { findTravellersOf } from './travellers.repository.ts'

/** One booking, for its driver or its passenger. Throws `booking-not-found`. */
export async function readBooking(
  { database, clock, config }: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { id, by }: { id?: string; by: By },
): Promise<BookingView> {
  const { row, role } = await openBooking(database.read, { id, by, secret: config.secret })
  const [view] = await viewBookings(database.read, { rows: [row], role, now: clock.now() })
  return view!
}

/** One's bookings in a territory. */
export async function listBookings(
  { database, clock }: Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> },
  {
    actor,
    territorySiren,
    as,
    when,
    cursor,
    limit,
  }: {
    actor: Actor
    territorySiren: string
    as: BookingRole
    when: 'coming' | 'past'
    cursor: string | undefined
    limit: number
  },
): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  if (!actor) throw commonProblems['signed-out']()
  const now = clock.now()
  const own = (await findTravellersOf(database.read, actor.userId)).find(
    (person) => person.territorySiren === territorySiren,
  )
  if (!own) return { items: [], nextCursor: null }
  const [pickUpAt, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findBookingsOf(database.read, {
    travellerId: own.id,
    as,
    when,
    // A ride one is in is still to come.
    now: now - onTheWayMs,
    after: pickUpAt === undefined || id === undefined ? undefined : { pickUpAt, id },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ booking }) => [booking.pickUpAt, booking.id])
  return { ...page, items: await viewBookings(database.read, { rows: page.items, role: as, now }) }
}
const onTheWayMs = 2 * 3_600_000
