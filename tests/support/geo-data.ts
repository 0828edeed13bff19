import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Area, MultiPolygon, Polygon } from '../../api/territory/geometry.rules.ts'

/** The open data shared between projects (its README says what each file is); BOCAGE_SHARED moves it. */
const repositoryRoot = resolve(import.meta.dirname, '../..')
export const sharedData = process.env['BOCAGE_SHARED'] ?? resolve(repositoryRoot, '../shared/data')

/** Why a test of the shared data cannot run here, or null when it can. */
export function missingData(...files: string[]): string | null {
  const missing = files.filter((file) => !existsSync(join(sharedData, 'geo', file)))
  return missing.length === 0 ? null : `${missing.join(', ')} not found in ${join(sharedData, 'geo')}`
}

function read(file: string): unknown {
  const bytes = readFileSync(join(sharedData, 'geo', file))
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

export interface ContourFile {
  features: { properties: { code: string; nom: string }; geometry: Polygon | MultiPolygon }[]
}

export function areasOf(contours: ContourFile): Area[] {
  return contours.features.map(({ properties, geometry }) => ({
    code: properties.code,
    name: properties.nom,
    geometry,
  }))
}

export function readContours(file: string): Area[] {
  return areasOf(read(file) as ContourFile)
}

export interface Epci {
  siren: string
  name: string
  communes: { code: string; name: string }[]
}

export function readEpcis(): Epci[] {
  return read('epci-members.json') as Epci[]
}

/** The boundaries of one EPCI's communes, as the departments' files have them. */
export function readEpciAreas(siren: string): Area[] {
  const epci = readEpcis().find((candidate) => candidate.siren === siren)
  if (!epci) throw new Error(`EPCI ${siren} is not in epci-members.json`)
  const members = new Set(epci.communes.map(({ code }) => code))
  const departments = new Set(epci.communes.map(({ code }) => code.slice(0, 2)))
  return [...departments]
    .flatMap((department) => readContours(`communes-${department}.geojson`))
    .filter(({ code }) => members.has(code))
}

export interface TruthPoint {
  id: string
  lon: number
  lat: number
  insee: string
  name: string
}

export function readTruth(): TruthPoint[] {
  return read('routing-truth.json') as TruthPoint[]
}

/** A small, well mixed, repeatable source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
