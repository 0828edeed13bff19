import { z } from '@hono/zod-openapi'
import { box, day } from '../platform/wire.ts'
import { queues } from './desk.rules.ts'
import { declineReasons, statuses } from './incidents.rules.ts'
import {
  acceptedIncident,
  communeCode,
  contact,
  historyEntry,
  locale,
  newIncident,
  photos,
  position,
  siren,
  status,
  uuid,
  words,
} from './incidents.schemas.ts'
import { routingReasons } from './routing.rules.ts'

// Shapes of the staff side. Contact is a member of its own, null for whoever may not see it.

const named = z.object({ id: z.string(), name: z.string() })
const communeShape = z.object({ code: z.string(), name: z.string() })
const bodyShape = named.extend({ kind: z.string() })
const categoryShape = named.extend({ slug: z.string(), icon: z.string() })
const placeShape = z.object({
  lat: z.number(),
  lon: z.number(),
  accuracy: z.number().nullable(),
  approximate: z.boolean(),
})
const nullableText = z.string().nullable()
const instant = z.number()
const nullableInstant = z.number().nullable()

/** Filters of the inbox, named alike in its address. */
export const deskFilters = {
  queue: z.enum(queues).default('to-sort'),
  territory: siren.optional(),
  body: uuid.optional(),
  commune: communeCode.optional(),
  category: uuid.optional(),
  status: status.optional(),
  /** A user's id, `me`, or `none`. */
  assignee: z.string().max(64).optional(),
  unread: z.enum(['true']).optional(),
  q: z.string().trim().max(100).optional(),
  bbox: box.optional(),
  from: day.optional(),
  to: day.optional(),
}
export type DeskQuery = z.infer<z.ZodObject<typeof deskFilters>>

export const deskItem = z
  .object({
    id: z.string(),
    reference: z.string(),
    version: z.number(),
    status,
    open: z.boolean(),
    late: z.boolean(),
    unread: z.boolean(),
    category: categoryShape,
    commune: communeShape,
    body: bodyShape,
    place: nullableText,
    words: nullableText,
    position: placeShape,
    thumbUrl: nullableText,
    photoCount: z.number(),
    assignee: named.nullable(),
    plannedOn: nullableText,
    meTooCount: z.number(),
    published: z.boolean(),
    hidden: z.boolean(),
    createdAt: instant,
    statusAt: instant,
    dueAt: instant,
  })
  .openapi('DeskIncident')
export const deskList = z
  .object({ items: z.array(deskItem), nextCursor: nullableText })
  .openapi('DeskIncidentList')

export const deskCounts = z.object({ counts: z.record(z.enum(queues), z.number()) }).openapi('DeskCounts')

const staffPhoto = z.object({
  id: z.string(),
  url: z.string(),
  thumbUrl: z.string(),
  kind: z.string(),
  approved: z.boolean(),
})
export const ticketEntry = historyEntry
  .extend({
    authorName: nullableText,
    public: z.boolean(),
    /** Names of what changed, by kind of entry: `body`, `fromBody`, `assignee`, `category`… */
    data: z.record(z.string(), z.unknown()),
    photos: z.array(staffPhoto),
  })
  .openapi('TicketEntry')

