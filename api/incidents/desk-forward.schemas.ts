import { z } from '@hono/zod-openapi'
import { day } from '../platform/wire.ts'
import { declineReasons, statuses } from './incidents.rules.ts'
import { historyEntry, photos, status, uuid, words } from './incidents.schemas.ts'

const named = z.object({ id: z.string(), name: z.string() })

/** What a body outside Bocage reads by its reply link. */
export const forwardedTicket = z
  .object({
    reference: z.string(),
    status,
    open: z.boolean(),
    category: z.object({ name: z.string(), icon: z.string() }),
    commune: z.object({ code: z.string(), name: z.string() }),
    body: named,
    /** Who forwarded it, to call or write to. */
    from: named.extend({ email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    position: z.object({ lat: z.number(), lon: z.number(), approximate: z.boolean() }),
    place: z.string().nullable(),
    roadRef: z.string().nullable(),
    words: z.string().nullable(),
    photos: z.array(z.object({ id: z.string(), url: z.string(), thumbUrl: z.string(), kind: z.string() })),
    plannedOn: z.string().nullable(),
    createdAt: z.number(),
    dueAt: z.number(),
    expiresAt: z.number(),
    moves: z.array(status),
    history: z.array(historyEntry),
  })
  .openapi('ForwardedIncident')

export const forwardedReply = z
  .strictObject({
    id: uuid,
    /** Left out: words alone. */
    to: z.enum(statuses).optional(),
    words: words(2000).optional(),
    reason: z.enum(declineReasons).optional(),
    plannedOn: day.optional(),
    after: photos.default([]),
  })
  .refine((value) => value.to || value.words, { message: 'words-needed', path: ['words'] })
  .openapi('ForwardedReply')

export type ForwardedTicket = z.infer<typeof forwardedTicket>
export type ForwardedReply = z.infer<typeof forwardedReply>
