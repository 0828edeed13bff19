import { looksSwapped } from '../platform/france.rules.ts'
import { isValidPoint, linesOf } from './geometry.rules.ts'
import type { LineString, MultiLineString } from './geometry.rules.ts'
import { parseRoadRef, ROAD_MANAGERS } from './road-refs.rules.ts'
import { readFeatures, type Refusal } from './territory.contours.ts'
import { createHash } from 'node:crypto'

/** Road lines with their owner, as GeoJSON: `ref` ("D 932"), `owner`, and `name` or `id` when there is one. */

export type RoadLine = {
  /** Of the file, or made from what the line says: the same line has the same id in the next file. */
  id: string
  /** As the sign says it. */
  ref: string
  name: string | null
  /** As the file says it, or what its number tells by law. */
  owner: string
  geometry: LineString | MultiLineString
}
export type RoadFile = { roads: RoadLine[]; refused: Refusal[] }

type Unknown = Record<string, unknown>

/** Reads road lines; each is either usable or refused with the reason. Throws ImportRefused. */
export function parseRoads(text: string): RoadFile {
  const roads = new Map<string, RoadLine>()
  const refused: Refusal[] = []
  readFeatures(text).forEach((feature, rank) => {
    const properties = (feature['properties'] ?? {}) as Unknown
    const given = textOf(properties['ref'])
    const known = parseRoadRef(given)
    const owner = textOf(properties['owner']) || (known ? ROAD_MANAGERS[known.kind] : '')
    const what = `forme n° ${rank + 1}${given ? ` (${given})` : ''}`
    const ref = known?.label ?? given
    const fault = !ref
      ? 'numéro de route absent (ref)'
      : ref.length > 20
        ? 'numéro de route trop long'
        : !owner
          ? 'propriétaire absent (owner), et le numéro ne le dit pas'
          : faultOf(feature['geometry'])
    if (fault) {
      refused.push({ what, reason: fault })
      return
    }
    const { type, coordinates } = feature['geometry'] as LineString | MultiLineString
    const geometry = { type, coordinates } as LineString | MultiLineString
    const id = idOf(feature, properties) || digest({ ref, owner, geometry })
    if (roads.has(id)) refused.push({ what, reason: 'ligne donnée deux fois' })
    else roads.set(id, { id, ref, owner, name: textOf(properties['name']) || null, geometry })
  })
  return { roads: [...roads.values()], refused }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 120) : ''
}

function idOf(feature: Unknown, properties: Unknown): string {
  const id = properties['id'] ?? feature['id']
  return typeof id === 'number' || typeof id === 'string' ? String(id).slice(0, 80) : ''
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)
}

/** Why a geometry can't be a road line, or null when it can. */
function faultOf(geometry: unknown): string | null {
  if (typeof geometry !== 'object' || geometry === null) return 'tracé absent'
  const { type, coordinates } = geometry as { type: unknown; coordinates: unknown }
  if (type !== 'LineString' && type !== 'MultiLineString') return 'le tracé n’est pas une ligne'
  const lines: unknown = type === 'LineString' ? [coordinates] : coordinates
  if (!Array.isArray(lines) || lines.length === 0) return 'tracé vide'
  for (const line of lines as unknown[]) {
    if (!Array.isArray(line) || line.length < 2) return 'tracé de moins de deux points'
    for (const position of line as unknown[]) {
      const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : []
      if (typeof lon !== 'number' || typeof lat !== 'number') return 'point illisible'
      if (!isValidPoint(lon, lat)) return 'point hors du globe : le fichier doit être en degrés (WGS 84)'
    }
  }
  const [first] = linesOf(geometry as LineString | MultiLineString)[0] ?? []
  return first && looksSwapped(first[1], first[0]) ? 'latitude et longitude sont inversées' : null
}
