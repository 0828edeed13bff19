import type { Area, MultiPolygon, Polygon, Position } from './geometry.rules.ts'
import { metresPerDegree } from './geometry.rules.ts'
import { ByteReader, ByteWriter, InvalidPack } from './pack-bytes.rules.ts'
import { shareBorders } from './pack-topology.rules.ts'
import type { ArcUse } from './pack-topology.rules.ts'

/**
 * A territory's communes in a few kilobytes, for the phone to keep and to locate with when there is no network.
 *
 *   "BCG" version  decimals
 *   arcs:   count, then for each: number of points, then each point as its distance from the one before
 *   areas:  count, then for each: code, name, polygons → rings → arcs (twice the number, plus one when reversed)
 *   checksum
 *
 * Numbers are LEB128. Meant to be sent compressed: gzip or brotli takes off a further fifth.
 */
const MAGIC = [0x42, 0x43, 0x47] as const
const VERSION = 1
/** 1e-5 of a degree: what IGN's simplified contours are written with, so that packing those moves nothing. */
const DEFAULT_DECIMALS = 5
const MOST_DECIMALS = 7

/**
 * The most a border can be moved by packing, in metres, at a latitude: half a unit of the last decimal each way
 * (0.7 m in France with 5 decimals). Nothing moves when positions have no more decimals than the pack.
 */
export function packDisplacementMetres(lat: number, decimals: number = DEFAULT_DECIMALS): number {
  const scale = metresPerDegree(lat)
  return (Math.hypot(scale.x, scale.y) * 0.5) / 10 ** decimals
}

/** Packs areas in their order. `decimals` of a degree are kept, from 1 to 7. */
export function encodePack(
  areas: readonly Area[],
  decimals: number = DEFAULT_DECIMALS,
): Uint8Array<ArrayBuffer> {
  if (!isPrecision(decimals))
    throw new RangeError(`A pack keeps 1 to ${MOST_DECIMALS} decimals, not ${decimals}`)
  const topology = shareBorders(areas, 10 ** decimals)
  const out = new ByteWriter()
  for (const byte of MAGIC) out.byte(byte)
  out.byte(VERSION)
  out.byte(decimals)
  out.unsigned(topology.arcs.length)
  let [lastX, lastY] = [0, 0]
  for (const arc of topology.arcs) {
    out.unsigned(arc.length)
    for (const point of arc) {
      const [x, y] = topology.points[point]!
      out.signed(x - lastX)
      out.signed(y - lastY)
      ;[lastX, lastY] = [x, y]
    }
  }
  out.unsigned(areas.length)
  const writeList = <T>(list: readonly T[], write: (item: T) => void) => {
    out.unsigned(list.length)
    list.forEach(write)
  }
  areas.forEach(({ code, name }, i) => {
    out.text(code)
    out.text(name)
    writeList(topology.areas[i]!, (polygon) =>
      writeList(polygon, (ring) =>
        writeList(ring, ({ arc, reversed }) => out.unsigned(2 * arc + Number(reversed))),
      ),
    )
  })
  return out.finish()
}

/** The areas of a pack, ready for `buildLocator` or a map. Throws InvalidPack on anything else than a whole pack. */
export function decodePack(bytes: Uint8Array): Area[] {
  const input = new ByteReader(bytes)
  if (!MAGIC.every((byte) => input.byte() === byte)) throw new InvalidPack('not a pack')
  const version = input.byte()
  if (version !== VERSION) throw new InvalidPack(`version ${version} is not ${VERSION}`)
  const decimals = input.byte()
  if (!isPrecision(decimals)) throw new InvalidPack(`${decimals} decimals`)
  const arcs = readArcs(input, 10 ** decimals)
  const readList = <T>(read: () => T): T[] => {
    const list: T[] = []
    for (let left = input.unsigned(); left > 0; left--) list.push(read())
    return list
  }
  const readUse = (): ArcUse => {
    const use = input.unsigned()
    return { arc: Math.floor(use / 2), reversed: use % 2 === 1 }
  }
  return readList(() => {
    const code = input.text()
    const name = input.text()
    const polygons = readList(() => readList(() => joinArcs(arcs, readList(readUse))))
    return { code, name, geometry: geometryOf(polygons) }
  })
}

function isPrecision(decimals: number): boolean {
  return Number.isInteger(decimals) && decimals >= 1 && decimals <= MOST_DECIMALS
}

function readArcs(input: ByteReader, unitsPerDegree: number): Position[][] {
  const arcs: Position[][] = []
  let [x, y] = [0, 0]
  for (let left = input.unsigned(); left > 0; left--) {
    const arc: Position[] = []
    for (let points = input.unsigned(); points > 0; points--) {
      x += input.signed()
      y += input.signed()
      // The division gives the double nearest to the decimal, the same as reading it in GeoJSON.
      arc.push([x / unitsPerDegree, y / unitsPerDegree])
    }
    arcs.push(arc)
  }
  return arcs
}

function joinArcs(arcs: readonly Position[][], uses: readonly ArcUse[]): Position[] {
  const ring: Position[] = []
  for (const { arc, reversed } of uses) {
    const path = arcs[arc]
    if (!path) throw new InvalidPack(`no arc ${arc}`)
    const points = reversed ? [...path].reverse() : path
    // The first point of an arc is the last of the one before.
    for (let i = ring.length === 0 ? 0 : 1; i < points.length; i++) ring.push(points[i]!)
  }
  return ring
}

function geometryOf(polygons: Position[][][]): Polygon | MultiPolygon {
  const [only] = polygons
  return only && polygons.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons }
}
