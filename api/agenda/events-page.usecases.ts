import type { Language } from '../platform/problems.ts'
import { type Category, findEventCategories } from './agenda-list.repository.ts'
import { renderMarkdown } from './agenda.markdown.ts'
import { agendaProblems } from './agenda.problems.ts'
import type { PublicEvent } from './agenda.schemas.ts'
import { eventProblems } from './events.problems.ts'
import { countFollowers, findEvent, findEventByAddress, type EventRow } from './events.repository.ts'
import { isPast, isPublic, pathOf } from './events.rules.ts'
import { type EventInContext, findEventInContext, readDates } from './events-page.repository.ts'
import { toCategory, toImage } from './agenda-lines.ts'
import type { PublicDeps } from './events-public.usecases.ts'
import { describeRule } from './schedule-words.rules.ts'

const mostDates = 60
const uuidForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * What anyone may read of an event, by its id or by an address it has or had (`2026-12-05-marche-de-noel-bavay`).
 * Throws `event-not-found`, and `event-withdrawn` for one that was public and is no more.
 */
export async function readPublicEvent(
  { database, clock }: PublicDeps,
  { key, language }: { key: string; language: Language },
): Promise<PublicEvent> {
  const { read } = database
  const row = await findReadable({ database }, key)
  const found = await findEventInContext(read, row.id)
  if (!found) throw eventProblems['event-not-found']()
  const at = clock.now()
  const eventSeq = row.seq
  const [next, followers, categories] = [
    await readDates(read, { eventSeq, at, over: false, limit: mostDates + 1 }),
    await countFollowers(read, row.id),
    await findEventCategories(read, row.territorySiren),
  ]
  const last =
    next.length > 0
      ? []
      : (await readDates(read, { eventSeq, at, over: true, limit: mostDates + 1 })).toReversed()
  return toPublicEvent(found, {
    dates: next.length > 0 ? next.slice(0, mostDates) : last.slice(-mostDates),
    moreDates: next.length > mostDates || last.length > mostDates,
    followers,
    categories,
    at,
    language,
  })
}

/** The row of a public event by its id or address. Throws `event-not-found` and `event-withdrawn`. */
export async function findReadable(
  { database }: Pick<PublicDeps, 'database'>,
  key: string,
): Promise<EventRow> {
  const row = uuidForm.test(key)
    ? await findEvent(database.read, key.toLowerCase())
    : await findEventByAddress(database.read, key)
  if (row && isPublic(row)) return row
  throw row && row.publishedAt !== null
    ? agendaProblems['event-withdrawn']()
    : eventProblems['event-not-found']()
}

export type Beside = {
  dates: Omit<PublicEvent['dates'][number], 'key'>[]
  moreDates: boolean
  followers: number
  categories: Category[]
  at: number
  language: Language
}

/** The public shape, field by field: what is not named here is not told. */
export function toPublicEvent(found: EventInContext, beside: Beside): PublicEvent {
  const { event, place, placeCommune, commune, organizer, image, source, contact, replacement } = found
  const name = organizer?.name ?? event.organizerName
  return {
    id: event.id,
    path: pathOf(event),
    status: event.status,
    past: isPast(event, beside.at),
    title: event.title,
    description: event.description,
    descriptionHtml: renderMarkdown(event.description),
    zone: event.schedule.zone,
    rule: describeRule(event.schedule, beside.language),
    dates: beside.dates.map((date) => ({ ...date, key: `${event.id}/${date.recurrence}` })),
    moreDates: beside.moreDates,
    attendanceMode: event.attendanceMode,
    onlineUrl: event.onlineUrl,
    place:
      place && placeCommune
        ? {
            id: place.id,
            name: place.name,
            address: place.address,
            commune: placeCommune,
            lon: place.lon,
            lat: place.lat,
            positionApproximate: place.positionApproximate,
            accessibility: place.accessibility,
          }
        : null,
    commune,
    organizer: name ? { id: organizer?.id ?? null, name, slug: organizer?.slug ?? null } : null,
    contact,
    categories: event.categoryIds.flatMap((id) => {
      const category = beside.categories.find((one) => one.id === id)
      return category ? toCategory(category) : []
    }),
    setting: event.setting,
    free: event.free,
    price: event.price,
    ageMin: event.ageMin,
    ageMax: event.ageMax,
    accessibility: event.accessibility,
    keywords: event.keywords,
    bookingUrl: event.bookingUrl,
    bookingPhone: event.bookingPhone,
    bookingEmail: event.bookingEmail,
    image: toImage({ ...event, imageWidth: image?.width ?? null, imageHeight: image?.height ?? null }),
    statusWords: event.status === 'cancelled' ? event.statusWords : null,
    replacedBy:
      replacement && isPublic(replacement) ? { path: pathOf(replacement), title: replacement.title } : null,
    origin: source ? { name: source.name, url: event.sourceUrl } : null,
    followers: beside.followers,
    updatedAt: event.updatedAt,
    version: event.version,
  }
}
