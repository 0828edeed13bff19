import { distanceToSegment, isValidPoint, metresPerDegree } from './geometry.rules.ts'
import type { Area } from './geometry.rules.ts'
import {
  BLOCK_EDGES,
  BLOCK_HEADER,
  BLOCK_INSIDE,
  BLOCK_NEXT,
  EDGE_AREAS,
  EDGE_KIND,
  EDGE_WORDS,
  KIND_ABOVE,
  KIND_BESIDE,
  KIND_WITHIN,
} from './locator-blocks.rules.ts'
import { collectEdges } from './locator-edges.rules.ts'
import { indexEdges, isEastOf, TILE_MASK, TILE_SHIFT } from './locator-index.rules.ts'
import type { LocatorIndex } from './locator-index.rules.ts'

/**
 * Says in which area (commune) a point is: the same answer as even-odd containment worked out with exact
 * arithmetic over every border, holes and detached parts included. The same code runs on the server and, from a
 * territory's pack, on the phone.
 *
 * A point on a border belongs to one side only, as if it stood a hair to the east of itself (and a hair of a hair
 * to the north). Where areas overlap, the one with the lowest code answers; where they leave a gap, none does.
 */
export interface Locator {
  /** The areas' codes in ascending order; area numbers index this list and `names`. */
  readonly codes: readonly string[]
  readonly names: readonly string[]
  /** Bytes held by the index, all of it in flat arrays. */
  readonly byteLength: number
  /** The code of the area that holds the point; null outside all, in a gap, or when the point is impossible. */
  locate(lon: number, lat: number): string | null
  /** Like `locate`, with the area's number, -1 for none. */
  locateNumber(lon: number, lat: number): number
  /** Area numbers of points laid out lon, lat, lon, lat…; -1 for none. */
  locateMany(lonLat: Float64Array): Int32Array
  /**
   * The areas within `accuracyMetres` of the point, nearest first; those that hold it come first, at 0 m. The
   * cost grows with the square of the accuracy: callers cap it (a GPS fix worse than a few km tells no commune).
   */
  candidates(lon: number, lat: number, accuracyMetres: number): Candidate[]
}

export interface Candidate {
  readonly code: string
  readonly name: string
  readonly distanceMetres: number
}

/**
 * Builds the locator of `areas`. Codes must be distinct. Throws InvalidBoundary when a position is not on Earth.
 * Unclosed rings are closed; rings of no surface hold nothing.
 */
export function buildLocator(areas: readonly Area[]): Locator {
  const sorted = [...areas].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  const codes = sorted.map((area) => area.code)
  const names = sorted.map((area) => area.name)
  const index = indexEdges(collectEdges(sorted))
  return {
    codes,
    names,
    byteLength: index.tiles.byteLength + index.cells.byteLength + index.words.byteLength,
    locate: (lon, lat) => codes[numberAt(index, lon, lat)] ?? null,
    locateNumber: (lon, lat) => numberAt(index, lon, lat),
    locateMany: (lonLat) => {
      const numbers = new Int32Array(lonLat.length >> 1)
      for (let i = 0; i < numbers.length; i++)
        numbers[i] = numberAt(index, lonLat[2 * i]!, lonLat[2 * i + 1]!)
      return numbers
    },
    candidates: (lon, lat, accuracyMetres) =>
      numbersWithin(index, lon, lat, accuracyMetres).map(([area, distanceMetres]) => ({
        code: codes[area]!,
        name: names[area]!,
        distanceMetres,
      })),
  }
}

function numberAt(index: LocatorIndex, lon: number, lat: number): number {
  const column = Math.floor(lon * index.columnsPerDegree) - index.firstColumn
  const row = Math.floor(lat * index.rowsPerDegree) - index.firstRow
  const tileColumn = column >> TILE_SHIFT
  const tileRow = row >> TILE_SHIFT
  // Written so that NaN fails too.
  if (!(column >= 0 && row >= 0 && tileColumn < index.tilesAcross && tileRow < index.tilesDown)) return -1
  let answer = index.tiles[tileRow * index.tilesAcross + tileColumn]!
  if (answer < 0) return -2 - answer
  answer = index.cells[answer + ((row & TILE_MASK) << TILE_SHIFT) + (column & TILE_MASK)]!
  if (answer < 0) return -2 - answer
  return decide(index, answer, lon, lat, (column + index.firstColumn) / index.columnsPerDegree)
}

/**
 * Walks from the point to the cell's south-west corner, whose holders are known, first west to the cell's side then
 * south along it, and toggles the owners of every edge met.
 */
