import { z } from '@hono/zod-openapi'
import { bookingStatuses } from '../bookings.rules.ts'
import { text } from '../../platform/text.ts'
import { decimal, uuid } from '../../platform/wire.ts'

// Shapes of the Standard Covoiturage (0.0.1), as we write them: moments are seconds since 1970, prices euros, distances
// metres. What the standard leaves open and we never say (polylines, photos, grades, cars) is left out.

const seconds = decimal(0, 4_102_444_800).pipe(z.number().int())
const whole = (min: number, max: number) => decimal(min, max).pipe(z.number().int())
export const MOST_JOURNEYS = 200

const ends = {
  departureLat: decimal(-90, 90),
  departureLng: decimal(-180, 180),
  arrivalLat: decimal(-90, 90),
  arrivalLng: decimal(-180, 180),
  /** Seconds before and after. */
  timeDelta: whole(0, 86_400).default(900),
  /** Kilometres as the crow flies. */
  departureRadius: decimal(0, 100).default(1),
  arrivalRadius: decimal(0, 100).default(1),
  count: whole(1, 100_000).optional(),
}
export const journeysQuery = z.object({ ...ends, departureDate: seconds })
export type JourneysQuery = z.infer<typeof journeysQuery>

export const standardDays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
/** RFC 3339 partial-time: `07:30:00`. */
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?$/)
export const regularQuery = z.object({
  ...ends,
  departureTimeOfDay: timeOfDay,
  departureWeekdays: z
    .string()
    .max(60)
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(standardDays)).min(1).max(7))
    .default([...standardDays])
    .openapi({ type: 'string', example: 'MON,TUE' }),
  minDepartureDate: seconds.optional(),
  maxDepartureDate: seconds.optional(),
})
export type RegularQuery = z.infer<typeof regularQuery>

export const standardUser = z
  .object({ id: z.string(), operator: z.string(), alias: z.string() })
  .openapi('StandardUser')
export const standardPrice = z
  .object({
    type: z.enum(['FREE', 'PAYING', 'UNKNOWN']),
    amount: z.number().optional(),
    currency: z.string().optional(),
  })
  .openapi('StandardPrice')
export type StandardPrice = z.infer<typeof standardPrice>

const trip = {
  operator: z.string(),
  passengerPickupLat: z.number(),
  passengerPickupLng: z.number(),
  passengerDropLat: z.number(),
  passengerDropLng: z.number(),
  passengerPickupAddress: z.string(),
  passengerDropAddress: z.string(),
  duration: z.number().int(),
  distance: z.number().int(),
  webUrl: z.string(),
}
const driverTrip = {
  ...trip,
  driver: standardUser,
  driverDepartureLat: z.number(),
  driverDepartureLng: z.number(),
  driverArrivalLat: z.number(),
  driverArrivalLng: z.number(),
  driverDepartureAddress: z.string(),
  driverArrivalAddress: z.string(),
  departureToPickupWalkingDistance: z.number().int(),
  departureToPickupWalkingDuration: z.number().int(),
  dropoffToArrivalWalkingDistance: z.number().int(),
  dropoffToArrivalWalkingDuration: z.number().int(),
  preferences: z.object({ smoking: z.boolean(), animals: z.boolean() }),
}
const schedule = {
  id: z.string(),
  passengerPickupDate: z.number().int(),
  driverDepartureDate: z.number().int(),
  type: z.literal('PLANNED'),
}
export const driverJourney = z
  .object({ ...driverTrip, ...schedule, availableSeats: z.number().int(), price: standardPrice })
  .openapi('StandardDriverJourney')
export type DriverJourney = z.infer<typeof driverJourney>
export const passengerJourney = z
  .object({ ...trip, ...schedule, passenger: standardUser, requestedSeats: z.number().int() })
  .openapi('StandardPassengerJourney')
export type PassengerJourney = z.infer<typeof passengerJourney>

const schedules = z.array(
  z.object({
    passengerPickupDay: z.enum(standardDays),
    passengerPickupTimeOfDay: z.string(),
    journeySchedules: z.array(z.object({ ...schedule, webUrl: z.string() })),
  }),
)
export const driverRegularTrip = z.object({ ...driverTrip, schedules }).openapi('StandardDriverTrip')
export type DriverRegularTrip = z.infer<typeof driverRegularTrip>
export const passengerRegularTrip = z
  .object({ ...trip, passenger: standardUser, schedules })
  .openapi('StandardPassengerTrip')
export type PassengerRegularTrip = z.infer<typeof passengerRegularTrip>

export const bookingStatus = z.enum(bookingStatuses)
const givenUser = z.object({
  id: z.string().min(1).max(255),
  operator: z.string().min(1).max(255),
  alias: z.string().min(1).max(255),
})
const journeyId = z.string().min(1).max(255)
const place = { lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }
const givenBooking = {
  passengerPickupDate: z.number().min(0).max(4_102_444_800),
  passengerPickupLat: place.lat,
  passengerPickupLng: place.lng,
  passengerDropLat: place.lat,
  passengerDropLng: place.lng,
}
/** A booking as another operator asks for it. What it says beyond this is not read. */
export const newStandardBooking = z
  .object({
    id: uuid,
    driver: givenUser,
    passenger: givenUser,
    status: bookingStatus,
    price: z.object({
      type: z.enum(['FREE', 'PAYING', 'UNKNOWN']).optional(),
      amount: z.number().optional(),
    }),
    ...givenBooking,
    driverJourneyId: journeyId.optional(),
    passengerJourneyId: journeyId.optional(),
  })
  .openapi('StandardNewBooking')
export type NewStandardBooking = z.infer<typeof newStandardBooking>

export const standardBooking = z
  .object({
    id: z.string(),
    driver: standardUser,
    passenger: standardUser,
    status: bookingStatus,
    price: standardPrice,
    passengerPickupDate: z.number().int(),
    passengerPickupLat: z.number(),
    passengerPickupLng: z.number(),
    passengerDropLat: z.number(),
    passengerDropLng: z.number(),
    passengerPickupAddress: z.string().optional(),
    passengerDropAddress: z.string().optional(),
    duration: z.number().int(),
    distance: z.number().int().optional(),
    webUrl: z.string().optional(),
    driverJourneyId: z.string(),
  })
  .openapi('StandardBooking')
export type StandardBooking = z.infer<typeof standardBooking>

export const statusQuery = z.object({ status: bookingStatus, message: text({ max: 500 }).optional() })
export type StatusQuery = z.infer<typeof statusQuery>

export const standardMessage = z
  .object({
    from: givenUser,
    to: givenUser,
    message: text({ min: 1, max: 500 }),
    recipientCarpoolerType: z.enum(['DRIVER', 'PASSENGER']),
    driverJourneyId: journeyId.optional(),
    passengerJourneyId: journeyId.optional(),
    bookingId: uuid.optional(),
  })
  .openapi('StandardMessage')
export type StandardMessage = z.infer<typeof standardMessage>

/** What became of a booking that both know: the rest of the event is not read. */
export const bookingEvent = z
  .object({
    id: uuid,
    idToken: z.string().max(10_000),
    data: z.object({ id: z.string().min(1).max(255), status: bookingStatus }),
  })
  .openapi('StandardBookingEvent')
export type BookingEvent = z.infer<typeof bookingEvent>

export const standardError = z.object({ error: z.string(), message: z.string() }).openapi('StandardError')
