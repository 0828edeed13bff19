import { z } from '@hono/zod-openapi'
import { busModes } from '../../db/schema/gtfs.ts'
import { siren } from '../incidents/incidents.schemas.ts'
import { day, decimal } from '../platform/wire.ts'

// Shapes of buses on the wire. Instants are epoch milliseconds, walks whole seconds and metres as the crow flies.

/** Where timetables come from: said wherever they are shown. */
export const busFeedRef = z
  .object({
    id: z.string(),
    name: z.string(),
    licence: z.string().nullable(),
    publisher: z.string().nullable(),
    publisherUrl: z.string().nullable(),
    /** When it was read from its operator. */
    readAt: z.number(),
    /** Its last day (YYYY-MM-DD). */
    endsOn: z.string().nullable(),
    /** That day has passed: its buses are no longer known. */
    over: z.boolean(),
  })
  .openapi('BusFeed')
export type BusFeedRef = z.infer<typeof busFeedRef>

const busStop = z.object({
  name: z.string(),
  lat: z.number(),
  lon: z.number(),
  metres: z.number(),
  walkSeconds: z.number(),
})
const busShape = {
  /** Same bus, same key. */
  key: z.string(),
  line: z.string(),
  mode: z.enum(busModes),
  /** What is written on its front. */
  headsign: z.string().nullable(),
  /** Comes every so many minutes: its time is about right. */
  about: z.boolean(),
  /** Comes only when asked for beforehand. */
  onRequest: z.boolean(),
  /** The feed it is of. */
  feed: z.string(),
}
export const busDeparture = z.object({ ...busShape, at: z.number(), stop: busStop }).openapi('BusDeparture')
export type BusDeparture = z.infer<typeof busDeparture>
export const busRide = z
  .object({ ...busShape, leaveAt: z.number(), arriveAt: z.number(), from: busStop, to: busStop })
  .openapi('BusRide')
export type BusRideView = z.infer<typeof busRide>

/** Buses beside the rides of a search; feeds: those of these buses, and those over that are near both ends. */
export const busesFound = z.object({ rides: z.array(busRide), feeds: z.array(busFeedRef) })
export type BusesFound = z.infer<typeof busesFound>

export const aireBusesQuery = z.object({
  territory: siren.optional(),
  /** A day, from now on when it is today. Default: the next 24 hours, else what comes first within a week. */
  day: day.optional(),
  cursor: z.string().max(200).optional(),
  limit: decimal(1, 100).pipe(z.number().int()).default(20),
})
export const aireBuses = z
  .object({
    aireId: z.string(),
    items: z.array(busDeparture),
    nextCursor: z.string().nullable(),
    /** Those with a stop near the aire, also those that are over. */
    feeds: z.array(busFeedRef),
  })
  .openapi('AireBuses')
export type AireBuses = z.infer<typeof aireBuses>
