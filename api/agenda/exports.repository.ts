import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Reader } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import {
  commune,
  event,
  eventCategory,
  eventContact,
  eventSource,
  media,
  occurrence,
  organizer,
  place,
  territory,
} from '../../db/schema/index.ts'

const placeCommune = alias(commune, 'place_commune')
const replacement = alias(event, 'replacement')

const selectEvents = prepared((db) =>
  db
    .select({
      seq: event.seq,
      id: event.id,
      territorySiren: event.territorySiren,
      status: event.status,
      publishedAt: event.publishedAt,
      slug: event.slug,
      title: event.title,
      description: event.description,
      locale: event.locale,
      schedule: event.schedule,
      sequence: event.sequence,
      attendanceMode: event.attendanceMode,
      onlineUrl: event.onlineUrl,
      setting: event.setting,
      free: event.free,
      price: event.price,
      ageMin: event.ageMin,
      ageMax: event.ageMax,
      accessibility: event.accessibility,
      keywords: event.keywords,
      categoryIds: event.categoryIds,
      bookingUrl: event.bookingUrl,
      bookingPhone: event.bookingPhone,
      bookingEmail: event.bookingEmail,
      imageId: event.imageId,
      imageDescription: event.imageDescription,
      imageCredit: event.imageCredit,
      imageChecked: event.imageChecked,
      imageWidth: media.width,
      imageHeight: media.height,
      statusWords: event.statusWords,
      sourceUrl: event.sourceUrl,
      sourceName: eventSource.name,
      organizerName: sql<string | null>`coalesce(${organizer.name}, ${event.organizerName})`,
      organizerSlug: organizer.slug,
      place: {
        id: place.id,
        name: place.name,
        address: place.address,
        lon: place.lon,
        lat: place.lat,
        positionApproximate: place.positionApproximate,
        accessibility: place.accessibility,
      },
      placeCommune: { code: placeCommune.code, name: placeCommune.name },
      commune: { code: commune.code, name: commune.name },
      contact: { name: eventContact.name, email: eventContact.email, phone: eventContact.phone },
      replacement: {
        title: replacement.title,
        slug: replacement.slug,
        schedule: replacement.schedule,
        status: replacement.status,
        publishedAt: replacement.publishedAt,
      },
      createdAt: event.createdAt,
      updatedAt: event.updatedAt,
    })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(placeCommune, eq(placeCommune.code, place.communeCode))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .leftJoin(media, eq(media.id, event.imageId))
    .leftJoin(eventSource, eq(eventSource.id, event.sourceId))
    // Only who chose to be shown.
    .leftJoin(eventContact, and(eq(eventContact.eventId, event.id), eq(eventContact.shown, true)))
    .leftJoin(replacement, eq(replacement.id, event.replacedById))
    .where(sql`${event.seq} in (select value from json_each(${sql.placeholder('seqs')}))`)
    .prepare(),
)
export type ExportRow = Awaited<ReturnType<typeof selectEvents>>[number]

/** Whole events by row number, in that order, whatever their status. */
export async function findWholeEvents(read: Reader, seqs: readonly number[]): Promise<ExportRow[]> {
  if (seqs.length === 0) return []
  const rows = await selectEvents(read, { seqs: JSON.stringify(seqs) })
  const bySeq = new Map(rows.map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
}

const selectEdition = prepared((db) => ({
  execute: () =>
    db.all<{ edition: number; changedAt: number; at: number }>(
      sql`select edition, changed_at as changedAt, cast(unixepoch('subsec') * 1000 as integer) as at from agenda_edition
        where id = 1`,
    ),
}))

/** The edition of the agenda, when it became this one, and what the clock of that date reads now (epoch milliseconds). */
export async function readDatedEdition(
  read: Reader,
): Promise<{ edition: number; changedAt: number; at: number }> {
  const [row] = await selectEdition(read, {})
  return row ?? { edition: 0, changedAt: 0, at: 0 }
}

/** Row number of an event by its id. */
export async function findEventSeq(read: Reader, id: string): Promise<number | null> {
  const [row] = await read.select({ seq: event.seq }).from(event).where(eq(event.id, id))
  return row?.seq ?? null
}

const selectDates = prepared((db) =>
  db
    .select({
      eventSeq: occurrence.eventSeq,
      recurrence: occurrence.recurrence,
      startAt: occurrence.startAt,
      endAt: occurrence.endAt,
      start: occurrence.start,
      end: occurrence.end,
      allDay: occurrence.allDay,
      cancelled: occurrence.cancelled,
      moved: occurrence.moved,
      reason: occurrence.reason,
    })
    .from(occurrence)
    .where(
      sql`${occurrence.eventSeq} in (select value from json_each(${sql.placeholder('seqs')})) and ${occurrence.ord} is not null
        and ${occurrence.endAt} >= ${sql.placeholder('from')} and ${occurrence.startAt} < ${sql.placeholder('to')}`,
    )
    .orderBy(occurrence.eventSeq, occurrence.ord)
    .prepare(),
)

/** Listed dates of some events that touch a stretch of time (epoch milliseconds), by event and start. */
export function findDatesOf(
  read: Reader,
  { seqs, from, to }: { seqs: readonly number[]; from: number; to: number },
) {
  return selectDates(read, { seqs: JSON.stringify(seqs), from, to })
}

/** Names of what a feed is narrowed to: for its title. */
export async function findFeedNames(
  read: Reader,
  {
    territorySiren,
    communeCode,
    slugs,
  }: { territorySiren?: string; communeCode?: string; slugs: readonly string[] },
): Promise<string[]> {
  const [territories, communes, categories] = [
    await read
      .select({ name: territory.name })
      .from(territory)
      .where(territorySiren ? eq(territory.siren, territorySiren) : undefined)
      .limit(2),
    communeCode
      ? await read.select({ name: commune.name }).from(commune).where(eq(commune.code, communeCode))
      : [],
    slugs.length > 0
      ? await read
          .selectDistinct({ name: eventCategory.name })
          .from(eventCategory)
          .where(sql`${eventCategory.slug} in (select value from json_each(${JSON.stringify(slugs)}))`)
          .limit(10)
      : [],
  ]
  // Several territories on one server: none of them is the name of what all of them do.
  const where = communes.length > 0 ? communes : territories.length === 1 ? territories : []
  return [...where, ...categories].map(({ name }) => name)
}
