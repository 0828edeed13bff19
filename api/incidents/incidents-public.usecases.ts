import type { Database } from '../../db/client.ts'
import type { AuthorKind } from '../../db/schema/index.ts'
import { mediaUrls, type MediaUrls } from '../media/media.usecases.ts'
import { EARTH_RADIUS, greatCircleMetres } from '../platform/distance.rules.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import {
  listApprovedPhotos,
  listInBox,
  listPrivateCategories,
  listPublic,
  readTiles,
  type PublicFilters,
  type PublicRow,
} from './incidents-list.repository.ts'
import { incidentProblems } from './incidents.problems.ts'
import {
  findIncident,
  findIncidentInContext,
  findPhotoOwner,
  readHistory,
  readPhotos,
} from './incidents.repository.ts'
import type { HistoryEntry, IncidentMap, PublicIncident, PublicIncidentPage } from './incidents.schemas.ts'
import type { DeclineReason } from './incidents.rules.ts'
import { zoomFor, type Bbox } from './tiles.rules.ts'

type Given = { database: Pick<Database, 'read'> }
type Point = { lat: number; lon: number }

/** The box that holds a circle. */
export function boxAround({ lat, lon }: Point, metres: number): Bbox {
  const dLat = (metres / EARTH_RADIUS) * (180 / Math.PI)
  const dLon = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat]
}

/** Addresses of a photo for whoever is shown it. */
export type PhotoLink = (mediaId: string) => MediaUrls

export function photoLinks(mediaId: string, kind: string, link: PhotoLink = mediaUrls) {
  return { id: mediaId, ...link(mediaId), kind }
}

/** The public shape, field by field: what is not named here is not told. */
function toPublic(row: PublicRow, photos: PublicIncident['photos'], from?: Point): PublicIncident {
  return {
    id: row.id,
    reference: row.reference,
    category: { id: row.categoryId, slug: row.categorySlug, name: row.categoryName, icon: row.categoryIcon },
    commune: { code: row.communeCode, name: row.communeName },
    body: { id: row.bodyId, name: row.bodyName, kind: row.bodyKind },
    status: row.status,
    open: row.open,
    words: row.published ? row.publicWords : null,
    position: { lat: row.lat, lon: row.lon, approximate: row.positionApproximate },
    photos: row.published ? photos : [],
    meTooCount: row.meTooCount,
    createdAt: row.createdAt,
    statusAt: row.statusAt,
    dueAt: row.dueAt,
    plannedOn: row.plannedOn,
    distanceMetres: from ? Math.round(greatCircleMetres(from, row)) : null,
  }
}

async function withPhotos({ database }: Given, rows: PublicRow[], from?: Point): Promise<PublicIncident[]> {
  const photos = await listApprovedPhotos(
    database.read,
    rows.filter((row) => row.published).map((row) => row.id),
  )
  return rows.map((row) =>
    toPublic(
      row,
      photos
        .filter((photo) => photo.incidentId === row.id)
        .map((photo) => photoLinks(photo.mediaId, photo.kind)),
      from,
    ),
  )
}

const nearReachMetres = 5000
const nearLeastMetres = 10
/** A box with more is halved, for only its newest would be looked at. */
const nearRead = 500

/** The published incidents nearest to a point, within 5 km. */
async function findNearest({
  database,
  near,
  filters,
  limit,
}: Given & { near: Point; filters: PublicFilters; limit: number }): Promise<PublicRow[]> {
  const metresTo = (row: PublicRow) => greatCircleMetres(near, row)
  let beyond: PublicRow[] = []
  for (let reach = nearReachMetres; ; reach /= 2) {
    const found = await listPublic(
      database.read,
      { ...filters, bbox: boxAround(near, reach) },
      { limit: nearRead },
    )
    const within = found.filter((row) => metresTo(row) <= reach)
    if (found.length <= nearRead || reach <= nearLeastMetres)
      // All of them, then what is known of the circle around.
      return [...within, ...beyond.filter((row) => metresTo(row) > reach)]
        .toSorted((a, b) => metresTo(a) - metresTo(b))
        .slice(0, limit)
    beyond = within
  }
}

/** Published incidents, newest first; nearest first within 5 km when `near` is given (one page). */
export async function listIncidents(
  { database }: Given,
  {
    filters,
    near,
    cursor,
    limit,
  }: { filters: PublicFilters; near?: Point; cursor?: string | undefined; limit: number },
): Promise<Page<PublicIncident>> {
  if (near) {
    const nearest = await findNearest({ database, near, filters, limit })
    return { items: await withPhotos({ database }, nearest, near), nextCursor: null }
  }
  const [createdAt, id] = cursor ? decodeCursor(cursor, ['number', 'string']) : []
  const after = cursor ? { createdAt: Number(createdAt), id: String(id) } : undefined
  const page = toPage(await listPublic(database.read, filters, { after, limit }), limit, (row) => [
    row.createdAt,
    row.id,
  ])
  return { ...page, items: await withPhotos({ database }, page.items) }
}

const similarMetres = 150
const similarLimit = 5

/**
 * Open incidents of the same category within 150 m, nearest first. Those not published yet are among them, without
 * words or photos: a second report of the same hole is what this is for.
 */
export async function findSimilar({
  database,
  categoryId,
  lat,
  lon,
}: Given & Point & { categoryId: string }): Promise<PublicIncident[]> {
  const here = { lat, lon }
  const found = await listInBox(
    database.read,
    boxAround(here, similarMetres),
    { categoryId, open: true, all: true },
    100,
  )
  const near = found
    .filter((row) => !row.positionApproximate && greatCircleMetres(here, row) <= similarMetres)
    .toSorted((a, b) => greatCircleMetres(here, a) - greatCircleMetres(here, b))
    .slice(0, similarLimit)
  return withPhotos({ database }, near, here)
}

