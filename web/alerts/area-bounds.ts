import type { Bounds, LonLat } from '../ui/map/map-types.ts'

/** So much around what is shown, in degrees: its surroundings tell where it is. */
const around = 0.006

/** What to show of the map for an area, or for one place. Expects a corner at least. */
export function boundsOfCorners(corners: readonly LonLat[]): Bounds {
  const lons = corners.map(({ lon }) => lon)
  const lats = corners.map(({ lat }) => lat)
  return [
    Math.min(...lons) - around,
    Math.min(...lats) - around,
    Math.max(...lons) + around,
    Math.max(...lats) + around,
  ]
}
