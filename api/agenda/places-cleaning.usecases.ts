import type { Reader, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { communeByCode, type Directory } from '../territory/territory.usecases.ts'
import { prepareKept } from './content.usecases.ts'
import { contentOf, recordEventChange } from './events-changes.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { fold, titleLikeness } from './events.rules.ts'
import { queueTarget, reachOf } from './moderation-scope.usecases.ts'
import type {
  DeskPlace,
  DeskPlaces,
  DeskPlacesQuery,
  PlaceChange,
  PlacePage,
} from './places-cleaning.schemas.ts'
import {
  approvePlace,
  countEventsAt,
  findEventsAt,
  findPlace,
  findPlacesNear,
  listPlacesByName,
  listUnseenPlaces,
  mergePlace,
  updatePlace,
  type PlaceRow,
} from './places.repository.ts'

export type CleaningDeps = Pick<Deps, 'database' | 'clock' | 'ids'> & { directory: Directory }
type Asking<T = object> = { actor: Actor } & T

type Row = { place: PlaceRow; communeName: string }

function view({ place, communeName }: Row, events: number): DeskPlace {
  return {
    id: place.id,
    name: place.name,
    address: place.address,
    commune: { code: place.communeCode, name: communeName },
    lon: place.lon,
    lat: place.lat,
    positionApproximate: place.positionApproximate,
    accessibility: place.accessibility,
    version: place.version,
    approved: place.approved,
    events,
    createdAt: place.createdAt,
  }
}

async function viewAll(read: Reader | Tx, rows: Row[]): Promise<DeskPlace[]> {
  const counts = await countEventsAt(
    read,
    rows.map(({ place }) => place.id),
  )
  return rows.map((row) => view(row, counts.get(row.place.id) ?? 0))
}

async function viewOne(handle: Reader | Tx, place: PlaceRow): Promise<DeskPlace> {
  const commune = await communeByCode({ database: { read: handle }, code: place.communeCode })
  const [one] = await viewAll(handle, [{ place, communeName: commune?.name ?? '' }])
  if (!one) throw new Error('one place has one view')
  return one
}

/** Places of what the actor moderates: those that nobody looked at, or all by name. Throws `bad-cursor`. */
export async function listDeskPlaces(
  { database: { read } }: Pick<Deps, 'database'>,
  { actor, which, commune, q = '', cursor, limit }: Asking<DeskPlacesQuery>,
): Promise<DeskPlaces> {
  const reaches = await reachOf(read, actor)
  if (reaches.length === 0) return { items: [], nextCursor: null }
  const given = { reaches, communeCode: commune, limit: limit + 1 }
  if (which === 'unseen' && q === '') {
    const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
    const after = at !== undefined && id !== undefined ? { at, id } : undefined
    const page = toPage(await listUnseenPlaces(read, { ...given, after }), limit, ({ place }) => [
      place.createdAt,
      place.id,
    ])
    return { ...page, items: await viewAll(read, page.items) }
  }
  const [foldedName, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const after = foldedName !== undefined && id !== undefined ? { foldedName, id } : undefined
  const page = toPage(
    await listPlacesByName(read, { ...given, prefix: fold(q), after }),
    limit,
    ({ place }) => [place.foldedName, place.id],
  )
  return { ...page, items: await viewAll(read, page.items) }
}

/** A place that the actor looks after. Throws `not-found`, as if it did not exist; also once it is another. */
async function openPlace(handle: Reader | Tx, actor: Actor, id: string): Promise<PlaceRow> {
  const row = await findPlace(handle, id)
  if (!row || row.mergedIntoId !== null) throw commonProblems['not-found']()
  if (!may(actor, 'event.moderate', await queueTarget(handle, row))) throw commonProblems['not-found']()
  return row
}

const mostLooked = 400
const mostAlike = 8
/** Names this near are of one place; at one door, less is enough: « Salle des fêtes », « Salle polyvalente ». */
const alike = { byName: 0.6, atOneDoor: 0.3, doorMetres: 120 } as const

function metresBetween(one: PlaceRow, other: PlaceRow): number {
  if (one.positionApproximate || other.positionApproximate) return Infinity
  const east = (one.lon - other.lon) * 111_320 * Math.cos((one.lat * Math.PI) / 180)
  return Math.hypot(east, (one.lat - other.lat) * 111_320)
}

/** A place with those that may be the same, and what takes place there. Throws `not-found`. */
export async function readDeskPlace(
  { database: { read } }: Pick<Deps, 'database'>,
  { actor, id }: Asking<{ id: string }>,
): Promise<PlacePage> {
  const place = await openPlace(read, actor, id)
  const others = await findPlacesNear(read, { communeCode: place.communeCode, id, limit: mostLooked })
  const likest = others
    .map((row) => ({ row, likeness: titleLikeness(row.place.name, place.name) }))
    .filter(
      ({ row, likeness }) =>
        likeness >= alike.byName ||
        (likeness >= alike.atOneDoor && metresBetween(row.place, place) <= alike.doorMetres),
    )
    .sort((a, b) => b.likeness - a.likeness || Number(b.row.place.approved) - Number(a.row.place.approved))
  const events = await findEventsAt(read, { placeId: id, after: 0, limit: 5 })
  return {
    place: await viewOne(read, place),
    territory: place.territorySiren,
    alike: await viewAll(
      read,
      likest.slice(0, mostAlike).map(({ row }) => row),
    ),
    events: events.map((event) => ({
      id: event.id,
      title: event.title,
      start: event.schedule.spans[0]?.start ?? '',
    })),
  }
}

const batch = 100

/**
 * Writes again what takes place somewhere, from a row number on: lists, dates and full text say what the place is now.
 * Answers where to go on; null when all is done.
 */
async function followPlace(
  deps: CleaningDeps,
  tx: Tx,
  { placeId, after }: { placeId: string; after: number },
): Promise<number | null> {
  const rows = await findEventsAt(tx, { placeId, after, limit: batch })
  for (const before of rows)
    await recordEventChange(tx, {
      before,
      prepared: await prepareKept({ ...deps, handle: tx }, contentOf(before)),
      entries: [],
      at: deps.clock.now(),
    })
  return rows.length < batch ? null : (rows.at(-1)?.seq ?? null)
}

/** The rest of what takes place somewhere, a batch a transaction, so that others write meanwhile. */
async function followOn(deps: CleaningDeps, placeId: string, from: number | null): Promise<void> {
  for (let after = from; after !== null;) {
    const begin: number = after
    after = await deps.database.write((tx) => followPlace(deps, tx, { placeId, after: begin }))
  }
}

/** The commune of a point, when it is of the territory. Throws `event-outside-territory`, `event-outside-every-commune`. */
async function communeAt(
  { directory }: CleaningDeps,
  place: PlaceRow,
  position: { lat: number; lon: number },
): Promise<string> {
  const { candidates, outside } = await directory.locate({ ...position, accuracy: 30 })
  const here = candidates.filter(({ territorySiren }) => territorySiren === place.territorySiren)
  const chosen = here.find(({ code }) => code === place.communeCode) ?? here[0]
  if (chosen) return chosen.code
  const elsewhere = candidates[0]?.name ?? outside?.commune.name
  if (elsewhere) throw eventProblems['event-outside-territory']({ commune: elsewhere })
  throw eventProblems['event-outside-every-commune']()
}

/**
 * Corrects a place, or offers it to others; what takes place there follows. Throws `not-found`, `stale-version` with
 * the place as it is, `event-outside-territory`, `event-outside-every-commune`.
 */
export async function editPlace(
  deps: CleaningDeps,
  { actor, id, version, change }: Asking<{ id: string; version: number; change: PlaceChange }>,
): Promise<DeskPlace> {
  const { database, clock, ids } = deps
  const seen = await openPlace(database.read, actor, id)
  const { name, address, position, accessibility, approved } = change
  const communeCode = position && (await communeAt(deps, seen, position))
  const columns = {
    ...(name === undefined ? {} : { name, foldedName: fold(name) }),
    ...(address === undefined ? {} : { address }),
    ...(position && communeCode ? { ...position, communeCode, positionApproximate: false } : {}),
    ...(accessibility === undefined ? {} : { accessibility: [...new Set(accessibility)] }),
    ...(approved === undefined ? {} : { approved }),
  }
  const { after, rest } = await database.write(async (tx) => {
    const row = await openPlace(tx, actor, id)
    if (row.version !== version)
      throw commonProblems['stale-version']({}, { current: await viewOne(tx, row) })
    const written = await updatePlace(tx, id, columns)
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: row.territorySiren,
      at: clock.now(),
      userId: actor?.userId ?? null,
      action: 'place.changed',
      subject: id,
      change,
    })
    // Whether it is offered to others says nothing of what takes place there.
    const told = Object.keys(columns).some((column) => column !== 'approved')
    return { after: written, rest: told ? await followPlace(deps, tx, { placeId: id, after: 0 }) : null }
  })
  await followOn(deps, id, rest)
  return viewOne(database.read, after)
}

