import type { TerritoryPage } from '../../api/territory/territory.schemas.ts'
import type { MapTiles } from '../ui/map/map-types.ts'

/** What lies under the map, as the server was configured; null for a plain ground. A kept page may be older than a setting. */
export function tilesOf(map: TerritoryPage['map']): MapTiles | null {
  if (map.pmtilesUrl) return { url: map.pmtilesUrl, attribution: map.pmtilesAttribution, vector: true }
  return map.tileUrl ? { url: map.tileUrl, attribution: map.tileAttribution } : null
}
