import { z } from '@hono/zod-openapi'
import { eventStatuses } from '../../db/schema/agenda.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { day, uuid } from '../platform/wire.ts'
import {
  communeCode,
  imageShape,
  locale,
  organizerShape,
  placeShape,
  publicOccurrence,
  siren,
} from './agenda.schemas.ts'
import { email, eventContent, phone, wallSpan, wallTime } from './content.schemas.ts'

// Shapes on the wire of what authors of events send and see, and of organizers.

export const contactRequest = z.strictObject({
  name: text({ max: 120 }).optional(),
  email: email.optional(),
  phone: phone.optional(),
  /** On the event's page; else for moderators alone. */
  shown: z.boolean().default(false),
})

export const newEvent = z
  .strictObject({
    /** UUIDv7 made by the client. */
    id: uuid,
    territory: siren,
    content: eventContent,
    /** An organizer that has an account: for its members, signed in. */
    organizerId: uuid.optional(),
    /** Who organizes it, as readers see it. */
    organizerName: text({ min: 1, max: 120 }).optional(),
    contact: contactRequest.optional(),
    locale: locale.default('fr'),
  })
  .openapi('NewEvent')
export type NewEventRequest = z.infer<typeof newEvent>

const status = z.enum(eventStatuses)

/** What the author is told of what they sent. */
export const acceptedEvent = z
  .object({
    id: z.string(),
    /** `draft` until the address is confirmed by the link of the mail; then `submitted`; `published` at once if trusted. */
    status,
    /** Page that anyone may open, once published. */
    path: z.string().nullable(),
    /** The author's private link: whoever holds it follows, edits, cancels. */
    privateUrl: z.string(),
    /** The same secret, for the `Bocage-Secret` header. */
    secret: z.string(),
  })
  .openapi('AcceptedEvent')
export type AcceptedEvent = z.infer<typeof acceptedEvent>

export const foreseenQuery = z.object({
  territory: siren,
  commune: communeCode.optional(),
  organizer: uuid.optional(),
})
export type ForeseenQuery = z.infer<typeof foreseenQuery>
export const foreseen = z
  .object({
    /** `draft`: its address is to be confirmed first. */
    status: z.enum(['draft', 'submitted', 'published']),
    /** It is theirs to publish: their word is enough whatever address they give. */
    moderates: z.boolean(),
  })
  .openapi('ForeseenEvent')
export type Foreseen = z.infer<typeof foreseen>

export const similarQuery = z.object({
  territory: siren,
  title: text({ min: 1, max: 140 }),
  commune: communeCode.optional(),
  place: uuid.optional(),
  /** Day of its first date. */
  day,
})
export const similarEvents = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        path: z.string(),
        title: z.string(),
        start: z.string(),
        allDay: z.boolean(),
        place: z.string().nullable(),
        commune: z.string().nullable(),
        organizer: z.string().nullable(),
      }),
    ),
  })
  .openapi('SimilarEvents')
export type SimilarEvents = z.infer<typeof similarEvents>

export const placesQuery = z.object({
  territory: siren,
  commune: communeCode.optional(),
  /** Beginning of its name, accents ignored. */
  q: text({ max: 120 }).optional(),
  ...pageQuery,
})
export const placeList = z
  .object({ items: z.array(placeShape), nextCursor: z.string().nullable() })
  .openapi('PlaceList')
export type PlaceList = z.infer<typeof placeList>

/** Content as the author or a moderator would write it again, with what a screen shows beside the ids. */
export const writtenContent = z
  .object({
    ...eventContent.shape,
    place: placeShape.nullable(),
    image: imageShape.extend({ mediaId: z.string() }).omit({ width: true, height: true }).nullable(),
    /** Of an edit that waits, when it names another organizer than the event does. */
    organizerName: z.string().optional(),
  })
  .openapi('WrittenContent')
export type WrittenContent = z.infer<typeof writtenContent>

export const revisionShape = z.object({
  id: z.string(),
  content: writtenContent,
  /** Version of the event it was written against. */
  baseVersion: z.number(),
  createdAt: z.number(),
})

export const eventHistoryEntry = z.object({
  id: z.string(),
  at: z.number(),
  author: z.enum(['author', 'organizer', 'staff', 'reader', 'source', 'system']),
  kind: z.string(),
  words: z.string().nullable(),
})

/** What the author, or a member of the organizer, sees of their event. */
export const authorEvent = z
  .object({
    id: z.string(),
    version: z.number(),
    status,
    path: z.string().nullable(),
    content: writtenContent,
    /** An edit that waits for a moderator while the published version stays up. */
    revision: revisionShape.nullable(),
    organizer: organizerShape.nullable(),
    /** Edits are seen by all at once. */
    trusted: z.boolean(),
    contact: z
      .object({
        name: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        shown: z.boolean(),
        confirmed: z.boolean(),
      })
      .nullable(),
    /** A moderator's question that has no answer yet. */
    question: z.object({ words: z.string(), at: z.number() }).nullable(),
    declineReason: z.string().nullable(),
    statusWords: z.string().nullable(),
    replacedBy: z.object({ id: z.string(), path: z.string(), title: z.string() }).nullable(),
    /** The next dates, then the last ones when none is to come; at most 60. */
    dates: z.array(
      publicOccurrence.pick({
        recurrence: true,
        start: true,
        end: true,
        startAt: true,
        endAt: true,
        allDay: true,
        cancelled: true,
        moved: true,
        reason: true,
      }),
    ),
    /** What its author may do with the whole of it now. */
    may: z.object({ edit: z.boolean(), cancel: z.boolean(), withdraw: z.boolean(), publish: z.boolean() }),
    history: z.array(eventHistoryEntry),
    views: z.number(),
    followers: z.number(),
    createdAt: z.number(),
    updatedAt: z.number(),
  })
  .openapi('AuthorEvent')
export type AuthorEvent = z.infer<typeof authorEvent>

const entryId = uuid.openapi({ description: 'UUIDv7 of this entry of the history, made by the client.' })

export const authorEdit = z
  .strictObject({
    id: entryId,
    content: eventContent.optional(),
    contact: contactRequest.omit({ email: true }).optional(),
    organizerName: text({ min: 1, max: 120 }).optional(),
    /** Event of the same agenda that takes its place; null: none. */
    replacedById: uuid.nullish(),
  })
  .openapi('AuthorEdit')
export type AuthorEdit = z.infer<typeof authorEdit>

const reason = text({ max: 300 }).optional()
/** One date of an event, named by the wall start that its schedule gave it. */
export const dateEdit = z
  .discriminatedUnion('act', [
    z.strictObject({ id: entryId, act: z.literal('move'), recurrence: wallTime, span: wallSpan, reason }),
    z.strictObject({ id: entryId, act: z.literal('cancel'), recurrence: wallTime, reason }),
    z.strictObject({ id: entryId, act: z.literal('restore'), recurrence: wallTime }),
  ])
  .openapi('DateEdit')
export type DateEdit = z.infer<typeof dateEdit>

export const cancelRequest = z
  .strictObject({
    id: entryId,
    /** Why, for those who meant to come. */
    words: text({ min: 1, max: 500 }),
    replacedById: uuid.optional(),
  })
  .openapi('CancelRequest')
export type CancelRequest = z.infer<typeof cancelRequest>
export const withdrawRequest = z.strictObject({ id: entryId }).openapi('WithdrawRequest')
export const answerRequest = z
  .strictObject({ id: entryId, words: text({ min: 1, max: 2000 }) })
  .openapi('AnswerRequest')
