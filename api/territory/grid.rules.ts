/**
 * Grids whose cells measure a power of two of a degree. Scaling a coordinate by a power of two is exact in
 * floating point, so the cell of a point is found without rounding and every corner is a number we can write:
 * what the exactness of the locator rests on.
 */
export interface GridScale {
  /** Cells in one degree of longitude: a power of two. */
  readonly columnsPerDegree: number
  /** Cells in one degree of latitude: a power of two. */
  readonly rowsPerDegree: number
}

/** Bounds how fine and how coarse cells may be: 2^-16 of a degree is under 2 m. */
const FINEST = 16
const COARSEST = -3

/** The scale whose cells are about `squareDegrees` in area and, at that latitude, about as wide as high. */
export function scaleFor(squareDegrees: number, lat: number): GridScale {
  const clamp = (power: number) => Math.min(FINEST, Math.max(COARSEST, power))
  const cells = -Math.log2(squareDegrees)
  const flattening = Math.log2(Math.max(0.05, Math.cos((lat * Math.PI) / 180)))
  const columns = clamp(Math.round((cells + flattening) / 2))
  return { columnsPerDegree: 2 ** columns, rowsPerDegree: 2 ** clamp(Math.round(cells - columns)) }
}

/** Covers, with a wide margin, the rounding of an interpolated longitude (under 4e-13 of a degree). */
const INTERPOLATION_MARGIN = 2 ** -38

/**
 * Calls `visit` with every cell (counted from 0° 0°) that the closed segment touches. Cells are half-open:
 * each holds its west and south sides. A few cells that are only brushed may be visited too, none is missed.
 * The segment must go upwards: y1 ≤ y2, in degrees within ±360.
 */
export function visitCells(
  scale: GridScale,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  visit: (column: number, row: number) => void,
): void {
  const { columnsPerDegree, rowsPerDegree } = scale
  const firstRow = Math.floor(y1 * rowsPerDegree)
  const lastRow = Math.floor(y2 * rowsPerDegree)
  const west = Math.min(x1, x2)
  const east = Math.max(x1, x2)
  const slope = lastRow === firstRow ? 0 : (x2 - x1) / (y2 - y1)
  for (let row = firstRow; row <= lastRow; row++) {
    let from = west
    let to = east
    if (lastRow !== firstRow && Number.isFinite(slope)) {
      const bottom = x1 + (Math.max(y1, row / rowsPerDegree) - y1) * slope
      const top = x1 + (Math.min(y2, (row + 1) / rowsPerDegree) - y1) * slope
      from = Math.max(west, Math.min(bottom, top) - INTERPOLATION_MARGIN)
      to = Math.min(east, Math.max(bottom, top) + INTERPOLATION_MARGIN)
    }
    const lastColumn = Math.floor(to * columnsPerDegree)
    for (let column = Math.floor(from * columnsPerDegree); column <= lastColumn; column++) visit(column, row)
  }
}
