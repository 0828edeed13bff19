import type { Reader } from '../../db/client.ts'
import { mediaUrls } from '../media/media.usecases.ts'
import { type Category, findEventCategories, type Line, readLines } from './agenda-list.repository.ts'
import { pageByDistance, pageByStart } from './agenda-pages.usecases.ts'
import { type EventQuery, flatKm, readAgendaQuery } from './agenda-query.ts'
import { agendaProblems } from './agenda.problems.ts'
import type { PublicOccurrence } from './agenda.schemas.ts'
import { isImageShown, pathOf } from './events.rules.ts'

export type PublicDeps = { database: { read: Reader }; clock: { now: () => number } }
export type OccurrencePage = {
  items: PublicOccurrence[]
  nextCursor: string | null
  previousCursor: string | null
}
type Point = { lat: number; lon: number }
type CategoryShape = PublicOccurrence['categories'][number]

export function toCategory({ id, slug, name, icon }: Category): CategoryShape {
  return { id, slug, name, icon }
}

/** The shown image of an event, or null. */
export function toImage(row: {
  imageId: string | null
  imageChecked: boolean
  status: Line['status']
  publishedAt: number | null
  imageWidth: number | null
  imageHeight: number | null
  imageDescription: string | null
  imageCredit: string | null
}): PublicOccurrence['image'] {
  if (row.imageId === null || row.imageWidth === null || row.imageHeight === null || !isImageShown(row))
    return null
  return {
    ...mediaUrls(row.imageId),
    width: row.imageWidth,
    height: row.imageHeight,
    description: row.imageDescription ?? '',
    credit: row.imageCredit ?? '',
  }
}

/** The public shape, field by field: what is not named here is not told. */
function toOccurrence(
  line: Line,
  categories: Map<string, CategoryShape>,
  near: Point | null,
): PublicOccurrence {
  const { lon, lat } = line
  return {
    key: `${line.eventId}/${line.recurrence}`,
    eventId: line.eventId,
    recurrence: line.recurrence,
    path: pathOf(line),
    title: line.title,
    startAt: line.startAt,
    endAt: line.endAt,
    start: line.start,
    end: line.end,
    allDay: line.allDay,
    cancelled: line.cancelled || line.status === 'cancelled',
    moved: line.moved,
    reason: line.reason ?? (line.status === 'cancelled' ? line.statusWords : null),
    place:
      line.placeId !== null && line.placeName !== null && line.placeLon !== null && line.placeLat !== null
        ? { id: line.placeId, name: line.placeName, lon: line.placeLon, lat: line.placeLat }
        : null,
    commune:
      line.communeCode !== null && line.communeName !== null
        ? { code: line.communeCode, name: line.communeName }
        : null,
    organizer: line.organizerName
      ? { id: line.organizerId, name: line.organizerName, slug: line.organizerSlug }
      : null,
    categories: line.categoryIds.flatMap((id) => categories.get(id) ?? []),
    attendanceMode: line.attendanceMode,
    setting: line.setting,
    free: line.free,
    price: line.price,
    accessibility: line.accessibility,
    ageMin: line.ageMin,
    ageMax: line.ageMax,
    image: toImage(line),
    distanceKm:
      near && lon !== null && lat !== null ? Math.round(flatKm(near, { lon, lat }) * 10) / 10 : null,
    origin: line.sourceName,
  }
}

/** Lines at some places of the lists, as anyone may read them. */
export async function readOccurrences(
  read: Reader,
  ords: readonly number[],
  near: Point | null = null,
): Promise<PublicOccurrence[]> {
  const lines = await readLines(read, ords)
  const categories = new Map<string, CategoryShape>()
  for (const siren of new Set(lines.map(({ territorySiren }) => territorySiren)))
    for (const category of await findEventCategories(read, siren))
      categories.set(category.id, toCategory(category))
  return lines.map((line) => toOccurrence(line, categories, near))
}

/**
 * Dates of the agenda by start, from now on unless `from` says; or each event once, the nearest first. Pages go both
 * ways and never jump or repeat, whatever is added meanwhile. Throws `bad-cursor`, `near-needed`.
 */
export async function listEvents(
  { database, clock }: PublicDeps,
  {
    query,
    sort = 'start',
    cursor,
    limit,
  }: { query: EventQuery; sort?: 'start' | 'distance'; cursor?: string | undefined; limit: number },
): Promise<OccurrencePage> {
  const { read } = database
  if (sort === 'distance' && !query.near) throw agendaProblems['near-needed']()
  const asked = await readAgendaQuery(read, query)
  if (!asked) return { items: [], nextCursor: null, previousCursor: null }
  const page = sort === 'distance' ? pageByDistance : pageByStart
  const { ords, ...cursors } = await page({ read, query: asked, now: clock.now(), cursor, limit })
  return { items: await readOccurrences(read, ords, asked.near), ...cursors }
}
