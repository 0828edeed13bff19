import { orient2d } from 'robust-predicates'
import { scaleFor, visitCells } from './grid.rules.ts'
import type { GridScale } from './grid.rules.ts'
import type { BorderEdges } from './locator-edges.rules.ts'
import { BlockWriter } from './locator-blocks.rules.ts'

/** Cells are kept in square tiles of 32 × 32, so that the sea between two territories costs one number. */
export const TILE_SHIFT = 5
export const TILE_SIDE = 1 << TILE_SHIFT
export const TILE_MASK = TILE_SIDE - 1
const CELLS_PER_TILE = TILE_SIDE * TILE_SIDE

/** Cells by distinct edge. On all France twice as many are a fifth faster for a third more memory, a quarter a third slower. */
const CELLS_PER_EDGE = 4
const MOST_TILES = 2 ** 21

/**
 * Where every point belongs, as flat arrays. A value in `tiles` is the start of the tile in `cells` when ≥ 0;
 * a value in `cells` is the start of a block in `words` when ≥ 0. Below zero either is an answer for the
 * whole tile or cell: -1 nobody, -2 - i area number i.
 */
export interface LocatorIndex extends GridScale {
  readonly firstColumn: number
  readonly firstRow: number
  readonly tilesAcross: number
  readonly tilesDown: number
  readonly tiles: Int32Array
  readonly cells: Int32Array
  /** Blocks of the cells that a border crosses (see locator-blocks.rules.ts); `numbers` is the same memory. */
  readonly words: Int32Array
  readonly numbers: Float64Array
}

/**
 * Is the edge strictly east of the point, at the point's latitude? Exact. The edge goes upwards (y1 < y2) and
 * spans that latitude. A point on the edge is east of it: this is the half-open rule that gives each point of a
 * shared border to one side only, as if every point stood a hair to the east, and a hair of a hair to the north.
 */
export function isEastOf(x: number, y: number, x1: number, y1: number, x2: number, y2: number): boolean {
  return orient2d(x1, y1, x2, y2, x, y) < 0
}

/** The distinct edges of `edges` made to go upwards (eastwards when level), read one at a time. */
class EdgeCursor {
  x1 = 0
  y1 = 0
  x2 = 0
  y2 = 0
  readonly #points: Float64Array

  constructor(points: Float64Array) {
    this.#points = points
  }

  read(edge: number): void {
    const points = this.#points
    const ax = points[2 * edge]!
    const ay = points[2 * edge + 1]!
    const bx = points[2 * edge + 2]!
    const by = points[2 * edge + 3]!
    const upwards = ay < by || (ay === by && ax <= bx)
    this.x1 = upwards ? ax : bx
    this.y1 = upwards ? ay : by
    this.x2 = upwards ? bx : ax
    this.y2 = upwards ? by : ay
  }
}

/** Builds the index of borders already joined by `collectEdges`. */
export function indexEdges(edges: BorderEdges): LocatorIndex {
  const grid = layTiles(edges)
  const byCell = edgesByCell(edges, grid)
  const crossings = crossingsByRow(edges, grid)
  const writer = new BlockWriter(edges, byCell.list.length)
  sweep(edges, grid, byCell, crossings, writer)
  return { ...grid, ...writer.finish() }
}

type Tiling = Omit<LocatorIndex, 'words' | 'numbers'>

