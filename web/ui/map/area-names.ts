import L from 'leaflet'
import type { MapAreas } from './map-types.ts'

/** Where something is drawn on the map, in its pixels. */
export type Box = { left: number; right: number; top: number; bottom: number }

const letterWidth = 7.2
const lineHeight = 18
const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * Names of the places that fit on the map as it stands, the most important first: a name that would cover another, or
 * lie under a pin (`taken`), waits for a closer look.
 */
export function areaNames(map: L.Map, areas: MapAreas, taken: readonly Box[]): L.LayerGroup {
  const seen = map.getBounds().pad(0.1)
  const used = [...taken]
  const names = areas.features
    .flatMap(({ properties: { name, lon, lat, weight = 0 } }) =>
      lon === undefined || lat === undefined ? [] : [{ name, at: L.latLng(lat, lon), weight }],
    )
    .filter(({ at }) => seen.contains(at))
    .sort((a, b) => b.weight - a.weight)
    .filter(({ name, at }) => {
      const { x, y } = map.latLngToLayerPoint(at)
      const half = (name.length * letterWidth) / 2
      const box = { left: x - half, right: x + half, top: y - lineHeight / 2, bottom: y + lineHeight / 2 }
      if (used.some((other) => overlap(box, other))) return false
      used.push(box)
      return true
    })
  return L.layerGroup(
    names.map(({ name, at }) => {
      const words = document.createElement('span')
      words.textContent = name
      const icon = L.divIcon({ className: 'map-name', html: words, iconSize: [0, 0] })
      return L.marker(at, { icon, interactive: false, keyboard: false })
    }),
  )
}
