import { z } from '@hono/zod-openapi'
import { eventStatuses, organizerKinds } from '../../db/schema/agenda.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { communeCode, locale, siren, webAddress } from './agenda.schemas.ts'
import { email, phone } from './content.schemas.ts'

// Shapes on the wire of organizers: what anyone reads of one, and what its people see and write.

export const organizerKind = z.enum(organizerKinds)

const name = text({ min: 2, max: 120 })
const shown = {
  description: text({ max: 2000 }).nullish(),
  website: webAddress.nullish(),
  /** Shown on its page. */
  email: email.nullish(),
  phone: phone.nullish(),
  communeCode: communeCode.nullish(),
}

export const newOrganizer = z
  .strictObject({
    /** UUIDv7 made by the client. */
    id: uuid,
    territory: siren,
    kind: organizerKind,
    name,
    communeCode: communeCode.nullish(),
    /** Its first member: a sign-in link is sent to this address, and whoever uses it says that the organizer is theirs. */
    member: z.strictObject({ name: text({ min: 1, max: 80 }), email }),
    locale: locale.default('fr'),
  })
  .openapi('NewOrganizer')
export type NewOrganizer = z.infer<typeof newOrganizer>

export const organizerChange = z
  .strictObject({ name: name.optional(), kind: organizerKind.optional(), ...shown })
  .openapi('OrganizerChange')
export type OrganizerChange = z.infer<typeof organizerChange>

/** What anyone may read of an organizer. */
export const publicOrganizer = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: organizerKind,
    description: z.string().nullable(),
    website: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    commune: z.object({ code: z.string(), name: z.string() }).nullable(),
  })
  .openapi('Organizer')
export type PublicOrganizer = z.infer<typeof publicOrganizer>

export const organizersQuery = z.object({
  territory: siren,
  /** Beginning of its name, accents ignored. */
  q: text({ max: 120 }).optional(),
  ...pageQuery,
})
export const organizerQuery = z.object({
  /** Whose organizer a readable end of an address names. */
  territory: siren.optional(),
})
export const organizerList = z
  .object({
    items: z.array(publicOrganizer.pick({ id: true, slug: true, name: true, kind: true, commune: true })),
    nextCursor: z.string().nullable(),
  })
  .openapi('OrganizerList')
export type OrganizerList = z.infer<typeof organizerList>

const member = z.object({ userId: z.string(), name: z.string(), email: z.string() })

/** What the people of an organizer see of it. */
export const ownOrganizer = publicOrganizer
  .extend({
    territory: z.object({ siren: z.string(), name: z.string() }),
    /** Published at once, without waiting for a moderator. */
    trusted: z.boolean(),
    /** Put away by the territory: it can publish nothing. */
    active: z.boolean(),
    /** False until one of its people said that it is theirs: others can't see it. */
    confirmed: z.boolean(),
    version: z.number(),
    members: z.array(member),
    /** How many events it has of each status. */
    events: z.record(z.enum(eventStatuses), z.number()),
  })
  .openapi('OwnOrganizer')
export type OwnOrganizer = z.infer<typeof ownOrganizer>

export const ownOrganizerList = z
  .object({
    items: z.array(
      publicOrganizer
        .pick({ id: true, slug: true, name: true, kind: true })
        .extend({ confirmed: z.boolean(), territory: z.object({ siren: z.string(), name: z.string() }) }),
    ),
  })
  .openapi('OwnOrganizerList')

export const newMember = z.strictObject({ name: text({ min: 1, max: 80 }), email }).openapi('NewMember')

export const organizerEventsQuery = z.object({
  status: z.enum(eventStatuses).optional(),
  ...pageQuery,
})
/** An organizer's events, the newest first, with what its people want to know of each. */
export const organizerEvents = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: z.enum(eventStatuses),
        path: z.string().nullable(),
        firstStartAt: z.number().nullable(),
        lastEndAt: z.number().nullable(),
        past: z.boolean(),
        /** An edit waits for a moderator. */
        revision: z.boolean(),
        views: z.number(),
        followers: z.number(),
        updatedAt: z.number(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('OrganizerEvents')
export type OrganizerEvents = z.infer<typeof organizerEvents>
