import { z } from '@hono/zod-openapi'
import { listedContact } from '../alerts/phone-list.schemas.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { searchRequest } from './wishes.schemas.ts'

// Shapes on the wire of what people of the phone list asked to be called about. Answers to writes hold nothing of a
// person: they are kept a week to be given again, and who is forgotten is forgotten at once.

export const followKinds = ['event', 'week', 'search'] as const
const outcome = z.enum(['called', 'no-answer']).nullable()

export const newListedFollow = z
  .strictObject({
    id: uuid,
    about: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('event'), eventId: uuid }),
      /** What comes this week in their commune, told from each Monday. */
      z.strictObject({ kind: z.literal('week') }),
      /** New events, as a wish of kind `events`. */
      z.strictObject({ kind: z.literal('search'), ...searchRequest }),
    ]),
  })
  .openapi('NewListedFollow')
export type NewListedFollow = z.infer<typeof newListedFollow>
export const listedFollowNoted = z
  .object({ id: z.string(), version: z.number() })
  .openapi('ListedFollowNoted')
export type ListedFollowNoted = z.infer<typeof listedFollowNoted>

const saidEvent = z.object({
  title: z.string(),
  /** Walls of its next date, or of the one that goes on; null: none is to come. */
  start: z.string().nullable(),
  end: z.string().nullable(),
  place: z.string().nullable(),
  /** Null: out of sight. */
  path: z.string().nullable(),
})
export type SaidEvent = z.infer<typeof saidEvent>
const mark = {
  /** When they were told last; at first, when it was noted. */
  toldAt: z.number(),
  /** Of the last call; null: none yet, or taken back. */
  outcome,
  markedAt: z.number().nullable(),
  markedBy: z.string().nullable(),
  version: z.number(),
}
export const followCall = z
  .object({
    id: z.string(),
    person: listedContact,
    kind: z.enum(followKinds),
    /** Of an event: as it is now. */
    event: saidEvent.extend({ isCancelled: z.boolean(), isOver: z.boolean() }).nullable(),
    /** Of a search: its filters, and what its kinds of events are called. */
    search: z.object({ query: z.record(z.string(), z.string()), categories: z.array(z.string()) }).nullable(),
    createdAt: z.number(),
    ...mark,
    /** What there is to tell since `toldAt`; null: nothing. */
    news: z
      .object({
        /** Of an event: what changed, in sentences to say. */
        lines: z.array(z.string()),
        /** Of a week or a search: the first of them. */
        events: z.array(saidEvent),
        total: z.number(),
      })
      .nullable(),
  })
  .openapi('FollowCall')
export type FollowCall = z.infer<typeof followCall>
export const followCallList = z
  .object({
    items: z.array(followCall),
    nextCursor: z.string().nullable(),
    /** When this was read: what a call tells of. */
    at: z.number(),
  })
  .openapi('FollowCallList')
export type FollowCallList = z.infer<typeof followCallList>

export const followCallQuery = z.object({
  territory: z.string().regex(/^\d{9}$/),
  commune: z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/),
  ...pageQuery,
})
export const followCallMark = z
  .strictObject({
    outcome,
    /** When what was said had been read (`at` of the list); now when left out. What came since is told next time. */
    readAt: z.number().int().optional(),
  })
  .openapi('FollowCallMark')
export type FollowCallMark = z.infer<typeof followCallMark>
export const followCallMarked = z.object({ id: z.string(), ...mark }).openapi('FollowCallMarked')
export type FollowCallMarked = z.infer<typeof followCallMarked>