function decide(index: LocatorIndex, firstBlock: number, x: number, y: number, west: number): number {
  const { words, numbers } = index
  let block = firstBlock
  for (;;) {
    let inside = words[block + BLOCK_INSIDE]!
    const areas = block + BLOCK_HEADER + words[block + BLOCK_EDGES]! * EDGE_WORDS
    for (let edge = block + BLOCK_HEADER; edge < areas; edge += EDGE_WORDS) {
      const n = edge >> 1
      const y1 = numbers[n + 1]!
      const y2 = numbers[n + 3]!
      const spans = y1 <= y && y < y2
      const kind = words[edge + EDGE_KIND]!
      if (kind === KIND_WITHIN) {
        if (spans && !isEastOf(x, y, numbers[n]!, y1, numbers[n + 2]!, y2))
          inside ^= words[edge + EDGE_AREAS]!
        continue
      }
      const x1 = numbers[n]!
      const x2 = numbers[n + 2]!
      const eastOfSide = spans && isEastOf(west, y, x1, y1, x2, y2)
      if (spans && eastOfSide !== isEastOf(x, y, x1, y1, x2, y2)) inside ^= words[edge + EDGE_AREAS]!
      if (kind === KIND_BESIDE) continue
      const aboveSide = spans ? x2 > x1 !== eastOfSide : y < y1
      if (aboveSide !== (kind === KIND_ABOVE)) inside ^= words[edge + EDGE_AREAS]!
    }
    if (inside !== 0) return words[areas + lowestBit(inside)]!
    block = words[block + BLOCK_NEXT]!
    if (block === 0) return -1
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/**
 * Area numbers and metres, nearest first. An area that does not hold the point is within reach exactly when one of
 * its border edges is, and every such edge is listed in a cell of the square around the point.
 */
function numbersWithin(index: LocatorIndex, lon: number, lat: number, metres: number): [number, number][] {
  if (!isValidPoint(lon, lat)) return []
  const nearest = new Map<number, number>()
  const reach = metres > 0 ? metres : 0
  const scale = metresPerDegree(lat)
  const spanX = reach / scale.x
  const spanY = reach / scale.y
  const { columnsPerDegree, rowsPerDegree, firstColumn, firstRow, tilesAcross, tilesDown } = index
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value))
  const west = clamp(Math.floor((lon - spanX) * columnsPerDegree) - firstColumn, tilesAcross << TILE_SHIFT)
  const east = clamp(
    Math.floor((lon + spanX) * columnsPerDegree) - firstColumn + 1,
    tilesAcross << TILE_SHIFT,
  )
  const south = clamp(Math.floor((lat - spanY) * rowsPerDegree) - firstRow, tilesDown << TILE_SHIFT)
  const north = clamp(Math.floor((lat + spanY) * rowsPerDegree) - firstRow + 1, tilesDown << TILE_SHIFT)
  for (let row = south; row < north; row++) {
    for (let column = west; column < east; column++) {
      const tile = index.tiles[(row >> TILE_SHIFT) * tilesAcross + (column >> TILE_SHIFT)]!
      if (tile < 0) continue
      const cell = index.cells[tile + ((row & TILE_MASK) << TILE_SHIFT) + (column & TILE_MASK)]!
      if (cell >= 0) measureBlock(index, cell, lon, lat, scale, reach, nearest)
    }
  }
  const holder = numberAt(index, lon, lat)
  if (holder >= 0) nearest.set(holder, 0)
  return [...nearest].sort(
    (a, b) => a[1] - b[1] || Number(b[0] === holder) - Number(a[0] === holder) || a[0] - b[0],
  )
}

function measureBlock(
  index: LocatorIndex,
  firstBlock: number,
  lon: number,
  lat: number,
  scale: { x: number; y: number },
  reach: number,
  nearest: Map<number, number>,
): void {
  const { words, numbers } = index
  let block = firstBlock
  do {
    const areas = block + BLOCK_HEADER + words[block + BLOCK_EDGES]! * EDGE_WORDS
    for (let edge = block + BLOCK_HEADER; edge < areas; edge += EDGE_WORDS) {
      const n = edge >> 1
      const distance = distanceToSegment(
        (numbers[n]! - lon) * scale.x,
        (numbers[n + 1]! - lat) * scale.y,
        (numbers[n + 2]! - lon) * scale.x,
        (numbers[n + 3]! - lat) * scale.y,
      )
      if (distance > reach) continue
      for (let bits = words[edge + EDGE_AREAS]!; bits !== 0; bits &= bits - 1) {
        const area = words[areas + lowestBit(bits)]!
        nearest.set(area, Math.min(distance, nearest.get(area) ?? Infinity))
      }
    }
    block = words[block + BLOCK_NEXT]!
  } while (block !== 0)
}
