import { distanceToSegment, isValidPoint, linesOf, metresPerDegree } from './geometry.rules.ts'
import type { LineString, MultiLineString } from './geometry.rules.ts'
import { scaleFor, visitCells } from './grid.rules.ts'
import type { GridScale } from './grid.rules.ts'

/** One road line with who is in charge of it. */
export interface Road {
  readonly id: string
  /** As the sign says it: "D 932", "N 2"… */
  readonly ref: string
  readonly name?: string
  readonly owner: string
  readonly geometry: LineString | MultiLineString
}

export interface NearRoad {
  readonly id: string
  readonly ref: string
  readonly name?: string
  readonly owner: string
  readonly distanceMetres: number
}

/** Finds the roads around a point. */
export interface RoadIndex {
  /** Number of roads. */
  readonly size: number
  /** The road nearest to the point, no further than `withinMetres`; null when there is none. */
  nearest(lon: number, lat: number, withinMetres: number): NearRoad | null
  /** Every road within `withinMetres`, nearest first (then by ref and id). One entry a road. */
  within(lon: number, lat: number, withinMetres: number): NearRoad[]
}

/** About the length between two bends of a départementale: a handful of segments a cell. */
const CELL_SQUARE_DEGREES = 0.004 * 0.004

/**
 * Indexes road lines on a grid. Distances are exact to the segment, in metres on the plane that touches the Earth at
 * the point. Throws RangeError, with the road's id, on an impossible position.
 */
export function buildRoadIndex(roads: readonly Road[]): RoadIndex {
  const { segments, owners } = collectSegments(roads)
  const frame = frameOf(segments)
  const scale = scaleFor(CELL_SQUARE_DEGREES, (frame.south + frame.north) / 2)
  const cells = segmentsByCell(segments, scale)

  function within(lon: number, lat: number, withinMetres: number): NearRoad[] {
    if (!isValidPoint(lon, lat) || !(withinMetres >= 0)) return []
    const metres = metresPerDegree(lat)
    const nearest = new Map<number, number>()
    const measure = (segment: number) => {
      const distance = distanceToSegment(
        (segments[4 * segment]! - lon) * metres.x,
        (segments[4 * segment + 1]! - lat) * metres.y,
        (segments[4 * segment + 2]! - lon) * metres.x,
        (segments[4 * segment + 3]! - lat) * metres.y,
      )
      const road = owners[segment]!
      if (distance <= withinMetres && distance < (nearest.get(road) ?? Infinity)) nearest.set(road, distance)
    }
    const [spanX, spanY] = [withinMetres / metres.x, withinMetres / metres.y]
    const west = Math.floor(Math.max(frame.west, lon - spanX) * scale.columnsPerDegree)
    const east = Math.floor(Math.min(frame.east, lon + spanX) * scale.columnsPerDegree)
    const south = Math.floor(Math.max(frame.south, lat - spanY) * scale.rowsPerDegree)
    const north = Math.floor(Math.min(frame.north, lat + spanY) * scale.rowsPerDegree)
    for (let row = south; row <= north; row++) {
      for (let column = west; column <= east; column++) cells.get(cellKey(column, row))?.forEach(measure)
    }
    return [...nearest]
      .map(([road, distanceMetres]) => describe(roads[road]!, distanceMetres))
      .sort((a, b) => a.distanceMetres - b.distanceMetres || compare(a.ref, b.ref) || compare(a.id, b.id))
  }

  return {
    size: roads.length,
    nearest: (lon, lat, withinMetres) => within(lon, lat, withinMetres)[0] ?? null,
    within,
  }
}

function describe({ id, ref, name, owner }: Road, distanceMetres: number): NearRoad {
  return { id, ref, owner, distanceMetres, ...(name === undefined ? {} : { name }) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function collectSegments(roads: readonly Road[]): { segments: Float64Array; owners: Int32Array } {
  const segments: number[] = []
  const owners: number[] = []
  roads.forEach((road, owner) => {
    for (const line of linesOf(road.geometry)) {
      line.forEach(([lon, lat], i) => {
        if (!isValidPoint(lon, lat))
          throw new RangeError(`Road ${road.id}: impossible position ${lon}, ${lat}`)
        if (i === 0 && line.length > 1) return
        const [previousLon, previousLat] = line[Math.max(0, i - 1)]!
        if (previousLat <= lat) segments.push(previousLon, previousLat, lon, lat)
        else segments.push(lon, lat, previousLon, previousLat)
        owners.push(owner)
      })
    }
  })
  return { segments: Float64Array.from(segments), owners: Int32Array.from(owners) }
}

function frameOf(segments: Float64Array): { west: number; south: number; east: number; north: number } {
  const frame = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (let i = 0; i < segments.length; i += 2) {
    frame.west = Math.min(frame.west, segments[i]!)
    frame.east = Math.max(frame.east, segments[i]!)
    frame.south = Math.min(frame.south, segments[i + 1]!)
    frame.north = Math.max(frame.north, segments[i + 1]!)
  }
  return segments.length > 0 ? frame : { west: 0, south: 0, east: 0, north: 0 }
}

/** One number a cell: at most 2^16 cells a degree, so both halves fit in 53 bits. */
function cellKey(column: number, row: number): number {
  return row * 2 ** 26 + column
}

function segmentsByCell(segments: Float64Array, scale: GridScale): Map<number, number[]> {
  const cells = new Map<number, number[]>()
  for (let segment = 0; segment < segments.length / 4; segment++) {
    const at = 4 * segment
    visitCells(
      scale,
      segments[at]!,
      segments[at + 1]!,
      segments[at + 2]!,
      segments[at + 3]!,
      (column, row) => {
        const key = cellKey(column, row)
        const cell = cells.get(key)
        if (cell) cell.push(segment)
        else cells.set(key, [segment])
      },
    )
  }
  return cells
}
