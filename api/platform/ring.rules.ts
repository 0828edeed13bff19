// Rings on the ground, in degrees, in the order of GeoJSON. Pure.

type Position = readonly [lon: number, lat: number, ...rest: number[]]
type Ring = readonly Position[]

/** Is a point in a ring? Even-odd rule. */
export function isInRing({ lon, lat }: { lon: number; lat: number }, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

const side = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
const isBetween = (a: Position, b: Position, c: Position): boolean =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1])

/** Do two segments meet, their ends included? */
export function segmentsMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const [c1, d1, a1, b1] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (c1 !== d1 && a1 !== b1) return true
  return (
    (c1 === 0 && isBetween(a, b, c)) ||
    (d1 === 0 && isBetween(a, b, d)) ||
    (a1 === 0 && isBetween(c, d, a)) ||
    (b1 === 0 && isBetween(c, d, b))
  )
}

const metresADegree = 111_195

/** Signed surface of a closed ring in square metres, within one in a hundred; positive when it turns counterclockwise. */
export function ringSurface(ring: Ring): number {
  const [first] = ring
  if (!first) return 0
  const across = metresADegree * Math.cos((first[1] * Math.PI) / 180)
  // From its first corner: products of whole coordinates would lose what is small.
  const corners = ring.map(
    ([lon, lat]) => [(lon - first[0]) * across, (lat - first[1]) * metresADegree] as const,
  )
  let twice = 0
  for (let i = 0; i + 1 < corners.length; i++) {
    const [[x0, y0], [x1, y1]] = [corners[i]!, corners[i + 1]!]
    twice += x0 * y1 - x1 * y0
  }
  return twice / 2
}

/** Points along a closed ring, its corners among them, no further apart than so many metres. */
export function pointsAlong(ring: Ring, metres: number): [lon: number, lat: number][] {
  return ring.slice(0, -1).flatMap(([lon, lat], i) => {
    const [toLon, toLat] = ring[i + 1]!
    const across = metresADegree * Math.cos((lat * Math.PI) / 180)
    const length = Math.hypot((toLon - lon) * across, (toLat - lat) * metresADegree)
    const steps = Math.max(1, Math.ceil(length / metres))
    return Array.from({ length: steps }, (_, step): [number, number] => [
      lon + ((toLon - lon) * step) / steps,
      lat + ((toLat - lat) * step) / steps,
    ])
  })
}
