import { z } from '@hono/zod-openapi'
import { communeCode, siren } from '../incidents/incidents.schemas.ts'
import { text } from '../platform/text.ts'
import { day, decimal, uuid } from '../platform/wire.ts'
import { busesFound } from './buses.schemas.ts'
import { MOST_SEATS, rideKinds, wishes } from './carpool.rules.ts'

// Shapes on the wire that trips, searches and bookings share, and those of the search. Instants are epoch milliseconds,
// walks and drives whole seconds and metres, prices cents for one passenger.

export { communeCode, day, siren, uuid }
export const words = (max: number) => text({ max })
/** What the clock on the wall reads in Europe/Paris: `07:30`. */
export const wallTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ example: '07:30' })
export const wish = z.enum(wishes)
export const wishList = z.array(wish).max(wishes.length).default([])
export const seats = z.number().int().min(1).max(MOST_SEATS)
/** ISO days of the week: 1 is Monday. */
export const weekdays = z.array(z.number().int().min(1).max(7)).min(1).max(7)

const wishesQuery = z
  .string()
  .max(200)
  .transform((value) => value.split(',').filter((part) => part !== ''))
  .pipe(z.array(z.enum(wishes)).max(wishes.length))
  .default([])
  .openapi({ type: 'string', example: 'luggage,pets' })

const truth = z.enum(['true', 'false']).transform((value) => value === 'true')
const whole = (min: number, max: number) => decimal(min, max).pipe(z.number().int())

/** An aire as rides show it. */
export const aireRef = z
  .object({
    id: z.string(),
    name: z.string(),
    commune: z.string().nullable(),
    lat: z.number(),
    lon: z.number(),
    /** No longer there: trips by it are kept off the search. */
    withdrawn: z.boolean(),
  })
  .openapi('RideAire')
export type AireRef = z.infer<typeof aireRef>

export const place = z
  .string()
  .min(1)
  .max(60)
  .openapi({ description: 'An aire’s id, the INSEE code of a commune, or `lat,lon`.' })
const moment = z.string().min(10).max(35).openapi({
  description: 'Wall time of Europe/Paris (`2026-11-27T07:30`), or an instant with its offset (RFC 3339).',
})

export const searchQuery = z.object({
  territory: siren,
  from: place,
  to: place,
  /** The moment wished for. Default: now. */
  at: moment.optional(),
  /** Does `at` speak of leaving, or of being there? */
  by: z.enum(['departure', 'arrival']).default('departure'),
  /** Default: half an hour before `at` to two hours after it; by arrival, the other way round. */
  earliest: moment.optional(),
  latest: moment.optional(),
  seats: whole(1, MOST_SEATS).default(1),
  wishes: wishesQuery,
  transfers: truth.default(true),
  /** Metres one is ready to walk at either end. */
  walk: whole(0, 5000).default(1500),
  limit: whole(1, 50).default(20),
})
export type SearchQuery = z.infer<typeof searchQuery>

/** One end of a search, as it was understood. */
const searchEnd = z.object({
  kind: z.enum(['aire', 'commune', 'position']),
  name: z.string(),
  /** Aires from which, or to which, one may walk; the nearest first. */
  aires: z.array(z.object({ aire: aireRef, walkSeconds: z.number() })),
})

const legShape = z.object({
  departureId: z.string(),
  tripId: z.string(),
  driver: z.object({ name: z.string() }),
  /** Where the driver's own way begins and ends. */
  origin: aireRef,
  destination: aireRef,
  pickUp: aireRef,
  dropOff: aireRef,
  pickUpAt: z.number(),
  dropOffAt: z.number(),
  seatsLeft: z.number(),
  /** What the driver drives more for this passenger. */
  detourSeconds: z.number(),
  metres: z.number(),
  /** For one passenger; 0 is free. */
  priceCents: z.number(),
  wishes: z.array(wish),
  note: z.string().nullable(),
  /** Driven on several days: one may book some of them in one go. */
  regular: z.boolean(),
})

