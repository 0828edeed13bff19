import { orient2d } from 'robust-predicates'
import type { BorderEdges } from './locator-edges.rules.ts'

/**
 * A block tells, for one cell that borders cross, who holds the cell's south-west corner and which edges touch
 * the cell. Layout, in 32-bit words:
 *
 *   header   BLOCK_INSIDE   bit i: candidate i holds the corner
 *            BLOCK_EDGES    number of edges
 *            BLOCK_NEXT     start of the block of the cell's next 32 candidates, 0 when there is none
 *            (one word that keeps the doubles aligned)
 *   edges    x1 y1 x2 y2 as four doubles (upwards), EDGE_AREAS: bit i: the edge borders candidate i, EDGE_KIND
 *   areas    the candidates' numbers, lowest first, 32 at most
 */
export const BLOCK_INSIDE = 0
export const BLOCK_EDGES = 1
export const BLOCK_NEXT = 2
export const BLOCK_HEADER = 4
export const EDGE_AREAS = 8
export const EDGE_KIND = 9
export const EDGE_WORDS = 10
/** Wholly east of the cell's western side. */
export const KIND_WITHIN = 0
/** Reaches the line of the western side without crossing it. */
export const KIND_BESIDE = 1
/** Crosses the line of the western side north of the corner. */
export const KIND_ABOVE = 2
/** Crosses the line of the western side south of the corner. */
export const KIND_BELOW = 3

const CANDIDATES_PER_BLOCK = 32

/** Writes blocks one after the other in memory that grows. */
export class BlockWriter {
  readonly #edges: BorderEdges
  #words: Int32Array
  #numbers: Float64Array
  #length = 0

  constructor(edges: BorderEdges, expectedEdges: number) {
    this.#edges = edges
    this.#words = new Int32Array(0)
    this.#numbers = new Float64Array(0)
    this.#resize(1024 + expectedEdges * (EDGE_WORDS + 4))
  }

  /**
   * Writes what decides points of the cell whose south-west corner is (west, south), held by the areas `inside`
   * and touched by `list[start] … list[end - 1]`. Returns the start of the block.
   */
  write(
    list: Int32Array,
    start: number,
    end: number,
    inside: readonly number[],
    west: number,
    south: number,
  ): number {
    const candidates = this.#candidates(list, start, end, inside)
    const first = this.#length
    for (let done = 0; done < candidates.length; done += CANDIDATES_PER_BLOCK) {
      const group = candidates.slice(done, done + CANDIDATES_PER_BLOCK)
      const block = this.#length
      this.#reserve(BLOCK_HEADER + (end - start) * EDGE_WORDS + group.length + 1)
      let count = 0
      for (let k = start; k < end; k++) {
        if (this.#writeEdge(block + BLOCK_HEADER + count * EDGE_WORDS, list[k]!, group, west, south)) count++
      }
      this.#words[block + BLOCK_INSIDE] = inside.reduce((bits, area) => bits ^ bitOf(group, area), 0)
      this.#words[block + BLOCK_EDGES] = count
      this.#words.set(group, block + BLOCK_HEADER + count * EDGE_WORDS)
      const length = BLOCK_HEADER + count * EDGE_WORDS + group.length
      // Doubles need an even word.
      this.#length = block + length + (length & 1)
      this.#words[block + BLOCK_NEXT] = done + CANDIDATES_PER_BLOCK < candidates.length ? this.#length : 0
    }
    return first
  }

  /** The memory written, no longer than needed, seen as words and as doubles. */
  finish(): { words: Int32Array; numbers: Float64Array } {
    if (this.#words.length > 1.1 * this.#length) this.#resize(this.#length)
    return { words: this.#words, numbers: this.#numbers }
  }

  #candidates(list: Int32Array, start: number, end: number, inside: readonly number[]): number[] {
    const { owners, twins } = this.#edges
    const candidates = [...inside]
    for (let k = start; k < end; k++) {
      for (let edge = list[k]!; edge >= 0; edge = twins[edge]!) {
        const owner = owners[edge]!
        if (!candidates.includes(owner)) candidates.push(owner)
      }
    }
    return candidates.sort((a, b) => a - b)
  }

  /** False when the edge borders no area of the group: nothing to write. */
  #writeEdge(at: number, head: number, group: readonly number[], west: number, south: number): boolean {
    const { owners, twins, points } = this.#edges
    let areas = 0
    for (let edge = head; edge >= 0; edge = twins[edge]!) areas ^= bitOf(group, owners[edge]!)
    if (areas === 0) return false
    const ax = points[2 * head]!
    const ay = points[2 * head + 1]!
    const bx = points[2 * head + 2]!
    const by = points[2 * head + 3]!
    const upwards = ay < by || (ay === by && ax <= bx)
    const [x1, y1, x2, y2] = upwards ? [ax, ay, bx, by] : [bx, by, ax, ay]
    const numbers = this.#numbers
    numbers[at / 2] = x1
    numbers[at / 2 + 1] = y1
    numbers[at / 2 + 2] = x2
    numbers[at / 2 + 3] = y2
    this.#words[at + EDGE_AREAS] = areas
    this.#words[at + EDGE_KIND] = kindOf(x1, y1, x2, y2, west, south)
    return true
  }

  #reserve(words: number): void {
    if (this.#length + words > this.#words.length) this.#resize(Math.ceil((this.#length + words) * 1.3))
  }

  #resize(words: number): void {
    const grown = new Float64Array(Math.ceil(words / 2))
    const view = new Int32Array(grown.buffer)
    view.set(this.#words.subarray(0, this.#length))
    this.#numbers = grown
    this.#words = view
  }
}

function bitOf(group: readonly number[], area: number): number {
  const position = group.indexOf(area)
  return position < 0 ? 0 : 1 << position
}

/** How an edge stands to the cell's western side, seen from the corner (west, south). */
function kindOf(x1: number, y1: number, x2: number, y2: number, west: number, south: number): number {
  if (x1 > west && x2 > west) return KIND_WITHIN
  if (x1 > west === x2 > west) return KIND_BESIDE
  return isAbove(x1, y1, x2, y2, west, south) ? KIND_ABOVE : KIND_BELOW
}

/**
 * Does the edge, which goes upwards and crosses the meridian x, cross it strictly north of (x, y)? Exact. On a tie
 * the point's displacement by a hair to the east, then by a hair of a hair to the north, decides (see isEastOf).
 */
function isAbove(x1: number, y1: number, x2: number, y2: number, x: number, y: number): boolean {
  const turn = orient2d(x1, y1, x2, y2, x, y)
  if (x2 > x1) return turn > 0 || (turn === 0 && y2 > y1)
  return turn < 0
}
