import { z } from '@hono/zod-openapi'
import { looksSwapped } from '../platform/france.rules.ts'
import { text } from '../platform/text.ts'
import { box, day, decimal, nearPoint, uuid } from '../platform/wire.ts'
import { declineReasons, statuses } from './incidents.rules.ts'
import { routingReasons } from './routing.rules.ts'

// Shapes on the wire of what residents send and see. Staff shapes are in desk.schemas.ts, apart, so that a private
// field can't leak by spreading an object.

export const words = (max: number) => text({ max })

export { uuid }
export const siren = z.string().regex(/^\d{9}$/)
export const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
export const status = z.enum(statuses)
export const locale = z.enum(['fr', 'en', 'nl'])
/** Nobody's mailbox depends on capitals: one address is one person. */
export const email = z.email().max(254).toLowerCase()
export const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d\s().-]{6,20}$/)

/** Degrees WGS 84. A point that lies in France only once its members are exchanged is told so. */
export const position = z
  .strictObject({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    /** Metres, as the phone said. */
    accuracy: z.number().min(0).max(100_000).nullish(),
  })
  .refine(({ lat, lon }) => !looksSwapped(lat, lon), 'swapped-coordinates')

export const uploadedPhoto = z.strictObject({ id: uuid, uploadToken: z.string().min(16).max(128) })
export const photos = z.array(uploadedPhoto).max(5)
export const contact = z.strictObject({
  name: words(120).optional(),
  email: email.optional(),
  phone: phone.optional(),
})

export const newIncident = z
  .strictObject({
    /** UUIDv7 made by the phone, offline too. */
    id: uuid,
    categoryId: uuid,
    position: position.nullable(),
    /** Chosen by the resident: on a boundary, or when there is no position. */
    communeCode: communeCode.optional(),
    /** Where, in words. */
    place: words(300).optional(),
    words: words(4000).optional(),
    /** To the category's questions, by their ids; no category asks more than a few. */
    answers: z
      .record(words(60), words(500))
      .refine((given) => Object.keys(given).length <= 20, 'too-many-answers')
      .default({}),
    /** "Is there a yellow D sign?": asked only where the territory has no road data. */
    departmentalRoad: z.boolean().nullish(),
    photos: photos.default([]),
    contact: contact.optional(),
    locale: locale.default('fr'),
  })
  .refine((value) => value.position !== null || (value.communeCode && value.place), {
    message: 'place-needed',
    path: ['position'],
  })
  .openapi('NewIncident')

const named = z.object({ code: z.string(), name: z.string() })
const bodyShape = z.object({ id: z.string(), name: z.string(), kind: z.string() })
const categoryShape = z.object({ id: z.string(), slug: z.string(), name: z.string(), icon: z.string() })
const photoShape = z.object({ id: z.string(), url: z.string(), thumbUrl: z.string(), kind: z.string() })

/** What the reporter is told of what they sent. */
export const acceptedIncident = z
  .object({
    id: z.string(),
    reference: z.string(),
    status,
    category: categoryShape,
    commune: named,
    body: bodyShape,
    routingReason: z.enum(routingReasons),
    roadRef: z.string().nullable(),
    targetDays: z.number(),
    dueAt: z.number(),
    createdAt: z.number(),
    /** The reporter's private link: whoever holds it follows and answers. */
    privateUrl: z.string(),
    /** The same secret, for the `Bocage-Secret` header. */
    secret: z.string(),
  })
  .openapi('AcceptedIncident')

/** What anyone may read of an incident: never who. */
export const publicIncident = z
  .object({
    id: z.string(),
    reference: z.string(),
    category: categoryShape,
    commune: named,
    body: bodyShape,
    status,
    open: z.boolean(),
    /** Null until staff approved them. */
    words: z.string().nullable(),
    position: z.object({ lat: z.number(), lon: z.number(), approximate: z.boolean() }),
    photos: z.array(photoShape),
    meTooCount: z.number(),
    createdAt: z.number(),
    statusAt: z.number(),
    dueAt: z.number(),
    plannedOn: z.string().nullable(),
    distanceMetres: z.number().nullable(),
  })
  .openapi('PublicIncident')

export const historyEntry = z
  .object({
    id: z.string(),
    at: z.number(),
    author: z.enum(['reporter', 'passer-by', 'staff', 'body', 'system']),
    kind: z.string(),
    fromStatus: status.nullable(),
    toStatus: status.nullable(),
    words: z.string().nullable(),
    reason: z.enum(declineReasons).nullable(),
    photos: z.array(photoShape),
  })
  .openapi('HistoryEntry')

export const publicIncidentPage = publicIncident
  .extend({
    history: z.array(historyEntry),
    /** Where a merged report is followed now. */
    mergedInto: z.object({ id: z.string(), reference: z.string() }).nullable(),
  })
  .openapi('PublicIncidentPage')