/** Chooses the cells' size and gives room to the tiles that hold at least one edge. */
function layTiles(edges: BorderEdges): Tiling {
  const { points, distinct } = edges
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  for (let i = 0; i < points.length; i += 2) {
    west = Math.min(west, points[i]!)
    east = Math.max(east, points[i]!)
    south = Math.min(south, points[i + 1]!)
    north = Math.max(north, points[i + 1]!)
  }
  if (distinct.length === 0) [west, south, east, north] = [0, 0, 0, 0]
  let squareDegrees = edges.squareDegrees / (CELLS_PER_EDGE * Math.max(1, distinct.length))
  for (;;) {
    const scale = scaleFor(squareDegrees, (south + north) / 2)
    const tileColumn = Math.floor((west * scale.columnsPerDegree) / TILE_SIDE)
    const tileRow = Math.floor((south * scale.rowsPerDegree) / TILE_SIDE)
    const tilesAcross = Math.floor((east * scale.columnsPerDegree) / TILE_SIDE) - tileColumn + 1
    const tilesDown = Math.floor((north * scale.rowsPerDegree) / TILE_SIDE) - tileRow + 1
    if (tilesAcross * tilesDown > MOST_TILES) {
      squareDegrees = Math.max(squareDegrees, Number.MIN_VALUE) * 4
      continue
    }
    const grid = {
      ...scale,
      firstColumn: tileColumn * TILE_SIDE,
      firstRow: tileRow * TILE_SIDE,
      tilesAcross,
      tilesDown,
      tiles: new Int32Array(tilesAcross * tilesDown).fill(-1),
    }
    return { ...grid, cells: new Int32Array(CELLS_PER_TILE * reserveTiles(edges, grid)) }
  }
}

function reserveTiles(edges: BorderEdges, grid: Omit<Tiling, 'cells'>): number {
  const cursor = new EdgeCursor(edges.points)
  const tileScale = {
    columnsPerDegree: grid.columnsPerDegree / TILE_SIDE,
    rowsPerDegree: grid.rowsPerDegree / TILE_SIDE,
  }
  const firstColumn = grid.firstColumn / TILE_SIDE
  const firstRow = grid.firstRow / TILE_SIDE
  let count = 0
  const reserve = (column: number, row: number) => {
    const tile = (row - firstRow) * grid.tilesAcross + column - firstColumn
    if (grid.tiles[tile] === -1) grid.tiles[tile] = CELLS_PER_TILE * count++
  }
  for (const edge of edges.distinct) {
    cursor.read(edge)
    visitCells(tileScale, cursor.x1, cursor.y1, cursor.x2, cursor.y2, reserve)
  }
  return count
}

interface EdgesByCell {
  /** `list[starts[c]] … list[starts[c + 1] - 1]` are the edges that touch cell `c`. */
  readonly starts: Int32Array
  readonly list: Int32Array
}

function edgesByCell(edges: BorderEdges, grid: Tiling): EdgesByCell {
  const { firstColumn, firstRow, tilesAcross, tiles } = grid
  const cursor = new EdgeCursor(edges.points)
  const starts = new Int32Array(grid.cells.length + 1)
  const cellOf = (absoluteColumn: number, absoluteRow: number) => {
    const column = absoluteColumn - firstColumn
    const row = absoluteRow - firstRow
    const base = tiles[(row >> TILE_SHIFT) * tilesAcross + (column >> TILE_SHIFT)]!
    return base + ((row & TILE_MASK) << TILE_SHIFT) + (column & TILE_MASK)
  }
  const count = (column: number, row: number) => {
    const cell = cellOf(column, row)
    starts[cell] = starts[cell]! + 1
  }
  for (const edge of edges.distinct) {
    cursor.read(edge)
    visitCells(grid, cursor.x1, cursor.y1, cursor.x2, cursor.y2, count)
  }
  let total = 0
  for (let cell = 0; cell < starts.length; cell++) {
    total += starts[cell]!
    starts[cell] = total
  }
  const list = new Int32Array(total)
  let current = 0
  const place = (column: number, row: number) => {
    const cell = cellOf(column, row)
    const slot = starts[cell]! - 1
    starts[cell] = slot
    list[slot] = current
  }
  for (const edge of edges.distinct) {
    current = edge
    cursor.read(edge)
    visitCells(grid, cursor.x1, cursor.y1, cursor.x2, cursor.y2, place)
  }
  return { starts, list }
}

/** Column and edge packed in one number that sorts by column: both stay under 2^53 together. */
const PACKED_EDGE = 2 ** 28

interface CrossingsByRow {
  readonly starts: Int32Array
  /** For the southern line of each row, west to east: first column whose corner is east of an edge, and the edge. */
  readonly list: Float64Array
}

