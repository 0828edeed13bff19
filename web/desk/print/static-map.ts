/**
 * A map that stays still, for paper: drawn once as vectors over tiles, it keeps its shape at any size. Spherical
 * Mercator, in the pixels of 256-pixel tiles, as tile servers count them. Pure.
 */
import type { Bounds, LonLat, MapAreas } from '../../ui/map/map-types.ts'

export type Size = { width: number; height: number }
/** `left` and `top` in pixels of the whole world at `zoom`. */
export type Frame = Size & { zoom: number; left: number; top: number }
export type Tile = { url: string; x: number; y: number }
export type PlacedName = { name: string; x: number; y: number }

const tileSize = 256
const equatorMetres = 40_075_016.686
const radians = (degrees: number) => (degrees * Math.PI) / 180

function inWorld({ lon, lat }: LonLat, zoom: number) {
  const world = tileSize * 2 ** zoom
  const sine = Math.sin(radians(lat))
  return {
    x: ((lon + 180) / 360) * world,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world,
  }
}

export function frameAround(point: LonLat, zoom: number, { width, height }: Size): Frame {
  const { x, y } = inWorld(point, zoom)
  return { width, height, zoom, left: x - width / 2, top: y - height / 2 }
}

/** What shows `bounds` whole, over `share` of the width or of the height. */
export function frameOf([west, south, east, north]: Bounds, size: Size, share: number): Frame {
  const a = inWorld({ lon: west, lat: north }, 0)
  const b = inWorld({ lon: east, lat: south }, 0)
  const scale = Math.min((size.width * share) / (b.x - a.x), (size.height * share) / (b.y - a.y))
  const zoom = Math.min(18, Math.log2(scale))
  const world = 2 ** zoom
  return {
    ...size,
    zoom,
    left: ((a.x + b.x) / 2) * world - size.width / 2,
    top: ((a.y + b.y) / 2) * world - size.height / 2,
  }
}

/** Where a place is drawn, in pixels from the frame's corner. */
export function placeIn(frame: Frame, point: LonLat): { x: number; y: number } {
  const { x, y } = inWorld(point, frame.zoom)
  return { x: x - frame.left, y: y - frame.top }
}

/** Tiles under the frame, whose zoom is a whole number. `template` holds {z}, {x} and {y}. */
export function tilesUnder(frame: Frame, template: string): Tile[] {
  const first = { x: Math.floor(frame.left / tileSize), y: Math.floor(frame.top / tileSize) }
  const last = {
    x: Math.floor((frame.left + frame.width) / tileSize),
    y: Math.floor((frame.top + frame.height) / tileSize),
  }
  const tiles: Tile[] = []
  for (let x = first.x; x <= last.x; x++)
    for (let y = first.y; y <= last.y; y++) {
      const named: Record<string, number> = { z: frame.zoom, x, y }
      const url = template.replace(/\{([zxy])\}/g, (_, name: string) => String(named[name]))
      tiles.push({ url, x: x * tileSize - frame.left, y: y * tileSize - frame.top })
    }
  return tiles
}

/** Outlines as SVG path data, those that meet the frame only. */
export function outlinesIn(frame: Frame, areas: MapAreas): string[] {
  return areas.features.flatMap(({ geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    const rings = polygons
      .flat()
      .map((ring) => ring.map(([lon = 0, lat = 0]) => placeIn(frame, { lon, lat })))
    const xs = rings.flat().map(({ x }) => x)
    const ys = rings.flat().map(({ y }) => y)
    const meets =
      Math.max(...xs) > 0 &&
      Math.min(...xs) < frame.width &&
      Math.max(...ys) > 0 &&
      Math.min(...ys) < frame.height
    if (!meets) return []
    return [
      rings
        .map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`)
        .join(''),
    ]
  })
}

const letterWidth = 6.5
const lineHeight = 16

/**
 * Names that fit: one that would leave the frame, or cover a more important one or `taken`, is left out. That of `own`
 * is always there, under the dot of its centre.
 */
export function namesIn(
  frame: Frame,
  areas: MapAreas,
  { taken, own }: { taken: readonly { x: number; y: number }[]; own: string },
): PlacedName[] {
  const boxes = taken.map(({ x, y }) => ({ x, y: y - 16, half: 16, high: 20 }))
  const named = areas.features.flatMap(({ properties: { name, lon, lat, weight = 0 } }) => {
    if (lon === undefined || lat === undefined) return []
    const { x, y } = placeIn(frame, { lon, lat })
    return [name === own ? { name, weight: Infinity, x, y: y + lineHeight } : { name, weight, x, y }]
  })
  const kept: PlacedName[] = []
  for (const { name, x, y } of named.sort((a, b) => b.weight - a.weight)) {
    const half = (name.length * letterWidth) / 2
    const inside = x - half > 0 && x + half < frame.width && y > lineHeight && y < frame.height - lineHeight
    const free = boxes.every(
      (box) => Math.abs(box.x - x) > box.half + half || Math.abs(box.y - y) > box.high + lineHeight / 2,
    )
    if (!inside || !(free || name === own)) continue
    boxes.push({ x, y, half, high: lineHeight / 2 })
    kept.push({ name, x, y })
  }
  return kept
}

/** A round length to draw as a scale, at most `widest` pixels: `{ metres: 500, pixels: 82 }`. */
export function scaleOf(frame: Frame, lat: number, widest: number): { metres: number; pixels: number } {
  const metresPerPixel = (equatorMetres * Math.cos(radians(lat))) / (tileSize * 2 ** frame.zoom)
  const longest = widest * metresPerPixel
  const power = 10 ** Math.floor(Math.log10(longest))
  const metres = ([5, 2, 1].find((round) => round * power <= longest) ?? 1) * power
  return { metres, pixels: metres / metresPerPixel }
}
