import { z } from '@hono/zod-openapi'
import { reportDecisions, reportReasons } from './reports.rules.ts'
import { siren, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of what people signal of each other, and of what staff do about it.

export const newReport = z
  .strictObject({ id: uuid, reason: z.enum(reportReasons), words: words(2000).optional() })
  .openapi('NewTravellerReport')
export type NewReport = z.infer<typeof newReport>

export const settling = z
  .strictObject({
    decision: z.enum(reportDecisions),
    /** What was looked at and decided, for staff. */
    note: words(2000).pipe(z.string().min(1)),
    /** What the person signalled is told: needed to warn and to suspend. */
    told: words(1000).optional(),
  })
  .openapi('SettleTravellerReport')
export type Settling = z.infer<typeof settling>

export const reportView = z
  .object({
    id: z.string(),
    reason: z.enum(reportReasons),
    words: z.string().nullable(),
    createdAt: z.number(),
    reporter: z.string(),
    reported: z.object({
      id: z.string(),
      name: z.string(),
      suspended: z.boolean(),
      /** How many reports there are of them, this one included. */
      reports: z.number(),
    }),
    ride: z.object({ pickUpAt: z.number(), from: z.string(), to: z.string() }).nullable(),
    settled: z
      .object({
        at: z.number(),
        decision: z.enum(reportDecisions),
        note: z.string().nullable(),
        told: z.string().nullable(),
      })
      .nullable(),
  })
  .openapi('TravellerReport')
export type ReportView = z.infer<typeof reportView>

export const reportList = z
  .object({ items: z.array(reportView), nextCursor: z.string().nullable() })
  .openapi('TravellerReportList')
export type ReportList = z.infer<typeof reportList>
export const reportsQuery = z.object({
  territory: siren,
  state: z.enum(['open', 'settled']).default('open'),
})

export const suspendedList = z
  .object({
    items: z.array(
      z.object({ id: z.string(), name: z.string(), at: z.number(), reason: z.string().nullable() }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('SuspendedTravellers')
export type SuspendedList = z.infer<typeof suspendedList>
export const lifting = z.strictObject({ note: words(1000).pipe(z.string().min(1)) }).openapi('LiftSuspension')
