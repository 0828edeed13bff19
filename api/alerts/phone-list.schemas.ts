import { z } from '@hono/zod-openapi'
import { alertKinds } from '../../db/schema/alerts-published.ts'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { callOutcomes } from './phone-list.rules.ts'

// Shapes on the wire of the people whom a town hall calls when an alert leaves. Answers to writes hold nothing of a
// person: they are kept a week to be given again, and who is forgotten is forgotten at once.

const siren = z.string().regex(/^\d{9}$/)
const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
const kinds = z.array(z.enum(alertKinds)).min(1).max(alertKinds.length)
const oneLine = text({ max: 80 }).refine((words) => !/[\r\n\u2028\u2029]/.test(words), 'one-line')

const said = {
  firstName: text({ min: 1, max: 60 }),
  lastName: text({ min: 1, max: 60 }),
  /** French, as people write it; kept as E.164. */
  phone: z.string().trim().min(1).max(30),
  note: oneLine.nullable().default(null),
  kinds: kinds.default(['danger']),
}

export const newListedPerson = z
  .strictObject({
    id: uuid,
    territory: siren,
    commune: communeCode,
    ...said,
    /** They agreed that all this be kept to call them. */
    consent: z.literal(true),
  })
  .openapi('NewListedPerson')
export type NewListedPerson = z.infer<typeof newListedPerson>

/** `consent`: they were asked again today, and agree. */
export const listedPersonChange = z
  .strictObject({ ...said, consent: z.boolean().default(false) })
  .openapi('ListedPersonChange')
export type ListedPersonChange = z.infer<typeof listedPersonChange>

const person = {
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** E.164. */
  phone: z.string(),
  note: z.string().nullable(),
  consentAt: z.number(),
  /** Their agreement is two years old. */
  askAgain: z.boolean(),
}
/** What a caller needs to know of them. */
export const listedContact = z.object(person)
export const listedPerson = z
  .object({
    ...person,
    commune: z.string(),
    kinds: z.array(z.enum(alertKinds)),
    version: z.number(),
  })
  .openapi('ListedPerson')
export type ListedPerson = z.infer<typeof listedPerson>
export const phoneListPage = z
  .object({
    items: z.array(listedPerson),
    nextCursor: z.string().nullable(),
    /** How many of the commune are to be asked again. */
    toAskAgain: z.number(),
  })
  .openapi('PhoneList')
export type PhoneListPage = z.infer<typeof phoneListPage>
export const phoneListQuery = z.object({ territory: siren, commune: communeCode, ...pageQuery })

export const phoneListWritten = z
  .object({ id: z.string(), version: z.number() })
  .openapi('ListedPersonWritten')
export type PhoneListWritten = z.infer<typeof phoneListWritten>

const mark = {
  /** Null: to be called. */
  outcome: z.enum(callOutcomes).nullable(),
  markedAt: z.number().nullable(),
  /** Who noted it. */
  markedBy: z.string().nullable(),
  /** One more at each mark, and each time the alert is told again. */
  version: z.number(),
}
export const alertCallMarked = z.object({ personId: z.string(), ...mark }).openapi('AlertCallMarked')
export type AlertCallMarked = z.infer<typeof alertCallMarked>
export const alertCall = z.object({ person: listedContact, ...mark }).openapi('AlertCall')
export type AlertCall = z.infer<typeof alertCall>

export const alertCallList = z
  .object({
    alert: z.object({
      id: z.string(),
      kind: z.enum(alertKinds),
      title: z.string(),
      words: z.string(),
      street: z.string().nullable(),
      endsAt: z.number(),
      /** Staff said that it is over, and perhaps how. */
      ended: z.boolean(),
      endWords: z.string().nullable(),
    }),
    /** The communes of the alert for which one calls and that have somebody on their list. */
    communes: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        called: z.number(),
        noAnswer: z.number(),
        toCall: z.number(),
      }),
    ),
    /** Whose people these are; null when there is nobody to call. */
    commune: z.string().nullable(),
    items: z.array(alertCall),
    nextCursor: z.string().nullable(),
  })
  .openapi('AlertCallList')
export type AlertCallList = z.infer<typeof alertCallList>
/** `commune`: the first that has somebody to call when left out. */
export const alertCallQuery = z.object({ commune: communeCode.optional(), ...pageQuery })

export const alertCallMark = z
  .strictObject({ outcome: z.enum(callOutcomes).nullable() })
  .openapi('AlertCallMark')
export type AlertCallMark = z.infer<typeof alertCallMark>