function crossingsByRow(edges: BorderEdges, grid: Tiling): CrossingsByRow {
  const { rowsPerDegree, columnsPerDegree, firstRow, firstColumn } = grid
  const rows = grid.tilesDown * TILE_SIDE
  const cursor = new EdgeCursor(edges.points)
  const starts = new Int32Array(rows + 1)
  const firstLine = () => Math.ceil(cursor.y1 * rowsPerDegree)
  const lastLine = () => Math.ceil(cursor.y2 * rowsPerDegree) - 1
  for (const edge of edges.distinct) {
    cursor.read(edge)
    for (let line = firstLine(), last = lastLine(); line <= last; line++) {
      starts[line - firstRow] = starts[line - firstRow]! + 1
    }
  }
  let total = 0
  for (let row = 0; row < starts.length; row++) {
    total += starts[row]!
    starts[row] = total
  }
  const list = new Float64Array(total)
  for (const edge of edges.distinct) {
    cursor.read(edge)
    const { x1, y1, x2, y2 } = cursor
    for (let line = firstLine(), last = lastLine(); line <= last; line++) {
      const y = line / rowsPerDegree
      const isWestOfEdge = (column: number) => isEastOf(column / columnsPerDegree, y, x1, y1, x2, y2)
      let column = Math.ceil((x1 + (y - y1) * ((x2 - x1) / (y2 - y1))) * columnsPerDegree)
      while (isWestOfEdge(column)) column++
      while (!isWestOfEdge(column - 1)) column--
      const slot = starts[line - firstRow]! - 1
      starts[line - firstRow] = slot
      list[slot] = (column - firstColumn) * PACKED_EDGE + edge
    }
  }
  return { starts, list }
}

/** Walks every row from west to east, knowing at each corner which areas hold it, and writes tiles and cells. */
function sweep(
  edges: BorderEdges,
  grid: Tiling,
  byCell: EdgesByCell,
  crossings: CrossingsByRow,
  writer: BlockWriter,
): void {
  const { tiles, cells, tilesAcross, columnsPerDegree, rowsPerDegree } = grid
  for (let row = 0; row < grid.tilesDown * TILE_SIDE; row++) {
    const line = crossings.list.subarray(crossings.starts[row], crossings.starts[row + 1]).sort()
    const south = (row + grid.firstRow) / rowsPerDegree
    const inside: number[] = []
    let next = 0
    const advanceTo = (column: number) => {
      const limit = (column + 1) * PACKED_EDGE
      while (next < line.length && line[next]! < limit)
        toggleOwners(edges, inside, line[next++]! % PACKED_EDGE)
    }
    for (let tileColumn = 0; tileColumn < tilesAcross; tileColumn++) {
      const tile = (row >> TILE_SHIFT) * tilesAcross + tileColumn
      const base = tiles[tile]!
      const firstColumn = tileColumn << TILE_SHIFT
      if (base < 0) {
        if ((row & TILE_MASK) === 0) {
          advanceTo(firstColumn)
          tiles[tile] = answerOf(inside)
        }
        continue
      }
      for (let column = firstColumn; column < firstColumn + TILE_SIDE; column++) {
        advanceTo(column)
        const cell = base + ((row & TILE_MASK) << TILE_SHIFT) + (column & TILE_MASK)
        const start = byCell.starts[cell]!
        const end = byCell.starts[cell + 1]!
        cells[cell] =
          start === end
            ? answerOf(inside)
            : writer.write(
                byCell.list,
                start,
                end,
                inside,
                (column + grid.firstColumn) / columnsPerDegree,
                south,
              )
      }
    }
  }
}

/** Where areas overlap the first wins: they are sorted by code. */
function answerOf(inside: readonly number[]): number {
  return inside.length === 0 ? -1 : -2 - Math.min(...inside)
}

function toggleOwners(edges: BorderEdges, inside: number[], head: number): void {
  for (let edge = head; edge >= 0; edge = edges.twins[edge]!) {
    const owner = edges.owners[edge]!
    const position = inside.indexOf(owner)
    if (position < 0) inside.push(owner)
    else inside.splice(position, 1)
  }
}
