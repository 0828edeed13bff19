import { z } from '@hono/zod-openapi'
import { jsonAnswer, problemAnswer, writeKeyOf, type AppContext } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { bookingView } from './bookings.schemas.ts'

// What the routes of bookings, of their days and of their changes declare alike.

const tags = ['Covoiturage : réservations']
/** Of who is signed in, for what is theirs. */
export const own = { 'x-action': 'ride.book', tags } as const
/** Of who holds the link of a mail. */
export const byLink = { 'x-action': 'ride.use-link', tags } as const
export const params = z.object({ id: uuid })
export const linkHeaders = z.object({ 'bocage-secret': z.string().min(20).max(200) })
export const noStore = { 'Cache-Control': 'no-store' }
export const one = { 200: jsonAnswer(bookingView, 'The booking'), default: problemAnswer }

/** What somebody signed in asks of a booking, or of its days. */
export const asked = <T>(c: AppContext, id: string, request: T) => ({
  id,
  by: { actor: c.get('actor') },
  request,
  write: writeKeyOf(c, request),
})
