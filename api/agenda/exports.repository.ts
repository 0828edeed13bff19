import { eq, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { commune, event, eventCategory, occurrence, place, territory } from '../../db/schema/index.ts'

/** A public or hidden event with all that an export says of it. */
export type ExportRow = Omit<
  typeof event.$inferSelect,
  | 'communeCode'
  | 'placeId'
  | 'organizerId'
  | 'firstStartAt'
  | 'lastEndAt'
  | 'expandedUntil'
  | 'listKeys'
  | 'listBits'
  | 'declineReason'
  | 'replacedById'
  | 'secretHash'
  | 'origin'
  | 'sourceId'
  | 'sourceUid'
  | 'sameKey'
  | 'submittedAt'
  | 'decidedAt'
  | 'version'
> & {
  sourceName: string | null
  organizerName: string | null
  organizerSlug: string | null
  imageWidth: number | null
  imageHeight: number | null
  place: Pick<
    typeof place.$inferSelect,
    'id' | 'name' | 'address' | 'lon' | 'lat' | 'positionApproximate' | 'accessibility'
  > | null
  placeCommune: Named | null
  commune: Named | null
  /** Only of who chose to be shown. */
  contact: { name: string | null; email: string | null; phone: string | null } | null
  replacement: Pick<
    typeof event.$inferSelect,
    'title' | 'slug' | 'schedule' | 'status' | 'publishedAt'
  > | null
}
type Named = { code: string; name: string }

const flagOf = (column: string) =>
  sql.raw(`case ${column} when 1 then json('true') when 0 then json('false') end`)

/**
 * Whole events by row number, in that order, whatever their status. SQLite writes them as one text that is parsed at
 * once: of two thousand events, a row object for each costs three times as much.
 */
export async function findWholeEvents(read: Reader, seqs: readonly number[]): Promise<ExportRow[]> {
  if (seqs.length === 0) return []
  const [row] = await read.all<{ events: string }>(sql`select json_group_array(json_object(
      'seq', e.seq, 'id', e.id, 'territorySiren', e.territory_siren, 'status', e.status,
      'publishedAt', e.published_at, 'slug', e.slug, 'title', e.title, 'description', e.description,
      'locale', e.locale, 'schedule', json(e.schedule), 'sequence', e.sequence,
      'attendanceMode', e.attendance_mode, 'onlineUrl', e.online_url, 'setting', e.setting,
      'free', ${flagOf('e.free')}, 'price', e.price, 'ageMin', e.age_min, 'ageMax', e.age_max,
      'accessibility', json(e.accessibility), 'keywords', json(e.keywords), 'categoryIds', json(e.category_ids),
      'bookingUrl', e.booking_url, 'bookingPhone', e.booking_phone, 'bookingEmail', e.booking_email,
      'imageId', e.image_id, 'imageDescription', e.image_description, 'imageCredit', e.image_credit,
      'imageChecked', ${flagOf('e.image_checked')}, 'imageWidth', m.width, 'imageHeight', m.height,
      'statusWords', e.status_words, 'sourceUrl', e.source_url, 'sourceName', s.name,
      'organizerName', coalesce(o.name, e.organizer_name), 'organizerSlug', o.slug,
      'place', case when p.id is not null then json_object('id', p.id, 'name', p.name, 'address', p.address,
        'lon', p.lon, 'lat', p.lat, 'positionApproximate', ${flagOf('p.position_approximate')},
        'accessibility', json(p.accessibility)) end,
      'placeCommune', case when pc.code is not null then json_object('code', pc.code, 'name', pc.name) end,
      'commune', case when c.code is not null then json_object('code', c.code, 'name', c.name) end,
      'contact', case when k.event_id is not null
        then json_object('name', k.name, 'email', k.email, 'phone', k.phone) end,
      'replacement', case when r.seq is not null then json_object('title', r.title, 'slug', r.slug,
        'schedule', json(r.schedule), 'status', r.status, 'publishedAt', r.published_at) end,
      'createdAt', e.created_at, 'updatedAt', e.updated_at
    )) as events
    from json_each(${JSON.stringify(seqs)}) asked
    cross join event e on e.seq = asked.value
    left join place p on p.id = e.place_id
    left join commune pc on pc.code = p.commune_code
    left join commune c on c.code = e.commune_code
    left join organizer o on o.id = e.organizer_id
    left join media m on m.id = e.image_id
    left join event_source s on s.id = e.source_id
    left join event_contact k on k.event_id = e.id and k.shown = 1
    left join event r on r.id = e.replaced_by_id`)
  const rows = JSON.parse(row?.events ?? '[]') as ExportRow[]
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
