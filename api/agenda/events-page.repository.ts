import { and, asc, desc, eq, gt, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Reader } from '../../db/client.ts'
import {
  commune,
  event,
  eventContact,
  eventSource,
  media,
  occurrence,
  organizer,
  place,
} from '../../db/schema/index.ts'

const placeCommune = alias(commune, 'place_commune')
const replacement = alias(event, 'replacement')

/** An event with all that its page says of it, by its id; the contact only when its author shows it. */
export async function findEventInContext(read: Reader, id: string) {
  const [row] = await read
    .select({
      event,
      place,
      placeCommune: { code: placeCommune.code, name: placeCommune.name },
      commune: { code: commune.code, name: commune.name },
      organizer: { id: organizer.id, name: organizer.name, slug: organizer.slug },
      image: { width: media.width, height: media.height },
      source: { name: eventSource.name, kind: eventSource.kind },
      contact: { name: eventContact.name, email: eventContact.email, phone: eventContact.phone },
      replacement: {
        title: replacement.title,
        slug: replacement.slug,
        schedule: replacement.schedule,
        status: replacement.status,
        publishedAt: replacement.publishedAt,
      },
    })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(placeCommune, eq(placeCommune.code, place.communeCode))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .leftJoin(media, eq(media.id, event.imageId))
    .leftJoin(eventSource, eq(eventSource.id, event.sourceId))
    .leftJoin(eventContact, and(eq(eventContact.eventId, event.id), eq(eventContact.shown, true)))
    .leftJoin(replacement, eq(replacement.id, event.replacedById))
    .where(eq(event.id, id))
  return row
}
export type EventInContext = NonNullable<Awaited<ReturnType<typeof findEventInContext>>>

const dateColumns = {
  recurrence: occurrence.recurrence,
  startAt: occurrence.startAt,
  endAt: occurrence.endAt,
  start: occurrence.start,
  end: occurrence.end,
  allDay: occurrence.allDay,
  cancelled: occurrence.cancelled,
  moved: occurrence.moved,
  reason: occurrence.reason,
}

/** Listed dates of an event that are not over at an instant, the next first, or those that are, the last first. */
export function readDates(
  read: Reader,
  { eventSeq, at, over, limit }: { eventSeq: number; at: number; over: boolean; limit: number },
) {
  const ended: SQL | undefined = over
    ? lte(occurrence.endAt, at)
    : or(gt(occurrence.endAt, at), gt(occurrence.startAt, at))
  return read
    .select(dateColumns)
    .from(occurrence)
    .where(and(eq(occurrence.eventSeq, eventSeq), isNotNull(occurrence.ord), ended))
    .orderBy(over ? desc(occurrence.ord) : asc(occurrence.ord))
    .limit(limit)
}

/** Addresses of public events with their latest change, in the order they were written: for the site's map. */
export function listForSitemap(read: Reader, { afterSeq, upToSeq }: { afterSeq: number; upToSeq: number }) {
  return read
    .select({
      seq: event.seq,
      slug: event.slug,
      schedule: event.schedule,
      status: event.status,
      publishedAt: event.publishedAt,
      updatedAt: event.updatedAt,
    })
    .from(event)
    .where(and(gt(event.seq, afterSeq), lte(event.seq, upToSeq)))
    .orderBy(asc(event.seq))
}

/** Row number of the last event written. */
export async function lastEventSeq(read: Reader): Promise<number> {
  const [row] = await read.all<{ seq: number | null }>(sql`select max(seq) as seq from event`)
  return row?.seq ?? 0
}
