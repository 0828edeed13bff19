import { and, eq, gte, lt } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { commune, event, occurrence, organizer, place } from '../../db/schema/index.ts'

/**
 * Dates in sight that start in a window, in a commune or, when none is named, in the whole territory, with the names
 * that a line of the agenda shows. At most `limit`.
 */
export function findStarting(
  handle: Reader,
  {
    territorySiren,
    communeCode,
    from,
    until,
    limit,
  }: {
    territorySiren: string
    communeCode: string | undefined
    from: number
    until: number
    limit: number
  },
) {
  return handle
    .select({
      event,
      start: occurrence.start,
      startAt: occurrence.startAt,
      allDay: occurrence.allDay,
      placeName: place.name,
      communeName: commune.name,
      accountName: organizer.name,
    })
    .from(occurrence)
    .innerJoin(event, eq(event.seq, occurrence.eventSeq))
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .where(
      and(
        communeCode ? eq(occurrence.communeCode, communeCode) : eq(occurrence.territorySiren, territorySiren),
        eq(occurrence.listed, true),
        gte(occurrence.startAt, from),
        lt(occurrence.startAt, until),
        eq(event.territorySiren, territorySiren),
        eq(event.status, 'published'),
      ),
    )
    .limit(limit)
}
