import type { Reader } from '../../db/client.ts'
import { type Line, readLines } from './agenda-lines.ts'
import { pageByDistance, pageByStart } from './agenda-pages.usecases.ts'
import { type EventQuery, flatKm, readAgendaQuery } from './agenda-query.ts'
import { agendaProblems } from './agenda.problems.ts'
import type { PublicOccurrence } from './agenda.schemas.ts'

export { pathOfDate } from './event-path.rules.ts'

export type PublicDeps = { database: { read: Reader }; clock: { now: () => number } }
export type OccurrencePage = {
  items: PublicOccurrence[]
  nextCursor: string | null
  previousCursor: string | null
}
type Point = { lat: number; lon: number }

function toOccurrence({ date, event }: Line, near: Point | null): PublicOccurrence {
  const { lon, lat } = date
  return {
    ...event,
    key: `${event.eventId}/${date.recurrence}`,
    recurrence: date.recurrence,
    startAt: date.startAt,
    endAt: date.endAt,
    start: date.start,
    end: date.end,
    allDay: date.allDay,
    cancelled: date.cancelled || event.cancelled,
    moved: date.moved,
    reason: date.reason ?? event.reason,
    distanceKm:
      near && lon !== null && lat !== null ? Math.round(flatKm(near, { lon, lat }) * 10) / 10 : null,
  }
}

/** Lines at some places of the lists, as anyone may read them. */
export async function readOccurrences(
  read: Reader,
  ords: readonly number[],
  near: Point | null = null,
): Promise<PublicOccurrence[]> {
  return (await readLines(read, ords)).map((line) => toOccurrence(line, near))
}

/**
 * Dates of the agenda by start, from now on unless `from` says; or each event once, the nearest first. Pages go both
 * ways and never jump or repeat, whatever is added meanwhile. Throws `bad-cursor`, `near-needed`.
 */
export async function listEvents(
  { database, clock }: PublicDeps,
  {
    query,
    sort = 'start',
    cursor,
    limit,
  }: { query: EventQuery; sort?: 'start' | 'distance'; cursor?: string | undefined; limit: number },
): Promise<OccurrencePage> {
  const { read } = database
  if (sort === 'distance' && !query.near) throw agendaProblems['near-needed']()
  const asked = await readAgendaQuery(read, query, clock.now())
  if (!asked) return { items: [], nextCursor: null, previousCursor: null }
  const page = sort === 'distance' ? pageByDistance : pageByStart
  const { ords, ...cursors } = await page({ read, query: asked, now: clock.now(), cursor, limit })
  return { items: await readOccurrences(read, ords, asked.near), ...cursors }
}
