// Lines of the agenda: a date, and what is said of its event.

import type { Reader } from '../../db/client.ts'
import { mediaUrls } from '../media/media.usecases.ts'
import {
  type Category,
  type DateAt,
  type EventLine,
  findEventCategories,
  readDatesAt,
  readEdition,
  readEventLines,
} from './agenda-list.repository.ts'
import type { PublicOccurrence } from './agenda.schemas.ts'
import { isImageShown, pathOf } from './events.rules.ts'

type CategoryShape = PublicOccurrence['categories'][number]

export function toCategory({ id, slug, name, icon }: Category): CategoryShape {
  return { id, slug, name, icon }
}

/** The shown image of an event, or null. */
export function toImage(row: {
  imageId: string | null
  imageChecked: boolean
  status: EventLine['status']
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

type DateField =
  'key' | 'recurrence' | 'startAt' | 'endAt' | 'start' | 'end' | 'allDay' | 'moved' | 'distanceKm'
/** What each line of an event says alike; `cancelled` and `reason` when all of it is off. */
export type EventPart = Omit<PublicOccurrence, DateField>
export type Line = { date: DateAt; event: EventPart }

/** The public shape, field by field: what is not named here is not told. */
function toPart(line: EventLine, categories: Map<string, CategoryShape>): EventPart {
  const cancelled = line.status === 'cancelled'
  return {
    eventId: line.id,
    path: pathOf(line),
    title: line.title,
    cancelled,
    reason: cancelled ? line.statusWords : null,
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
    origin: line.sourceName,
  }
}

type KeptParts = { edition: number; parts: Map<number, EventPart> }
const keptParts = new WeakMap<Reader, KeptParts>()
const mostParts = 5000

/** Parts of events, kept as long as nothing of the agenda changed: an event comes back in many lists. */
async function partsOf(read: Reader, seqs: Iterable<number>): Promise<Map<number, EventPart>> {
  const { edition } = await readEdition(read)
  let kept = keptParts.get(read)
  if (kept?.edition !== edition || kept.parts.size > mostParts) {
    kept = { edition, parts: new Map() }
    keptParts.set(read, kept)
  }
  const { parts } = kept
  const missing = [...new Set(seqs)].filter((seq) => !parts.has(seq))
  if (missing.length === 0) return parts
  const lines = await readEventLines(read, missing)
  const categories = new Map<string, CategoryShape>()
  for (const siren of new Set(lines.map(({ territorySiren }) => territorySiren)))
    for (const category of await findEventCategories(read, siren))
      categories.set(category.id, toCategory(category))
  for (const line of lines) parts.set(line.seq, toPart(line, categories))
  return parts
}

/** The dates at some places of the lists with what is said of their events, in the same order. */
export async function readLines(read: Reader, ords: readonly number[]): Promise<Line[]> {
  const dates = await readDatesAt(read, ords)
  const parts = await partsOf(
    read,
    dates.map(({ eventSeq }) => eventSeq),
  )
  return dates.flatMap((date) => {
    const event = parts.get(date.eventSeq)
    return event ? { date, event } : []
  })
}
