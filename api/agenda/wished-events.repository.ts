import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { commune, event, organizer, place } from '../../db/schema/index.ts'

/** A wall of the next date that takes place: index of `occurrence` by event. */
const nextWall = (now: number, wall: 'start' | 'end') =>
  sql<
    string | null
  >`(select o.${sql.identifier(wall)} from occurrence o where o.event_seq = ${sql.raw('event.seq')} and o.cancelled = 0
    and o.end_at > ${now} order by o.start_at limit 1)`

const selectWished = (read: Reader, now: number) =>
  read
    .select({
      id: event.id,
      title: event.title,
      description: event.description,
      slug: event.slug,
      schedule: event.schedule,
      status: event.status,
      publishedAt: event.publishedAt,
      lastEndAt: event.lastEndAt,
      listKeys: event.listKeys,
      listBits: event.listBits,
      lon: place.lon,
      lat: place.lat,
      placeName: place.name,
      communeName: commune.name,
      organizerName: sql<string | null>`coalesce(${organizer.name}, ${event.organizerName})`,
      next: nextWall(now, 'start'),
      nextEnd: nextWall(now, 'end'),
    })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))

/** Events as wishes look at them. */
export function findWished(read: Reader, { ids, now }: { ids: readonly string[]; now: number }) {
  return selectWished(read, now).where(
    sql`${event.id} in (select value from json_each(${JSON.stringify(ids)}))`,
  )
}

/** Those of a territory that anyone may read since an instant, the newest first; index `event_published`. */
export function findPublishedSince(
  read: Reader,
  {
    territorySiren,
    since,
    now,
    limit,
  }: { territorySiren: string; since: number; now: number; limit: number },
) {
  return selectWished(read, now)
    .where(
      and(
        eq(event.territorySiren, territorySiren),
        sql`${event.status} = 'published'`,
        gt(event.publishedAt, since),
        // Sought by when they came, however many are still to come.
        sql`+${event.lastEndAt} > ${now}`,
      ),
    )
    .orderBy(desc(event.publishedAt))
    .limit(limit)
}
export type WishedRow = Awaited<ReturnType<typeof findWished>>[number]
