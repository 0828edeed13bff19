import { boundsOf } from './centres.rules.ts'
import { looksSwapped } from '../platform/france.rules.ts'
import { isValidPoint, polygonsOf } from './geometry.rules.ts'
import type { MultiPolygon, Polygon, Position } from './geometry.rules.ts'
import { ImportRefused } from './territory.files.ts'

/** Commune boundaries as GeoJSON: geo.api.gouv.fr's answer, Admin Express exports and files alike. */

export type Contour = {
  code: string
  name: string
  geometry: Polygon | MultiPolygon
  /** As the source gives it. */
  centre: [lon: number, lat: number] | null
}
/** A feature that can't be used: its INSEE code when readable, its rank in the file otherwise. */
export type Refusal = { what: string; reason: string }
export type ContourFile = { contours: Contour[]; refused: Refusal[] }

type Unknown = Record<string, unknown>
const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null

/** The features of a GeoJSON FeatureCollection. Throws ImportRefused with one sentence when it isn't one. */
export function readFeatures(text: string): Unknown[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new ImportRefused('Le fichier est incomplet ou n’est pas du JSON.')
  }
  if (!isObject(content) || content['type'] !== 'FeatureCollection' || !Array.isArray(content['features']))
    throw new ImportRefused(
      'Le fichier n’est pas un GeoJSON : il lui manque une liste de formes (FeatureCollection).',
    )
  if (content['features'].length === 0) throw new ImportRefused('Le fichier ne contient aucune forme.')
  return content['features'].map((feature: unknown) => (isObject(feature) ? feature : {}))
}

/** Reads boundaries; each feature is either usable or refused with the reason. Throws ImportRefused. */
export function parseContours(text: string): ContourFile {
  const contours: Contour[] = []
  const refused: Refusal[] = []
  const seen = new Set<string>()
  readFeatures(text).forEach((feature, rank) => {
    const properties = isObject(feature['properties']) ? feature['properties'] : {}
    const code = readCode(properties)
    const what = code ?? `forme n° ${rank + 1}`
    const reason = !code
      ? 'code INSEE absent ou illisible'
      : seen.has(code)
        ? 'contour donné deux fois'
        : faultOf(feature['geometry'])
    if (code) seen.add(code)
    if (reason !== null || !code) refused.push({ what, reason: reason ?? '' })
    else
      contours.push({
        code,
        name: typeof properties['nom'] === 'string' ? properties['nom'] : code,
        geometry: flat(feature['geometry'] as Polygon | MultiPolygon),
        centre: readCentre(properties['centre']),
      })
  })
  return { contours, refused }
}

function readCode(properties: Unknown): string | null {
  const code = properties['code'] ?? properties['insee'] ?? properties['INSEE_COM']
  return typeof code === 'string' && /^\d[\dAB]\d{3}$/.test(code) ? code : null
}

function readCentre(centre: unknown): [number, number] | null {
  const point: unknown = isObject(centre) ? centre['coordinates'] : undefined
  if (!Array.isArray(point)) return null
  const [lon, lat] = point as unknown[]
  return typeof lon === 'number' && typeof lat === 'number' && isValidPoint(lon, lat) ? [lon, lat] : null
}

/** Why a geometry can't be a boundary, or null when it can. */
function faultOf(geometry: unknown): string | null {
  if (!isObject(geometry)) return 'contour absent'
  const { type, coordinates } = geometry
  if (type !== 'Polygon' && type !== 'MultiPolygon') return 'le contour n’est pas une surface'
  const polygons: unknown = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || polygons.length === 0) return 'contour vide'
  for (const rings of polygons as unknown[]) {
    if (!Array.isArray(rings) || rings.length === 0) return 'contour vide'
    for (const ring of rings as unknown[]) {
      const fault = ringFault(ring)
      if (fault) return fault
    }
  }
  const [west, south, east, north] = boundsOf(geometry as unknown as Polygon | MultiPolygon)
  if (west === east || south === north) return 'le contour n’a pas de surface'
  return looksSwapped(south, west) && looksSwapped(north, east)
    ? 'latitude et longitude sont inversées'
    : null
}

function ringFault(ring: unknown): string | null {
  if (!Array.isArray(ring) || ring.length < 4) return 'contour de moins de quatre points'
  for (const position of ring as unknown[]) {
    if (!Array.isArray(position)) return 'point illisible'
    const [lon, lat] = position as unknown[]
    if (typeof lon !== 'number' || typeof lat !== 'number') return 'point illisible'
    if (!isValidPoint(lon, lat)) return 'point hors du globe : le fichier doit être en degrés (WGS 84)'
  }
  const first = ring[0] as number[]
  const last = ring.at(-1) as number[]
  return first[0] === last[0] && first[1] === last[1] ? null : 'contour qui ne se referme pas'
}

/** Without altitudes, which nothing here reads. */
function flat(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  const plane = (ring: readonly Position[]) =>
    ring.some((position) => position.length > 2) ? ring.map(([lon, lat]) => [lon, lat] as const) : ring
  const polygons = polygonsOf(geometry).map((rings) => rings.map(plane))
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons }
}
