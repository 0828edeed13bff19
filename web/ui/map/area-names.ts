import L from 'leaflet'
import type { MapAreas } from './map-types.ts'

type Box = { left: number; right: number; top: number; bottom: number }

const letterWidth = 7.2
const lineHeight = 18
const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * Names of the places that fit on the map as it stands, the most important first: a name that would cover another
 * waits for a closer look.
 */
export function areaNames(areas: MapAreas): L.LayerGroup {
  const named = areas.features
    .flatMap(({ properties: { name, lon, lat, weight = 0 } }) =>
      lon === undefined || lat === undefined ? [] : [{ name, at: L.latLng(lat, lon), weight }],
    )
    .sort((a, b) => b.weight - a.weight)
  const group = L.layerGroup()

  function draw(map: L.Map) {
    group.clearLayers()
    const seen = map.getBounds().pad(0.1)
    const taken: Box[] = []
    for (const { name, at } of named) {
      if (!seen.contains(at)) continue
      const { x, y } = map.latLngToLayerPoint(at)
      const half = (name.length * letterWidth) / 2
      const box = { left: x - half, right: x + half, top: y - lineHeight / 2, bottom: y + lineHeight / 2 }
      if (taken.some((other) => overlap(box, other))) continue
      taken.push(box)
      const words = document.createElement('span')
      words.textContent = name
      const icon = L.divIcon({ className: 'map-name', html: words, iconSize: [0, 0] })
      group.addLayer(L.marker(at, { icon, interactive: false, keyboard: false }))
    }
  }

  const redraw = (event: L.LeafletEvent) => draw(event.target as L.Map)
  const mapOf = () => (group as L.LayerGroup & { _map?: L.Map })._map
  group.on('add', () => {
    const map = mapOf()
    map?.on('moveend', redraw)
    if (map) draw(map)
  })
  group.on('remove', () => mapOf()?.off('moveend', redraw))
  return group
}
