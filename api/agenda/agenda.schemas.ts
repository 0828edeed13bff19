import { z } from '@hono/zod-openapi'
import { accessibilityCodes, attendanceModes, eventStatuses, settings } from '../../db/schema/agenda.ts'
import { text } from '../platform/text.ts'
import { box, day, decimal, nearPoint, uuid } from '../platform/wire.ts'

// Shapes on the wire that residents and other sites read. What organizers and moderators send and see is in
// proposals.schemas.ts and moderation.schemas.ts, apart, so that a private field can't leak by spreading an object.

export const siren = z.string().regex(/^\d{9}$/)
export const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
export const locale = z.enum(['fr', 'en', 'nl'])
export const attendanceMode = z.enum(attendanceModes)
export const setting = z.enum(settings)
export const accessibilityCode = z.enum(accessibilityCodes)
/** An address of the web that a page of ours may link to. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((value) => !/[\s"'<>\\]/.test(value))

const flagOf = z.enum(['true', 'false']).transform((value) => value === 'true')
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .string()
    .max(400)
    .transform((value): unknown => value.split(',').filter(Boolean))
    .pipe(z.array(item).max(10))

/**
 * What narrows every list, map, feed and export of the agenda: the same names in the app's address, the API and the
 * widget. Days are those of the territory's wall clock; an occurrence is within when any part of it is.
 */
export const eventFilters = {
  territory: siren.optional(),
  commune: communeCode.optional(),
  /** Slugs, separated by commas: any of them. */
  category: listOf(z.string().regex(/^[a-z0-9-]{1,60}$/))
    .optional()
    .openapi({ type: 'string', example: 'concert,marche' }),
  from: day.optional(),
  to: day.optional(),
  near: nearPoint.optional(),
  /** Kilometres around `near`. */
  within: decimal(0.1, 100).optional(),
  bbox: box.optional(),
  q: text({ max: 200 }).optional(),
  /** For somebody of this age. */
  age: z.coerce.number().int().min(0).max(120).optional(),
  free: flagOf.optional().openapi({ type: 'boolean' }),
  /** OpenAgenda's codes, separated by commas: all of them. */
  access: listOf(accessibilityCode).optional().openapi({ type: 'string', example: 'mi,hi' }),
  setting: z.enum(['indoor', 'outdoor']).optional(),
  mode: attendanceMode.optional(),
  organizer: uuid.optional(),
  place: uuid.optional(),
  /** Only what a shared ride reaches. Answers nothing until the territory has rides. */
  ride: flagOf.optional().openapi({ type: 'boolean' }),
} as const

const named = z.object({ code: z.string(), name: z.string() })
export const categoryShape = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  icon: z.string(),
})
export const imageShape = z.object({
  url: z.string(),
  thumbUrl: z.string(),
  width: z.number(),
  height: z.number(),
  description: z.string(),
  credit: z.string(),
})
export const placeShape = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  commune: named,
  lon: z.number(),
  lat: z.number(),
  /** The position is only the commune's centre. */
  positionApproximate: z.boolean(),
  accessibility: z.array(accessibilityCode),
})
export const organizerShape = z.object({
  /** Null: a name, without an account of its own. */
  id: z.string().nullable(),
  name: z.string(),
  slug: z.string().nullable(),
})

/** One start and end, with what a line of the agenda shows. */
export const publicOccurrence = z
  .object({
    /** Of this start: `<event id>/<recurrence>`. */
    key: z.string(),
    eventId: z.string(),
    /** Wall start that the schedule gave it; with the event's id it names this date for ever. */
    recurrence: z.string(),
    /** Page: `/agenda/2026-12-05-marche-de-noel-bavay`. */
    path: z.string(),
    title: z.string(),
    /** UTC, epoch milliseconds. */
    startAt: z.number(),
    endAt: z.number(),
    /** Wall times in `Europe/Paris`: `2026-12-05T19:00`, or days when `allDay`. */
    start: z.string(),
    end: z.string(),
    allDay: z.boolean(),
    /** This date, or the whole event. */
    cancelled: z.boolean(),
    moved: z.boolean(),
    reason: z.string().nullable(),
    place: placeShape.pick({ id: true, name: true, lon: true, lat: true }).nullable(),
    commune: named.nullable(),
    organizer: organizerShape.nullable(),
    categories: z.array(categoryShape),
    attendanceMode,
    setting: setting.nullable(),
    free: z.boolean().nullable(),
    price: z.string().nullable(),
    accessibility: z.array(accessibilityCode),
    ageMin: z.number().nullable(),
    ageMax: z.number().nullable(),
    image: imageShape.nullable(),
    /** Kilometres from `near`, when asked. */
    distanceKm: z.number().nullable(),
    /** Name of the territory or source it comes from, when it is not ours. */
    origin: z.string().nullable(),
  })
  .openapi('Occurrence')
export type PublicOccurrence = z.infer<typeof publicOccurrence>

/** Occurrences by start. `nextCursor` goes on, `previousCursor` goes back, each null at the list's end. */
export const occurrenceList = z
  .object({
    items: z.array(publicOccurrence),
    nextCursor: z.string().nullable(),
    previousCursor: z.string().nullable(),
  })
  .openapi('OccurrenceList')

const dateShape = publicOccurrence.pick({
  key: true,
  recurrence: true,
  startAt: true,
  endAt: true,
  start: true,
  end: true,
  allDay: true,
  cancelled: true,
  moved: true,
  reason: true,
})

/** What anyone may read of an event. */
export const publicEvent = z
  .object({
    id: z.string(),
    path: z.string(),
    status: z.enum(eventStatuses),
    /** All its dates are over. */
    past: z.boolean(),
    title: z.string(),
    /** Markdown subset, as written. */
    description: z.string(),
    /** The same as HTML: made and cleaned by the server, safe to show. */
    descriptionHtml: z.string(),
    zone: z.string(),
    /** « chaque samedi jusqu’au 30 juin 2027 »; null without a rule. */
    rule: z.string().nullable(),
    /** The next dates, then the last ones when none is to come; at most 60. */
    dates: z.array(dateShape),
    /** There are more dates than shown. */
    moreDates: z.boolean(),
    attendanceMode,
    onlineUrl: z.string().nullable(),
    place: placeShape.nullable(),
    commune: named.nullable(),
    organizer: organizerShape.nullable(),
    /** Only when the author chose to show it. */
    contact: z
      .object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
      .nullable(),
    categories: z.array(categoryShape),
    setting: setting.nullable(),
    free: z.boolean().nullable(),
    price: z.string().nullable(),
    ageMin: z.number().nullable(),
    ageMax: z.number().nullable(),
    accessibility: z.array(accessibilityCode),
    keywords: z.array(z.string()),
    bookingUrl: z.string().nullable(),
    bookingPhone: z.string().nullable(),
    bookingEmail: z.string().nullable(),
    image: imageShape.nullable(),
    /** Why it was cancelled. */
    statusWords: z.string().nullable(),
    /** What takes its place. */
    replacedBy: z.object({ path: z.string(), title: z.string() }).nullable(),
    origin: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
    followers: z.number(),
    updatedAt: z.number(),
    version: z.number(),
  })
  .openapi('Event')
export type PublicEvent = z.infer<typeof publicEvent>
