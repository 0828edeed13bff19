import { type CsvError, parse } from 'csv-parse/sync'
import { isInFrenchFrame, looksSwapped } from '../platform/france.rules.ts'
import { ImportRefused } from '../territory/territory.files.ts'
import { booleanOf, countOf, dateOf, inseeOf, kindOf, numberOf, wordsOf } from './bnlc-fields.rules.ts'
import type { AireKind, Read } from './bnlc-fields.rules.ts'

/**
 * The Base nationale des lieux de covoiturage, and any file of its schema (etalab/schema-lieux-covoiturage): what a
 * line says, repaired where the meaning is certain, refused where it is not. Nothing is changed in silence: each
 * repair and each refusal is reported with the number of its line.
 */

/** The columns of the schema, in its order. */
export const bnlcColumns = [
  'id_lieu',
  'id_local',
  'nom_lieu',
  'ad_lieu',
  'com_lieu',
  'insee',
  'type',
  'date_maj',
  'ouvert',
  'source',
  'Xlong',
  'Ylat',
  'nbre_pl',
  'nbre_pmr',
  'duree',
  'horaires',
  'proprio',
  'lumiere',
  'comm',
] as const
type Column = (typeof bnlcColumns)[number]
/** Without these an aire is nothing. */
const bnlcRequired: readonly Column[] = ['id_lieu', 'nom_lieu', 'insee', 'Xlong', 'Ylat']

export interface BnlcAire {
  /** Number of its line in the file, the header being the first. */
  line: number
  /** `id_lieu`: stable from one file to the next. */
  id: string
  localId: string | null
  name: string
  address: string | null
  /** As declared, often in capitals, at times a hamlet. */
  declaredCommune: string | null
  /** As declared, at times a postal code. */
  declaredInsee: string
  /** Where the point is; the declared one when no boundary is known there. */
  communeCode: string
  communeName: string | null
  kind: AireKind
  /** YYYY-MM-DD. */
  updatedOn: string | null
  open: boolean
  /** SIREN of who gave the data. */
  source: string | null
  lon: number
  lat: number
  spaces: number | null
  accessibleSpaces: number | null
  /** Longest stay allowed. */
  maxStayMinutes: number | null
  /** As OpenStreetMap writes opening hours. */
  openingHours: string | null
  owner: string | null
  lit: boolean | null
  comment: string | null
}

export const bnlcRepairs = [
  'commune_by_boundary',
  'commune_unverified',
  'coordinates_swapped',
  'insee_padded',
  'decimal_comma',
  'kind_unknown',
  'date_unreadable',
  'value_left_out',
  'open_unsaid',
  'name_repeated',
  'columns_missing',
] as const
export const bnlcRefusals = [
  'incomplete_line',
  'no_id',
  'id_repeated',
  'no_name',
  'no_insee',
  'coordinates_unreadable',
  'outside_france',
  'at_sea',
] as const
export type BnlcRepair = (typeof bnlcRepairs)[number]
export type BnlcRefusal = (typeof bnlcRefusals)[number]

export interface BnlcReport {
  line: number
  id: string | null
  name: string | null
  /** What was repaired, or why the line was refused. */
  what: BnlcRepair | BnlcRefusal
  refused: boolean
  /** The column concerned, the value declared, and the one kept. */
  column: Column | null
  declared: string | null
  kept: string | null
}

export interface BnlcFile {
  aires: BnlcAire[]
  reports: BnlcReport[]
  /** Lines of data in the file, refused ones included. */
  lineCount: number
  /** Columns the schema does not know, which are not read. */
  unknownColumns: string[]
}

/**
 * The commune of a point. `near`: codes of others so near that a boundary cannot tell. 'nowhere' when boundaries say
 * that it is in no commune; 'unknown' when there is no boundary to say.
 */
export type CommuneAt = (
  lon: number,
  lat: number,
) => { code: string; name: string; near: readonly string[] } | 'nowhere' | 'unknown'