/**
 * Two places are one: what takes place at the first is at the second from now on, which is offered to others. Asked
 * again after it was cut short, it goes on. Throws `not-found`, `unknown-place` for a survivor that is none,
 * `stale-version`.
 */
export async function mergePlaces(
  deps: CleaningDeps,
  { actor, id, intoId, version }: Asking<{ id: string; intoId: string; version: number }>,
): Promise<DeskPlace> {
  const { database, clock, ids } = deps
  const rest = await database.write(async (tx) => {
    const gone = await findPlace(tx, id)
    if (gone?.mergedIntoId === intoId && may(actor, 'event.moderate', await queueTarget(tx, gone)))
      return followPlace(deps, tx, { placeId: id, after: 0 })
    const row = await openPlace(tx, actor, id)
    if (row.version !== version)
      throw commonProblems['stale-version']({}, { current: await viewOne(tx, row) })
    const survivor = await findPlace(tx, intoId)
    if (
      !survivor ||
      survivor.id === id ||
      survivor.mergedIntoId !== null ||
      survivor.territorySiren !== row.territorySiren ||
      !may(actor, 'event.moderate', await queueTarget(tx, survivor))
    )
      throw eventProblems['unknown-place']()
    await mergePlace(tx, { id, intoId })
    await approvePlace(tx, intoId)
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: row.territorySiren,
      at: clock.now(),
      userId: actor?.userId ?? null,
      action: 'place.merged',
      subject: id,
      change: { name: row.name, intoId, into: survivor.name },
    })
    return followPlace(deps, tx, { placeId: id, after: 0 })
  })
  await followOn(deps, id, rest)
  return viewOne(database.read, await openPlace(database.read, actor, intoId))
}
