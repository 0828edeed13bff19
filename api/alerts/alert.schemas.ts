import { z } from '@hono/zod-openapi'
import { alertEntryKinds, alertKinds, alertStatuses } from '../../db/schema/alerts-published.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { alertActs } from './alert.rules.ts'
import { reportChannels, tellings } from './alert-report.rules.ts'

// Shapes on the wire of the alerts that communes send. Instants are epoch milliseconds.

export { uuid }
const siren = z.string().regex(/^\d{9}$/)
const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
const instant = z.number().int().min(0).max(4_102_444_800_000)
const kind = z.enum(alertKinds)
const titleText = text({ min: 1, max: 90 })
const wordsText = text({ min: 1, max: 3000 })
const translation = z.strictObject({ title: titleText, words: wordsText })

const corner = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
/** GeoJSON, one ring; its shape is judged by `areaFault`, which says what is wrong with it. */
const area = z.strictObject({
  type: z.literal('Polygon'),
  coordinates: z.array(z.array(corner).max(500)).length(1),
})

/** Uploaded before (`POST /api/media`, `POST /api/desk/documents`); the token only where it is not this alert's already. */
const uploaded = { mediaId: uuid, uploadToken: z.string().max(128).optional() }
/** What it shows, for whoever does not see it. */
const image = z.strictObject({ ...uploaded, alt: text({ min: 1, max: 300 }) })
const document = z.strictObject({ ...uploaded, name: text({ min: 1, max: 100 }) })

const written = {
  kind,
  title: titleText,
  words: wordsText,
  /** A street or a place, in words. */
  street: text({ max: 200 }).nullable().default(null),
  /** For every commune of the territory. */
  whole: z.boolean().default(false),
  communes: z.array(communeCode).max(200).default([]),
  /** Drawn on the map, and told in words by `street`: in place of `communes`, which are those it touches. */
  area: area.nullable().default(null),
  startsAt: instant,
  endsAt: instant,
  /** When it leaves; null: as soon as it is sent. */
  publishAt: instant.nullable().default(null),
  translations: z.strictObject({ en: translation.optional(), nl: translation.optional() }).default({}),
  image: image.nullable().default(null),
  document: document.nullable().default(null),
}

export const newAlert = z
  .strictObject({ id: uuid, territory: siren, ...written, send: z.boolean().default(false) })
  .openapi('NewAlert')
export type NewAlert = z.infer<typeof newAlert>

/** The whole message again. `tell`: who was told of it is told of the correction, which replaces the first. */
export const alertEdit = z.strictObject({ ...written, tell: z.boolean().default(false) }).openapi('AlertEdit')
export type AlertEdit = z.infer<typeof alertEdit>

export const alertActRequest = z
  .strictObject({
    act: z.enum(alertActs).exclude(['correct']),
    /** Why it was refused, or how it ended. */
    words: text({ max: 500 }).optional(),
  })
  .openapi('AlertAct')
export type AlertActRequest = z.infer<typeof alertActRequest>

const communeRef = z.object({ code: z.string(), name: z.string() })
const read = {
  id: z.string(),
  kind,
  title: z.string(),
  words: z.string(),
  street: z.string().nullable(),
  issuer: z.string(),
  whole: z.boolean(),
  /** Empty when it is for the whole territory. */
  communes: z.array(communeRef),
  /** GeoJSON; null when it was not drawn. */
  area: area.nullable(),
  image: z
    .object({
      mediaId: z.string(),
      alt: z.string(),
      url: z.string(),
      thumbUrl: z.string(),
      width: z.number(),
      height: z.number(),
    })
    .nullable(),
  /** A PDF, as a file to download. */
  document: z
    .object({ mediaId: z.string(), name: z.string(), url: z.string(), bytes: z.number() })
    .nullable(),
  startsAt: z.number(),
  endsAt: z.number(),
}

export const publicAlert = z
  .object({
    ...read,
    territory: z.string(),
    phase: z.enum(['coming', 'current', 'over']),
    /** Said by staff when it ended before its time. */
    endWords: z.string().nullable(),
    /** In the language asked for; `fr` when it was not written in it. */
    language: z.enum(['fr', 'en', 'nl']),
    publishedAt: z.number(),
    changedAt: z.number(),
    /** 1, and one more at each correction. */
    edition: z.number(),
    path: z.string(),
  })
  .openapi('Alert')
export type PublicAlert = z.infer<typeof publicAlert>
export const publicAlertList = z
  .object({ items: z.array(publicAlert), nextCursor: z.string().nullable() })
  .openapi('AlertList')

