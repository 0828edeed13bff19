import { z } from '@hono/zod-openapi'
import { alertKinds } from '../../db/schema/alerts-published.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { templateLimits } from './alert-template.rules.ts'

const siren = z.string().regex(/^\d{9}$/)
const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
const translation = z.strictObject({
  title: text({ min: 1, max: 90 }),
  words: text({ min: 1, max: 3000 }),
})
const written = {
  kind: z.enum(alertKinds),
  title: text({ min: 1, max: templateLimits.title }),
  words: text({ min: 1, max: templateLimits.words }),
  /** What to do. */
  advice: text({ max: templateLimits.advice }).nullable().default(null),
  translations: z.strictObject({ en: translation.optional(), nl: translation.optional() }).default({}),
}

export const alertTemplateChange = z.strictObject(written).openapi('AlertTemplateChange')
export type AlertTemplateChange = z.infer<typeof alertTemplateChange>
export const newAlertTemplate = z
  .strictObject({
    id: uuid,
    territory: siren,
    /** Whose it is; null: every commune of the territory writes from it. */
    commune: communeCode.nullable().default(null),
    ...written,
  })
  .openapi('NewAlertTemplate')
export type NewAlertTemplate = z.infer<typeof newAlertTemplate>

export const alertTemplateView = z
  .object({
    id: z.string(),
    commune: z.object({ code: z.string(), name: z.string() }).nullable(),
    kind: z.enum(alertKinds),
    title: z.string(),
    words: z.string(),
    advice: z.string().nullable(),
    translations: z.object({ en: translation.optional(), nl: translation.optional() }),
    version: z.number(),
    /** Whether this person keeps it, or only writes from it. */
    mayEdit: z.boolean(),
  })
  .openapi('AlertTemplate')
export type AlertTemplateView = z.infer<typeof alertTemplateView>
export const alertTemplateList = z
  .object({ items: z.array(alertTemplateView), nextCursor: z.string().nullable() })
  .openapi('AlertTemplateList')
export const alertTemplateQuery = z.object({ territory: siren, ...pageQuery })
