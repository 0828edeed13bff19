import type { Reader, Tx } from '../../db/client.ts'
import type { EventContent } from '../../db/schema/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Deps } from '../platform/http.ts'
import { communeByCode, type Commune, type Directory } from '../territory/territory.usecases.ts'
import { findCategories } from './categories.repository.ts'
import type { EventContentRequest } from './content.schemas.ts'
import { eventProblems } from './events.problems.ts'
import { fold } from './events.rules.ts'
import {
  findKnownPlace,
  findPlace,
  insertPlace,
  type NewPlaceRow,
  type PlaceRow,
} from './places.repository.ts'

export type ContentDeps = Pick<Deps, 'database'> & { directory: Directory; clock: Clock }

/** Content judged against the territory, with all that is needed to write it. */
export type Prepared = {
  content: EventContent
  /** Where it takes place, `isNew` when it is to be written with the event; null for what is online only. */
  place: { row: PlaceRow | NewPlaceRow; isNew: boolean } | null
  communeName: string | null
  /** Opens the image where it is not the event's already. */
  uploadToken: string | undefined
  /** Judged and written before, as an edit that waited: its image is attached already. */
  kept: boolean
}

/**
 * Judges what somebody wrote of an event: its place and commune lie in the territory, its categories are offered
 * there. A new place with the name of a known one of the commune is that one. Reads only. Throws
 * `event-outside-territory`, `event-outside-every-commune`, `unknown-place`, `unknown-event-category`.
 */
export async function prepareContent(
  deps: ContentDeps,
  { territorySiren, request }: { territorySiren: string; request: EventContentRequest },
): Promise<Prepared> {
  await requireCategories(deps, territorySiren, request.categoryIds)
  const place = request.attendanceMode === 'online' ? null : await decidePlace(deps, territorySiren, request)
  const communeCode = place?.row.communeCode ?? request.communeCode
  const commune = communeCode === null ? null : await requireCommune(deps, territorySiren, communeCode)
  const { place: _, image, ...written } = request
  return {
    content: {
      ...written,
      communeCode: commune?.code ?? null,
      placeId: place?.row.id ?? null,
      onlineUrl: request.attendanceMode === 'offline' ? null : request.onlineUrl,
      categoryIds: [...new Set(request.categoryIds)],
      accessibility: [...new Set(request.accessibility)],
      keywords: [...new Set(request.keywords)],
      image: image && { mediaId: image.mediaId, description: image.description, credit: image.credit },
    },
    place,
    communeName: commune?.name ?? null,
    uploadToken: image?.uploadToken,
    kept: false,
  }
}

/** Content that was judged before (an edit that waited, a date moved): its place and image are written already. */
export async function prepareKept(
  { directory, database, handle }: Pick<ContentDeps, 'database' | 'directory'> & { handle: Reader | Tx },
  content: EventContent,
): Promise<Prepared> {
  let row = content.placeId ? await findPlace(handle, content.placeId) : undefined
  if (row?.mergedIntoId) row = await findPlace(handle, row.mergedIntoId)
  const code = row?.communeCode ?? content.communeCode
  const commune = code ? await rememberCommune({ database, directory }, code) : null
  return {
    content: { ...content, placeId: row?.id ?? null, communeCode: code },
    place: row ? { row, isNew: false } : null,
    communeName: commune?.name ?? null,
    uploadToken: undefined,
    kept: true,
  }
}

/** Writes a new place with what takes place there, for its moderators to see. */
export async function recordPlace(tx: Tx, { place }: Prepared): Promise<void> {
  // Another of the same id came first: two events of one visit at one new place.
  if (place?.isNew && !(await findPlace(tx, place.row.id))) await insertPlace(tx, place.row)
}

function rememberCommune(
  { database, directory }: Pick<ContentDeps, 'database' | 'directory'>,
  code: string,
): Promise<Commune | null> {
  return directory.remember(`commune:${code}`, () => communeByCode({ database, code }))
}

async function requireCommune(deps: ContentDeps, territorySiren: string, code: string): Promise<Commune> {
  const commune = await rememberCommune(deps, code)
  if (!commune) throw eventProblems['event-outside-every-commune']()
  if (commune.territorySiren !== territorySiren)
    throw eventProblems['event-outside-territory']({ commune: commune.name })
  return commune
}

async function requireCategories({ database }: ContentDeps, siren: string, ids: string[]) {
  if (ids.length === 0) return
  const known = await findCategories(database.read, siren)
  if (!ids.every((id) => known.some((category) => category.id === id)))
    throw eventProblems['unknown-event-category']()
}

async function decidePlace(
  deps: ContentDeps,
  territorySiren: string,
  request: EventContentRequest,
): Promise<Prepared['place']> {
  const { read } = deps.database
  if (request.placeId) return { row: await requirePlace(read, territorySiren, request.placeId), isNew: false }
  const given = request.place
  if (!given) throw eventProblems['unknown-place']()
  const commune = await decideCommune(deps, territorySiren, given)
  const { position } = given
  const row: NewPlaceRow = {
    id: given.id,
    territorySiren,
    communeCode: commune.code,
    name: given.name,
    foldedName: fold(given.name),
    address: given.address || null,
    lon: position?.lon ?? commune.lon,
    lat: position?.lat ?? commune.lat,
    positionApproximate: !position,
    approved: false,
    createdAt: deps.clock.now(),
  }
  const known = (await findPlace(read, given.id)) ?? (await findKnownPlace(read, row))
  return known
    ? { row: await requirePlace(read, territorySiren, known.id), isNew: false }
    : { row, isNew: true }
}

/** A place of the territory; of one that turned out to be another, that other. Throws `unknown-place`. */
async function requirePlace(read: Reader, territorySiren: string, id: string): Promise<PlaceRow> {
  let row = await findPlace(read, id)
  if (row?.mergedIntoId) row = await findPlace(read, row.mergedIntoId)
  if (row?.territorySiren !== territorySiren) throw eventProblems['unknown-place']()
  return row
}

/**
 * The commune of a new place: that of its point; the one chosen only where there is no point, or on a boundary of it.
 * A point of the map is a person's finger: 30 metres.
 */
async function decideCommune(
  deps: ContentDeps,
  territorySiren: string,
  { position, communeCode }: NonNullable<EventContentRequest['place']>,
): Promise<Commune> {
  if (!position) return requireCommune(deps, territorySiren, communeCode)
  const { candidates, outside } = await deps.directory.locate({ ...position, accuracy: 30 })
  const here = candidates.filter((candidate) => candidate.territorySiren === territorySiren)
  const chosen = here.find(({ code }) => code === communeCode) ?? here[0]
  if (chosen) return requireCommune(deps, territorySiren, chosen.code)
  const elsewhere = candidates[0]?.name ?? outside?.commune.name
  if (elsewhere) throw eventProblems['event-outside-territory']({ commune: elsewhere })
  throw eventProblems['event-outside-every-commune']()
}
