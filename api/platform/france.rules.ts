/** Rough frames of the French territories, wide enough to hold their coasts. */
const FRENCH_FRAMES: readonly (readonly [west: number, south: number, east: number, north: number])[] = [
  [-5.6, 41.2, 9.8, 51.3],
  [-63.3, 14.2, -60.7, 18.2],
  [-54.7, 2, -51.5, 5.9],
  [55.1, -21.5, 55.9, -20.8],
  [44.9, -13.1, 45.4, -12.5],
  [-56.5, 46.7, -56.1, 47.2],
  [-154.8, -28, -134.3, -7.7],
  [156, -23, 172.2, -17],
  [-178.3, -14.5, -175.9, -13.1],
]

/** True within the frame of a French territory, its near seas and neighbours included. */
export function isInFrenchFrame(lon: number, lat: number): boolean {
  return FRENCH_FRAMES.some(
    ([west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north,
  )
}

/**
 * True when the pair makes sense in France only after swapping latitude and longitude, the most common
 * mistake of those who call an API by hand. The caller asks "did you swap?" and never swaps by itself.
 */
export function looksSwapped(lat: number, lon: number): boolean {
  return !isInFrenchFrame(lon, lat) && isInFrenchFrame(lat, lon)
}
