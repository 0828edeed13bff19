import type { PublicBody } from '../../api/territory/territory.schemas.ts'

type Hours = NonNullable<PublicBody['openingHours']>

/** « 8:30 » → « 8 h 30 » in French, as it is elsewhere. */
function sayTime(time: string, locale: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  if (locale !== 'fr') return `${Number(hour)}:${minute}`
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}

/** 1 (Monday) → « lundi ». 2024-01-01 was a Monday. */
function sayDay(day: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
}

/** Days that open alike are said together: « lundi, mardi, jeudi : 9 h – 12 h ». Closed days are not said. */
export function hoursInWords({ days }: Hours, locale: string): { days: string; spans: string }[] {
  const bySpans = new Map<string, number[]>()
  for (const { day, spans } of days.toSorted((a, b) => a.day - b.day)) {
    if (spans.length === 0) continue
    const said = spans.map(([from, to]) => `${sayTime(from, locale)} – ${sayTime(to, locale)}`).join(', ')
    bySpans.set(said, [...(bySpans.get(said) ?? []), day])
  }
  return [...bySpans].map(([spans, same]) => ({
    days: same.map((day) => sayDay(day, locale)).join(', '),
    spans,
  }))
}
