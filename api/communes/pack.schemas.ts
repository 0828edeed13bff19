import { z } from '@hono/zod-openapi'
import { eventCategoryList, publicEvent, publicOccurrence } from '../agenda/agenda.schemas.ts'
import { publicAlert } from '../alerts/alert.schemas.ts'
import { outsideView } from '../alerts/outside.schemas.ts'
import { publicAire } from '../carpool/aires.schemas.ts'
import { publicIncident } from '../incidents/incidents.schemas.ts'
import { communeQuery, communePage } from './communes.schemas.ts'

// What a phone keeps of a commune, to be read where there is no network. Only what everyone may read.

/** `name.version` of each part that the phone has, separated by commas. */
export const packQuery = communeQuery.extend({
  have: z
    .string()
    .max(400)
    .regex(/^[\w.,-]*$/)
    .optional()
    .openapi({
      description: 'Parts the phone has (`name.version`, separated by commas): their data is left out.',
      example: 'agenda.x1Yh2kQpL0aB,aires.0dE4mNsR7tUv',
    }),
})

export const regularTrip = z.object({
  originId: z.string(),
  destinationId: z.string(),
  time: z.string(),
  weekdays: z.array(z.number()),
  holidaysOff: z.boolean(),
  priceCents: z.number(),
  lastDay: z.string().nullable(),
})

/** `data` is left out when the phone has that version. */
const part = <Shape extends z.ZodType>(data: Shape) =>
  z.object({ version: z.string(), data: data.optional() })

export const packParts = z.object({
  /** The town hall, how to reach it, its hours. */
  commune: part(communePage.pick({ commune: true, demo: true, homonyms: true, townHall: true })),
  alerts: part(z.object({ alerts: z.array(publicAlert), outside: z.array(outsideView) })),
  /** The 30 days to come. */
  agenda: part(
    z.object({
      occurrences: z.array(publicOccurrence),
      events: z.array(publicEvent),
      categories: eventCategoryList.shape.items,
    }),
  ),
  /** Those of the territory, the nearest to the commune first. */
  aires: part(z.object({ aires: z.array(publicAire) })),
  /** Trips that come again, from or to the commune's aires. */
  trips: part(z.object({ trips: z.array(regularTrip) })),
  incidents: part(z.object({ incidents: z.array(publicIncident) })),
})
export type PackParts = z.infer<typeof packParts>
export type PackPartName = keyof PackParts
export type PackData = { [Name in PackPartName]: NonNullable<PackParts[Name]['data']> }

export const communePack = z
  .object({
    code: z.string(),
    name: z.string(),
    lang: z.string(),
    /** Categories, communes, bodies and boundaries: `GET /api/territories/{siren}`, which has versions of its own. */
    territory: z.string(),
    parts: packParts,
  })
  .openapi('CommunePack')
export type CommunePack = z.infer<typeof communePack>
