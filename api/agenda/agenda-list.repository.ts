import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import {
  commune,
  event,
  eventCategory,
  eventSource,
  media,
  occurrence,
  organizer,
  place,
  territory,
} from '../../db/schema/index.ts'

/** Columns of a date, as a line of the agenda shows it. */
const dateColumns = {
  ord: occurrence.ord,
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
  lon: occurrence.lon,
  lat: occurrence.lat,
}

const selectDates = prepared((db) =>
  db
    .select(dateColumns)
    .from(occurrence)
    .where(sql`${occurrence.ord} in (select value from json_each(${sql.placeholder('ords')}))`)
    .prepare(),
)
export type DateAt = Awaited<ReturnType<typeof selectDates>>[number]

/**
 * The dates at some places, in the same order. Of two dates of an event in one minute the one that takes place is shown.
 */
export async function readDatesAt(read: Reader, ords: readonly number[]): Promise<DateAt[]> {
  if (ords.length === 0) return []
  const rows = await selectDates(read, { ords: JSON.stringify(ords) })
  const byOrd = new Map<number, DateAt>()
  for (const row of rows) {
    if (row.ord === null) continue
    const other = byOrd.get(row.ord)
    if (!other || (other.cancelled && !row.cancelled)) byOrd.set(row.ord, row)
  }
  return ords.flatMap((ord) => byOrd.get(ord) ?? [])
}

/** Columns of an event, as its lines show them. */
const lineColumns = {
  seq: event.seq,
  id: event.id,
  territorySiren: event.territorySiren,
  status: event.status,
  publishedAt: event.publishedAt,
  statusWords: event.statusWords,
  slug: event.slug,
  title: event.title,
  schedule: event.schedule,
  attendanceMode: event.attendanceMode,
  setting: event.setting,
  free: event.free,
  price: event.price,
  ageMin: event.ageMin,
  ageMax: event.ageMax,
  accessibility: event.accessibility,
  categoryIds: event.categoryIds,
  imageId: event.imageId,
  imageDescription: event.imageDescription,
  imageCredit: event.imageCredit,
  imageChecked: event.imageChecked,
  imageWidth: media.width,
  imageHeight: media.height,
  placeId: place.id,
  placeName: place.name,
  placeLon: place.lon,
  placeLat: place.lat,
  communeCode: commune.code,
  communeName: commune.name,
  organizerId: organizer.id,
  organizerSlug: organizer.slug,
  organizerName: sql<string | null>`coalesce(${organizer.name}, ${event.organizerName})`,
  sourceKind: eventSource.kind,
  sourceName: eventSource.name,
}

const selectEvents = prepared((db) =>
  db
    .select(lineColumns)
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .leftJoin(media, eq(media.id, event.imageId))
    .leftJoin(eventSource, eq(eventSource.id, event.sourceId))
    .where(sql`${event.seq} in (select value from json_each(${sql.placeholder('seqs')}))`)
    .prepare(),
)
export type EventLine = Awaited<ReturnType<typeof selectEvents>>[number]

/** What the lines of some events say of them. */
export function readEventLines(read: Reader, seqs: readonly number[]): Promise<EventLine[]> {
  return selectEvents(read, { seqs: JSON.stringify(seqs) })
}

/** Where the dates at some places are, those without a position left out. */
export function readPositions(read: Reader, ords: readonly number[]) {
  return read.all<{ ord: number; eventSeq: number; lon: number; lat: number }>(
    sql`select distinct ord, event_seq as eventSeq, lon, lat from occurrence
      where ord in (select value from json_each(${JSON.stringify(ords)})) and lon is not null`,
  )
}

export type Category = typeof eventCategory.$inferSelect

const selectCategories = prepared((db) =>
  db
    .select()
    .from(eventCategory)
    .where(eq(eventCategory.territorySiren, sql.placeholder('siren')))
    .orderBy(eventCategory.position)
    .prepare(),
)
/** Kinds of events of a territory in its order, those put away included. */
export const findEventCategories = (read: Reader, siren: string): Promise<Category[]> =>
  selectCategories(read, { siren })

/** Kinds of events with one of these slugs, in any of these territories. */
export async function findCategoryIds(
  read: Reader,
  { slugs, territorySirens }: { slugs: readonly string[]; territorySirens: readonly string[] },
): Promise<string[]> {
  const rows = await read
    .select({ id: eventCategory.id })
    .from(eventCategory)
    .where(
      and(
        inArray(eventCategory.territorySiren, [...territorySirens]),
        inArray(eventCategory.slug, [...slugs]),
      ),
    )
  return rows.map(({ id }) => id)
}

const selectSirens = prepared((db) => db.select({ siren: territory.siren }).from(territory).prepare())
/** Every territory of the deployment. */
export async function findSirens(read: Reader): Promise<string[]> {
  return (await selectSirens(read, {})).map(({ siren }) => siren)
}

const selectEdition = prepared((db) => ({
  execute: () =>
    db.all<{ edition: number; changedAt: number }>(
      sql`select edition, changed_at as changedAt from agenda_edition where id = 1`,
    ),
}))
/**
 * Grows with everything that a reader of the agenda may see change (triggers of migration agenda_lists): what was made
 * of one edition is good until the next.
 */
export async function readEdition(read: Reader): Promise<{ edition: number; changedAt: number }> {
  const [row] = await selectEdition(read, {})
  return row ?? { edition: 0, changedAt: 0 }
}
