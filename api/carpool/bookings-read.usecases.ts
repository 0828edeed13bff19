import type { Database } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { openBooking, type ActDeps, type By } from './bookings-open.usecases.ts'
import { findBookingsOf } from './bookings.repository.ts'
import { ON_THE_WAY_MS, type BookingRole } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { viewBookings } from './bookings.views.ts'
import { findTravellerOf } from './travellers.repository.ts'

/** One booking, for its driver or its passenger. Throws `booking-not-found`. */
export async function readBooking(
  { database, clock, config }: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { id, by }: { id?: string; by: By },
): Promise<BookingView> {
  const { row, role } = await openBooking(database.read, { id, by, secret: config.secret })
  const [view] = await viewBookings(database.read, { rows: [row], role, now: clock.now() })
  return view!
}

type Listing = {
  as: BookingRole
  when: 'coming' | 'past'
  cursor: string | undefined
  limit: number
}
type BookingPage = { items: BookingView[]; nextCursor: string | null }

/** One's bookings in a territory. Throws `signed-out`. */
export async function listBookings(
  deps: Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> },
  { actor, territorySiren, ...listing }: Listing & { actor: Actor; territorySiren: string },
): Promise<BookingPage> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellerOf(deps.database.read, { userId: actor.userId, territorySiren })
  return own ? pageOfBookings(deps, own.id, listing) : { items: [], nextCursor: null }
}

/** A traveller's bookings on one side, as that side sees them. The caller has checked that they may be read. */
export async function pageOfBookings(
  { database: { read }, clock }: Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> },
  travellerId: string,
  { as, when, cursor, limit }: Listing,
): Promise<BookingPage> {
  const now = clock.now()
  const rows = await findBookingsOf(read, {
    travellerId,
    as,
    when,
    now: now - ON_THE_WAY_MS,
    after: placeOf(cursor),
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ booking }) => [booking.pickUpAt, booking.id])
  return { ...page, items: await viewBookings(read, { rows: page.items, role: as, now }) }
}

/** Where a list in the order of pick-ups goes on. Throws `bad-cursor`. */
export function placeOf(cursor: string | undefined): { pickUpAt: number; id: string } | undefined {
  if (!cursor) return undefined
  const [pickUpAt, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
  return { pickUpAt, id }
}
