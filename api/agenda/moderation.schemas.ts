import { z } from '@hono/zod-openapi'
import { eventDeclineReasons, eventStatuses } from '../../db/schema/agenda.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { communeCode, flagReasons, organizerShape, publicEvent, siren } from './agenda.schemas.ts'
import { contentFields } from './content-diff.rules.ts'
import { eventContent } from './content.schemas.ts'
import { queues } from './moderation-queues.rules.ts'
import { eventHistoryEntry, revisionShape, writtenContent } from './proposals.schemas.ts'

// Shapes of the staff side of the agenda. How to reach an author is in these alone.

const named = z.object({ code: z.string(), name: z.string() })
const instant = z.number()
const status = z.enum(eventStatuses)

export const queueQuery = z.object({
  queue: z.enum(queues).default('waiting'),
  commune: communeCode.optional(),
  q: text({ max: 100 }).optional(),
  ...pageQuery,
})
export type QueueQuery = z.infer<typeof queueQuery>

export const moderatedItem = z
  .object({
    id: z.string(),
    version: z.number(),
    status,
    title: z.string(),
    /** Wall start of its first date; `several` says that it is not the only one. */
    start: z.string(),
    several: z.boolean(),
    place: z.string().nullable(),
    commune: named.nullable(),
    organizer: z.object({ name: z.string(), trusted: z.boolean() }).nullable(),
    thumbUrl: z.string().nullable(),
    /** Since when it is in this queue. */
    since: instant,
    /** It waits for more than two open days. */
    late: z.boolean(),
    /** A question was asked: its answer is awaited, or has come. */
    question: z.enum(['asked', 'answered']).nullable(),
    forbiddenWords: z.array(z.string()),
  })
  .openapi('ModeratedItem')
export type ModeratedItem = z.infer<typeof moderatedItem>
export const moderatedList = z
  .object({ items: z.array(moderatedItem), nextCursor: z.string().nullable() })
  .openapi('ModeratedList')
export type ModeratedList = z.infer<typeof moderatedList>

export const queueCounts = z
  .object({ counts: z.partialRecord(z.enum(queues), z.number()), places: z.number() })
  .openapi('ModerationCounts')
export type QueueCounts = z.infer<typeof queueCounts>

const textPart = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })
/** One field that the edit changes; of a text, word by word. */
export const contentDifference = z.object({
  field: z.enum(contentFields),
  parts: z.array(textPart).nullable(),
})

/** The letter of a decision: the moderator's words stand between the two. */
const letter = z.object({ opening: z.string(), closing: z.string().nullable() })

export const moderatedEvent = z
  .object({
    id: z.string(),
    version: z.number(),
    status,
    territory: z.object({ siren: z.string(), name: z.string() }),
    content: writtenContent,
    /** The page as readers see it, or would if it were published now. */
    page: publicEvent,
    imageChecked: z.boolean(),
    revision: revisionShape.extend({ differences: z.array(contentDifference), page: publicEvent }).nullable(),
    organizer: organizerShape
      .extend({ trusted: z.boolean(), version: z.number().nullable(), published: z.number() })
      .nullable(),
    contact: z
      .object({
        name: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        shown: z.boolean(),
        confirmed: z.boolean(),
      })
      .nullable(),
    /** Language of its author, and of what is written to them. */
    locale: z.string(),
    /** Where it came from: `web`, `staff`, `ical`, `csv`, `openagenda`, `territory`. */
    origin: z.string(),
    question: z.object({ words: z.string(), at: instant }).nullable(),
    declineReason: z.enum(eventDeclineReasons).nullable(),
    statusWords: z.string().nullable(),
    forbiddenWords: z.array(z.string()),
    flags: z.array(
      z.object({
        id: z.string(),
        reason: z.enum(flagReasons),
        words: z.string().nullable(),
        createdAt: instant,
      }),
    ),
    /** Others of that day that may be the same, published or waiting. */
    similar: z.array(
      z.object({
        id: z.string(),
        status,
        title: z.string(),
        start: z.string(),
        place: z.string().nullable(),
        commune: z.string().nullable(),
        organizer: z.string().nullable(),
      }),
    ),
    history: z.array(eventHistoryEntry.extend({ authorName: z.string().nullable() })),
    waiting: z.object({ since: instant, due: instant, late: z.boolean() }).nullable(),
    followers: z.number(),
    views: z.number(),
    /** Ways of acting that are open now. */
    may: z.object({ approve: z.boolean(), decline: z.boolean(), cancel: z.boolean(), correct: z.boolean() }),
    /** Letters that decisions send, by the kind of entry they leave; null when the author can't be written to. */
    letters: z.record(z.string(), letter).nullable(),
    sentences: z.object({
      decline: z.record(z.enum(eventDeclineReasons), z.string()),
      question: z.array(z.string()),
      revision: z.array(z.string()),
      image: z.array(z.string()),
    }),
  })
  .openapi('ModeratedEvent')
export type ModeratedEvent = z.infer<typeof moderatedEvent>

/** Answer to every act: the event as it is now; null once it has left what the reader moderates. */
export const moderated = z
  .object({ id: z.string(), version: z.number(), event: moderatedEvent.nullable() })
  .openapi('Moderated')
export type Moderated = z.infer<typeof moderated>

const entryId = uuid.openapi({ description: 'UUIDv7 of this entry of the history, made by the client.' })
const words = text({ min: 1, max: 2000 })

export const approveRequest = z.strictObject({ id: entryId }).openapi('ApproveEvent')
export const declineRequest = z
  .strictObject({ id: entryId, reason: z.enum(eventDeclineReasons), words })
  .openapi('DeclineEvent')
export const questionRequest = z.strictObject({ id: entryId, words }).openapi('AskAuthor')
export const cancelEventRequest = z
  .strictObject({ id: entryId, words: text({ min: 1, max: 500 }) })
  .openapi('CancelEvent')
export const imageRequest = z
  .strictObject({ id: entryId, allowed: z.boolean(), words: words.optional() })
  .openapi('CheckImage')
export const revisionRequest = z
  .discriminatedUnion('accepted', [
    z.strictObject({ id: entryId, accepted: z.literal(true) }),
    z.strictObject({ id: entryId, accepted: z.literal(false), words }),
  ])
  .openapi('DecideRevision')
export const correctRequest = z
  .strictObject({ id: entryId, content: eventContent, words: words.optional() })
  .openapi('CorrectEvent')
export const settleRequest = z.strictObject({ words: words.optional() }).openapi('SettleFlag')

export const agendaSetup = z
  .object({
    territories: z.array(
      z.object({
        siren: z.string(),
        name: z.string(),
        moderation: z.enum(['commune', 'territory']),
        /** Those the reader moderates. */
        communes: z.array(named),
        /** Of all the territory. */
        whole: z.boolean(),
        maySet: z.boolean(),
        categories: z.array(
          z.object({ id: z.string(), name: z.string(), icon: z.string(), active: z.boolean() }),
        ),
      }),
    ),
  })
  .openapi('AgendaSetup')
export type AgendaSetup = z.infer<typeof agendaSetup>

export const timesQuery = z.object({ territory: siren.optional(), commune: communeCode.optional() })
export const responseTimes = z
  .object({
    /** The latest first, a year of them at most. */
    months: z.array(
      z.object({ month: z.string(), decided: z.number(), medianHours: z.number(), late: z.number() }),
    ),
    waiting: z.object({ count: z.number(), late: z.number() }),
    openDays: z.number(),
  })
  .openapi('ResponseTimes')
export type ResponseTimes = z.infer<typeof responseTimes>
