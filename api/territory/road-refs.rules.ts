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
 * Who is in charge by default, where road data names no owner. Code de la voirie routière: L121-1 (motorways and
 * national roads are the State's; L122-4, a concession holder may keep a motorway for it), L131-1 and L131-2
 * (departmental roads are the département's, which pays for their upkeep), L141-1 and L141-8 (communal ways are the
 * commune's, which must keep them up). Code général des collectivités territoriales L5217-2 IV 9° (the departmental roads
 * handed over to a métropole). Code rural et de la pêche maritime L161-1 and L161-5: rural ways are the commune's, whose mayor
 * polices them; it is not bound to keep them up, and is the one to ask.
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
