import L from 'leaflet'
import type { Box } from './area-names.ts'
import type { Mark } from './clusters.ts'
import type { LonLat, MapAreas, MapTiles } from './map-types.ts'

const svgSpace = 'http://www.w3.org/2000/svg'

/** Communes as plain vectors: the whole map where no tile comes, thin lines over tiles where they do. */
export function areaLayer(areas: MapAreas, overTiles: boolean): L.Layer {
  const className = overTiles ? 'map-area over-tiles' : 'map-area'
  return L.geoJSON(areas, { interactive: false, style: { className } })
}

const dropSize = { width: 44, height: 48 }
const groupSize = (total: number) => (total < 10 ? 44 : total < 100 ? 50 : 58)

/** Where the marks are drawn, in the map's pixels. */
export function boxesOf(map: L.Map, marks: readonly Mark[]): Box[] {
  return marks.map((mark) => {
    const { lat, lon } = mark.kind === 'group' ? mark : mark.point
    const { x, y } = map.latLngToLayerPoint([lat, lon])
    const half = (mark.kind === 'group' ? groupSize(mark.total) : dropSize.width) / 2
    const [top, bottom] = mark.kind === 'group' ? [y - half, y + half] : [y - dropSize.height, y]
    return { left: x - half, right: x + half, top, bottom }
  })
}

class Grid extends L.GridLayer {
  protected override createTile(): HTMLElement {
    const square = document.createElement('div')
    square.className = 'map-square'
    return square
  }
}

/** A faint grid: where nothing else is drawn, one still sees the map move. */
export function gridLayer(): L.GridLayer {
  return new Grid({ tileSize: 128, pane: 'overlayPane', zIndex: 300 })
}

function textElement(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}

/** A drop whose point stands on the place; hollow once closed, so that colour is never alone. */
function dropElement(closed: boolean): HTMLElement {
  const holder = document.createElement('span')
  const svg = document.createElementNS(svgSpace, 'svg')
  svg.setAttribute('viewBox', '0 0 32 40')
  svg.setAttribute('aria-hidden', 'true')
  const drop = document.createElementNS(svgSpace, 'path')
  drop.setAttribute(
    'd',
    'M16 38.500C9 29 3.5 22.5 3.5 15.500a12.5 12.5 0 0 1 25 0C28.5 22.5 23 29 16 38.500z',
  )
  svg.append(drop)
  const mark = document.createElementNS(svgSpace, closed ? 'path' : 'circle')
  if (closed) mark.setAttribute('d', 'M10.5 15.500l4 4 7-8')
  else {
    mark.setAttribute('cx', '16')
    mark.setAttribute('cy', '15.5')
    mark.setAttribute('r', '4.5')
  }
  mark.setAttribute('class', 'mark')
  svg.append(mark)
  holder.append(svg)
  return holder
}

/** By a finger, and by the keys of any button: Leaflet calls its marks buttons, and leaves name and keys to us. */
function pressed(marker: L.Marker, label: string, act: () => void): L.Marker {
  marker.on('add', () => marker.getElement()?.setAttribute('aria-label', label))
  return marker.on('click', act).on('keydown', ({ originalEvent }: L.LeafletKeyboardEvent) => {
    if (originalEvent.key !== 'Enter' && originalEvent.key !== ' ') return
    originalEvent.preventDefault()
    act()
  })
}

export function markLayer(
  marks: readonly Mark[],
  say: { group: (total: number) => string },
  on: { pick: (id: string) => void; expand: (at: LonLat, zoom: number) => void },
  picked: string | undefined,
): L.LayerGroup {
  return L.layerGroup(
    marks.map((mark) => {
      if (mark.kind === 'group') {
        const size = groupSize(mark.total)
        const icon = L.divIcon({
          className: mark.open ? 'map-group' : 'map-group closed',
          html: textElement('span', String(mark.total)),
          iconSize: [size, size],
        })
        const label = say.group(mark.total)
        const marker = L.marker([mark.lat, mark.lon], { icon, alt: label, title: label })
        return pressed(marker, label, () => on.expand(mark, mark.expansionZoom))
      }
      const { point } = mark
      const closed = point.tone === 'closed'
      const icon = L.divIcon({
        className: `map-drop${closed ? ' closed' : ''}${point.id === picked ? ' picked' : ''}`,
        html: dropElement(closed),
        iconSize: [dropSize.width, dropSize.height],
        iconAnchor: [22, 46],
      })
      const marker = L.marker([point.lat, point.lon], {
        icon,
        alt: point.label,
        title: point.label,
        zIndexOffset: point.id === picked ? 1000 : 0,
      })
      return pressed(marker, point.label, () => on.pick(point.id))
    }),
  )
}

/** The server's attribution is text, and Leaflet would write it as markup. */
export const attributionOf = (tiles: MapTiles) => textElement('span', tiles.attribution).innerHTML

export function tileLayer(tiles: MapTiles): L.TileLayer {
  const attribution = attributionOf(tiles)
  return L.tileLayer(tiles.url, { attribution, maxZoom: 19, referrerPolicy: 'no-referrer' })
}
