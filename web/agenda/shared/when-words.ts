import { dateFormat } from '../../locales/intl.ts'
import { formatDay, formatTime, tagOf } from '../../locales/format.ts'
import type { PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'
import { dayOf, noonOf } from '../list/days.ts'

type Span = Pick<PublicOccurrence, 'startAt' | 'endAt' | 'start' | 'end' | 'allDay'>
/** The screen's words, the reader's language and the present: given, so that a test can say them. */
type Speech = { t: (key: string, values: Record<string, string>) => string; locale: string; now: number }

const sixHours = 6 * 3_600_000

/** First and last day of a date. What ends in the small hours belongs to the evening it began. */
export function daysSpanned({ startAt, endAt, start, end, allDay }: Span): { first: string; last: string } {
  if (allDay) return { first: start.slice(0, 10), last: end.slice(0, 10) }
  const first = dayOf(startAt)
  const last = dayOf(Math.max(startAt, endAt - 1))
  return { first, last: dayOf(endAt - sixHours) <= first ? first : last }
}

/** « samedi 5 décembre » of a day or a wall time, `2026-12-05T19:00`. */
export const sayDay = (wall: string, { locale, now }: Speech): string =>
  formatDay(noonOf(wall.slice(0, 10)), locale, now)

/** An hour is never cut from its number at the end of a line. */
const sayHour = (at: number, locale: string): string => formatTime(at, locale).replaceAll(' ', '\u00a0')

/** « samedi 5 décembre à 19 h », « …, de 14 h à 18 h », « du samedi 5 décembre au dimanche 6 décembre » … */
export function sayWhen(span: Span, speech: Speech): string {
  const { t, locale } = speech
  const { first, last } = daysSpanned(span)
  const [firstSaid, lastSaid] = [sayDay(first, speech), sayDay(last, speech)]
  const [from, to] = [sayHour(span.startAt, locale), sayHour(span.endAt, locale)]
  if (first !== last)
    return span.allDay
      ? t('agenda.when.days', { from: firstSaid, to: lastSaid })
      : t('agenda.when.daysTimes', {
          from: t('format.at', { day: firstSaid, time: from }),
          to: t('format.at', { day: lastSaid, time: to }),
        })
  if (span.allDay) return t('agenda.when.wholeDay', { day: firstSaid })
  if (span.endAt <= span.startAt) return t('format.at', { day: firstSaid, time: from })
  return t('agenda.when.fromTo', { day: firstSaid, from, to })
}

/** « 12 déc. » */
const sayShortDay = (day: string, { locale }: Speech): string =>
  dateFormat(tagOf(locale), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
  }).format(noonOf(day))

/** What stands before a line under the heading `shownOn`: « 19 h », « journée », « jusqu’au 12 déc. ». */
export function sayTime(span: Span, shownOn: string, speech: Speech): string {
  const { t, locale } = speech
  const { first, last } = daysSpanned(span)
  if (first < shownOn)
    return last > shownOn
      ? t('agenda.when.until', { day: sayShortDay(last, speech) })
      : t('agenda.when.lastDay', {})
  return span.allDay ? t('agenda.when.allDay', {}) : sayHour(span.startAt, locale)
}
