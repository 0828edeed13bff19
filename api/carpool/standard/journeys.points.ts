import { greatCircleMetres } from '../../platform/distance.rules.ts'
import { ROAD_FACTOR, WALK_METRES_PER_SECOND, aireReaches, type Point, type Reach } from '../travel.rules.ts'
import type { OpenedIndex } from '../ride-index.ts'

/** Beyond the twenty nearest, an aire is not where one wants to go: each couple is searched. */
const mostAires = 20
const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE

/** What a call of the standard says of where. Kilometres as the crow flies. */
export type AskedEnds = {
  departureLat: number
  departureLng: number
  arrivalLat: number
  arrivalLng: number
  departureRadius: number
  arrivalRadius: number
}
export type Ends = { departure: Point; arrival: Point; from: Reach[]; to: Reach[] }

/** The aires around both ends of a search, the nearest first. */
export function endsOf({ aires }: Pick<OpenedIndex, 'aires'>, asked: AskedEnds): Ends {
  const departure = { lat: asked.departureLat, lon: asked.departureLng }
  const arrival = { lat: asked.arrivalLat, lon: asked.arrivalLng }
  const within = (point: Point, kilometres: number) =>
    aireReaches(aires, point, kilometres * 1000 * ROAD_FACTOR, mostAires)
  return {
    departure,
    arrival,
    from: within(departure, asked.departureRadius),
    to: within(arrival, asked.arrivalRadius),
  }
}

/** A walk by our estimate, in whole metres and seconds. */
export function walkOf(from: Point, to: Point): { metres: number; seconds: number } {
  const metres = Math.round(greatCircleMetres(from, to) * ROAD_FACTOR)
  return { metres, seconds: Math.round(metres / WALK_METRES_PER_SECOND) }
}

/** One departure between two aires, as others name it: what a booking gives back. */
export const journeyIdOf = (departureId: string, pickUpId: string, dropOffId: string) =>
  `${departureId}.${pickUpId}.${dropOffId}`

const form = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([0-9a-f-]{36})$/

/** Null when it is none of ours. */
export function readJourneyId(
  id: string,
): { departureId: string; pickUpId: string; dropOffId: string } | null {
  const [, departureId, pickUpId, dropOffId] = form.exec(id.toLowerCase()) ?? []
  return departureId && pickUpId && dropOffId ? { departureId, pickUpId, dropOffId } : null
}
