import { z } from '@hono/zod-openapi'
import { eventFilters, publicEvent } from './agenda.schemas.ts'
import { scheduleShape } from './content.schemas.ts'

/** The filters of the lists, and where to go on: the same for every export. */
export const exportQuery = z.object({ ...eventFilters, cursor: z.string().max(200).optional() })

/** An event as another program needs it to have the same: its schedule, not only its next dates. */
export const wholeEvent = publicEvent
  .pick({
    id: true,
    title: true,
    description: true,
    attendanceMode: true,
    onlineUrl: true,
    place: true,
    commune: true,
    categories: true,
    contact: true,
    setting: true,
    free: true,
    price: true,
    ageMin: true,
    ageMax: true,
    accessibility: true,
    keywords: true,
    bookingUrl: true,
    bookingPhone: true,
    bookingEmail: true,
    image: true,
    statusWords: true,
    origin: true,
    dates: true,
    updatedAt: true,
  })
  .extend({
    /** Its page. */
    url: z.string(),
    slug: z.string(),
    cancelled: z.boolean(),
    locale: z.string(),
    schedule: scheduleShape,
    /** Grows when dates, place or status change (RFC 5545 SEQUENCE). */
    sequence: z.number(),
    organizer: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
    replacedBy: z.object({ url: z.string(), title: z.string() }).nullable(),
    createdAt: z.number(),
  })
  .openapi('WholeEvent')

export const wholeEventList = z
  .object({ items: z.array(wholeEvent), total: z.number(), nextCursor: z.string().nullable() })
  .openapi('WholeEventList')
