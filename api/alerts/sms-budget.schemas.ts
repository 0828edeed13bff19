import { z } from '@hono/zod-openapi'

// Thousandths of a euro: a segment costs a few cents and a fraction.

/** Ten euros a segment, a million a month: beyond, a slip of the keyboard. */
const price = z.number().int().min(1).max(10_000)
const monthLimit = z.number().int().min(0).max(1_000_000_000)

export const smsBudgetChange = z.strictObject({ price, monthLimit }).openapi('SmsBudgetChange')
export type SmsBudgetChange = z.infer<typeof smsBudgetChange>

export const smsBudgetView = z
  .object({
    /** There is a gateway (SMS_URL): without one, nothing of it is shown. */
    configured: z.boolean(),
    /** Of one segment, in thousandths of a euro; null as long as nobody said. */
    price: z.number().nullable(),
    monthLimit: z.number(),
    /** Of this month (Europe/Paris), messages under way included. */
    spent: z.number(),
    version: z.number(),
  })
  .openapi('SmsBudget')
export type SmsBudgetView = z.infer<typeof smsBudgetView>
