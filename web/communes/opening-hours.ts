import type { OpeningException } from '../../api/territory/opening.rules.ts'
import type { PublicBody } from '../../api/territory/territory.schemas.ts'
import { dateFormat } from '../locales/intl.ts'
import { tagOf } from '../locales/format.ts'

type Hours = NonNullable<PublicBody['openingHours']>

/** « 8:30 » → « 8 h 30 » in French, as it is elsewhere. */
export function sayTime(time: string, locale: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  if (locale === 'nl') return `${hour.padStart(2, '0')}:${minute}`
  if (locale !== 'fr') return `${Number(hour)}:${minute}`
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}

const saySpans = (spans: OpeningException['spans'], locale: string) =>
  spans.map(([from, to]) => `${sayTime(from, locale)} – ${sayTime(to, locale)}`).join(', ')

/** 1 (Monday) → « lundi ». 2024-01-01 was a Monday. */
function sayDay(day: number, locale: string): string {
  return dateFormat(tagOf(locale), { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
}

/** Days that open alike are said together: « lundi, mardi, jeudi : 9 h – 12 h ». Closed days are not said. */
export function hoursInWords({ days }: Hours, locale: string): { days: string; spans: string }[] {
  const bySpans = new Map<string, number[]>()
  for (const { day, spans } of days.toSorted((a, b) => a.day - b.day)) {
    if (spans.length === 0) continue
    const said = saySpans(spans, locale)
    bySpans.set(said, [...(bySpans.get(said) ?? []), day])
  }
  return [...bySpans].map(([spans, same]) => ({
    days: same.map((day) => sayDay(day, locale)).join(', '),
    spans,
  }))
}

/** « jeudi 24 décembre », as one says a day of a calendar. */
export function dateInWords(day: string, locale: string): string {
  const said = dateFormat(tagOf(locale), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(Date.parse(day))
  return locale === 'fr' ? said.replace(/ 1 /, ' 1er ') : said
}

/** Hours of a day unlike the others; empty when it is closed. */
export const exceptionHours = ({ spans }: OpeningException, locale: string): string => saySpans(spans, locale)
