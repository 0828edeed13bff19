import type { Reader } from '../../db/client.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import type { EventNews } from './events-news.rules.ts'
import { sayNews } from './events-news.usecases.ts'
import { say } from './events-notifications.words.ts'
import { isPast, isPublic, pathOf } from './events.rules.ts'
import { findHistories, type HistoryRow } from './news-since.repository.ts'
import { stoodBefore, sumNews, type Standing } from './news-since.rules.ts'
import { findWished, type WishedRow } from './wished-events.repository.ts'
import { placeWords } from './wished-events.usecases.ts'

// What changed of an event since somebody heard of it, for whoever tells them by word of mouth: read when it is to be
// said, and never kept.

/** An event as it is now. Out of sight, its title is what it was called then, and there is nothing else to tell. */
export type EventToSay = {
  id: string
  title: string
  path: string | null
  /** The wall of its next date; null: none is to come. */
  start: string | null
  end: string | null
  place: string | null
  isCancelled: boolean
  isOver: boolean
}
export type EventSince = { event: EventToSay; lines: string[] }

function standingOf(row: WishedRow): Standing {
  if (!isPublic(row)) return 'gone'
  return row.status === 'cancelled' ? 'cancelled' : 'on'
}

function toSay(row: WishedRow, history: HistoryRow[], now: number): EventToSay {
  const isOver = isPast(row, now)
  if (isPublic(row)) {
    const { id, title, next, nextEnd } = row
    const isCancelled = row.status === 'cancelled'
    return {
      id,
      title,
      path: pathOf(row),
      start: next,
      end: nextEnd,
      place: placeWords(row),
      isCancelled,
      isOver,
    }
  }
  // It may have been rewritten since, and nobody looked.
  const { title } = history.findLast(({ kind }) => kind === 'declined')?.data ?? {}
  const known = typeof title === 'string' ? title : ''
  return {
    id: row.id,
    title: known,
    path: null,
    start: null,
    end: null,
    place: null,
    isCancelled: false,
    isOver,
  }
}

/** The last word of a moderator or an author on what they did. */
const quoted = (entry: HistoryRow | undefined) => (entry?.words ? [`« ${entry.words} »`] : [])

async function linesSince(
  read: Reader,
  { row, title, news, now, language }: Given & { row: WishedRow; title: string; news: HistoryRow[] },
): Promise<string[]> {
  const standing = standingOf(row)
  const stood = stoodBefore(
    news.map(({ kind }) => kind),
    standing,
  )
  const changed = stood !== standing
  if (standing === 'gone') return changed ? [say(language, 'gone', { title })] : []
  const [replaced] = news.filter(({ kind }) => kind === 'replaced').slice(-1)
  const [other] = replaced
    ? await findWished(read, { ids: [String(replaced.data['replacedById'])], now })
    : []
  const instead = other && isPublic(other) ? [say(language, 'replaced', { title, other: other.title })] : []
  if (standing === 'cancelled') {
    const last = news.findLast(({ kind }) => kind === 'cancelled')
    return [...(changed ? [say(language, 'cancelled', { title }), ...quoted(last)] : []), ...instead]
  }
  const sum = sumNews(
    news.flatMap(({ data }) => (data['news'] as EventNews | undefined) ?? []),
    wallOfInstant(now).day,
  )
  const dated = news.findLast(({ kind, data }) => kind.startsWith('date-') && data['news'])
  return [
    ...(changed ? [say(language, 'restored', { title })] : []),
    ...(sum ? [...(await sayNews(read, language, sum)), ...quoted(dated)] : []),
    ...instead,
  ]
}

type Given = { now: number; language: Language }

/** Of each event asked for, how it is now and what changed since an instant. None is told of what is over. */
export async function readEventsSinceHeard(
  read: Reader,
  asked: readonly { eventId: string; since: number }[],
  { now, language }: Given,
): Promise<EventSince[]> {
  if (asked.length === 0) return []
  const ids = [...new Set(asked.map(({ eventId }) => eventId))]
  const rows = new Map((await findWished(read, { ids, now })).map((row) => [row.id, row]))
  const histories = Map.groupBy(await findHistories(read, ids), ({ eventId }) => eventId)
  const found: EventSince[] = []
  for (const { eventId, since } of asked) {
    const row = rows.get(eventId)
    if (!row) throw new Error(`event ${eventId} vanished`)
    const history = histories.get(eventId) ?? []
    const event = toSay(row, history, now)
    const news = history.filter(({ at }) => at > since)
    const { title } = event
    const lines = event.isOver ? [] : await linesSince(read, { row, title, news, now, language })
    found.push({ event, lines })
  }
  return found
}

/** An event that anyone may read and of which something is still to come: one may ask to be told of it. */
export async function isEventToCome(
  read: Reader,
  { eventId, now }: { eventId: string; now: number },
): Promise<boolean> {
  const [row] = await findWished(read, { ids: [eventId], now })
  return row !== undefined && isPublic(row) && !isPast(row, now)
}
