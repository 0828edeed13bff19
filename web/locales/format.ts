import { dateFormat, numberFormat } from './intl.ts'

/** Dates, distances and numbers as people say them. Pure: the locale and the present are arguments. */

const tags: Record<string, string> = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' }
/** The whole tag of a language of ours, for Intl and for voices: English is that of Europe. */
export const tagOf = (locale: string): string => tags[locale] ?? locale

const zone = 'Europe/Paris'
const dayMs = 86_400_000
const hourMs = 3_600_000
/** In France a day begins on a whole hour of UTC: one hour is of one day, and is looked up once. */
const dayOfHour = new Map<number, number>()
const mostHoursKept = 5000

function parts(at: number, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const made = dateFormat('en-GB', { timeZone: zone, ...options }).formatToParts(at)
  return Object.fromEntries(made.map((part) => [part.type, part.value]))
}

/** Days since the epoch in the territory's wall time: two instants of one day share it. */
export function civilDay(at: number): number {
  const hour = Math.floor(at / hourMs)
  const known = dayOfHour.get(hour)
  if (known !== undefined) return known
  const { year, month, day } = parts(at, { year: 'numeric', month: 'numeric', day: 'numeric' })
  const found = Date.UTC(Number(year), Number(month) - 1, Number(day)) / dayMs
  if (dayOfHour.size >= mostHoursKept) dayOfHour.clear()
  dayOfHour.set(hour, found)
  return found
}

/** « jeudi 5 mars », with the year only when it is not this one. */
export function formatDay(at: number, locale: string, now: number): string {
  const sameYear = parts(at, { year: 'numeric' })['year'] === parts(now, { year: 'numeric' })['year']
  const said = dateFormat(tagOf(locale), {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at)
  // In French the first of a month alone is said as an ordinal: « mardi 1er décembre ».
  return locale === 'fr' ? said.replace(/ 1 /, ' 1er ') : said
}

/** « 19 h », « 7 h 05 » in French; « 7:05 pm » in English, « 07:05 » in Dutch, where « uur » is in the sentence. */
export function formatTime(at: number, locale: string): string {
  if (locale !== 'fr')
    return dateFormat(tagOf(locale), {
      timeZone: zone,
      hour: locale === 'en' ? 'numeric' : '2-digit',
      minute: '2-digit',
      hour12: locale === 'en',
    }).format(at)
  const { hour, minute } = parts(at, { hour: 'numeric', minute: '2-digit', hour12: false })
  // Never cut at the end of a line.
  return minute === '00' ? `${Number(hour)}\u00a0h` : `${Number(hour)}\u00a0h\u00a0${minute}`
}

/** « 400 m », « 1,2 km », « 14 km »: no more precision than a walker has. */
export function formatDistance(metres: number, locale: string): string {
  const say = (value: number, unit: 'meter' | 'kilometer', digits: number) =>
    // The narrow space that Intl writes is missing from the font's Latin subset.
    numberFormat(tagOf(locale), { style: 'unit', unit, maximumFractionDigits: digits })
      .format(value)
      .replaceAll('\u202f', '\u00a0')
  if (metres < 100) return say(Math.max(10, Math.round(metres / 10) * 10), 'meter', 0)
  if (metres < 950) return say(Math.round(metres / 50) * 50, 'meter', 0)
  return say(metres / 1000, 'kilometer', metres < 9_500 ? 1 : 0)
}

/** « 12 345 » */
export function formatNumber(value: number, locale: string): string {
  return numberFormat(tagOf(locale), {}).format(value).replaceAll('\u202f', '\u00a0')
}