export const rideShape = z
  .object({
    /** Same ride, same key: the departures' ids, the first car's first. */
    key: z.string(),
    kind: z.enum(rideKinds),
    leaveAt: z.number(),
    arriveAt: z.number(),
    walkToSeconds: z.number(),
    walkFromSeconds: z.number(),
    /** Where one changes cars, and how long one waits there; null with one car. */
    transfer: z.object({ aire: aireRef, waitSeconds: z.number() }).nullable(),
    legs: z.array(legShape).min(1).max(2),
    /** One's own: this trip can't be booked by who drives it. */
    mine: z.boolean(),
    seats: z.number(),
    /** For one passenger, all cars together. */
    priceCents: z.number(),
    metres: z.number(),
    detourSeconds: z.number(),
  })
  .openapi('Ride')
export type RideView = z.infer<typeof rideShape>

/** Who can be called when the application has no answer. */
export const clerkShape = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
})

export const searchAnswer = z
  .object({
    territory: z.string(),
    from: searchEnd,
    to: searchEnd,
    at: z.number(),
    by: z.enum(['departure', 'arrival']),
    earliest: z.number(),
    latest: z.number(),
    /** Where travel times come from: said on screen when it is an estimate. */
    travelSource: z.enum(['osrm', 'estimate', 'mixed']),
    rides: z.array(rideShape),
    /** What remains to do when there is none; null when there are rides. */
    otherwise: z
      .object({
        /** The nearest rides before and after the window, within a day. */
        nearest: z.array(rideShape),
        /** Days of the four weeks to come with a ride at about that time, at most seven. */
        days: z.array(z.object({ day: z.string(), ride: rideShape })),
        /** A standing request can be left (`POST /api/ride-requests`). */
        request: z.boolean(),
        clerk: clerkShape.nullable(),
      })
      .nullable(),
    /** Buses of that day from near the one to near the other: none known, or no timetable, when empty. */
    buses: busesFound,
  })
  .openapi('RideSearch')
export type SearchAnswer = z.infer<typeof searchAnswer>

const linkedLeg = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([uuid, uuid, uuid]))
  .transform(([departureId, pickUpId, dropOffId]) => ({ departureId, pickUpId, dropOffId }))
export const rideQuery = z.object({
  /** `departure.pick-up.drop-off`, and `_` before that of the second car: as links have it. */
  legs: z
    .string()
    .max(250)
    .transform((text) => text.split('_'))
    .pipe(z.array(linkedLeg).min(1).max(2))
    .openapi({ type: 'string' }),
  seats: whole(1, MOST_SEATS).default(1),
})

export const destinationsQuery = z.object({ territory: siren, from: place })
/** Where one can go from a place within a week, with the next departure to each. */
export const destinationsAnswer = z
  .object({
    from: z.object({ kind: z.enum(['aire', 'commune', 'position']), name: z.string() }),
    items: z.array(
      z.object({ origin: aireRef, destination: aireRef, departAt: z.number(), seatsLeft: z.number() }),
    ),
  })
  .openapi('RideDestinations')
export type DestinationsAnswer = z.infer<typeof destinationsAnswer>

export const departuresQuery = z.object({
  territory: siren,
  aire: uuid,
  day: day.optional(),
})
/** What leaves an aire on a day: read by who waits there, without an account. */
export const departuresAnswer = z
  .object({
    aire: aireRef,
    day: z.string(),
    items: z.array(
      z.object({
        departureId: z.string(),
        tripId: z.string(),
        driver: z.object({ name: z.string() }),
        destination: aireRef,
        departAt: z.number(),
        arriveAt: z.number(),
        seatsLeft: z.number(),
        priceCents: z.number(),
        wishes: z.array(wish),
        regular: z.boolean(),
      }),
    ),
  })
  .openapi('AireDepartures')
export type DeparturesAnswer = z.infer<typeof departuresAnswer>
