import type { Database } from '../../db/client.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { fold, pathOf, titleLikeness } from './events.rules.ts'
import { findKnownPlaces } from './places.repository.ts'
import type { PlaceList, SimilarEvents } from './proposals.schemas.ts'
import { findStarting } from './similar.repository.ts'
import { dayMs, instantOf, wallMs } from '../platform/wall.rules.ts'

// What is shown to whoever is about to propose an event: known places, and events like theirs.

type Given = { database: Pick<Database, 'read'> }

/** A whole territory has a few dozen dates on its busiest day. */
const looked = 400
const shownSimilar = 5
/** Titles this alike are of one event; less is enough at one place, more is asked in another commune's. */
const alike = { samePlace: 0.34, sameCommune: 0.6, elsewhere: 0.8 } as const

/**
 * Events in sight that may be the one that somebody is about to propose: near title, that day, at the same place or in
 * the same commune; the likest first.
 */
export async function findSimilarEvents(
  { database }: Given,
  {
    territory,
    title,
    commune,
    place,
    day,
  }: {
    territory: string
    title: string
    commune?: string | undefined
    place?: string | undefined
    day: string
  },
): Promise<SimilarEvents> {
  const from = instantOf(wallMs(day, true), 'Europe/Paris').at
  const until = instantOf(wallMs(day, true) + dayMs, 'Europe/Paris').at
  const rows = await findStarting(database.read, {
    territorySiren: territory,
    communeCode: commune,
    from,
    until,
    limit: looked,
  })
  const near = (row: (typeof rows)[number]) => {
    if (place !== undefined && row.event.placeId === place) return alike.samePlace
    return commune === undefined ? alike.elsewhere : alike.sameCommune
  }
  const ranked = rows
    .map((row) => ({ row, likeness: titleLikeness(title, row.event.title) }))
    .filter(({ row, likeness }) => likeness >= near(row))
    .sort((a, b) => b.likeness - a.likeness || a.row.startAt - b.row.startAt)
  const once = [...new Map(ranked.map(({ row }) => [row.event.id, row])).values()]
  return {
    items: once
      .slice(0, shownSimilar)
      .map(({ event, start, allDay, placeName, communeName, accountName }) => ({
        id: event.id,
        path: pathOf(event),
        title: event.title,
        start,
        allDay,
        place: placeName,
        commune: communeName,
        organizer: accountName ?? event.organizerName,
      })),
  }
}

/** Places that moderators have seen, by name; `q` is the beginning of it, accents ignored. Throws `bad-cursor`. */
export async function listPlaces(
  { database }: Given,
  {
    territory,
    commune,
    q = '',
    cursor,
    limit,
  }: {
    territory: string
    commune?: string | undefined
    q?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<PlaceList> {
  const [foldedName, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const rows = await findKnownPlaces(database.read, {
    territorySiren: territory,
    communeCode: commune,
    prefix: fold(q),
    after: foldedName !== undefined && id !== undefined ? { foldedName, id } : undefined,
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ place }) => [place.foldedName, place.id])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ place, communeName }) => ({
      id: place.id,
      name: place.name,
      address: place.address,
      commune: { code: place.communeCode, name: communeName },
      lon: place.lon,
      lat: place.lat,
      positionApproximate: place.positionApproximate,
      accessibility: place.accessibility,
    })),
  }
}
