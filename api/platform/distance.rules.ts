type Point = { readonly lat: number; readonly lon: number }

/** Radians. */
export const DEGREE = Math.PI / 180
/** Mean radius of the Earth (IUGG), metres. */
export const EARTH_RADIUS = 6_371_008.8

/** Great-circle metres between two points (haversine: exact enough for near points too). */
export function greatCircleMetres(a: Point, b: Point): number {
  const sinLat = Math.sin(((b.lat - a.lat) * DEGREE) / 2)
  const sinLon = Math.sin(((b.lon - a.lon) * DEGREE) / 2)
  const h = sinLat * sinLat + Math.cos(a.lat * DEGREE) * Math.cos(b.lat * DEGREE) * sinLon * sinLon
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}
