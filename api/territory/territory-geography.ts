import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Database } from '../../db/client.ts'
import { boundsOf } from './centres.rules.ts'
import type { Area, Bounds, MultiPolygon, Polygon } from './geometry.rules.ts'
import { encodePack } from './pack.rules.ts'
import type { Directory } from './territory.directory.ts'
import { findContours } from './territory.repository.ts'

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/** Bytes ready to be sent, compressed once for all who ask. */
export type Download = {
  etag: string
  identity: Uint8Array<ArrayBuffer>
  gzip: Uint8Array<ArrayBuffer>
  br: Uint8Array<ArrayBuffer>
}
export type TerritoryGeography = {
  bounds: Bounds | null
  communeBounds: Map<string, Bounds>
  /** For the phone to keep and to locate with when there is no network: see pack.rules.ts. */
  pack: Download
  /** Boundaries for maps, as GeoJSON. */
  contours: Download
}

/** What is sent of a territory's boundaries, derived once a revision. */
export type Geography = { of: (territorySiren: string) => Promise<TerritoryGeography> }

export function createGeography({
  database,
  directory,
}: {
  database: Pick<Database, 'read'>
  directory: Directory
}): Geography {
  const kept = new Map<string, { revision: string; derived: Promise<TerritoryGeography> }>()
  return {
    of: async (territorySiren) => {
      const revision = await directory.boundariesRevision()
      const known = kept.get(territorySiren)
      if (known?.revision === revision) return known.derived
      const derived = derive(database, territorySiren)
      kept.set(territorySiren, { revision, derived })
      derived.catch(() => kept.delete(territorySiren))
      return derived
    },
  }
}

async function derive(database: Pick<Database, 'read'>, territorySiren: string): Promise<TerritoryGeography> {
  const rows = await findContours(database, territorySiren)
  const areas = rows.map(({ code, name, contour }) => ({
    code,
    name,
    geometry: JSON.parse(contour) as Polygon | MultiPolygon,
  }))
  const communeBounds = new Map(areas.map(({ code, geometry }) => [code, boundsOf(geometry)]))
  const [pack, contours] = await Promise.all([
    download(encodePack(areas)),
    download(new TextEncoder().encode(JSON.stringify(toFeatures(areas, rows)))),
  ])
  return { bounds: join([...communeBounds.values()]), communeBounds, pack, contours }
}

function toFeatures(areas: Area[], rows: { approximate: boolean }[]) {
  return {
    type: 'FeatureCollection',
    features: areas.map(({ code, name, geometry }, i) => ({
      type: 'Feature',
      id: code,
      properties: { code, nom: name, approximate: rows[i]?.approximate ?? false },
      geometry,
    })),
  }
}

function join(all: Bounds[]): Bounds | null {
  if (all.length === 0) return null
  return [
    Math.min(...all.map(([west]) => west)),
    Math.min(...all.map(([, south]) => south)),
    Math.max(...all.map(([, , east]) => east)),
    Math.max(...all.map(([, , , north]) => north)),
  ]
}

async function download(identity: Uint8Array<ArrayBuffer>): Promise<Download> {
  const [zipped, brotli] = await Promise.all([
    compressGzip(identity, { level: 9 }),
    compressBrotli(identity, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: identity.byteLength } }),
  ])
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 22)
  return { etag, identity, gzip: new Uint8Array(zipped), br: new Uint8Array(brotli) }
}
