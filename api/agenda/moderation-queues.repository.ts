import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import {
  commune,
  event,
  eventEntry,
  eventFlag,
  eventRevision,
  organizer,
  place,
} from '../../db/schema/index.ts'
import type { Reach } from './moderation-scope.usecases.ts'
import type { Queue } from './moderation-queues.rules.ts'

/** Where a page ended: the instant and id of its last line; of what comes newest first, its row number. */
export type QueueKey = { at: number; id: string }
export type QueueFilters = { reaches: Reach[]; communeCode: string | undefined; match: string | null }

/** Events that somebody moderates; none without any reach. */
function withinReaches(reaches: readonly Reach[]): SQL {
  const within = reaches.map(({ territorySiren, communes }) =>
    communes === null
      ? eq(event.territorySiren, territorySiren)
      : and(inArray(event.communeCode, communes), eq(event.territorySiren, territorySiren)),
  )
  return or(...within) ?? sql`0`
}

function whereOf({ reaches, communeCode, match }: QueueFilters): SQL | undefined {
  return and(
    withinReaches(reaches),
    communeCode === undefined ? undefined : eq(event.communeCode, communeCode),
    match === null
      ? undefined
      : sql`${event.seq} in (select rowid from event_fts where event_fts match ${match})`,
  )
}

/** What a line of a queue shows, whichever the queue. */
const lineColumns = {
  event,
  placeName: place.name,
  communeName: commune.name,
  organizerName: organizer.name,
  organizerTrusted: organizer.trusted,
}
type Lines = { after: QueueKey | undefined; limit: number }
export type QueueLine = Awaited<ReturnType<typeof listWaiting>>[number]

const beyond = (key: SQL, id: SQL, after: QueueKey | undefined) =>
  after && sql`(${key}, ${id}) > (${after.at}, ${after.id})`

function lines(read: Reader, at: SQL<number>) {
  return read
    .select({ ...lineColumns, at })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .$dynamic()
}

const submittedAt = sql<number>`coalesce(${event.submittedAt}, ${event.createdAt})`

/** What waits for a decision, the oldest first (`event_queue`); what arrived before an instant when one is given. */
export function listWaiting(
  read: Reader,
  filters: QueueFilters,
  { after, limit, before }: Lines & { before: number | undefined },
) {
  return lines(read, submittedAt)
    .where(
      and(
        whereOf(filters),
        eq(event.status, 'submitted'),
        isNotNull(event.submittedAt),
        before === undefined ? undefined : lt(event.submittedAt, before),
        beyond(sql`${event.submittedAt}`, sql`${event.id}`, after),
      ),
    )
    .orderBy(asc(event.submittedAt), asc(event.id))
    .limit(limit)
}

// Said of its date too, so that the index of what waits serves, and not that of every revision.
const revised = and(
  eq(eventRevision.eventId, event.id),
  sql`state = 'pending'`,
  gt(eventRevision.createdAt, 0),
)

/** Events whose edit waits, by the day it came (`event_revision_queue`: reading it is reading the work that waits). */
export function listRevised(read: Reader, filters: QueueFilters, { after, limit }: Lines) {
  return (
    read
      .select({ ...lineColumns, at: sql<number>`${eventRevision.createdAt}` })
      .from(eventRevision)
      // A cross join keeps this order: without it, SQLite walks all that a territory ever had to find what waits.
      .crossJoin(event)
      .leftJoin(place, eq(place.id, event.placeId))
      .leftJoin(commune, eq(commune.code, event.communeCode))
      .leftJoin(organizer, eq(organizer.id, event.organizerId))
      .where(and(revised, whereOf(filters), beyond(sql`${eventRevision.createdAt}`, sql`${event.id}`, after)))
      .orderBy(asc(eventRevision.createdAt), asc(event.id))
      .limit(limit)
  )
}

/** The first open flag of each event. */
const firstFlag = sql`settled_at is null and not exists (select 1 from event_flag earlier
  where earlier.event_id = event_flag.event_id and earlier.settled_at is null
  and (earlier.created_at, earlier.id) < (event_flag.created_at, event_flag.id))`

