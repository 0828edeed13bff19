import type { Reader, Tx } from '../../db/client.ts'
import { findDates, findNextDate, type DatedEvent } from './event-dates.repository.ts'
import type { EventNews } from './events-news.rules.ts'
import { findEntry, findEvent } from './events.repository.ts'
import { isPublic, pathOf } from './events.rules.ts'

// What other domains may know of a date of the agenda: rides that lead to it.

/** One date of an event that anyone may see. Instants are epoch milliseconds, `start` and `end` walls of its zone. */
export type EventDate = {
  eventId: string
  territorySiren: string
  title: string
  path: string
  /** Wall start that the schedule gave it: with the event's id it names this date for ever. */
  recurrence: string
  start: string
  end: string
  startAt: number
  endAt: number
  allDay: boolean
  /** This date, or the whole event. */
  cancelled: boolean
  /** Null: online, or not said. */
  place: { name: string; lon: number; lat: number; approximate: boolean } | null
}

function toDate(row: DatedEvent): EventDate {
  const { placeName, lon, lat } = row
  return {
    eventId: row.id,
    territorySiren: row.territorySiren,
    title: row.title,
    path: pathOf(row),
    recurrence: row.recurrence,
    start: row.start,
    end: row.end,
    startAt: row.startAt,
    endAt: row.endAt,
    allDay: row.allDay === 1,
    cancelled: row.cancelled === 1 || row.status === 'cancelled',
    place:
      placeName !== null && lon !== null && lat !== null
        ? { name: placeName, lon, lat, approximate: row.approximate === 1 }
        : null,
  }
}

/** A date that anyone may see, by its name, else the next one that takes place; null when there is none. */
export async function readEventDate(
  handle: Reader | Tx,
  { eventId, recurrence, at }: { eventId: string; recurrence?: string | undefined; at: number },
): Promise<EventDate | null> {
  const row =
    recurrence === undefined
      ? await findNextDate(handle, { eventId, at })
      : (await findDates(handle, [{ eventId, recurrence }]))[0]
  return row && isPublic(row) ? toDate(row) : null
}

/** The same for several, by `<event id>/<recurrence>`; those that nobody may see are left out. */
export async function readEventDates(
  handle: Reader | Tx,
  asked: readonly { eventId: string; recurrence: string }[],
): Promise<Map<string, EventDate>> {
  const rows = (await findDates(handle, asked)).filter(isPublic)
  return new Map(rows.map((row) => [`${row.id}/${row.recurrence}`, toDate(row)]))
}

/** What a change of an event is to those who meant to come. */
export type ToldChange = {
  title: string
  /** Null when nobody may see it any more. */
  path: string | null
  kind: string
  words: string | null
  news: EventNews | null
}

/** The change of the agenda that a row of the outbox speaks of; null when it was never seen, or is none. */
export async function readChange(
  read: Reader,
  { eventId, entryId }: { eventId: string; entryId: string },
): Promise<ToldChange | null> {
  const event = await findEvent(read, eventId)
  const entry = await findEntry(read, entryId)
  if (!event || !entry || event.publishedAt === null) return null
  const { kind, words, data } = entry
  const shown = isPublic(event)
  // Taken out of sight, it may have been rewritten since: what it was called then is all there is to tell.
  const title = shown ? event.title : data['title']
  if (typeof title !== 'string') return null
  const news = (data['news'] as EventNews | undefined) ?? null
  return { title, path: shown ? pathOf(event) : null, kind, words, news }
}