/**
 * Reads a file. Throws ImportRefused, in one sentence, when it is no such file, lacks a column, or is cut short: a
 * half file would withdraw the other half.
 */
export function parseBnlc(text: string, communeAt: CommuneAt): BnlcFile {
  const { header, lines } = readLines(text)
  const reports: BnlcReport[] = []
  const missing = bnlcColumns.filter((column) => !header.includes(column))
  if (missing.length > 0)
    reports.push({ ...aboutLine(1, null, null, 'columns_missing'), declared: missing.join(', ') })
  const seen = new Set<string>()
  const aires: BnlcAire[] = []
  for (const { line, cells } of lines) {
    const aire = readAire(line, cells, header, { seen, communeAt, reports })
    if (aire) aires.push(aire)
  }
  tellApart(aires, reports)
  return {
    aires,
    reports: reports.sort((a, b) => a.line - b.line),
    lineCount: lines.length,
    unknownColumns: header.filter((name) => name !== '' && !bnlcColumns.some((column) => column === name)),
  }
}

interface Line {
  line: number
  cells: string[]
}

function readLines(text: string): { header: string[]; lines: Line[] } {
  const plain = text.replace(/^\uFEFF/, '')
  const [first = ''] = plain.split(/\r?\n/, 1)
  if (first.trim() === '') throw new ImportRefused('Le fichier est vide.')
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ','
  const rows: Line[] = []
  try {
    parse(plain, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord: (cells, { lines }) => {
        rows.push({ line: lines, cells })
        return null
      },
    })
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number }
    throw new ImportRefused(
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'Le fichier est coupé : un guillemet ouvert ne se referme pas.'
        : `Le fichier n’est pas un CSV lisible : voyez la ligne ${lines ?? 1}.`,
    )
  }
  const [head, ...lines] = rows
  const header = columnsOf(head?.cells ?? [])
  const missing = bnlcRequired.filter((column) => !header.includes(column))
  if (missing.length === bnlcRequired.length)
    throw new ImportRefused(
      'Le fichier n’est pas une liste de lieux de covoiturage : ses colonnes sont autres.',
    )
  if (missing.length > 0)
    throw new ImportRefused(
      missing.length > 1
        ? `Il manque au fichier les colonnes ${missing.join(', ')}.`
        : `Il manque au fichier la colonne ${missing[0]}.`,
    )
  if (lines.length === 0) throw new ImportRefused('Le fichier ne contient aucun lieu.')
  if (lines.at(-1)!.cells.length < header.length)
    throw new ImportRefused('Le fichier est coupé : sa dernière ligne est incomplète.')
  return { header, lines }
}

/** Spelled as the schema does, whatever their case. */
function columnsOf(header: string[]): string[] {
  const known = new Map(bnlcColumns.map((column) => [column.toLowerCase(), column]))
  return header.map((name) => known.get(name.trim().toLowerCase()) ?? name.trim())
}

function aboutLine(
  line: number,
  id: string | null,
  name: string | null,
  what: BnlcRepair | BnlcRefusal,
): BnlcReport {
  const refused = (bnlcRefusals as readonly string[]).includes(what)
  return { line, id, name, what, refused, column: null, declared: null, kept: null }
}

interface Reading {
  seen: Set<string>
  communeAt: CommuneAt
  reports: BnlcReport[]
}