/** What the holder of the private link reads: their own words and photos too. */
export const reporterIncident = publicIncidentPage
  .extend({
    ownWords: z.string().nullable(),
    place: z.string().nullable(),
    routingReason: z.enum(routingReasons),
    roadRef: z.string().nullable(),
    hasEmail: z.boolean(),
    hasPhone: z.boolean(),
    published: z.boolean(),
    /** What the reporter may do now. */
    mayReopen: z.boolean(),
    mayAnswer: z.boolean(),
  })
  .openapi('ReporterIncident')

/** `?territory=&commune=&category=&status=&q=&near=&bbox=&from=&to=`, named alike everywhere. */
export const incidentFilters = {
  territory: siren.optional(),
  commune: communeCode.optional(),
  category: uuid.optional(),
  status: z.enum(['open', 'closed', 'all', ...statuses]).default('all'),
  q: z.string().trim().max(100).optional(),
  /** `west,south,east,north` in degrees. */
  bbox: box.optional(),
  /** `lat,lon` in degrees. */
  near: nearPoint.optional(),
  from: day.optional(),
  to: day.optional(),
}

export const incidentList = z
  .object({ items: z.array(publicIncident), nextCursor: z.string().nullable() })
  .openapi('IncidentList')

export const mapAnswer = z
  .object({
    /** Groups of incidents too many to show one by one; empty when `items` holds them all. */
    clusters: z.array(z.object({ lat: z.number(), lon: z.number(), count: z.number() })),
    items: z.array(publicIncident),
    total: z.number(),
  })
  .openapi('IncidentMap')

export const previewQuery = z
  .object({
    category: uuid,
    lat: decimal(-90, 90).optional(),
    lon: decimal(-180, 180).optional(),
    accuracy: decimal(0, 100_000).optional(),
    commune: communeCode.optional(),
    departmentalRoad: z.enum(['true', 'false']).optional(),
  })
  .superRefine(({ lat, lon }, issues) => {
    const complain = (field: string, message: string) =>
      issues.addIssue({ code: 'custom', message, path: [field] })
    if (lat === undefined && lon !== undefined) complain('lat', 'place-needed')
    if (lat !== undefined && lon === undefined) complain('lon', 'place-needed')
    if (lat !== undefined && lon !== undefined && looksSwapped(lat, lon))
      complain('lat', 'swapped-coordinates')
  })

/** Who it will go to and why, before sending. */
export const previewAnswer = z
  .object({
    commune: named.nullable(),
    /** The communes within the accuracy: more than one, and the resident is asked which. */
    candidates: z.array(named),
    body: bodyShape.nullable(),
    routingReason: z.enum(routingReasons).nullable(),
    roadRef: z.string().nullable(),
    targetDays: z.number().nullable(),
    dueAt: z.number().nullable(),
    /** True where only the resident can say whether the road is a départementale. */
    askDepartmentalRoad: z.boolean(),
    similar: z.array(publicIncident),
  })
  .openapi('IncidentPreview')

export const followRequest = z
  .strictObject({
    id: uuid,
    email: email.optional(),
    deviceId: uuid.optional(),
    locale: locale.default('fr'),
  })
  .refine((value) => value.email || value.deviceId, { message: 'contact-needed', path: ['email'] })
  .openapi('FollowRequest')

export const meTooRequest = z
  .strictObject({
    id: uuid,
    email: email.optional(),
    deviceId: uuid.optional(),
    photos: photos.default([]),
    locale: locale.default('fr'),
  })
  .openapi('MeToo')

export const additionRequest = z
  .strictObject({ id: uuid, words: words(4000).optional(), photos: photos.default([]) })
  .refine((value) => value.words || value.photos.length > 0, {
    message: 'words-or-photo-needed',
    path: ['words'],
  })
  .openapi('Addition')

/** "Is it mended?" */
export const mendedAnswer = z
  .strictObject({ id: uuid, mended: z.boolean(), words: words(4000).optional(), photos: photos.default([]) })
  .openapi('MendedAnswer')

export const reopenRequest = z
  .strictObject({ id: uuid, words: words(4000).min(3), photos: photos.default([]) })
  .openapi('Reopen')

export const deviceRequest = z.strictObject({ id: uuid, deviceId: uuid, locale: locale.default('fr') })

export type NewIncident = z.infer<typeof newIncident>
export type AcceptedIncident = z.infer<typeof acceptedIncident>
export type PublicIncident = z.infer<typeof publicIncident>
export type PublicIncidentPage = z.infer<typeof publicIncidentPage>
export type ReporterIncident = z.infer<typeof reporterIncident>
export type HistoryEntry = z.infer<typeof historyEntry>
export type IncidentList = z.infer<typeof incidentList>
export type IncidentMap = z.infer<typeof mapAnswer>
export type IncidentPreview = z.infer<typeof previewAnswer>
export type FollowRequest = z.infer<typeof followRequest>
export type MeTooRequest = z.infer<typeof meTooRequest>
export type AdditionRequest = z.infer<typeof additionRequest>
export type MendedAnswer = z.infer<typeof mendedAnswer>
export type ReopenRequest = z.infer<typeof reopenRequest>
export type PhotoReference = z.infer<typeof uploadedPhoto>
