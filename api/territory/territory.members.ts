import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { typographic } from './names.rules.ts'

/** Today's list of communes and EPCI: the npm package @etalab/decoupage-administratif (MIT), from INSEE's COG. */
export type Member = {
  code: string
  name: string
  population: number | null
  postalCodes: string[]
  /** How the name's article joins "de" (INSEE's TNCC). */
  liaison: number | undefined
  /** Codes of the communes it was made of, whose older boundaries together are its own. */
  formerCodes: string[]
}
export type EpciKind = 'CC' | 'CA' | 'CU' | 'METRO' | 'MET69'
export type Epci = { siren: string; name: string; kind: EpciKind; members: Member[] }

type CommuneRow = {
  code: string
  nom: string
  type: string
  typeLiaison?: number
  population?: number
  codesPostaux?: string[]
  anciensCodes?: string[]
  chefLieu?: string
}
type EpciRow = { code: string; nom: string; type: EpciKind; membres: { code: string }[] }

const { resolve } = createRequire(import.meta.url)
// The package's own entry point reads its files from the current folder, which is not ours to change.
function readPart<T>(part: 'communes' | 'epci'): T[] {
  const path = resolve(`@etalab/decoupage-administratif/data/${part}.json`)
  return JSON.parse(readFileSync(path, 'utf8')) as T[]
}

/** Kept while memory allows: imports that follow each other read 13 MB once, and a server keeps nothing. */
const kept = new Map<string, WeakRef<object>>()
function once<T extends object>(key: string, read: () => T): T {
  const known = kept.get(key)?.deref() as T | undefined
  const value = known ?? read()
  if (!known) kept.set(key, new WeakRef(value))
  return value
}

const readCommunes = () => once('communes', parseCommunes)
const readEpcis = () => once('epci', () => readPart<EpciRow>('epci'))

function parseCommunes(): Map<string, Member> {
  const rows = readPart<CommuneRow>('communes')
  const members = new Map<string, Member>()
  for (const row of rows)
    if (row.type === 'commune-actuelle')
      members.set(row.code, {
        code: row.code,
        name: typographic(row.nom),
        population: row.population ?? null,
        postalCodes: row.codesPostaux ?? [],
        liaison: row.typeLiaison,
        formerCodes: row.anciensCodes ?? [],
      })
  for (const row of rows) {
    const former = row.type === 'commune-deleguee' || row.type === 'commune-associee'
    const whole = former && row.chefLieu && row.chefLieu !== row.code ? members.get(row.chefLieu) : undefined
    if (whole && !whole.formerCodes.includes(row.code)) whole.formerCodes.push(row.code)
  }
  return members
}

/** The EPCI of a SIREN with its member communes, or null when there is no such EPCI today. */
export function readEpci(siren: string): Epci | null {
  const row = readEpcis().find((epci) => epci.code === siren)
  if (!row) return null
  const communes = readCommunes()
  return {
    siren,
    name: row.nom,
    kind: row.type,
    members: row.membres.flatMap(({ code }) => communes.get(code) ?? []),
  }
}

export type CountryCommune = Member & { epci: { siren: string; name: string } | null }

/** Every commune of the country today, by INSEE code, with its EPCI. */
export function readCountry(): Map<string, CountryCommune> {
  const epcis = new Map<string, { siren: string; name: string }>()
  for (const { code, nom, membres } of readEpcis())
    for (const member of membres) epcis.set(member.code, { siren: code, name: nom })
  return new Map(
    [...readCommunes()].map(([code, member]) => [code, { ...member, epci: epcis.get(code) ?? null }]),
  )
}
