import { dateFormat } from '../../locales/intl.ts'

/** Today in Paris, as date inputs write it: `2026-11-24`. */
export function today(now: number = Date.now()): string {
  return dateFormat('fr-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(now)
}

/** A day as an instant in its middle, so that it is that day in every zone of the country. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`)
}
