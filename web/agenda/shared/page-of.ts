import type { PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'

/**
 * Where a date is read: the event's page, and which of its dates when it is not the one of the address
 * (`/agenda/2026-12-05-marche-de-noel?date=2026-12-12T19:00`).
 */
export function pageOf({ path, recurrence }: Pick<PublicOccurrence, 'path' | 'recurrence'>) {
  return path.includes(`/${recurrence.slice(0, 10)}-`) ? { path } : { path, query: { date: recurrence } }
}
