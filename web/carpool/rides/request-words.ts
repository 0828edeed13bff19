import { dateFormat } from '../../locales/intl.ts'
import { formatTime } from '../../locales/format.ts'
import type { RequestView, WantedRide } from './requests-api.ts'

type Say = (key: string, values?: Record<string, string | number>) => string
type Standing = Pick<RequestView | WantedRide, 'firstDay' | 'lastDay' | 'weekdays' | 'time' | 'by'>

export const weekdayName = (locale: string, day: number) =>
  dateFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

/** An instant of that day, whatever the zone: to say its name. */
export const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** « 7 h 30 », « 7:30 am »: a wall time said as instants are, by a winter's day of France. */
export const timeSaid = (locale: string, time: string) =>
  formatTime(Date.parse(`2024-01-15T${time}:00+01:00`), locale)

/** « du lundi au vendredi, jusqu’au jeudi 24 décembre, vers 7 h 30 » */
export function standingSaid(
  t: Say,
  { locale, sayDay }: { locale: string; sayDay: (at: number) => string },
  wish: Standing,
): string {
  const hour = t(wish.by === 'arrival' ? 'carpool.request.arrival' : 'carpool.request.about', {
    time: timeSaid(locale, wish.time),
  })
  if (wish.weekdays.length === 0)
    return `${t('carpool.request.day', { day: sayDay(noonOf(wish.firstDay)) })}, ${hour}`
  const days = daysSaid(t, locale, wish.weekdays)
  return `${t('carpool.request.every', { days, last: sayDay(noonOf(wish.lastDay)) })}, ${hour}`
}

/** « du lundi au vendredi », « mardi et jeudi » */
export function daysSaid(t: Say, locale: string, weekdays: readonly number[]): string {
  if (weekdays.length === 7) return t('carpool.request.daily')
  if (weekdays.join() === '1,2,3,4,5') return t('carpool.request.working')
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    weekdays.map((day) => weekdayName(locale, day)),
  )
}
