import L from 'leaflet'
import type { LonLat, MapDrawn } from './map-types.ts'

function cornerElement(number: number): HTMLElement {
  const element = document.createElement('span')
  element.textContent = String(number)
  return element
}

/** A surface and, while it is drawn, its corners, which a mouse or a finger drags; the list beside the map does the same. */
export function drawnLayer(
  { corners, editing }: MapDrawn,
  onDrag: (index: number, at: LonLat) => void,
): L.LayerGroup {
  const points = corners.map(({ lon, lat }) => L.latLng(lat, lon))
  const layers: L.Layer[] = []
  if (points.length > 2) layers.push(L.polygon(points, { className: 'map-drawn', interactive: false }))
  else if (points.length === 2)
    layers.push(L.polyline(points, { className: 'map-drawn', interactive: false }))
  if (editing)
    for (const [index, point] of points.entries()) {
      const icon = L.divIcon({
        className: 'map-corner',
        html: cornerElement(index + 1),
        iconSize: [44, 44],
      })
      const corner = L.marker(point, { icon, draggable: true, keyboard: false })
      corner.on('dragend', () => {
        const { lat, lng } = corner.getLatLng()
        onDrag(index, { lat, lon: lng })
      })
      layers.push(corner)
    }
  return L.layerGroup(layers)
}
