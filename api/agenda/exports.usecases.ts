import type { Reader } from '../../db/client.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { type Category, findEventCategories } from './agenda-list.repository.ts'
import { type EventQuery, readAgendaQuery } from './agenda-query.ts'
import { isPublic, pathOf } from './events.rules.ts'
import { toCategory, toImage } from './agenda-lines.ts'
import { eventProblems } from './events.problems.ts'
import type { ExportedDate, ExportedEvent } from './exported-event.ts'
import { type ExportRow, findDatesOf, findEventSeq, findWholeEvents } from './exports.repository.ts'
import { eventMask, ordAt } from './listing.rules.ts'
import { findRunning, walk, wholeTime } from './occurrences.repository.ts'

/** Dates looked at for one export, the soonest: what is beyond is reached by narrowing the question. */
export const mostDatesLookedAt = 50_000
/** Dates given of one event. */
export const mostDatesGiven = 400
/** Before and after any event. */
const ever = { from: 0, to: Date.UTC(2200, 0) }

type Given = { read: Reader; publicUrl: string }
export type ExportSlice = {
  events: ExportedEvent[]
  /** Of the whole choice, among the dates looked at. */
  total: number
  nextCursor: string | null
}
const nothing: ExportSlice = { events: [], total: 0, nextCursor: null }

/**
 * Whole events with a date among those asked for, by their first date there, `limit` at a time. `from` (epoch
 * milliseconds) stands where the filters name no first day. Throws `bad-cursor`.
 */
export async function readExport(
  { read, publicUrl, now }: Given & { now: number },
  {
    query,
    from,
    cursor,
    limit,
    withDates,
  }: { query: EventQuery; from: number; cursor: string | undefined; limit: number; withDates: boolean },
): Promise<ExportSlice> {
  const [lastSeq, place] = cursor ? (decodeCursor(cursor, ['number', 'number']) as [number, number]) : []
  const found = await readAgendaQuery(read, query, now)
  if (!found) return nothing
  const { asked, territorySirens } = found
  const start = found.from ?? from
  const before = found.to === null ? wholeTime.before : ordAt(found.to)
  const ords = [
    ...(await findRunning(read, asked, start, { territorySirens, to: found.to ?? ever.to })),
    ...(await walk(read, asked, { after: ordAt(start) - 1, before, limit: mostDatesLookedAt })),
  ]
  const seqs = [...new Set(ords.map((ord) => ord % (eventMask + 1)))]
  // Where the last page ended, wherever that event is now; else by place, when it is gone.
  const known = lastSeq === undefined ? -1 : seqs.indexOf(lastSeq)
  const begin = known >= 0 ? known + 1 : Math.max(Math.trunc(place ?? 0), 0)
  const wanted = seqs.slice(begin, begin + limit)
  const last = wanted.at(-1)
  const more = last !== undefined && begin + limit < seqs.length
  const span = { from: start, to: found.to ?? ever.to }
  return {
    events: await readWhole({ read, publicUrl }, wanted, withDates ? span : null),
    total: seqs.length,
    nextCursor: more ? encodeCursor([last, begin + limit]) : null,
  }
}

/** One public event, whole, with all its dates. Throws `event-not-found`. */
export async function readWholeEvent({ read, publicUrl }: Given, id: string): Promise<ExportedEvent> {
  const seq = await findEventSeq(read, id)
  const [event] = seq === null ? [] : await readWhole({ read, publicUrl }, [seq], ever)
  if (!event) throw eventProblems['event-not-found']()
  return event
}

async function readWhole(
  { read, publicUrl }: Given,
  seqs: number[],
  span: { from: number; to: number } | null,
): Promise<ExportedEvent[]> {
  const rows = (await findWholeEvents(read, seqs)).filter(isPublic)
  const categories = new Map<string, Category>()
  for (const siren of new Set(rows.map(({ territorySiren }) => territorySiren)))
    for (const category of await findEventCategories(read, siren)) categories.set(category.id, category)
  const dates = new Map<number, ExportedDate[]>()
  const ids = new Map(rows.map(({ seq, id }) => [seq, id]))
  for (const { eventSeq, ...date } of span ? await findDatesOf(read, { seqs, ...span }) : []) {
    const own = dates.get(eventSeq) ?? []
    if (own.length < mostDatesGiven) own.push({ ...date, key: `${ids.get(eventSeq)}/${date.recurrence}` })
    dates.set(eventSeq, own)
  }
  return rows.map((row) => toExported(row, { publicUrl, categories, dates: dates.get(row.seq) ?? [] }))
}

/** What anyone may read, field by field: what is not named here is not told. */
function toExported(
  row: ExportRow,
  beside: { publicUrl: string; categories: Map<string, Category>; dates: ExportedDate[] },
): ExportedEvent {
  const { place, placeCommune, replacement } = row
  const absolute = (path: string) => `${beside.publicUrl}${path}`
  const image = toImage(row)
  return {
    seq: row.seq,
    id: row.id,
    url: absolute(pathOf(row)),
    slug: row.slug,
    cancelled: row.status === 'cancelled',
    locale: row.locale,
    title: row.title,
    description: row.description,
    schedule: row.schedule,
    sequence: row.sequence,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    attendanceMode: row.attendanceMode,
    onlineUrl: row.onlineUrl,
    place: place && placeCommune ? { ...place, commune: placeCommune } : null,
    commune: row.commune,
    organizer: row.organizerName
      ? {
          name: row.organizerName,
          url: row.organizerSlug ? absolute(`/agenda/organisateurs/${row.organizerSlug}`) : null,
        }
      : null,
    contact: row.contact,
    categories: row.categoryIds.flatMap((id) => {
      const category = beside.categories.get(id)
      return category ? [toCategory(category)] : []
    }),
    setting: row.setting,
    free: row.free,
    price: row.price,
    ageMin: row.ageMin,
    ageMax: row.ageMax,
    accessibility: row.accessibility,
    keywords: row.keywords,
    bookingUrl: row.bookingUrl,
    bookingPhone: row.bookingPhone,
    bookingEmail: row.bookingEmail,
    image: image && { ...image, url: absolute(image.url), thumbUrl: absolute(image.thumbUrl) },
    statusWords: row.status === 'cancelled' ? row.statusWords : null,
    replacedBy:
      replacement && isPublic(replacement)
        ? { url: absolute(pathOf(replacement)), title: replacement.title }
        : null,
    origin: row.sourceName === null ? null : { name: row.sourceName, url: row.sourceUrl },
    dates: beside.dates,
  }
}