export const alertQuery = z.object({
  territory: siren.optional(),
  /** INSEE code: the alerts that concern this commune, those of the whole territory included. */
  commune: communeCode.optional(),
  /** `current`: not over yet. */
  when: z.enum(['current', 'past']).default('current'),
  lang: z.enum(['fr', 'en', 'nl']).default('fr'),
  ...pageQuery,
})
export type AlertQuery = z.infer<typeof alertQuery>
export const feedQuery = alertQuery.pick({ territory: true, commune: true })
/** Of the map layer: what is over is drawn no more. */
export const alertMapQuery = alertQuery.omit({ when: true })
export type AlertMapQuery = z.infer<typeof alertMapQuery>

/** What became of one message, by channel: as counts, of nobody. */
const telling = z
  .object({
    news: z.enum(tellings),
    at: z.number(),
    /** Not everyone it concerns is counted yet: the messages are still being made. */
    going: z.boolean(),
    /** A later one was told in its place, before anybody was told of it. */
    replaced: z.boolean(),
    channels: z.array(
      z.object({
        /** `phone`: called by the town hall, from its list. */
        channel: z.enum([...reportChannels, 'phone']),
        /** Taken by the push service, the mail server or the SMS operator; by telephone, answered. */
        reached: z.number(),
        /** Of those, shown, as the phone itself says; null on channels that cannot tell. */
        shown: z.number().nullable(),
        /** On their way; by telephone, still to be called. */
        waiting: z.number(),
        /** By telephone, no answer. */
        failed: z.number(),
        /** Of those, mails that came back after they had been taken. */
        returned: z.number(),
        /** Of those, text messages that did not fit in the month's limit. */
        unpaid: z.number(),
        /** What did not leave by itself though nothing failed, by why. */
        aside: z.object({
          /** By the person. */
          stopped: z.number(),
          /** By a later message of this alert. */
          replaced: z.number(),
          /** Told within the summary of the day. */
          summed: z.number(),
          /** Over before it could leave. */
          over: z.number(),
          /** An end, to those who were told of nothing before. */
          untold: z.number(),
        }),
      }),
    ),
  })
  .openapi('AlertTelling')
export type AlertTelling = z.infer<typeof telling>

export const deskAlert = z
  .object({
    ...read,
    territory: z.string(),
    status: z.enum(alertStatuses),
    phase: z.enum(['coming', 'current', 'over']),
    publishAt: z.number().nullable(),
    publishedAt: z.number().nullable(),
    edition: z.number(),
    endWords: z.string().nullable(),
    translations: z.object({ en: translation.optional(), nl: translation.optional() }),
    updatedAt: z.number(),
    version: z.number(),
    /** What this person may do now. */
    actions: z.array(z.enum([...alertActs, 'edit'])),
    /** Phones that follow one of its communes for this kind: as counts, of nobody. */
    reach: z.object({ phones: z.number() }),
    /** What became of each message of it, the last first; null before it left, empty once its messages are forgotten. */
    delivery: z.array(telling).nullable(),
    history: z.array(
      z.object({
        at: z.number(),
        kind: z.enum(alertEntryKinds),
        author: z.string().nullable(),
        words: z.string().nullable(),
      }),
    ),
  })
  .openapi('DeskAlert')
export type DeskAlert = z.infer<typeof deskAlert>
const deskAlertLine = deskAlert.omit({ history: true, reach: true, delivery: true, translations: true })
export type DeskAlertLine = z.infer<typeof deskAlertLine>
export const deskAlertList = z
  .object({ items: z.array(deskAlertLine), nextCursor: z.string().nullable() })
  .openapi('DeskAlertList')
export const deskAlertQuery = z.object({
  territory: siren,
  /** `open`: not sent yet; `published`: the newest first. */
  state: z.enum(['open', 'published']).default('published'),
  ...pageQuery,
})

const followed = z.object({ commune: communeCode, kinds: z.array(kind).min(1).max(alertKinds.length) })
/** The communes a phone follows, whole: what is not in it is not followed any more. */
export const alertSubscriptions = z
  .strictObject({
    territory: siren,
    locale: z.enum(['fr', 'en', 'nl']),
    communes: z.array(followed).max(200),
  })
  .openapi('AlertSubscriptions')
export type AlertSubscriptions = z.infer<typeof alertSubscriptions>
export const alertSubscriptionsView = z
  .object({ communes: z.array(followed.extend({ territory: siren })) })
  .openapi('FollowedCommunes')
export type AlertSubscriptionsView = z.infer<typeof alertSubscriptionsView>

export const alertSettingsView = z
  .object({ dangerByTwo: z.boolean(), version: z.number() })
  .openapi('AlertSettings')
export type AlertSettingsView = z.infer<typeof alertSettingsView>
export const alertSettingsChange = z.strictObject({ dangerByTwo: z.boolean() }).openapi('AlertSettingsChange')
