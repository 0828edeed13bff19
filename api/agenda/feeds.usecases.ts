import type { Reader } from '../../db/client.ts'
import { type EventQuery, agendaZone } from './agenda-query.ts'
import type { ExportedEvent } from './exported-event.ts'
import { type FormatName, formats } from './exports.formats.ts'
import { findFeedNames } from './exports.repository.ts'
import { readExport, readWholeEvent } from './exports.usecases.ts'
import { dayMs, instantOf, wallOf } from '../platform/wall.rules.ts'

/** What is asked for: a choice of events in some format, or one event for a calendar. */
export type FeedAsk =
  { format: FormatName; query: EventQuery; cursor: string | undefined } | { format: 'ics'; eventId: string }

/** Names of the filters in the order that feeds are known by: one choice has one address, however it was typed. */
const filterOrder = [
  'territory',
  'commune',
  'category',
  'from',
  'to',
  'near',
  'within',
  'bbox',
  'q',
  'age',
  'free',
  'access',
  'setting',
  'mode',
  'organizer',
  'place',
  'ride',
] as const satisfies readonly (keyof EventQuery)[]

/** Filters as the search part of an address, in the order that feeds are known by. */
export function searchOf(query: EventQuery): URLSearchParams {
  const search = new URLSearchParams()
  for (const name of filterOrder) {
    const value = query[name]
    if (value !== undefined) search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  return search
}

const withSearch = (path: string, search: URLSearchParams) => (search.size > 0 ? `${path}?${search}` : path)

/** Address of a feed on this server. */
export function feedPath(ask: FeedAsk): string {
  if ('eventId' in ask) return `/api/events/${ask.eventId}.ics`
  const search = searchOf(ask.query)
  if (ask.cursor !== undefined) search.set('cursor', ask.cursor)
  return withSearch(`/api/events.${ask.format}`, search)
}

/** `changedAt`: when the agenda last changed; all in epoch milliseconds. */
type Given = { read: Reader; publicUrl: string; now: number; changedAt: number }

/** A feed as text, and the address of what follows. Throws `event-not-found`, `bad-cursor`. */
export async function writeFeed(
  given: Given,
  ask: FeedAsk,
): Promise<{ text: string; nextUrl: string | null }> {
  const { publicUrl, now, changedAt } = given
  const format = formats[ask.format]
  const url = `${publicUrl}${feedPath(ask)}`
  if ('eventId' in ask) {
    const event = await readWholeEvent(given, ask.eventId)
    const head = { title: event.title, url, pageUrl: event.url, updatedAt: event.updatedAt, now }
    const alone = { ...head, firstUrl: url, nextUrl: null, nextCursor: null, total: 1 }
    return { text: format.write(alone, [event]), nextUrl: null }
  }
  const { query, cursor } = ask
  const { events, total, nextCursor } = await readExport(given, {
    query,
    cursor,
    from: midnight(now) - format.pastDays * dayMs,
    limit: format.limit,
    withDates: format.withDates,
  })
  const page = (cursor: string | undefined) => `${publicUrl}${feedPath({ ...ask, cursor })}`
  const nextUrl = nextCursor === null ? null : page(nextCursor)
  const head = {
    title: await feedTitle(given.read, query),
    url,
    pageUrl: `${publicUrl}${withSearch('/agenda', searchOf(query))}`,
    updatedAt: latestOf(events, changedAt),
    now,
    firstUrl: page(undefined),
    nextUrl,
    nextCursor,
    total,
  }
  return { text: format.write(head, events), nextUrl }
}

/** The instant at which the agenda's day began. */
export function midnight(now: number): number {
  return instantOf(Math.floor(wallOf(now, agendaZone) / dayMs) * dayMs, agendaZone).at
}

/** When what is told last changed: of these events, else of the agenda. */
function latestOf(events: readonly ExportedEvent[], changedAt: number): number {
  return events.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt), 0) || changedAt
}

/** « Agenda · Bavay · Concert ». */
export async function feedTitle(
  read: Reader,
  { territory, commune, category, q }: EventQuery,
): Promise<string> {
  const names = await findFeedNames(read, {
    ...(territory ? { territorySiren: territory } : {}),
    ...(commune ? { communeCode: commune } : {}),
    slugs: category ?? [],
  })
  return ['Agenda', ...names, ...(q ? [`« ${q} »`] : [])].join(' · ')
}
