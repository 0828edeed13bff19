/** French names as one says them: articles, contractions, addresses and references. Pure. */

/**
 * A commune's name after "de", by the way INSEE's COG says its article joins (TNCC, here `liaison`): "du Quesnoy",
 * "d’Englefontaine", "de La Longueville", "de l’Orée de Mormal".
 */
export function ofCommune(name: string, liaison: number | undefined): string {
  const bare = name.replace(/^(?:(?:Le|Les|Aux) |L['’])/, '')
  if (liaison === 1) return `d’${name}`
  if (liaison === 2) return `du ${bare}`
  if (liaison === 4 || liaison === 6) return `des ${bare}`
  if (liaison === 5) return `de l’${bare}`
  return `de ${name}`
}

const epciKinds: readonly (readonly [RegExp, string])[] = [
  [/^CC /, 'Communauté de communes '],
  [/^CA /, 'Communauté d’agglomération '],
  [/^CU /, 'Communauté urbaine '],
]

/** The official short name in full: "CC du Pays de Mormal" → "Communauté de communes du Pays de Mormal". */
export function fullEpciName(name: string): string {
  const kind = epciKinds.find(([short]) => short.test(name))
  return typographic(kind ? name.replace(kind[0], kind[1]) : name)
}

/** What people call the territory: "CC du Pays de Mormal" → "Pays de Mormal". */
export function territoryName(epciName: string): string {
  const bare = epciName.replace(/^(?:CC|CA|CU) /, '').replace(/^(?:du |de la |des |de l['’]|de |d['’])/, '')
  return typographic(bare.charAt(0).toUpperCase() + bare.slice(1))
}

/** Typewriter apostrophes as French prints them. */
export function typographic(text: string): string {
  return text.replace(/'/g, '’')
}

/** Accents, case and ligatures aside: "L’Orée de Mormal" → "l-oree-de-mormal". */
export function slugOf(name: string): string {
  return plain(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function plain(text: string): string {
  return text
    .replace(/œ/g, 'oe')
    .replace(/Œ/g, 'OE')
    .replace(/æ/g, 'ae')
    .replace(/Æ/g, 'AE')
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
}

const smallWords = new Set([
  'LE',
  'LA',
  'LES',
  'L',
  'DE',
  'DU',
  'DES',
  'D',
  'ET',
  'EN',
  'SUR',
  'A',
  'AU',
  'AUX',
])
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Three letters to begin references with, from a territory's name, other than those `taken`: its initials, filled
 * with letters of its last word ("Sud Artois" → SAR).
 */
export function referencePrefix(name: string, taken: ReadonlySet<string>): string {
  const words = plain(name)
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((word) => word !== '' && !smallWords.has(word))
  const initials = words
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 3)
  const filling = (words.at(-1)?.slice(1) ?? '') + alphabet
  for (let kept = initials.length; kept >= 0; kept--)
    for (const prefix of completions(initials.slice(0, kept), filling)) if (!taken.has(prefix)) return prefix
  throw new RangeError('Every three-letter prefix is taken')
}

function* completions(start: string, filling: string): Generator<string> {
  if (start.length === 3) yield start
  else for (const letter of filling) yield* completions(start + letter, filling)
}
