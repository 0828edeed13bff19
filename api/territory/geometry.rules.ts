/** GeoJSON order, WGS 84 degrees: [longitude, latitude]. */
export type Position = readonly [lon: number, lat: number, ...rest: number[]]
export type Ring = readonly Position[]

export interface Polygon {
  readonly type: 'Polygon'
  readonly coordinates: readonly Ring[]
}

export interface MultiPolygon {
  readonly type: 'MultiPolygon'
  readonly coordinates: readonly (readonly Ring[])[]
}

export interface LineString {
  readonly type: 'LineString'
  readonly coordinates: readonly Position[]
}

export interface MultiLineString {
  readonly type: 'MultiLineString'
  readonly coordinates: readonly (readonly Position[])[]
}

/** A commune's boundary, or anything else with a code, a name and a surface. */
export interface Area {
  readonly code: string
  readonly name: string
  readonly geometry: Polygon | MultiPolygon
}

/** [west, south, east, north] in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

/** The polygons of a geometry, whichever of the two forms it has. */
export function polygonsOf(geometry: Polygon | MultiPolygon): readonly (readonly Ring[])[] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
}

/** The lines of a geometry, whichever of the two forms it has. */
export function linesOf(geometry: LineString | MultiLineString): readonly (readonly Position[])[] {
  return geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
}

/** True when both are finite and on Earth: |lon| ≤ 180, |lat| ≤ 90. */
export function isValidPoint(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

const DEGREE = Math.PI / 180
/** WGS 84 (EPSG:7030): semi-major axis in metres, first eccentricity squared. */
const SEMI_MAJOR_AXIS = 6_378_137
const ECCENTRICITY_SQUARED = 6.694_379_990_141_33e-3

/** Metres in one degree of longitude (x) and of latitude (y) at a latitude, on the WGS 84 ellipsoid. */
export function metresPerDegree(lat: number): { x: number; y: number } {
  const sine = Math.sin(lat * DEGREE)
  const curvature = 1 / (1 - ECCENTRICITY_SQUARED * sine * sine)
  const primeVertical = SEMI_MAJOR_AXIS * Math.sqrt(curvature) * DEGREE
  return {
    x: primeVertical * Math.cos(lat * DEGREE),
    y: primeVertical * curvature * (1 - ECCENTRICITY_SQUARED),
  }
}

/**
 * Metres between two points, on the plane that touches the ellipsoid at their middle latitude:
 * within 0.01 % of the geodesic up to 200 km at French latitudes, which is all a territory needs.
 */
export function distanceMetres(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const scale = metresPerDegree((lat1 + lat2) / 2)
  return Math.hypot((lon2 - lon1) * scale.x, (lat2 - lat1) * scale.y)
}

/** Distance from the origin to the segment (x1, y1)–(x2, y2), in the unit of its arguments. */
export function distanceToSegment(x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const length2 = dx * dx + dy * dy
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / length2))
  return Math.hypot(x1 + along * dx, y1 + along * dy)
}