/** Above this many, the map shows groups. */
const mapItemLimit = 100
const mapTileLimit = 64

/**
 * What the map of a box shows: each incident when few, else groups of them. Cost is bounded by the number of tiles
 * and of items, not by the number of incidents.
 */
export async function mapIncidents(
  { database }: Given,
  {
    territorySiren,
    bbox,
    categoryId,
    open,
  }: {
    territorySiren: string
    bbox: Bbox
    categoryId?: string | undefined
    open?: boolean | undefined
  },
): Promise<IncidentMap> {
  const [tiles, unseen] = await Promise.all([
    readTiles(database.read, territorySiren, bbox, zoomFor(bbox, mapTileLimit)),
    listPrivateCategories(database.read, territorySiren),
  ])
  const counts = (id: string) => !unseen.includes(id) && (categoryId === undefined || id === categoryId)
  const clusters = tiles
    .map((tile) => {
      const all = tile.openCount + tile.closedCount
      let count = 0
      for (const [id, [openCount, closedCount]] of Object.entries(tile.byCategory))
        if (counts(id)) count += open === undefined ? openCount + closedCount : open ? openCount : closedCount
      return { lat: tile.sumLat / all, lon: tile.sumLon / all, count }
    })
    .filter((cluster) => cluster.count > 0)
  const total = clusters.reduce((sum, cluster) => sum + cluster.count, 0)
  if (total > mapItemLimit) return { clusters, items: [], total }
  const rows = await listInBox(database.read, bbox, { territorySiren, categoryId, open }, mapItemLimit)
  return { clusters: [], items: await withPhotos({ database }, rows), total: rows.length }
}

type Photo = Awaited<ReturnType<typeof readPhotos>>[number]

/** True when a reader may read the words of an entry: those of whoever answers, and the reporter's own. */
const isReadable = (author: AuthorKind, own: boolean) =>
  author === 'staff' || author === 'body' || (own && author === 'reporter')

/** Photos that a reader may see: approved ones; with `own`, also what the reporter sent, or the desk in their name. */
function isShown(photo: Photo, author: AuthorKind | undefined, own: PhotoLink | undefined): boolean {
  return photo.approved || (own !== undefined && (photo.kind === 'report' || author === 'reporter'))
}

/** An incident's history in its public shape; with `own`, also the words and photos that only the reporter sees. */
export async function readPublicHistory(
  { database }: Given,
  incidentId: string,
  { own }: { own?: PhotoLink },
): Promise<HistoryEntry[]> {
  const [updates, photos] = await Promise.all([
    readHistory(database.read, incidentId, { publicOnly: true }),
    readPhotos(database.read, incidentId),
  ])
  return updates.map((update) => ({
    id: update.id,
    at: update.at,
    author: update.authorKind,
    kind: update.kind,
    fromStatus: update.fromStatus,
    toStatus: update.toStatus,
    // What residents wrote in the history is for staff, and for who wrote it.
    words: isReadable(update.authorKind, own !== undefined) ? update.words : null,
    reason: (update.data['reason'] as DeclineReason | undefined) ?? null,
    photos: photos
      .filter((photo) => photo.updateId === update.id && isShown(photo, update.authorKind, own))
      .map((photo) => photoLinks(photo.mediaId, photo.kind, own)),
  }))
}

/** The page of a published incident, or of a merged one, which says where it is followed. Throws `incident-not-found`. */
export async function readPublicPage({ database }: Given, id: string): Promise<PublicIncidentPage> {
  const found = await findIncidentInContext(database.read, id)
  if (!found?.categoryPublic || !(found.incident.published || leadsElsewhere(found)))
    throw incidentProblems['incident-not-found']()
  return buildPage({ database }, found, {})
}

/** A duplicate says where it is followed now, unless staff hid it. */
function leadsElsewhere({ incident }: InContext): boolean {
  return incident.mergedIntoId !== null && incident.hiddenReason === null
}

type InContext = NonNullable<Awaited<ReturnType<typeof findIncidentInContext>>>

/** The page of an incident already found; with `own`, as its reporter sees it, photos by addresses made for them. */
export async function buildPage(
  { database }: Given,
  found: InContext,
  { own }: { own?: PhotoLink },
): Promise<PublicIncidentPage> {
  const { incident } = found
  const [history, photos, survivor] = await Promise.all([
    readPublicHistory({ database }, incident.id, own ? { own } : {}),
    readPhotos(database.read, incident.id),
    incident.mergedIntoId ? findIncident(database.read, incident.mergedIntoId) : undefined,
  ])
  return {
    ...toPublic(
      {
        ...incident,
        categorySlug: found.categorySlug,
        categoryName: found.categoryName,
        categoryIcon: found.categoryIcon,
        communeName: found.communeName,
        bodyName: found.bodyName,
        bodyKind: found.bodyKind,
        published: incident.published || own !== undefined,
      },
      photos
        .filter((photo) => isShown(photo, history.find(({ id }) => id === photo.updateId)?.author, own))
        .map((photo) => photoLinks(photo.mediaId, photo.kind, own)),
    ),
    history,
    mergedInto: survivor ? { id: survivor.id, reference: survivor.reference } : null,
  }
}

/** True when anyone may see this photo: approved, on a published incident of a category for the public. */
export async function isPhotoPublic({ database }: Given, mediaId: string): Promise<boolean> {
  const owner = await findPhotoOwner(database.read, mediaId)
  return Boolean(owner?.approved && owner.incident.published && owner.categoryPublic)
}