export const ticket = deskItem
  .omit({ thumbUrl: true, photoCount: true, hidden: true })
  .extend({
    territory: z.object({ siren: z.string(), name: z.string() }),
    categoryPublic: z.boolean(),
    publicWords: nullableText,
    answers: z.array(z.object({ label: z.string(), value: z.string() })),
    channel: z.enum(['web', 'phone', 'counter']),
    enteredBy: nullableText,
    roadRef: nullableText,
    routingReason: z.enum(routingReasons),
    hiddenReason: nullableText,
    mergedInto: z.object({ id: z.string(), reference: z.string() }).nullable(),
    merged: z.array(z.object({ id: z.string(), reference: z.string() })),
    followerCount: z.number(),
    acknowledgedAt: nullableInstant,
    resolvedAt: nullableInstant,
    /** Null when nothing was left, or when the reader may not see it (`mayContact` says which). */
    contact: z.object({ name: nullableText, email: nullableText, phone: nullableText }).nullable(),
    mayContact: z.boolean(),
    photos: z.array(staffPhoto),
    history: z.array(ticketEntry),
    /** Names of those the history speaks of, by id. */
    people: z.record(z.string(), z.string()),
    forwards: z.array(z.object({ body: named, email: z.string(), at: instant, expiresAt: instant })),
    /** What this reader may do now. */
    moves: z.array(status),
    may: z.object({
      work: z.boolean(),
      reroute: z.boolean(),
      forward: z.boolean(),
      merge: z.boolean(),
      publish: z.boolean(),
      hide: z.boolean(),
      /** Writes for the person what they say, keeps or erases how to reach them. */
      speakFor: z.boolean(),
    }),
  })
  .openapi('Ticket')

/** Answer to every change: the ticket as it is now; null once it has left the reader's scope. */
export const changed = z
  .object({ id: z.string(), version: z.number(), ticket: ticket.nullable() })
  .openapi('TicketChanged')

const declineReason = z.enum(declineReasons)

export const moveRequest = z
  .strictObject({
    /** UUIDv7 of the history entry, made by the client, offline too. */
    id: uuid,
    to: z.enum(statuses),
    /** What the resident reads. */
    words: words(2000).optional(),
    /** Why it is declined. */
    reason: declineReason.optional(),
    plannedOn: day.optional(),
    /** To whom it is forwarded. */
    bodyId: uuid.optional(),
    before: photos.default([]),
    after: photos.default([]),
    /** When it was done, if the phone was offline then. Epoch milliseconds. */
    happenedAt: z.number().int().positive().optional(),
  })
  .openapi('Move')

export const noteRequest = z
  .strictObject({
    id: uuid,
    words: words(4000).optional(),
    /** True: the resident and followers read it and are told. */
    public: z.boolean().default(false),
    before: photos.default([]),
    after: photos.default([]),
    happenedAt: z.number().int().positive().optional(),
  })
  .refine((value) => value.words || value.before.length + value.after.length > 0, {
    message: 'words-or-photo-needed',
    path: ['words'],
  })
  .openapi('Note')

export const editRequest = z
  .strictObject({
    id: uuid,
    assigneeId: z.string().max(64).nullable().optional(),
    plannedOn: day.nullable().optional(),
    categoryId: uuid.optional(),
    position: position.optional(),
    communeCode: communeCode.optional(),
    place: words(300).optional(),
    /** Another body of the territory, in one gesture; wins over the routing rules. */
    bodyId: uuid.optional(),
    publicWords: words(4000).nullable().optional(),
    published: z.boolean().optional(),
    photos: z
      .array(z.strictObject({ id: uuid, approved: z.boolean() }))
      .max(50)
      .optional(),
    /** A reason hides it from the public; null shows it again. */
    hiddenReason: words(300).min(3).nullable().optional(),
  })
  .openapi('Edit')

export const mergeRequest = z
  .strictObject({ id: uuid, intoId: uuid.optional(), intoReference: z.string().trim().max(20).optional() })
  .refine((value) => value.intoId || value.intoReference, {
    message: 'survivor-needed',
    path: ['intoReference'],
  })
  .openapi('Merge')

/** How to reach who reported it, at their word: null erases all of it. */
export const contactRequest = z
  .strictObject({
    id: uuid,
    contact: contact.nullable(),
    /** Of the messages they get by mail. */
    locale: locale.default('fr'),
  })
  .refine(({ contact: given }) => given === null || given.name || given.email || given.phone, {
    message: 'contact-needed',
    path: ['contact'],
  })
  .openapi('ContactFor')

