import type { LonLat } from '../../ui/map/map-types.ts'

export const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Direction = (typeof directions)[number]

const metresPerDegree = 111_320

/** How far and on which side of a place another lies. Flat-earth: right to the metre within a commune. */
export function fromCentre(centre: LonLat, point: LonLat): { metres: number; direction: Direction } {
  const east = (point.lon - centre.lon) * metresPerDegree * Math.cos((centre.lat * Math.PI) / 180)
  const north = (point.lat - centre.lat) * metresPerDegree
  const eighths = Math.round(Math.atan2(east, north) / (Math.PI / 4))
  return { metres: Math.hypot(east, north), direction: directions[(eighths + 8) % 8] ?? 'n' }
}
