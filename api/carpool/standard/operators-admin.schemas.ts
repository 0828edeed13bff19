import { z } from '@hono/zod-openapi'
import { operatorScopes } from '../../../db/schema/operators.ts'
import { text } from '../../platform/text.ts'
import { uuid } from '../../platform/wire.ts'

// Shapes on the wire of what administrators say of other operators.

const name = text({ min: 1, max: 80 })
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/)
  .openapi({ example: 'operateur.example' })
const scopes = z.array(z.enum(operatorScopes)).max(2)
const said = {
  name,
  /** Where its interface is; null when it only reads ours. */
  baseUrl: z.string().trim().min(8).max(500).nullable(),
  /** What its key opens here. */
  opens: scopes,
  /** What we ask of it. */
  asks: scopes,
  /** The key it gave us: written, never read again. */
  theirKey: z.string().trim().min(1).max(500).nullable(),
}

export const newOperator = z
  .strictObject({
    id: uuid,
    domain,
    name: said.name,
    baseUrl: said.baseUrl.default(null),
    opens: said.opens.default(['search']),
    asks: said.asks.default([]),
    theirKey: said.theirKey.default(null),
  })
  .openapi('NewCarpoolOperator')
export type NewOperator = z.infer<typeof newOperator>

export const operatorChange = z
  .strictObject({ ...said, enabled: z.boolean() })
  .partial()
  .openapi('CarpoolOperatorChange')
export type OperatorChange = z.infer<typeof operatorChange>

export const adminOperator = z
  .object({
    id: z.string(),
    domain: z.string(),
    name: z.string(),
    baseUrl: z.string().nullable(),
    enabled: z.boolean(),
    opens: z.array(z.enum(operatorScopes)),
    asks: z.array(z.enum(operatorScopes)),
    /** When the key it calls us with was made; null without one. */
    keyMadeAt: z.number().nullable(),
    hasTheirKey: z.boolean(),
    createdAt: z.number(),
    version: z.number(),
  })
  .openapi('CarpoolOperator')
export type AdminOperator = z.infer<typeof adminOperator>
export const operatorList = z
  .object({
    items: z.array(adminOperator),
    nextCursor: z.string().nullable(),
    /** What operators are to be told: our identifier, and where our interface is. */
    own: z.object({ domain: z.string(), baseUrl: z.string() }),
  })
  .openapi('CarpoolOperatorList')
export type OperatorList = z.infer<typeof operatorList>

/** Shown once: only its trace is kept. */
export const operatorKey = z
  .object({ operator: adminOperator, key: z.string() })
  .openapi('CarpoolOperatorKey')
export type OperatorKey = z.infer<typeof operatorKey>

/** How an operator answers now. */
export const operatorTrial = z
  .object({
    ok: z.boolean(),
    /** A code of `operator-client.ts`, or the status it answered; null when all is well. */
    fault: z.string().nullable(),
    milliseconds: z.number(),
  })
  .openapi('CarpoolOperatorTrial')
export type OperatorTrial = z.infer<typeof operatorTrial>
