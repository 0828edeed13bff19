import { and, asc, eq, gte, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import {
  commune,
  event,
  eventEntry,
  eventFlag,
  media,
  organizer,
  place,
  user,
} from '../../db/schema/index.ts'
import type { Decision } from './moderation-delay.rules.ts'
import type { Reach } from './moderation-scope.usecases.ts'

/** Who wrote entries of a history, by name. */
export async function findNames(read: Reader, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await read.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What readers said of an event and nobody settled, the oldest first (`event_flag_event`). */
export function findOpenFlags(read: Reader, eventId: string) {
  return read
    .select()
    .from(eventFlag)
    .where(and(eq(eventFlag.eventId, eventId), isNull(eventFlag.settledAt)))
    .orderBy(asc(eventFlag.createdAt), asc(eventFlag.id))
}

/** How large an image is, in pixels. */
export async function findImageSize(read: Reader, id: string) {
  const [row] = await read
    .select({ width: media.width, height: media.height })
    .from(media)
    .where(eq(media.id, id))
  return row ?? null
}

/** Other events that wait in a territory, with what tells them apart (`event_queue`). */
export function findOthersWaiting(
  read: Reader,
  { territorySiren, id, limit }: { territorySiren: string; id: string; limit: number },
) {
  return read
    .select({ event, placeName: place.name, communeName: commune.name, accountName: organizer.name })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .where(and(eq(event.territorySiren, territorySiren), eq(event.status, 'submitted'), ne(event.id, id)))
    .orderBy(asc(event.submittedAt), asc(event.id))
    .limit(limit)
}

/** The words of the partial index `event_entry_decision`, so that it serves. */
const decisions = sql`${eventEntry.kind} in ('approved', 'declined', 'revision-accepted', 'revision-declined')`

/**
 * Decisions taken since an instant, each with when what it decides of had come: the entry just before it that asked
 * for one. A second thought about the same decision asks for nothing, and is not one.
 */
export async function findDecisions(
  read: Reader,
  {
    reaches,
    communeCode,
    from,
    until,
  }: { reaches: Reach[]; communeCode: string | undefined; from: number; until: number },
): Promise<Decision[]> {
  const asked = sql`(select asked.at from event_entry asked where asked.event_id = ${eventEntry.eventId}
    and (asked.at, asked.id) < (${eventEntry.at}, ${eventEntry.id})
    and asked.kind = case when ${eventEntry.kind} in ('approved', 'declined') then 'submitted' else 'revised' end
    and not exists (select 1 from event_entry other where other.event_id = asked.event_id
      and (other.at, other.id) > (asked.at, asked.id) and (other.at, other.id) < (${eventEntry.at}, ${eventEntry.id})
      and other.kind in ('approved', 'declined', 'revision-accepted', 'revision-declined', 'revision-withdrawn'))
    order by asked.at limit 1)`
  const rows = await read
    .select({ at: eventEntry.at, since: sql<number | null>`${asked}` })
    .from(eventEntry)
    .innerJoin(event, eq(event.id, eventEntry.eventId))
    .where(
      and(
        gte(eventEntry.at, from),
        lt(eventEntry.at, until),
        decisions,
        eq(eventEntry.authorKind, 'staff'),
        communeCode === undefined ? undefined : eq(event.communeCode, communeCode),
        sql`(${sql.join(
          reaches.map(({ territorySiren, communes }) =>
            communes === null
              ? sql`${event.territorySiren} = ${territorySiren}`
              : sql`${inArray(event.communeCode, communes)}`,
          ),
          sql` or `,
        )})`,
      ),
    )
  return rows.flatMap(({ at, since }) => (since === null ? [] : [{ at, since }]))
}
