import { z } from '@hono/zod-openapi'
import type { Reader } from '../../db/client.ts'
import type { WishedEvents } from '../../db/schema/index.ts'
import type { Language } from '../platform/problems.ts'
import { findCategoryIds, findEventCategories } from './agenda-list.repository.ts'
import { flatKm, kmADegree } from './agenda-query.ts'
import { eventFilters } from './agenda.schemas.ts'
import { sayWall } from './events-notifications.words.ts'
import { fold, isPublic, pathOf } from './events.rules.ts'
import { ageBits, type Box, listQueryOf } from './listing.rules.ts'
import { findPublishedSince, findWished, type WishedRow } from './wished-events.repository.ts'

// What wishes ask of the agenda: what a saved search listens to, and which new events meet it.

const { from: _from, to: _to, ride: _ride, bbox: _bbox, territory: _territory, ...lasting } = eventFilters
const savedSearch = z.strictObject(lasting)
type SavedSearch = z.infer<typeof savedSearch>

export type { WishedEvents } from '../../db/schema/index.ts'
const withinDefaultKm = 10

/** The filters of a saved search as the address of the agenda has them; null when they are not of their shape. */
function readSearch(query: Record<string, string>): SavedSearch | null {
  const read = savedSearch.safeParse(query)
  return read.success ? read.data : null
}

function boxAround({ lat, lon, km }: NonNullable<WishedEvents['circle']>): Box {
  const tall = km / kmADegree
  const wide = tall / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  return [lon - wide, lat - tall, lon + wide, lat + tall]
}

/**
 * What a saved search listens to: the lists of the agenda (`lists`) in one of which whatever meets it is, and all that it
 * asks. `communes` stand in place of the one of the filters. Null: not understood, or an unknown category; `wide`: it
 * asks for the whole agenda.
 */
export async function readWishedEvents(
  read: Pick<Reader, 'select'>,
  {
    query,
    communes,
    territorySiren,
  }: { query: Record<string, string>; communes: readonly string[]; territorySiren: string },
): Promise<{ asked: WishedEvents; lists: number[] } | 'wide' | null> {
  const search = readSearch(query)
  if (!search) return null
  const { commune, category, near, within, q, ...rest } = search
  const places = communes.length > 0 ? communes : commune ? [commune] : []
  const categoryIds = category?.length
    ? await findCategoryIds(read as Reader, { slugs: category, territorySirens: [territorySiren] })
    : undefined
  if (categoryIds?.length === 0) return null
  const words = q ? fold(q).split(' ').filter(Boolean).slice(0, 12) : []
  if (q && words.length === 0) return null
  const [lat = 0, lon = 0] = near ? near.split(',').map(Number) : []
  const circle = near ? { lat, lon, km: within ?? withinDefaultKm } : null
  const given = [places.length, categoryIds?.length, circle, words.length, ...Object.values(rest)]
  if (!given.some(Boolean)) return 'wide'
  const of = (communeCode: string | undefined) =>
    listQueryOf({
      territorySirens: communeCode ? [] : [territorySiren],
      communeCode,
      categoryIds,
      access: rest.access,
      mode: rest.mode,
      setting: rest.setting,
      free: rest.free,
      age: rest.age,
      organizerId: rest.organizer,
      placeId: rest.place,
      box: circle ? boxAround(circle) : undefined,
    })
  const [first, ...others] = (places.length > 0 ? places : [undefined]).map(of)
  if (!first) return null
  // Asked alike of each commune: group by group, a list of any of them.
  const groups = first.groups.map((group, i) => [
    ...new Set([...group, ...others.flatMap((other) => other.groups[i] ?? [])]),
  ])
  const isNarrowed = rest.organizer ?? rest.place ?? (circle && groups.length > 1)
  const lists = (isNarrowed ? groups.at(-1) : groups[0]) ?? []
  return { asked: { groups, bits: first.bits, age: first.age, circle, words }, lists }
}

/** An event that some may wish to hear of. */
export type WishedEvent = {
  id: string
  path: string
  title: string
  lists: readonly number[]
  /** The wall of its next date. */
  start: string
  end: string | null
  /** « Salle des fêtes, Bavay » */
  place: string | null
  publishedAt: number
  /** « samedi 5 décembre à 20:00, Bavay » */
  say: (language: Language) => string
  meets: (asked: WishedEvents) => boolean
}

function meets(
  row: WishedRow,
  texts: readonly string[],
  { groups, bits, age, circle, words }: WishedEvents,
): boolean {
  const lists = new Set(row.listKeys)
  if (!groups.every((group) => group.some((key) => lists.has(key)))) return false
  if ((row.listBits & bits) !== bits) return false
  if (age !== null) {
    const [least, most] = [ageBits.minShift, ageBits.maxShift].map(
      (shift) => (row.listBits >> shift) & ageBits.mask,
    )
    if (age < (least ?? 0) || Math.min(age, ageBits.mask) > (most ?? 0)) return false
  }
  if (circle && (row.lat === null || row.lon === null)) return false
  if (circle && flatKm(circle, { lat: row.lat ?? 0, lon: row.lon ?? 0 }) > circle.km) return false
  return words.every((word) => texts.some((text) => text.startsWith(word)))
}

/** Those of some rows that anyone may read and that are still to come. */
function toTell(rows: WishedRow[]): WishedEvent[] {
  return rows.flatMap((row) => {
    const { next, publishedAt } = row
    if (!isPublic(row) || row.status === 'cancelled' || next === null || publishedAt === null) return []
    const said = [row.title, row.description, row.placeName, row.communeName, row.organizerName]
    const texts = said.flatMap((text) => fold(text ?? '').split(' '))
    return [
      {
        id: row.id,
        path: pathOf(row),
        title: row.title,
        lists: row.listKeys,
        start: next,
        end: row.nextEnd,
        place: placeWords(row),
        publishedAt,
        say: (language) => [sayWall(language, next), row.communeName].filter(Boolean).join(', '),
        meets: (asked) => meets(row, texts, asked),
      },
    ]
  })
}

/** « Salle des fêtes, Bavay »; null online. */
export const placeWords = ({ placeName, communeName }: Pick<WishedRow, 'placeName' | 'communeName'>) =>
  [...new Set([placeName, communeName])].filter(Boolean).join(', ') || null

/** Those of some events that anyone may read and that are still to come, with their next date. */
export async function readEventsToTell(
  read: Reader,
  asked: { ids: readonly string[]; now: number },
): Promise<WishedEvent[]> {
  return toTell(await findWished(read, asked))
}

/** What one call may hold: beyond, the newest. */
const newAtOnce = 1000

/** The same of a territory, those that anyone may read since an instant, the newest first. */
export async function readEventsSince(
  read: Reader,
  asked: { territorySiren: string; since: number; now: number },
): Promise<WishedEvent[]> {
  return toTell(await findPublishedSince(read, { ...asked, limit: newAtOnce }))
}

/** What the kinds of events of a territory are called, by their slug. */
export async function readCategoryNames(read: Reader, territorySiren: string): Promise<Map<string, string>> {
  return new Map((await findEventCategories(read, territorySiren)).map(({ slug, name }) => [slug, name]))
}
