import { z } from '@hono/zod-openapi'
import { occurrenceList } from '../agenda/agenda.schemas.ts'
import { publicAlert } from '../alerts/alert.schemas.ts'
import { outsideView } from '../alerts/outside.schemas.ts'
import { publicIncident } from '../incidents/incidents.schemas.ts'
import { pageQuery } from '../platform/pagination.ts'
import { openingHours } from '../territory/territory.schemas.ts'

// What anyone reads of a commune in one go: on a phone, on paper, on the window of its town hall.

export const communeAddress = z.object({
  address: z.string().min(1).max(120).openapi({
    description: 'The end of its page’s address (`bavay`), or its INSEE code.',
    example: 'bavay',
  }),
})
export const communeQuery = z.object({ lang: z.enum(['fr', 'en', 'nl']).default('fr') })

export const communeRef = z
  .object({
    code: z.string(),
    name: z.string(),
    /** Of its page. */
    path: z.string(),
    postalCodes: z.array(z.string()),
    territory: z.object({ siren: z.string(), name: z.string() }),
  })
  .openapi('CommuneRef')
export type CommuneRef = z.infer<typeof communeRef>
export const communeList = z.object({ items: z.array(communeRef), nextCursor: z.string().nullable() })
export const communeSearch = z.object({
  /** Part of its name, or the start of its postal code. */
  q: z.string().trim().max(100).optional(),
  territory: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  ...pageQuery,
})

export const townHallView = z.object({
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  openingHours: openingHours.nullable(),
})
export type TownHallView = z.infer<typeof townHallView>

export const communeAire = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  address: z.string().nullable(),
  /** The next to leave today: of nobody by name, since anyone passing by reads this. */
  departures: z.array(
    z.object({
      id: z.string(),
      departAt: z.number(),
      arriveAt: z.number(),
      destination: z.string(),
      seatsLeft: z.number(),
      priceCents: z.number(),
    }),
  ),
})
export type CommuneAire = z.infer<typeof communeAire>

export const communePage = z
  .object({
    commune: communeRef.extend({
      population: z.number().nullable(),
      lon: z.number(),
      lat: z.number(),
    }),
    demo: z.boolean(),
    /** Others of the same name. */
    homonyms: z.array(communeRef),
    townHall: townHallView.nullable(),
    alerts: z.array(publicAlert),
    /** What other services say: weather vigilance, prefecture. Each with its origin, never as ours. */
    outside: z.array(outsideView),
    /** Dates of the coming two weeks. */
    events: occurrenceList.shape.items,
    incidents: z.array(publicIncident),
    aires: z.array(communeAire),
  })
  .openapi('CommunePage')
export type CommunePage = z.infer<typeof communePage>
