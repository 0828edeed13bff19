import { z } from '@hono/zod-openapi'
import { organizerKinds } from '../../db/schema/agenda.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { eventIcons } from './event-icons.rules.ts'

// Shapes on the wire of what a territory decides of its agenda, and of whom it trusts.

const version = z.number().int()
const icon = z.enum(eventIcons)

export const agendaSettingsShape = z
  .object({
    /** Whose queue an event comes to: its commune's people, or the territory's. */
    moderation: z.enum(['commune', 'territory']),
    /** Words that make an event wait even from a trusted organizer. */
    forbiddenWords: z.array(z.string()),
    version,
  })
  .openapi('AgendaSettings')
export type AgendaSettingsShape = z.infer<typeof agendaSettingsShape>
export const agendaSettingsChange = z
  .strictObject({
    moderation: z.enum(['commune', 'territory']).optional(),
    forbiddenWords: z
      .array(text({ min: 1, max: 60 }))
      .max(200)
      .optional(),
  })
  .openapi('AgendaSettingsChange')
export type AgendaSettingsChange = z.infer<typeof agendaSettingsChange>

export const adminEventCategory = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    icon: z.string(),
    /** Offered to whoever proposes an event. */
    active: z.boolean(),
    version,
  })
  .openapi('AdminEventCategory')
export type AdminEventCategory = z.infer<typeof adminEventCategory>
/** In their order; the list has a version, that grows with each change in it. */
export const adminEventCategories = z
  .object({ items: z.array(adminEventCategory), version })
  .openapi('AdminEventCategories')
export type AdminEventCategories = z.infer<typeof adminEventCategories>
const name = text({ min: 2, max: 60 })
export const newEventCategory = z.strictObject({ id: uuid, name, icon }).openapi('NewEventCategory')
export type NewEventCategory = z.infer<typeof newEventCategory>
export const eventCategoryChange = z
  .strictObject({ name: name.optional(), icon: icon.optional(), active: z.boolean().optional() })
  .openapi('EventCategoryChange')
export type EventCategoryChange = z.infer<typeof eventCategoryChange>
export const eventCategoryOrder = z
  .strictObject({ ids: z.array(uuid).max(100) })
  .openapi('EventCategoryOrder')

export const deskOrganizersQuery = z.object({
  /** Beginning of its name, accents ignored. */
  q: text({ max: 120 }).optional(),
  trusted: z.enum(['true', 'false']).optional(),
  ...pageQuery,
})
export type DeskOrganizersQuery = z.infer<typeof deskOrganizersQuery>
export const deskOrganizer = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(organizerKinds),
    commune: z.object({ code: z.string(), name: z.string() }).nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    trusted: z.boolean(),
    /** One of its people said that it is theirs. */
    confirmed: z.boolean(),
    version,
    published: z.number(),
    submitted: z.number(),
    declined: z.number(),
  })
  .openapi('DeskOrganizer')
export type DeskOrganizer = z.infer<typeof deskOrganizer>
export const deskOrganizers = z
  .object({ items: z.array(deskOrganizer), nextCursor: z.string().nullable() })
  .openapi('DeskOrganizers')
export type DeskOrganizers = z.infer<typeof deskOrganizers>
export const trustRequest = z.strictObject({ trusted: z.boolean() }).openapi('Trust')
export const trustAnswer = z.object({ id: z.string(), trusted: z.boolean(), version }).openapi('Trusted')
