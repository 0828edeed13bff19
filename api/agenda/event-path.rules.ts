/**
 * Where a date is read: the event's page, and which of its dates when it is not the one of the address
 * (`/agenda/2026-12-05-marche-de-noel?date=2026-12-12T19%3A00`).
 */
export const pathOfDate = ({ path, recurrence }: { path: string; recurrence: string }): string =>
  path.includes(`/${recurrence.slice(0, 10)}-`) ? path : `${path}?date=${encodeURIComponent(recurrence)}`
