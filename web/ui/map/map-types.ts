import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'

/** Degrees WGS 84. */
export type LonLat = { lon: number; lat: number }
/** West, south, east, north, in degrees. */
export type Bounds = readonly [number, number, number, number]
export type MapView = LonLat & { zoom: number }

export type MapPoint = LonLat & {
  id: string
  /** Read aloud, and shown when pointed at. */
  label: string
  tone: 'open' | 'closed'
  /** More than one: a group that the server made. */
  count?: number
}
/** `lon`, `lat`: where to write the name. `weight`: which of two names that collide is written. */
export type AreaProperties = { name: string; lon?: number; lat?: number; weight?: number }
export type MapAreas = FeatureCollection<Polygon | MultiPolygon, AreaProperties>
/** `vector`: one PMTiles file, drawn here; else pictures, by an address with `{z}/{x}/{y}`. */
export type MapTiles = { url: string; attribution: string; vector?: boolean }
export type MapMove = { bounds: Bounds; center: LonLat; zoom: number; byHand: boolean }
/** A surface drawn by its corners; `editing`: corners are placed by a tap or Enter, and dragged. */
export type MapDrawn = { corners: readonly LonLat[]; editing: boolean }
