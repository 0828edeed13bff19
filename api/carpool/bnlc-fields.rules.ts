/** How the cells of a BNLC file are read: as the schema says, and as people write all the same. */

/** The kinds of the schema, in the words of its `type` column. */
export const aireKinds = {
  aire: 'Aire de covoiturage',
  motorway_exit: "Sortie d'autoroute",
  car_park: 'Parking',
  supermarket: 'Supermarché',
  park_and_ride: 'Parking relais',
  roadside: 'Délaissé routier',
  hitchhiking: 'Auto-stop',
} as const
export type AireKind = keyof typeof aireKinds

/** A value, and what had to be done to have it: `kept` says the value in words when that is not plain. */
export interface Read<T> {
  value: T | null
  repair?: 'insee_padded' | 'decimal_comma' | 'kind_unknown' | 'date_unreadable' | 'value_left_out'
  kept?: string
}

/** A cell without blanks around nor marks nobody sees; null when nothing is left. */
export function wordsOf(cell: string | undefined): string | null {
  const words = (cell ?? '').replace(
    /(?![\t\n\r])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    '',
  )
  return words.replace(/\s+/g, ' ').trim() || null
}

/** Degrees, with a point or a comma. */
export function numberOf(words: string): Read<number> {
  if (!/^[+-]?\d+([.,]\d*)?(e[+-]?\d+)?$/i.test(words)) return { value: null }
  const value = Number(words.replace(',', '.'))
  if (!words.includes(',')) return { value }
  return { value, repair: 'decimal_comma', kept: String(value) }
}

/** A count, as `12` or `12.0`. Whatever else is left out. */
export function countOf(words: string): Read<number> {
  const [, digits] = /^(\d{1,6})([.,]0*)?$/.exec(words) ?? []
  return digits === undefined ? { value: null, repair: 'value_left_out' } : { value: Number(digits) }
}

const yes = ['true', 'vrai', 'oui', 'o', '1']
const no = ['false', 'faux', 'non', 'n', '0']

export function booleanOf(words: string): Read<boolean> {
  const word = words.toLowerCase()
  if (yes.includes(word)) return { value: true }
  if (no.includes(word)) return { value: false }
  return { value: null, repair: 'value_left_out' }
}

/** A day as the schema writes it, or as the French do (31/12/2025): YYYY-MM-DD. */
export function dateOf(words: string): Read<string> {
  const [, ...iso] = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(words) ?? []
  const [, ...french] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(words) ?? []
  const [year, month, day] = iso.length > 0 ? iso : french.reverse()
  const date = `${year}-${month}-${day}`
  const exists = new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true
  return exists ? { value: date } : { value: null, repair: 'date_unreadable' }
}

/** Letters only, lower case, without accents. */
function plain(words: string): string {
  return words
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}

const kindByWords = new Map(
  (Object.keys(aireKinds) as AireKind[]).map((kind) => [plain(aireKinds[kind]), kind] as const),
)

/** A kind however it is spelled; one the schema does not know is an aire. */
export function kindOf(words: string): Read<AireKind> {
  const value = kindByWords.get(plain(words))
  return value ? { value } : { value: 'aire', repair: 'kind_unknown', kept: aireKinds.aire }
}

/** An INSEE code; a spreadsheet eats its leading zero. What is not one is given back as it is, for the boundary to say. */
export function inseeOf(words: string): Read<string> {
  return /^\d{4}$/.test(words)
    ? { value: `0${words}`, repair: 'insee_padded', kept: `0${words}` }
    : { value: words.toUpperCase() }
}
