import { dateFormat } from '../../locales/intl.ts'

/** Noon of a day `2026-12-25`: what is told of it is told of that day in France, whatever the clock of the phone. */
export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)

/** « lundi » of 1. */
export const weekdaySaid = (locale: string, day: number): string =>
  dateFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