/** Events that readers said something of, by the first word that is not settled (`event_flag_open`). */
export function listFlagged(read: Reader, filters: QueueFilters, { after, limit }: Lines) {
  return lines(read, sql<number>`${eventFlag.createdAt}`)
    .innerJoin(eventFlag, eq(eventFlag.eventId, event.id))
    .where(
      and(
        whereOf(filters),
        inArray(
          eventFlag.territorySiren,
          filters.reaches.map(({ territorySiren }) => territorySiren),
        ),
        firstFlag,
        beyond(sql`${eventFlag.createdAt}`, sql`${event.id}`, after),
      ),
    )
    .orderBy(asc(eventFlag.createdAt), asc(event.id))
    .limit(limit)
}

/** The words of the partial index `event_unchecked`, so that it serves. */
const unchecked = sql`${event.status} = 'published' and ${event.imageId} is not null and ${event.imageChecked} = 0`

/** Published events whose image nobody looked at: of trusted organizers, and imported. */
export function listUnchecked(read: Reader, filters: QueueFilters, { after, limit }: Lines) {
  return lines(read, sql<number>`${event.publishedAt}`)
    .where(and(whereOf(filters), unchecked, beyond(sql`${event.publishedAt}`, sql`${event.id}`, after)))
    .orderBy(asc(event.publishedAt), asc(event.id))
    .limit(limit)
}

/** What was decided, the newest first (`event_status`, `event_commune`). */
export function listDecided(
  read: Reader,
  filters: QueueFilters,
  { after, limit, status }: Lines & { status: 'published' | 'declined' | 'cancelled' },
) {
  return lines(read, sql<number>`${event.seq}`)
    .where(
      and(
        whereOf(filters),
        eq(event.status, status),
        after === undefined ? undefined : lt(event.seq, after.at),
      ),
    )
    .orderBy(desc(event.seq))
    .limit(limit)
}

const howMany = { n: sql<number>`count(*)` }

/** How many wait in each queue; those that only grow are not counted. */
export async function countWaiting(
  read: Reader,
  reaches: Reach[],
  late: number,
  communeCode?: string,
): Promise<Partial<Record<Queue, number>>> {
  const within = whereOf({ reaches, communeCode, match: null })
  const [[work], [revisions], [flagged], [images]] = await Promise.all([
    read
      .select({
        ...howMany,
        late: sql<number>`coalesce(sum(case when ${event.submittedAt} < ${late} then 1 else 0 end), 0)`,
      })
      .from(event)
      .where(and(within, eq(event.status, 'submitted'), isNotNull(event.submittedAt))),
    read.select(howMany).from(eventRevision).crossJoin(event).where(and(revised, within)),
    read
      .select({ n: sql<number>`count(distinct ${eventFlag.eventId})` })
      .from(eventFlag)
      .innerJoin(event, eq(event.id, eventFlag.eventId))
      .where(
        and(
          within,
          isNull(eventFlag.settledAt),
          inArray(
            eventFlag.territorySiren,
            reaches.map(({ territorySiren }) => territorySiren),
          ),
        ),
      ),
    // Said of its date too, `event_unchecked` serves: the other indexes are of all that was ever published.
    read
      .select(howMany)
      .from(event)
      .where(and(within, unchecked, isNotNull(event.publishedAt))),
  ])
  return {
    waiting: work?.n ?? 0,
    late: work?.late ?? 0,
    revisions: revisions?.n ?? 0,
    flagged: flagged?.n ?? 0,
    images: images?.n ?? 0,
  }
}

/** Of each event, the kind of the last word between its author and moderators: `question`, `answer` (`event_entry_history`). */
export async function findLatestTalk(read: Reader, eventIds: string[]): Promise<Map<string, string>> {
  if (eventIds.length === 0) return new Map()
  const rows = await read
    .select({ eventId: eventEntry.eventId, kind: eventEntry.kind })
    .from(eventEntry)
    .where(and(inArray(eventEntry.eventId, eventIds), inArray(eventEntry.kind, ['question', 'answer'])))
    .orderBy(asc(eventEntry.eventId), asc(eventEntry.at), asc(eventEntry.id))
  return new Map(rows.map(({ eventId, kind }) => [eventId, kind]))
}
