import { DEGREE, EARTH_RADIUS, greatCircleMetres } from '../platform/distance.rules.ts'

/** WGS 84, degrees. */
export interface Point {
  readonly lon: number
  readonly lat: number
}

/**
 * Travel times between the aires of a territory, every ordered pair: there and back may differ. Aires are numbers,
 * from 0 to `size` − 1, given in the order of their ids so that two processes number them alike.
 */
export interface TravelTable {
  readonly size: number
  /** Whole seconds by car, row by row (`from * size + to`); NO_ROAD when one cannot drive there. */
  readonly seconds: Uint16Array
  /** Whole metres by road, same layout; 0 where there is no road. */
  readonly metres: Uint32Array
}

/** No road, or a drive of 18 hours and more: nobody's short ride. */
export const NO_ROAD = 0xffff
/** Aires of one table: its arrays hold a cell for each ordered pair. */
export const MOST_AIRES = 10_000

/** One way from an aire to another. */
export interface Travel {
  readonly seconds: number
  readonly metres: number
}

/** A table without roads, save from each aire to itself. Throws RangeError beyond MOST_AIRES. */
export function emptyTravelTable(size: number): TravelTable {
  if (!Number.isInteger(size) || size < 0 || size > MOST_AIRES)
    throw new RangeError(`A travel table holds 0 to ${MOST_AIRES} aires, not ${size}`)
  const seconds = new Uint16Array(size * size).fill(NO_ROAD)
  for (let aire = 0; aire < size; aire++) seconds[aire * size + aire] = 0
  return { size, seconds, metres: new Uint32Array(size * size) }
}

/** Writes one way; null, or a drive too long to be counted, is no road. The way to oneself stays zero. */
export function setTravel(table: TravelTable, from: number, to: number, travel: Travel | null): void {
  if (from === to) return
  const cell = from * table.size + to
  const drivable = travel !== null && travel.seconds >= 0 && Math.round(travel.seconds) < NO_ROAD
  table.seconds[cell] = drivable ? Math.round(travel.seconds) : NO_ROAD
  table.metres[cell] = drivable ? Math.round(travel.metres) : 0
}

/** Reads one way; null where there is no road. */
export function travelOf({ size, seconds, metres }: TravelTable, from: number, to: number): Travel | null {
  const cell = from * size + to
  return seconds[cell] === NO_ROAD ? null : { seconds: seconds[cell]!, metres: metres[cell]! }
}

/** Roads are longer than the crow flies: 1.3 is the usual figure of rural France, our assumption. */
export const ROAD_FACTOR = 1.3
/**
 * Of a drive, the first kilometres are in the village, the next on small roads, the rest on a main road. Our
 * assumption, without traffic. Each class is faster than the one before: so the estimate grows with distance, and
 * passing by a third place is never quicker (the function is concave: f(a + b) ≤ f(a) + f(b)).
 */
export const ROAD_CLASSES = [
  { untilMetres: 3_000, kmPerHour: 30 },
  { untilMetres: 20_000, kmPerHour: 60 },
  { untilMetres: Infinity, kmPerHour: 80 },
] as const
/** Farther than this as the crow flies, nothing is estimated: between may lie a sea. */
export const ESTIMATE_WITHIN_METRES = 200_000

/**
 * An estimate of a drive, for want of a routing server: great circle × road factor ÷ speed by class. To be said to be
 * an estimate wherever it is shown. Null beyond ESTIMATE_WITHIN_METRES.
 */
export function estimateTravel(from: Point, to: Point): Travel | null {
  const crow = greatCircleMetres(from, to)
  if (!(crow <= ESTIMATE_WITHIN_METRES)) return null
  const metres = crow * ROAD_FACTOR
  let seconds = 0
  let done = 0
  for (const { untilMetres, kmPerHour } of ROAD_CLASSES) {
    const part = Math.min(metres, untilMetres) - done
    if (part <= 0) break
    seconds += (part * 3.6) / kmPerHour
    done += part
  }
  // Rounded up, so that whole seconds keep f(a + b) ≤ f(a) + f(b).
  return { seconds: Math.ceil(seconds), metres: Math.round(metres) }
}

/** The whole table of `aires` by estimate. */
export function estimateTravelTable(aires: readonly Point[]): TravelTable {
  const table = emptyTravelTable(aires.length)
  for (let from = 0; from < aires.length; from++) {
    for (let to = from + 1; to < aires.length; to++) {
      const travel = estimateTravel(aires[from]!, aires[to]!)
      setTravel(table, from, to, travel)
      setTravel(table, to, from, travel)
    }
  }
  return table
}

/** 4.5 km/h: a walker of any age. Paths are longer than the crow flies, by the same factor as roads. */
export const WALK_METRES_PER_SECOND = 1.25
const METRES_PER_DEGREE_OF_LATITUDE = EARTH_RADIUS * DEGREE

/** An aire one can reach on foot. */
export interface Reach {
  readonly aire: number
  readonly walkSeconds: number
}

/** A town may have thirty aires within a walk: nobody chooses among so many, and each is searched from. */
export const MOST_REACHES = 8

/**
 * The aires within `limitMetres` on foot of a point, the nearest first, `most` of them; an aire at the point itself
 * costs nothing. Reads every aire once: there are thousands at most.
 */
export function aireReaches(
  aires: readonly Point[],
  point: Point,
  limitMetres: number,
  most = MOST_REACHES,
): Reach[] {
  const reaches: Reach[] = []
  const crowLimit = limitMetres / ROAD_FACTOR
  const latitudes = crowLimit / METRES_PER_DEGREE_OF_LATITUDE + 1e-9
  aires.forEach((there, aire) => {
    if (Math.abs(there.lat - point.lat) > latitudes) return
    const crow = greatCircleMetres(point, there)
    if (crow <= crowLimit)
      reaches.push({ aire, walkSeconds: Math.round((crow * ROAD_FACTOR) / WALK_METRES_PER_SECOND) })
  })
  return reaches.sort((a, b) => a.walkSeconds - b.walkSeconds || a.aire - b.aire).slice(0, most)
}