function readAire(
  line: number,
  cells: string[],
  header: string[],
  { seen, communeAt, reports }: Reading,
): BnlcAire | null {
  const cell = (column: Column) => wordsOf(cells[header.indexOf(column)])
  const id = cell('id_lieu')
  const name = cell('nom_lieu')
  const about = (what: BnlcRepair | BnlcRefusal) => aboutLine(line, id, name, what)
  const refuse = (what: BnlcRefusal, column: Column | null = null) => {
    reports.push({ ...about(what), column, declared: column && cell(column) })
    return null
  }
  /** A value, with what had to be done to read it. */
  const read = <T>(column: Column, reader: (words: string) => Read<T>): T | null => {
    const words = cell(column)
    if (words === null) return null
    const { value, repair, kept = null } = reader(words)
    if (repair) reports.push({ ...about(repair), column, declared: words, kept })
    return value
  }

  if (cells.length !== header.length) return refuse('incomplete_line')
  if (!id) return refuse('no_id')
  if (seen.has(id)) return refuse('id_repeated', 'id_lieu')
  if (!name) return refuse('no_name')
  if (!cell('insee')) return refuse('no_insee')
  const point = readPoint(read('Xlong', numberOf), read('Ylat', numberOf))
  if (!point) return refuse('coordinates_unreadable', cell('Xlong') ? 'Ylat' : 'Xlong')
  if (point === 'outside_france') return refuse('outside_france', 'Xlong')
  const { lon, lat, swapped } = point
  const declaredInsee = read('insee', inseeOf) ?? cell('insee')!
  const place = communeAt(lon, lat)
  if (place === 'nowhere') return refuse('at_sea', 'Xlong')
  seen.add(id)
  if (swapped) reports.push({ ...about('coordinates_swapped'), column: 'Xlong', kept: `${lon}, ${lat}` })

  const isCertain =
    place !== 'unknown' && (place.code === declaredInsee || place.near.includes(declaredInsee))
  const commune = place === 'unknown' || isCertain ? declaredInsee : place.code
  if (place === 'unknown')
    reports.push({ ...about('commune_unverified'), column: 'insee', declared: declaredInsee })
  else if (!isCertain)
    reports.push({
      ...about('commune_by_boundary'),
      column: 'insee',
      declared: declaredInsee,
      kept: place.code,
    })
  const open = read('ouvert', booleanOf)
  if (open === null) reports.push({ ...about('open_unsaid'), column: 'ouvert', kept: 'true' })
  return {
    line,
    id,
    localId: cell('id_local'),
    name,
    address: cell('ad_lieu'),
    declaredCommune: cell('com_lieu'),
    declaredInsee,
    communeCode: commune,
    communeName: place !== 'unknown' && place.code === commune ? place.name : null,
    kind: read('type', kindOf) ?? 'aire',
    updatedOn: read('date_maj', dateOf),
    open: open ?? true,
    source: cell('source'),
    lon,
    lat,
    spaces: read('nbre_pl', countOf),
    accessibleSpaces: read('nbre_pmr', countOf),
    maxStayMinutes: read('duree', countOf),
    openingHours: cell('horaires'),
    owner: cell('proprio'),
    lit: read('lumiere', booleanOf),
    comment: cell('comm'),
  }
}

/** The point in France that two numbers mean, swapped if they make sense only so. */
function readPoint(
  lon: number | null,
  lat: number | null,
): { lon: number; lat: number; swapped: boolean } | 'outside_france' | null {
  if (lon === null || lat === null || Math.abs(lon) > 180 || Math.abs(lat) > 180) return null
  if (looksSwapped(lat, lon)) return { lon: lat, lat: lon, swapped: true }
  return isInFrenchFrame(lon, lat) ? { lon, lat, swapped: false } : 'outside_france'
}

/** Aires of one name in one commune are told apart by their address, or else by a number, in the order of their ids. */
function tellApart(aires: BnlcAire[], reports: BnlcReport[]): void {
  const byName = Map.groupBy(
    aires,
    ({ communeCode, name }) => `${communeCode} ${name.toLocaleLowerCase('fr')}`,
  )
  for (const namesakes of byName.values()) {
    if (namesakes.length === 1) continue
    const addresses = new Set(namesakes.map(({ address }) => address?.toLocaleLowerCase('fr')))
    const byAddress = addresses.size === namesakes.length && !addresses.has(undefined)
    namesakes
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .forEach((aire, rank) => {
        const kept = `${aire.name} (${byAddress ? aire.address : rank + 1})`
        const report = aboutLine(aire.line, aire.id, aire.name, 'name_repeated')
        reports.push({ ...report, column: 'nom_lieu', declared: aire.name, kept })
        aire.name = kept
      })
  }
}
