import { z } from '@hono/zod-openapi'
import { LONGEST_DETOUR_SECONDS, wishes } from './carpool.rules.ts'
import { eventTie, eventTieView } from './event-rides.schemas.ts'
import {
  aireRef,
  day,
  seats,
  siren,
  uuid,
  wallTime,
  weekdays,
  wish,
  wishList,
  words,
} from './rides.schemas.ts'

// Shapes on the wire of what a driver offers.

/** A trip driven on days of the week, public holidays and exceptions aside. */
const regular = z.strictObject({
  weekdays,
  /** Null: until told otherwise. */
  lastDay: day.nullable().default(null),
  holidaysOff: z.boolean().default(true),
  exceptions: z.array(day).max(200).default([]),
})

const detourMinutes = z
  .number()
  .int()
  .min(0)
  .max(LONGEST_DETOUR_SECONDS / 60)
const costCents = z.number().int().min(0).max(10_000)

/** What a driver says of a trip; all of it may change later. */
const offered = {
  originId: uuid,
  destinationId: uuid,
  /** The day, or the first one of a regular trip. */
  firstDay: day,
  time: wallTime,
  regular: regular.nullable().default(null),
  seats,
  /** Minutes of driving accepted beyond the way itself. */
  detourMinutes: detourMinutes.default(10),
  /** Shared costs for one passenger: free by default, never above `cap` of `GET /api/trips/cost`. */
  costCents: costCents.default(0),
  wishes: wishList,
  note: words(300).nullable().default(null),
}

export const newTrip = z
  .strictObject({
    /** UUIDv7 made by the phone, offline too. */
    id: uuid,
    territory: siren,
    ...offered,
    /** The way back, offered in the same gesture: from the destination to the origin, on the same days. */
    back: z
      .strictObject({
        id: uuid,
        time: wallTime,
        /** When it is not the same day. */
        firstDay: day.optional(),
      })
      .nullable()
      .default(null),
    /** The date of an event that it leads to, and the way back comes from: of a trip made once. */
    event: eventTie.nullable().default(null),
  })
  .openapi('NewTrip')
export type NewTrip = z.infer<typeof newTrip>

/** Leaves now, or in some minutes: the shortest offer. */
export const leaveNow = z
  .strictObject({
    id: uuid,
    territory: siren,
    originId: uuid,
    destinationId: uuid,
    inMinutes: z.number().int().min(0).max(180).default(5),
    seats: seats.default(1),
  })
  .openapi('LeaveNow')
export type LeaveNow = z.infer<typeof leaveNow>

/** The official kilometric scale, and what it allows here. */
export const costShape = z
  .object({
    /** Most that one passenger may be asked, in cents. */
    capCents: z.number(),
    /** Euro cents a kilometre of the scale, and what it is. */
    centsPerKm: z.number(),
    year: z.number(),
    source: z.string(),
    sourceUrl: z.string(),
  })
  .openapi('CostCap')
export type CostView = z.infer<typeof costShape>
export const costQuery = z.object({
  territory: siren,
  from: uuid,
  to: uuid,
  seats: z.coerce.number().int().min(1).max(8).default(3),
})
export const costAnswer = costShape.extend({
  metres: z.number(),
  seconds: z.number(),
  travelSource: z.enum(['osrm', 'estimate', 'mixed']),
})

export const departureView = z.object({
  id: z.string(),
  day: z.string(),
  departAt: z.number(),
  arriveAt: z.number(),
  seats: z.number(),
  seatsLeft: z.number(),
  /** `paused`: no new passenger. */
  status: z.enum(['open', 'paused', 'cancelled']),
  /** Bookings not cancelled: seats asked for, or accepted. */
  waiting: z.number(),
  accepted: z.number(),
  /** A relative may look at it by the driver's link. */
  shared: z.boolean(),
})

export const tripView = z
  .object({
    id: z.string(),
    version: z.number(),
    territory: z.string(),
    status: z.enum(['active', 'paused', 'cancelled']),
    origin: aireRef,
    destination: aireRef,
    firstDay: z.string(),
    time: z.string(),
    regular: z
      .object({
        weekdays: z.array(z.number()),
        lastDay: z.string().nullable(),
        holidaysOff: z.boolean(),
        exceptions: z.array(z.string()),
      })
      .nullable(),
    seats: z.number(),
    detourMinutes: z.number(),
    costCents: z.number(),
    cost: costShape,
    wishes: z.array(wish),
    note: z.string().nullable(),
    /** The way there of this way back, and the other way round. */
    returnOfId: z.string().nullable(),
    backId: z.string().nullable(),
    /** The event it leads to, or back from. */
    event: eventTieView.nullable(),
    seconds: z.number().nullable(),
    metres: z.number().nullable(),
    travelSource: z.enum(['osrm', 'estimate', 'mixed']),
    /** The days to come, within four weeks, the soonest first. */
    departures: z.array(departureView),
    createdAt: z.number(),
  })
  .openapi('Trip')
export type TripView = z.infer<typeof tripView>

/** After a write: the trips as they are, and the days that keep what passengers were promised. */
export const tripWritten = z
  .object({ trip: tripView, back: tripView.nullable(), keptDays: z.array(z.string()) })
  .openapi('TripWritten')
export type TripWritten = z.infer<typeof tripWritten>

export const tripList = z
  .object({ items: z.array(tripView), nextCursor: z.string().nullable() })
  .openapi('TripList')

/** What changes of a trip; what it leaves out stays. A trip made once stays one, a regular one too. */
export const tripChange = z
  .strictObject({
    /** Of a regular trip: it changes from this day on. Default: today. */
    fromDay: day.optional(),
    originId: uuid.optional(),
    destinationId: uuid.optional(),
    firstDay: day.optional(),
    time: wallTime.optional(),
    regular: z
      .strictObject({
        weekdays: weekdays.optional(),
        lastDay: day.nullable().optional(),
        holidaysOff: z.boolean().optional(),
        exceptions: z.array(day).max(200).optional(),
      })
      .optional(),
    seats: seats.optional(),
    detourMinutes: detourMinutes.optional(),
    costCents: costCents.optional(),
    wishes: z.array(wish).max(wishes.length).optional(),
    note: words(300).nullable().optional(),
  })
  .openapi('TripChange')
export type TripChange = z.infer<typeof tripChange>

/** Pauses, resumes, restores: nothing more to say. */
export const tripAct = z.strictObject({}).openapi('TripAct')

/** Why a day or a trip is off: told to those who booked. */
export const cancelTrip = z.strictObject({ words: words(300).optional() }).openapi('CancelTrip')
