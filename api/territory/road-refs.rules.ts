/** What a road number says of who looks after the road. */
export type RoadKind = 'motorway' | 'national' | 'departmental' | 'metropolitan' | 'communal' | 'rural'

export interface RoadRef {
  readonly kind: RoadKind
  /** The number with its suffix, no spaces inside but before "bis"…: "932", "951A", "28E2", "40 bis". */
  readonly number: string
  /** As the sign says it: "D 932". */
  readonly label: string
}

interface Prefix {
  readonly kind: RoadKind
  readonly sign: string
}

/** The letters found on signs, maps and decrees, in upper case. */
const PREFIXES: Readonly<Record<string, Prefix>> = {
  A: { kind: 'motorway', sign: 'A' },
  N: { kind: 'national', sign: 'N' },
  RN: { kind: 'national', sign: 'N' },
  D: { kind: 'departmental', sign: 'D' },
  RD: { kind: 'departmental', sign: 'D' },
  CD: { kind: 'departmental', sign: 'D' },
  M: { kind: 'metropolitan', sign: 'M' },
  RM: { kind: 'metropolitan', sign: 'M' },
  C: { kind: 'communal', sign: 'C' },
  V: { kind: 'communal', sign: 'C' },
  VC: { kind: 'communal', sign: 'C' },
  CR: { kind: 'rural', sign: 'CR' },
}

/**
 * Who is in charge by default, where road data names no owner: Code de la voirie routière L121-1 (national roads,
 * the State), L122-1 (motorways, the State or its concession holder), L131-1 and L131-2 (the département), L141-1 (the
 * commune); Code général des collectivités territoriales L5217-2 (a métropole); Code rural L161-1 (rural ways, the
 * commune).
 */
export const ROAD_MANAGERS: Readonly<Record<RoadKind, 'state' | 'departement' | 'metropole' | 'commune'>> = {
  motorway: 'state',
  national: 'state',
  departmental: 'departement',
  metropolitan: 'metropole',
  communal: 'commune',
  rural: 'commune',
}

const REF = /^([A-Z]{1,2})[\s.°-]*0*([1-9]\d{0,4})\s*((?:[A-Z]\d{0,2}){0,2}|BIS|TER|QUATER)$/

/**
 * Reads a road number written in any usual way ("D 932", "d932", "RD 932", "N2", "A 2", "C 4", "D 40 bis"). Where several
 * are given ("E 19;A 2", as OpenStreetMap does) the first that tells who is in charge counts. Null when none does.
 */
export function parseRoadRef(text: string): RoadRef | null {
  for (const part of text.toUpperCase().split(/[;,/]/)) {
    const [, letters = '', digits = '', suffix = ''] = REF.exec(part.trim()) ?? []
    const prefix = Object.hasOwn(PREFIXES, letters) ? PREFIXES[letters] : undefined
    if (!prefix) continue
    const number =
      suffix.length > 2 && !/\d/.test(suffix) ? `${digits} ${suffix.toLowerCase()}` : digits + suffix
    return { kind: prefix.kind, number, label: `${prefix.sign} ${number}` }
  }
  return null
}
