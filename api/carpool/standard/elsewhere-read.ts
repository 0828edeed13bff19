import { z } from 'zod'
import { text } from '../../platform/text.ts'
import type { OperatorRow } from './operators.repository.ts'

/** What we keep of a driver's journey elsewhere, checked. Instants are epoch milliseconds. */
export type Journey = {
  id: string
  driver: { id: string; name: string }
  pickUp: { name: string | null; lat: number; lon: number }
  dropOff: { name: string | null; lat: number; lon: number }
  pickUpAt: number
  dropOffAt: number
  metres: number | null
  priceCents: number | null
  seatsLeft: number | null
  webUrl: string | null
}

const lat = z.number().min(-90).max(90)
const lng = z.number().min(-180).max(180)
const name = text({ min: 1, max: 200 })
const optional = <S extends z.ZodType>(shape: S) => shape.nullish().catch(null)
/** A page one may be led to: never a script, never a password on the way. */
const webUrl = z
  .string()
  .max(2000)
  .refine((value) => {
    if (!URL.canParse(value)) return false
    const { protocol, username, password } = new URL(value)
    return /^https?:$/.test(protocol) && username === '' && password === ''
  })
/** A person shares costs: beyond, it is a mistake of units. */
const dearest = 1000

/** A driver's journey as the standard requires it; what it leaves open is read when it makes sense. */
const given = z.object({
  id: z.string().min(1).max(255),
  operator: z.string().min(1),
  duration: z.number().int().min(0).max(86_400),
  passengerPickupLat: lat,
  passengerPickupLng: lng,
  passengerDropLat: lat,
  passengerDropLng: lng,
  passengerPickupDate: z.number().int().min(0).max(4_102_444_800),
  type: z.enum(['PLANNED', 'DYNAMIC', 'LINE']),
  driver: z.object({ id: z.string().min(1).max(255), operator: z.string().min(1), alias: name }),
  passengerPickupAddress: optional(name),
  passengerDropAddress: optional(name),
  distance: optional(z.number().int().min(0).max(1_000_000)),
  availableSeats: optional(z.number().int().min(0).max(100)),
  webUrl: optional(webUrl),
  price: optional(
    z.object({
      type: z.enum(['FREE', 'PAYING', 'UNKNOWN']).optional(),
      amount: z.number().min(0).max(dearest).optional(),
      currency: z.string().optional(),
    }),
  ),
})
/** More are not looked at: nobody reads them. */
const mostItems = 500

/**
 * The journeys of an operator's answer that make sense, and how many were dropped: of another shape, in the past, out of
 * the time asked for, without a seat, of somebody else's operator. Null when it is no list at all.
 */
export function readJourneys(
  answer: unknown,
  {
    operator,
    earliest,
    latest,
    now,
  }: { operator: Pick<OperatorRow, 'domain'>; earliest: number; latest: number; now: number },
): { journeys: Journey[]; dropped: number } | null {
  if (!Array.isArray(answer)) return null
  const seen = new Set<string>()
  const journeys = answer.slice(0, mostItems).flatMap((item: unknown) => {
    const read = given.safeParse(item)
    if (!read.success) return []
    const journey = toJourney(read.data)
    const fits =
      read.data.operator === operator.domain &&
      read.data.driver.operator === operator.domain &&
      journey.pickUpAt >= Math.max(now, earliest) &&
      journey.pickUpAt <= latest &&
      journey.seatsLeft !== 0 &&
      !seen.has(journey.id)
    seen.add(journey.id)
    return fits ? [journey] : []
  })
  return { journeys, dropped: answer.length - journeys.length }
}

function toJourney(item: z.infer<typeof given>): Journey {
  const pickUpAt = item.passengerPickupDate * 1000
  return {
    id: item.id,
    driver: { id: item.driver.id, name: item.driver.alias.slice(0, 60) },
    pickUp: {
      name: item.passengerPickupAddress ?? null,
      lat: item.passengerPickupLat,
      lon: item.passengerPickupLng,
    },
    dropOff: {
      name: item.passengerDropAddress ?? null,
      lat: item.passengerDropLat,
      lon: item.passengerDropLng,
    },
    pickUpAt,
    dropOffAt: pickUpAt + item.duration * 1000,
    metres: item.distance ?? null,
    priceCents: centsOf(item.price),
    seatsLeft: item.availableSeats ?? null,
    webUrl: item.webUrl ?? null,
  }
}

function centsOf(price: z.infer<typeof given>['price']): number | null {
  if (!price) return null
  if (price.type === 'FREE') return 0
  const euros = price.currency === undefined || price.currency === 'EUR'
  return price.amount !== undefined && euros ? Math.round(price.amount * 100) : null
}
