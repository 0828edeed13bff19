import Supercluster from 'supercluster'
import type { Bounds, MapPoint } from './map-types.ts'

type Own = { point: MapPoint; total: number }
type Group = { total: number; open: number }
export type Mark =
  | { kind: 'point'; point: MapPoint }
  | {
      kind: 'group'
      id: string
      lon: number
      lat: number
      total: number
      open: boolean
      expansionZoom: number
    }

const radius = 60
const lastGroupedZoom = 17

/** Groups points that would overlap on screen. A point may itself be a group made by the server (`count`). */
export function clusterer(points: readonly MapPoint[]): (bounds: Bounds, zoom: number) => Mark[] {
  const index = new Supercluster<Own, Group>({
    radius,
    // Pixels of Leaflet's tiles, so that the radius is in pixels of the screen.
    extent: 256,
    maxZoom: lastGroupedZoom,
    map: ({ point, total }) => ({ total, open: point.tone === 'open' ? total : 0 }),
    reduce: (sum, one) => {
      sum.total += one.total
      sum.open += one.open
    },
  }).load(
    points.map((point) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
      properties: { point, total: point.count ?? 1 },
    })),
  )
  return (bounds, zoom) =>
    index.getClusters([...bounds], Math.floor(zoom)).map((feature): Mark => {
      const [lon = 0, lat = 0] = feature.geometry.coordinates
      const found = feature.properties
      if (!('cluster' in found))
        return (found.point.count ?? 1) > 1
          ? {
              kind: 'group',
              id: found.point.id,
              lon,
              lat,
              total: found.total,
              open: found.point.tone === 'open',
              expansionZoom: Math.floor(zoom) + 2,
            }
          : { kind: 'point', point: found.point }
      return {
        kind: 'group',
        id: `group-${found.cluster_id}`,
        lon,
        lat,
        total: found.total,
        open: found.open > 0,
        expansionZoom: index.getClusterExpansionZoom(found.cluster_id),
      }
    })
}
