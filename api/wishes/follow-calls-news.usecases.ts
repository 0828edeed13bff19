import type { Reader } from '../../db/client.ts'
import { listEvents } from '../agenda/events-public.usecases.ts'
import { readEventsSinceHeard, type EventSince } from '../agenda/news-since.usecases.ts'
import { readCategoryNames, readEventsSince } from '../agenda/wished-events.usecases.ts'
import { toListed } from '../alerts/phone-list.usecases.ts'
import { addDays, weekdayOf } from '../platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import type { FollowOf } from './follow-calls.repository.ts'
import { saidAtMost } from './follow-calls.rules.ts'
import type { FollowCall, SaidEvent } from './follow-calls.schemas.ts'

// What there is to tell each person of the phone list: read when it is looked at, so that nothing waits in a queue that
// no one calls from.

type News = FollowCall['news']
type Asked = { now: number; language: Language }

const toSaid = ({ title, start, end, place, path }: SaidEvent): SaidEvent => ({
  title,
  start,
  end,
  place,
  path,
})
const newsOf = (events: SaidEvent[], most: number): News =>
  events.length === 0 ? null : { lines: [], events: events.slice(0, most).map(toSaid), total: events.length }

/** What comes until Sunday in a commune, and since when it is the week. */
async function readThisWeek(read: Reader, { territorySiren, communeCode, now }: Place & { now: number }) {
  const { day } = wallOfInstant(now)
  const monday = addDays(day, 1 - weekdayOf(day))
  const { items } = await listEvents(
    { database: { read }, clock: { now: () => now } },
    {
      query: { territory: territorySiren, commune: communeCode, from: day, to: addDays(monday, 6) },
      limit: 60,
    },
  )
  const events = items
    .filter(({ cancelled, endAt }) => !cancelled && endAt > now)
    .map(({ title, start, end, place, path }) => ({ title, start, end, place: place?.name ?? null, path }))
  return { since: instantOfWall(monday, '00:00'), news: newsOf(events, saidAtMost.week) }
}
type Place = { territorySiren: string; communeCode: string }

/** What some people of one commune are called about, with what is new to each. */
export async function viewFollows(
  read: Reader,
  rows: readonly FollowOf[],
  { now, language }: Asked,
): Promise<FollowCall[]> {
  const [first] = rows
  if (!first) return []
  const { territorySiren, communeCode } = first.person
  const followed = rows.flatMap(({ follow: { id, eventId, toldAt } }) =>
    eventId ? [{ id, eventId, since: toldAt }] : [],
  )
  const sinceHeard = await readEventsSinceHeard(read, followed, { now, language })
  const ofEvents = new Map<string, EventSince>()
  followed.forEach(({ id }, i) => {
    const found = sinceHeard[i]
    if (found) ofEvents.set(id, found)
  })
  const searches = rows.flatMap(({ follow }) => (follow.search ? [follow.toldAt] : []))
  const published =
    searches.length > 0
      ? await readEventsSince(read, { territorySiren, since: Math.min(...searches), now })
      : []
  const names =
    searches.length > 0 ? await readCategoryNames(read, territorySiren) : new Map<string, string>()
  const week = rows.some(({ follow }) => follow.kind === 'week')
    ? await readThisWeek(read, { territorySiren, communeCode, now })
    : null

  const newsFor = ({ id, kind, search, toldAt }: FollowOf['follow']): News => {
    if (kind === 'week') return week && toldAt < week.since ? week.news : null
    if (search)
      return newsOf(
        published
          .filter((event) => event.publishedAt > toldAt && event.meets(search.asked))
          // As they come, not as they were published: who listens notes dates.
          .toSorted((a, b) => (a.start < b.start ? -1 : 1)),
        saidAtMost.search,
      )
    const lines = ofEvents.get(id)?.lines ?? []
    return lines.length > 0 ? { lines, events: [], total: 0 } : null
  }
  return rows.map(({ follow, person, markedBy }) => {
    const { id, kind, search, createdAt, toldAt, outcome, markedAt, version } = follow
    const { id: personId, firstName, lastName, phone, note, consentAt, askAgain } = toListed(person, now)
    const event = ofEvents.get(id)?.event
    return {
      id,
      person: { id: personId, firstName, lastName, phone, note, consentAt, askAgain },
      kind,
      event: event ? { ...toSaid(event), isCancelled: event.isCancelled, isOver: event.isOver } : null,
      search: search && {
        query: search.query,
        categories: (search.query['category'] ?? '').split(',').flatMap((slug) => names.get(slug) ?? []),
      },
      createdAt,
      toldAt,
      outcome,
      markedAt,
      markedBy,
      version,
      news: newsFor(follow),
    }
  })
}
