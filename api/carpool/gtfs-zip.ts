import { Readable, Transform } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { GtfsRefused } from './gtfs-report.ts'

// The files of a zip (PKWARE's APPNOTE 6.3), read as they are asked for: a feed is some tables, of which some are never
// opened. Its table of contents is believed, and what it says of each file is checked as the file goes by.

export const zipLimits = { packed: 100 * 2 ** 20, unpacked: 2 ** 30, files: 1000 } as const

export type ZipFile = {
  /** Without its folder, in small letters. */
  name: string
  folder: string
  size: number
  /** Its bytes, unpacked; fails with GtfsRefused when they are not those that were packed. */
  open: () => Readable
}
type Entry = Omit<ZipFile, 'open'> & {
  path: string
  crc: number
  packed: number
  method: number
  locked: boolean
  offset: number
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }
const endSize = 22
const centralSize = 46
const localSize = 30
/** Stands where only a zip64 record gives the figure: of files too large for us. */
const elsewhere = 0xffff_ffff
const pieceSize = 256 * 1024

/** The files of a zip held in memory. Throws GtfsRefused for what is no zip, is cut, locked or meant to do harm. */
export function openZip(bytes: Buffer): ZipFile[] {
  if (bytes.length > zipLimits.packed)
    throw new GtfsRefused('too-large', { value: `${zipLimits.packed / 2 ** 20} Mo` })
  if (bytes.length < 4 || bytes.readUInt16LE(0) !== 0x4b50) throw new GtfsRefused('not-a-zip')
  const entries = readContents(bytes)
  for (const { path } of entries) refuseTrick(path)
  const files = entries.filter(
    ({ path }) => !path.endsWith('/') && !/(?:^|\/)(?:__MACOSX|\.[^/]+)/.test(path),
  )
  const starts = new Map(files.map((entry) => [entry, startOf(bytes, entry)]))
  refuseOverlaps(files.map((entry) => [starts.get(entry)!, starts.get(entry)! + entry.packed]))
  return files.map((entry) => ({
    name: entry.name,
    folder: entry.folder,
    size: entry.size,
    open: () => unpack(entry, bytes.subarray(starts.get(entry)!, starts.get(entry)! + entry.packed)),
  }))
}

function readContents(bytes: Buffer): Entry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  const size = bytes.readUInt32LE(end + 12)
  let at = bytes.readUInt32LE(end + 16)
  // Cut, or in several volumes.
  if (bytes.readUInt16LE(end + 4) !== 0 || at === elsewhere || at + size > end)
    throw new GtfsRefused('damaged')
  if (count > zipLimits.files) throw new GtfsRefused('too-many', { value: zipLimits.files })
  const entries: Entry[] = []
  for (let n = 0; n < count; n++) {
    if (at + centralSize > end || bytes.readUInt32LE(at) !== signatures.central)
      throw new GtfsRefused('damaged')
    const nameSize = bytes.readUInt16LE(at + 28)
    const next = at + centralSize + nameSize + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    const path = bytes.toString('utf8', at + centralSize, at + centralSize + nameSize).replaceAll('\\', '/')
    const cut = path.lastIndexOf('/')
    entries.push({
      path,
      name: path.slice(cut + 1).toLowerCase(),
      folder: path.slice(0, Math.max(cut, 0)).replace(/^\.\/?/, ''),
      locked: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at = next
  }
  return entries
}

/** The record that ends a zip, before a comment of 65,535 bytes at most. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - endSize; at >= Math.max(0, bytes.length - endSize - 0xffff); at--)
    if (
      bytes.readUInt32LE(at) === signatures.end &&
      at + endSize + bytes.readUInt16LE(at + 20) === bytes.length
    )
      return at
  throw new GtfsRefused('damaged')
}

/** We write no file by its name; but who names one so means no timetable. */
function refuseTrick(path: string): void {
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\0') || path.split('/').includes('..'))
    throw new GtfsRefused('path-trick', { file: path.slice(0, 60) })
}

/** Where the bytes of a file begin: its own header has its own length. */
function startOf(bytes: Buffer, { offset, packed, size, name }: Entry): number {
  if (packed === elsewhere || size === elsewhere)
    throw new GtfsRefused('too-large', { file: name, value: `${zipLimits.unpacked / 2 ** 20} Mo` })
  if (offset + localSize > bytes.length || bytes.readUInt32LE(offset) !== signatures.local)
    throw new GtfsRefused('damaged', { file: name })
  const start = offset + localSize + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (start + packed > bytes.length) throw new GtfsRefused('damaged', { file: name })
  return start
}

/** Files that share their bytes are how a small zip makes terabytes. */
function refuseOverlaps(ranges: [number, number][]): void {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0])
  if (sorted.some(([start], n) => n > 0 && start < sorted[n - 1]![1])) throw new GtfsRefused('path-trick')
}

function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
}

function unpack({ name, locked, method, size, crc }: Entry, packed: Buffer): Readable {
  if (locked) throw new GtfsRefused('locked', { file: name })
  if (method !== 0 && method !== 8) throw new GtfsRefused('damaged', { file: name })
  if (size > zipLimits.unpacked)
    throw new GtfsRefused('too-large', { file: name, value: `${zipLimits.unpacked / 2 ** 20} Mo` })
  let done = 0
  let sum = 0
  const check = new Transform({
    transform(chunk: Buffer, _, next) {
      done += chunk.length
      sum = crc32(chunk, sum)
      if (done > size) next(new GtfsRefused('damaged', { file: name }))
      else next(null, chunk)
    },
    flush(next) {
      next(done === size && sum === crc ? null : new GtfsRefused('damaged', { file: name }))
    },
  })
  const source = Readable.from(piecesOf(packed))
  if (method === 0) return source.pipe(check)
  const inflate = createInflateRaw()
  // What a broken packing makes zlib say is nobody's sentence.
  inflate.on('error', () => check.destroy(new GtfsRefused('damaged', { file: name })))
  check.on('close', () => {
    source.destroy()
    inflate.destroy()
  })
  return source.pipe(inflate).pipe(check)
}
