/** Days and hours as people type them in a table: `05/12/2026`, « 5 déc. 2026 », `19h30`, « 05/12/2026 à 19 h ». */
import { readWall } from '../platform/wall.rules.ts'

const months: Record<string, number | undefined> = Object.fromEntries(
  (
    [
      ['janvier', 'janv', 'jan', 'january'],
      ['fevrier', 'fevr', 'fev', 'february', 'feb'],
      ['mars', 'mar', 'march'],
      ['avril', 'avr', 'april', 'apr'],
      ['mai', 'may'],
      ['juin', 'june', 'jun'],
      ['juillet', 'juil', 'july', 'jul'],
      ['aout', 'august', 'aug'],
      ['septembre', 'sept', 'sep', 'september'],
      ['octobre', 'oct', 'october'],
      ['novembre', 'nov', 'november'],
      ['decembre', 'dec', 'december'],
    ] as const
  ).flatMap((names, index) => names.map((name) => [name, index + 1])),
)

export type ReadWhen = { day: string; hour: string | null }

/** Two figures are of this century: nobody announces 1926. */
function fourFigures(year: string): string {
  return year.length === 2 ? `20${year}` : year
}

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()

const dayNames =
  /^(?:(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun))\.?,? +/
/** Each gives year, month, day by name, at the beginning of a text. */
const dayForms: readonly RegExp[] = [
  /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})/,
  /^(?<d>\d{1,2})[/.-](?<m>\d{1,2})[/.-](?<y>\d{4}|\d{2})(?!\d)/,
  /^(?<d>\d{1,2})(?:er)? (?<name>[a-z]+)\.? (?<y>\d{4})/,
]
const hourForm =
  /^(?:a |at |de |t)? ?(?<h>\d{1,2})(?: ?(?:h|:|\.) ?(?:(?<min>\d{2})(?:[:.]\d{2})?)?)? ?(?:min|mn|h)? ?(?<half>[ap]\.?m\.?)?$/
const words: Record<string, string | undefined> = {
  midi: '12:00',
  minuit: '00:00',
  noon: '12:00',
  midnight: '00:00',
}

/** `19:30` of an hour as typed (`19h30`, `19 h`, `7.30 pm`, `midi`); null when it is none. */
export function readHour(text: string): string | null {
  const said = plain(text)
  const word = words[said.replace(/^a /, '')]
  if (word) return word
  const found = hourForm.exec(said)?.groups
  if (!found) return null
  const half = found['half']?.[0]
  let hour = Number(found['h'])
  const minute = Number(found['min'] ?? 0)
  if (half && (hour < 1 || hour > 12)) return null
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0)
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/**
 * A day (`2026-12-05`), and the hour when the same text holds one. Days come before months, as in French; null when
 * it is no date of the calendar, or an hour that is none follows it.
 */
export function readWhen(text: string): ReadWhen | null {
  const said = plain(text).replace(/^le /, '').replace(dayNames, '')
  for (const form of dayForms) {
    const match = form.exec(said)
    const { y = '', m, d = '', name } = match?.groups ?? {}
    const month = name === undefined ? Number(m) : months[name]
    if (!match || !month) continue
    const day = `${fourFigures(y)}-${String(month).padStart(2, '0')}-${d.padStart(2, '0')}`
    if (readWall(day, true) === null) return null
    const rest = said.slice(match[0].length).replace(/^[,;]? ?/, '')
    if (rest === '') return { day, hour: null }
    const hour = readHour(rest.replace(/(?:z|[+-]\d{2}:?\d{2})$/, ''))
    return hour === null ? null : { day, hour }
  }
  return null
}
