import { z } from '@hono/zod-openapi'
import { accessibilityCodes, attendanceModes, eventStatuses, settings } from '../../db/schema/agenda.ts'
import { pageQuery } from '../platform/pagination.ts'
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
  /** Kilometres around `near`: 10 unless said. */
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
  /** Only dates that a shared ride with a seat left goes to. */
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

/** The list, and how to go through it. */
export const eventListQuery = z.object({
  ...eventFilters,
  ...pageQuery,
  /** `distance`: each event once, by its next date, the nearest to `near` first; within 30 days unless `to` says. */
  sort: z.enum(['start', 'distance']).default('start'),
})

/** What the map of a box shows: places with what is on there, or groups when there are many. */
export const eventMapQuery = z.object(eventFilters)
export const eventMap = z
  .object({
    /** Points where something is on; empty when there are so many that they are grouped. */
    points: z.array(
      z.object({
        lat: z.number(),
        lon: z.number(),
        /** Dates there. */
        count: z.number(),
        placeName: z.string().nullable(),
        /** The first of them. */
        next: publicOccurrence.pick({
          key: true,
          eventId: true,
          recurrence: true,
          path: true,
          title: true,
          startAt: true,
          endAt: true,
          start: true,
          end: true,
          allDay: true,
          cancelled: true,
        }),
      }),
    ),
    clusters: z.array(z.object({ lat: z.number(), lon: z.number(), count: z.number() })),
    /** Dates on the map, of those asked for: within 30 days unless `to` says; those without a position are not on it. */
    total: z.number(),
    /** There are more dates than were looked at: the soonest are shown. */
    more: z.boolean(),
  })
  .openapi('EventMap')
export type EventMap = z.infer<typeof eventMap>

const { from: _from, to: _to, ...lastingFilters } = eventFilters
export const eventMonthQuery = z.object({
  ...lastingFilters,
  month: z
    .string()
    .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
    .openapi({ example: '2026-12' }),
})
/** Days of a month where something is on. What lasts for days counts on each; an evening, on the day it begins. */
export const eventMonth = z
  .object({ month: z.string(), days: z.array(z.object({ day: z.string(), count: z.number() })) })
  .openapi('EventMonth')

/** Kinds of events of a territory, in its order. */
export const eventCategoryList = z.object({ items: z.array(categoryShape) })

/** By email, confirmed by the link sent to it, or on a device. */
export const followEventRequest = z
  .strictObject({
    id: uuid.optional(),
    email: z.email().max(254).toLowerCase().optional(),
    deviceId: uuid.optional(),
    locale: locale.default('fr'),
  })
  .refine((value) => value.email || value.deviceId, { message: 'contact-needed', path: ['email'] })
  .openapi('FollowEventRequest')
export type FollowEventRequest = z.infer<typeof followEventRequest>

export const unfollowEventRequest = z
  .strictObject({ id: uuid.optional(), deviceId: uuid })
  .openapi('UnfollowEventRequest')
export type UnfollowEventRequest = z.infer<typeof unfollowEventRequest>

export const flagReasons = ['wrong', 'offensive', 'fraud', 'other'] as const
export const flagEventRequest = z.strictObject({
  id: uuid,
  reason: z.enum(flagReasons),
  words: text({ max: 1000 }).optional(),
})
export type FlagEventRequest = z.infer<typeof flagEventRequest>
