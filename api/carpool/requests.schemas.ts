import { z } from '@hono/zod-openapi'
import { decimal } from '../platform/wire.ts'
import {
  aireRef,
  day,
  place,
  seats,
  siren,
  uuid,
  wallTime,
  weekdays,
  wish,
  wishList,
  words,
} from './rides.schemas.ts'

// Shapes on the wire of wishes that last: « Prévenez-moi ».

/** A person's wish that lasts. */
export const newRequest = z
  .strictObject({
    id: uuid,
    territory: siren,
    from: place,
    to: place,
    firstDay: day,
    /** Default: the first day alone, or four weeks from it when there are weekdays. Without weekdays: every day until then. */
    lastDay: day.optional(),
    weekdays: weekdays.optional(),
    time: wallTime,
    by: z.enum(['departure', 'arrival']).default('departure'),
    flexMinutes: z.number().int().min(5).max(240).default(30),
    seats: seats.default(1),
    wishes: wishList,
    transfers: z.boolean().default(true),
    walk: z.number().int().min(0).max(5000).default(1500),
    note: words(300).optional(),
    eventId: uuid.optional(),
  })
  .openapi('NewRideRequest')
export type NewRequest = z.infer<typeof newRequest>

const standing = {
  firstDay: z.string(),
  lastDay: z.string(),
  weekdays: z.array(z.number()),
  time: z.string(),
  by: z.enum(['departure', 'arrival']),
  flexMinutes: z.number(),
  seats: z.number(),
  wishes: z.array(wish),
}

export const requestView = z
  .object({
    id: z.string(),
    /** `closed`: put on hold by its author. `over`: its last day is past. */
    status: z.enum(['open', 'closed', 'over']),
    from: z.string(),
    to: z.string(),
    ...standing,
    transfers: z.boolean(),
    note: z.string().nullable(),
    eventId: z.string().nullable(),
    toldAt: z.number().nullable(),
    createdAt: z.number(),
    version: z.number(),
  })
  .openapi('RideRequest')
export type RequestView = z.infer<typeof requestView>

export const requestPage = z
  .object({ items: z.array(requestView), nextCursor: z.string().nullable() })
  .openapi('RideRequestPage')

export const requestChange = z
  .strictObject({ status: z.enum(['open', 'closed']) })
  .openapi('RideRequestChange')
export type RequestChange = z.infer<typeof requestChange>

/** What a driver may know of a wish: where, when, for how many. Never who, nor from which door. */
export const wantedRide = z
  .object({
    id: z.string(),
    from: z.object({ name: z.string(), aire: aireRef }),
    to: z.object({ name: z.string(), aire: aireRef }),
    /** The next day it is wished for. */
    day: z.string(),
    ...standing,
    eventId: z.string().nullable(),
    mine: z.boolean(),
  })
  .openapi('WantedRide')
export type WantedRide = z.infer<typeof wantedRide>

export const wantedQuery = {
  territory: siren,
  /** Only what a driver on this way may serve, within the detour; both or neither. */
  from: uuid.optional(),
  to: uuid.optional(),
  detour: decimal(0, 60).pipe(z.number().int()).default(10),
  /** Only what this trip serves, on one of its days to come. */
  trip: uuid.optional(),
  event: uuid.optional(),
}
export const wantedPage = z
  .object({
    items: z.array(wantedRide),
    nextCursor: z.string().nullable(),
    /** How many there are, on all pages. */
    total: z.number(),
  })
  .openapi('WantedRidePage')
export type WantedPage = z.infer<typeof wantedPage>
