/**
 * Numbers (slots) for UUIDs, in flat arrays: 16 bytes an id and an open-addressing table, where a Map of strings would
 * take some two hundred.
 */
export interface IdTable {
  /** Four words a slot: the UUID's 128 bits. */
  words: Uint32Array
  /** Slot + 1 at the id's place or the first free one after it; 0 is free. Its length is a power of two. */
  table: Int32Array
  count: number
}

export function createIdTable(capacity: number): IdTable {
  return { words: new Uint32Array(4 * capacity), table: new Int32Array(tableLength(capacity)), count: 0 }
}

/** At most two thirds full. */
function tableLength(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(8, capacity * 1.5)))
}

const parsed = new Uint32Array(4)
const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function parse(id: string): void {
  if (!CANONICAL.test(id)) throw new RangeError(`“${id}” is not a UUID in lower case`)
  parsed[0] = parseInt(id.slice(0, 8), 16)
  parsed[1] = parseInt(id.slice(9, 13) + id.slice(14, 18), 16)
  parsed[2] = parseInt(id.slice(19, 23) + id.slice(24, 28), 16)
  parsed[3] = parseInt(id.slice(28), 16)
}

function homeOf(table: Int32Array, a: number, b: number, c: number, d: number): number {
  let hash =
    Math.imul(d ^ Math.imul(c, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(b ^ Math.imul(a, 0xc2b2ae35), 0x27d4eb2f)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) & (table.length - 1)
}

function homeOfSlot({ words, table }: IdTable, slot: number): number {
  const at = 4 * slot
  return homeOf(table, words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!)
}

/** Where the id read last stands in the table, or the free place where it would. */
function placeOfParsed({ words, table }: IdTable): number {
  const mask = table.length - 1
  let place = homeOf(table, parsed[0]!, parsed[1]!, parsed[2]!, parsed[3]!)
  for (; table[place] !== 0; place = (place + 1) & mask) {
    const at = 4 * (table[place]! - 1)
    if (
      words[at + 3] === parsed[3] &&
      words[at + 2] === parsed[2] &&
      words[at + 1] === parsed[1] &&
      words[at] === parsed[0]
    )
      return place
  }
  return place
}

/** The id's slot, -1 when it is unknown. Throws RangeError when it is no UUID in lower case. */
export function slotOfId(ids: IdTable, id: string): number {
  parse(id)
  return ids.table[placeOfParsed(ids)]! - 1
}

/** Gives an unknown id a slot of the caller's choice. */
export function addId(ids: IdTable, id: string, slot: number): void {
  parse(id)
  if (4 * slot + 4 > ids.words.length) ids.words = grown(ids.words, 4 * slot + 4)
  ids.words.set(parsed, 4 * slot)
  ids.count++
  if (tableLength(ids.count) > ids.table.length) {
    const slots = ids.table.filter((entry) => entry !== 0)
    ids.table = new Int32Array(2 * ids.table.length)
    for (const entry of slots) {
      let place = homeOfSlot(ids, entry - 1)
      while (ids.table[place] !== 0) place = (place + 1) & (ids.table.length - 1)
      ids.table[place] = entry
    }
  }
  ids.table[placeOfParsed(ids)] = slot + 1
}

/** Forgets a known id; those that were pushed past its place move back, so that no search stops short of them. */
export function removeId(ids: IdTable, id: string): void {
  parse(id)
  const { table } = ids
  const mask = table.length - 1
  let hole = placeOfParsed(ids)
  if (table[hole] === 0) return
  ids.count--
  for (let place = (hole + 1) & mask; table[place] !== 0; place = (place + 1) & mask) {
    const home = homeOfSlot(ids, table[place]! - 1)
    if (((place - home) & mask) >= ((place - hole) & mask)) {
      table[hole] = table[place]!
      hole = place
    }
  }
  table[hole] = 0
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexOfHalf = (half: number) => hexOfByte[half >>> 8]! + hexOfByte[half & 0xff]!

export function idOfSlot({ words }: IdTable, slot: number): string {
  const [a, b, c, d] = [words[4 * slot]!, words[4 * slot + 1]!, words[4 * slot + 2]!, words[4 * slot + 3]!]
  const first = hexOfHalf(a >>> 16) + hexOfHalf(a & 0xffff)
  const last = hexOfHalf(c & 0xffff) + hexOfHalf(d >>> 16) + hexOfHalf(d & 0xffff)
  return `${first}-${hexOfHalf(b >>> 16)}-${hexOfHalf(b & 0xffff)}-${hexOfHalf(c >>> 16)}-${last}`
}

/** Negative, zero or positive as the first id comes before, is, or comes after the second: the order of their text. */
export function compareIds({ words }: IdTable, first: number, second: number): number {
  for (let word = 0; word < 4; word++) {
    const difference = words[4 * first + word]! - words[4 * second + word]!
    if (difference !== 0) return difference
  }
  return 0
}

/** The same numbers in an array at least half as long again. */
export function grown<T extends Uint32Array | Int32Array | Uint16Array | Uint8Array>(
  array: T,
  length: number,
): T {
  const wider = new (array.constructor as new (length: number) => T)(
    Math.max(length, Math.ceil(array.length * 1.5)),
  )
  wider.set(array)
  return wider
}
