import { z } from '@hono/zod-openapi'
import { incidentStatuses } from '../../db/schema/incidents.ts'
import { text } from '../platform/text.ts'
import { communeCode, openingHours, publicBody, publicCategory, question, uuid } from './territory.schemas.ts'

// Shapes on the wire of what administrators of a territory see and send.

const version = z.number().int()
const listOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
/** An emptied field is sent as null, never as ''. */
const optional = <S extends z.ZodType>(field: S) => field.nullable().optional()

export const settings = z
  .object({
    siren: z.string(),
    name: z.string(),
    referencePrefix: z.string(),
    accent: z.string().nullable(),
    publication: z.enum(['before-approval', 'after-approval']),
    approximate: z.boolean(),
    demo: z.boolean(),
    version,
  })
  .openapi('TerritorySettings')
export const settingsChange = z
  .strictObject({
    name: text({ min: 2, max: 80 }).optional(),
    accent: optional(z.string().regex(/^#[0-9a-fA-F]{6}$/)),
    publication: z.enum(['before-approval', 'after-approval']).optional(),
  })
  .openapi('TerritorySettingsChange')

export const adminBody = publicBody.extend({ active: z.boolean(), version }).openapi('AdminBody')
export const bodyList = listOf(adminBody)
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email' })
/** How to reach a body, and when: an emptied field is sent as null. */
export const bodyFields = {
  email: optional(email),
  phone: optional(
    z
      .string()
      .trim()
      .regex(/^\+?[\d\s().-]{3,20}$/),
  ),
  address: optional(text({ min: 3, max: 300 })),
  openingHours: optional(openingHours),
}
const bodyName = text({ min: 2, max: 120 })
export const newBody = z
  .strictObject({
    id: uuid,
    kind: z.enum(['departement', 'syndicat', 'other']),
    name: bodyName,
    ...bodyFields,
  })
  .openapi('NewBody')
export const bodyChange = z
  .strictObject({ name: bodyName.optional(), ...bodyFields, active: z.boolean().optional() })
  .openapi('BodyChange')

/** Icons the app carries (lucide names). */
export const categoryIcons = [
  'construction',
  'trash-2',
  'lightbulb',
  'tree-deciduous',
  'droplets',
  'signpost',
  'armchair',
  'paw-print',
  'sparkles',
  'spray-can',
  'circle-help',
  'bike',
  'bus',
  'flower-2',
  'school',
  'snowflake',
  'triangle-alert',
  'volume-2',
  'accessibility',
  'waves',
] as const

export const adminCategory = publicCategory
  .extend({ position: z.number(), active: z.boolean(), version })
  .openapi('AdminCategory')
export const categoryList = listOf(adminCategory)
const categoryFields = {
  name: text({ min: 2, max: 60 }),
  hint: optional(text({ min: 3, max: 120 })),
  icon: z.enum(categoryIcons),
  emergency: z.boolean(),
  public: z.boolean(),
  onRoad: z.boolean(),
  targetDays: z.number().int().min(0).max(365),
  questions: z
    .array(question)
    .max(8)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'question-twice'),
}
export const newCategory = z
  .strictObject({
    ...categoryFields,
    id: uuid,
    emergency: categoryFields.emergency.default(false),
    public: categoryFields.public.default(true),
    onRoad: categoryFields.onRoad.default(false),
    targetDays: categoryFields.targetDays.default(10),
    questions: categoryFields.questions.default([]),
  })
  .openapi('NewCategory')
export const categoryChange = z
  .strictObject({ ...categoryFields, active: z.boolean() })
  .partial()
  .openapi('CategoryChange')
export const categoryOrder = z.strictObject({ ids: z.array(uuid).min(1).max(100) }).openapi('CategoryOrder')
export const orderedCategories = z
  .object({ settingsVersion: version, items: z.array(adminCategory) })
  .openapi('OrderedCategories')

export const responsibility = z
  .object({
    categoryId: z.string(),
    /** Null: the territory's default for the category. */
    communeCode: z.string().nullable(),
    /** Null: the commune's own body. */
    bodyId: z.string().nullable(),
    /** Open days; null: the category's. */
    targetDays: z.number().nullable(),
    version,
  })
  .openapi('Responsibility')
export const responsibilityList = listOf(responsibility)
export const responsibilityPath = z.object({
  siren: z.string().regex(/^\d{9}$/),
  categoryId: uuid,
  commune: z.union([z.literal('default'), communeCode]),
})
export const responsibilityChange = z
  .strictObject({
    bodyId: uuid.nullable(),
    targetDays: z.number().int().min(0).max(365).nullable().default(null),
  })
  .openapi('ResponsibilityChange')

const sentenceStatus = z.enum(incidentStatuses)
export const sentence = z
  .object({
    id: z.string(),
    /** Null: offered to every body of the territory. */
    bodyId: z.string().nullable(),
    status: sentenceStatus,
    words: z.string(),
    position: z.number(),
    version,
  })
  .openapi('ReadySentence')
export const sentenceList = listOf(sentence)
const sentenceWords = text({ min: 3, max: 600 })
export const newSentence = z
  .strictObject({ id: uuid, bodyId: uuid.nullable(), status: sentenceStatus, words: sentenceWords })
  .openapi('NewReadySentence')
export const sentenceChange = z
  .strictObject({
    status: sentenceStatus.optional(),
    words: sentenceWords.optional(),
    position: z.number().int().min(0).max(1000).optional(),
  })
  .openapi('ReadySentenceChange')

export const auditEntry = z
  .object({
    id: z.string(),
    at: z.number(),
    userId: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    change: z.record(z.string(), z.unknown()),
  })
  .openapi('AuditEntry')
export const auditList = listOf(auditEntry)

export type Settings = z.infer<typeof settings>
export type SettingsChange = z.infer<typeof settingsChange>
export type AdminBody = z.infer<typeof adminBody>
export type NewBody = z.infer<typeof newBody>
export type BodyChange = z.infer<typeof bodyChange>
export type AdminCategory = z.infer<typeof adminCategory>
export type NewCategory = z.infer<typeof newCategory>
export type CategoryChange = z.infer<typeof categoryChange>
export type Responsibility = z.infer<typeof responsibility>
export type ResponsibilityChange = z.infer<typeof responsibilityChange>
export type Sentence = z.infer<typeof sentence>
export type NewSentence = z.infer<typeof newSentence>
export type SentenceChange = z.infer<typeof sentenceChange>