/** What the reporter says through a clerk; `still-there` is anybody else’s word. */
export const sayings = ['more', 'mended', 'not-mended', 'still-there'] as const
export const saidRequest = z
  .strictObject({
    id: uuid,
    says: z.enum(sayings),
    words: words(4000).optional(),
    photos: photos.default([]),
  })
  .refine(({ says, words: said, photos: shown }) => says !== 'more' || said || shown.length > 0, {
    message: 'words-or-photo-needed',
    path: ['words'],
  })
  .openapi('SaidFor')

export const bulkRequest = z
  .strictObject({
    items: z
      .array(z.strictObject({ id: uuid, version: z.number().int().positive(), updateId: uuid }))
      .min(1)
      .max(100),
    to: z.enum(statuses).optional(),
    words: words(2000).optional(),
    reason: declineReason.optional(),
    plannedOn: day.optional(),
    assigneeId: z.string().max(64).nullable().optional(),
  })
  .refine((value) => (value.to === undefined) !== (value.assigneeId === undefined), {
    message: 'one-act-needed',
    path: ['to'],
  })
  .openapi('BulkMove')
export const bulkAnswer = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        ok: z.boolean(),
        version: z.number().nullable(),
        problem: z.object({ type: z.string(), title: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  })
  .openapi('BulkResult')

export const enteredIncident = newIncident
  .safeExtend({ channel: z.enum(['phone', 'counter']) })
  .openapi('EnteredIncident')
export { acceptedIncident }

/** What the lists of the desk's screens offer. */
export const deskSetup = z
  .object({
    me: named.extend({ email: z.string() }),
    actions: z.array(z.string()),
    territories: z.array(
      z.object({
        siren: z.string(),
        name: z.string(),
        publication: z.enum(['before-approval', 'after-approval']),
        communes: z.array(
          communeShape.extend({
            lat: z.number(),
            lon: z.number(),
            /** One speaks for its town hall: writes its alerts, keeps its hours. */
            own: z.boolean(),
          }),
        ),
        bodies: z.array(
          bodyShape.extend({
            email: nullableText,
            phone: nullableText,
            /** People here work on what it receives; without any, it is written to by email. */
            staffed: z.boolean(),
            /** Within the reader's scope. */
            own: z.boolean(),
          }),
        ),
        categories: z.array(
          categoryShape.extend({
            active: z.boolean(),
            emergency: z.boolean(),
            questions: z.array(
              z.object({
                id: z.string(),
                label: z.string(),
                kind: z.enum(['choice', 'text', 'yes-no']),
                choices: z.array(z.string()).optional(),
                required: z.boolean().optional(),
              }),
            ),
          }),
        ),
        /** Who may work on what: a ticket is given to those whose scope holds it. */
        colleagues: z.array(
          named.extend({
            scopes: z.array(z.object({ kind: z.enum(['territory', 'commune', 'body']), id: z.string() })),
          }),
        ),
      }),
    ),
  })
  .openapi('DeskSetup')

export type DeskItem = z.infer<typeof deskItem>
export type DeskList = z.infer<typeof deskList>
export type DeskCounts = z.infer<typeof deskCounts>
export type DeskSetup = z.infer<typeof deskSetup>
export type Ticket = z.infer<typeof ticket>
export type TicketEntry = z.infer<typeof ticketEntry>
export type StaffPhoto = z.infer<typeof staffPhoto>
export type Changed = z.infer<typeof changed>
export type MoveRequest = z.infer<typeof moveRequest>
export type NoteRequest = z.infer<typeof noteRequest>
export type EditRequest = z.infer<typeof editRequest>
export type MergeRequest = z.infer<typeof mergeRequest>
export type ContactRequest = z.infer<typeof contactRequest>
export type SaidRequest = z.infer<typeof saidRequest>
export type BulkRequest = z.infer<typeof bulkRequest>
export type BulkAnswer = z.infer<typeof bulkAnswer>
export type EnteredIncident = z.infer<typeof enteredIncident>
