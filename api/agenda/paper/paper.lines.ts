import type { AccessibilityCode } from '../../../db/schema/agenda.ts'
import { printable } from '../../platform/paper.ts'
import { dayOnPaper, hourOnPaper, sayOnPaper, type PaperLanguage, type PaperWord } from './paper.words.ts'

/** One date of an event, as paper needs it. Wall times in the territory's zone. */
export type PaperEvent = {
  /** Where its page is. */
  url: string
  title: string
  /** `2026-12-05T19:00`, or `2026-12-05` when all day. */
  start: string
  end: string
  allDay: boolean
  cancelled: boolean
  moved: boolean
  placeName: string | null
  communeName: string | null
  online: boolean
  free: boolean | null
  price: string | null
  ageMin: number | null
  ageMax: number | null
  accessibility: AccessibilityCode[]
  bookingPhone: string | null
  bookingUrl: string | null
  /** Plain words, without Markdown. */
  summary: string
}

export type PaperLine = {
  url: string
  time: string
  title: string
  /** « Annulé » or « Déplacé »: said in words, since paper may have no colour. */
  tag: string | null
  cancelled: boolean
  /** Place, commune when it is another, price, ages. */
  details: string
  commune: string | null
  accessibility: string
  booking: string
  summary: string
}
export type PaperDay = { day: string; heading: string; lines: PaperLine[] }

const accessWords: Record<AccessibilityCode, PaperWord> = {
  hi: 'hearing',
  ii: 'mental',
  vi: 'visual',
  pi: 'psychic',
  mi: 'motor',
}

function agesOf({ ageMin, ageMax }: PaperEvent, language: PaperLanguage): string | null {
  if (ageMin !== null && ageMax !== null) return sayOnPaper(language, 'ages', { min: ageMin, max: ageMax })
  if (ageMin !== null) return sayOnPaper(language, 'agesFrom', { min: ageMin })
  return ageMax === null ? null : sayOnPaper(language, 'agesTo', { max: ageMax })
}

function timeOf({ allDay, start }: PaperEvent, language: PaperLanguage): string {
  return allDay ? sayOnPaper(language, 'allDay') : hourOnPaper(start, language)
}

/** « jusqu’au dimanche 6 décembre », of what lasts longer than a night. */
function lastDayOf({ allDay, start, end }: PaperEvent, language: PaperLanguage): string | null {
  const nights = (Date.parse(end.slice(0, 10)) - Date.parse(start.slice(0, 10))) / 86_400_000
  const over = allDay ? nights >= 1 : nights >= 2 || (nights === 1 && end.slice(11) > '08:00')
  return over ? sayOnPaper(language, 'until', { day: dayOnPaper(end, language) }) : null
}

function toLine(event: PaperEvent, language: PaperLanguage, commune: string | null): PaperLine {
  const priced = event.free ? sayOnPaper(language, 'free') : event.price
  const elsewhere = event.communeName !== commune ? event.communeName : null
  const details = [
    lastDayOf(event, language),
    event.placeName ?? (event.online ? sayOnPaper(language, 'online') : null),
    elsewhere === event.placeName ? null : elsewhere,
    priced,
    agesOf(event, language),
  ]
  return {
    url: event.url,
    time: timeOf(event, language),
    title: printable(event.title),
    tag: event.cancelled
      ? sayOnPaper(language, 'cancelled')
      : event.moved
        ? sayOnPaper(language, 'moved')
        : null,
    cancelled: event.cancelled,
    details: printable(details.filter(Boolean).join(' · ')),
    commune: event.communeName,
    accessibility: event.accessibility.map((code) => sayOnPaper(language, accessWords[code])).join(', '),
    booking:
      event.bookingPhone || event.bookingUrl
        ? sayOnPaper(language, 'booking', { how: event.bookingPhone ?? event.bookingUrl ?? '' })
        : '',
    summary: printable(event.summary),
  }
}

/**
 * Events by the day they start on, in order; what began before `from` stands on that day. `commune` is the one the
 * paper hangs in: it is not said again on each line.
 */
export function toPaperDays(
  events: readonly PaperEvent[],
  { from, language, commune }: { from: string; language: PaperLanguage; commune: string | null },
): PaperDay[] {
  const days = new Map<string, PaperLine[]>()
  const inOrder = events.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  for (const event of inOrder) {
    const starts = event.start.slice(0, 10)
    const day = starts < from ? from : starts
    days.set(day, [...(days.get(day) ?? []), toLine(event, language, commune)])
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, lines]) => ({ day, heading: dayOnPaper(day, language), lines }))
}
