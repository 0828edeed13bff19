import type { Deps } from '../platform/http.ts'
import { endOfDay, startOfDay } from '../platform/open-days.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { scopesFor, type Action, type Actor } from '../platform/policy.ts'
import { requireStaff } from './desk-access.usecases.ts'
import {
  countDesk,
  keyOf,
  listDesk,
  listPhotosOf,
  type DeskFilters,
  type DeskKey,
  type DeskRow,
} from './desk.repository.ts'
import { isLate, queues } from './desk.rules.ts'
import type { DeskCounts, DeskItem, DeskList, DeskQuery } from './desk.schemas.ts'
import { parseBbox } from './incidents-query.ts'
import { photoLinks } from './incidents-public.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock'> & { actor: Actor }

const excerptLength = 160

function filtersOf(query: DeskQuery, userId: string): DeskFilters {
  return {
    queue: query.queue,
    territorySiren: query.territory,
    bodyId: query.body,
    communeCode: query.commune,
    categoryId: query.category,
    status: query.status,
    assigneeId: query.assignee === 'none' ? null : query.assignee === 'me' ? userId : query.assignee,
    unread: query.unread === 'true',
    text: query.q,
    bbox: query.bbox ? parseBbox(query.bbox) : undefined,
    from: query.from ? startOfDay(query.from) : undefined,
    to: query.to ? endOfDay(query.to) : undefined,
  }
}

function excerpt(words: string | null): string | null {
  if (!words || words.length <= excerptLength) return words
  return `${words.slice(0, excerptLength).replace(/\s+\S*$/, '')}…`
}

function toItem(row: DeskRow, photos: { mediaId: string; kind: string }[], now: number): DeskItem {
  const { incident } = row
  const [first] = photos
  return {
    id: incident.id,
    reference: incident.reference,
    version: incident.version,
    status: incident.status,
    open: incident.open,
    late: isLate(incident, now),
    unread: incident.readAt === null,
    category: {
      id: incident.categoryId,
      name: row.categoryName,
      slug: row.categorySlug,
      icon: row.categoryIcon,
    },
    commune: { code: incident.communeCode, name: row.communeName },
    body: { id: incident.bodyId, name: row.bodyName, kind: row.bodyKind },
    place: incident.place,
    words: excerpt(incident.words),
    position: {
      lat: incident.lat,
      lon: incident.lon,
      accuracy: incident.accuracy,
      approximate: incident.positionApproximate,
    },
    thumbUrl: first ? photoLinks(first.mediaId, first.kind).thumbUrl : null,
    photoCount: photos.length,
    assignee: incident.assigneeId ? { id: incident.assigneeId, name: row.assigneeName ?? '' } : null,
    plannedOn: incident.plannedOn,
    meTooCount: incident.meTooCount,
    published: incident.published,
    hidden: incident.hiddenReason !== null,
    createdAt: incident.createdAt,
    statusAt: incident.statusAt,
    dueAt: incident.dueAt,
  }
}

function decodeKey(cursor: string): DeskKey {
  const [rank, at, id] = decodeCursor(cursor, ['number', 'number', 'string'])
  return { rank: Number(rank), at: Number(at), id: String(id) }
}

async function readPage(
  { database, clock, actor }: Given,
  {
    query,
    action,
    cursor,
    limit,
  }: { query: DeskQuery; action: Action; cursor?: string | undefined; limit: number },
) {
  const { userId } = requireStaff(actor)
  const asking = { scopes: scopesFor(actor, action), userId, now: clock.now() }
  const rows = await listDesk(database.read, filtersOf(query, userId), asking, {
    after: cursor ? decodeKey(cursor) : undefined,
    limit,
  })
  return toPage(rows, limit, (row) => {
    const { rank, at, id } = keyOf(query.queue, row)
    return [rank, at, id]
  })
}

/** A page of a queue, within what the actor's memberships cover. */
export async function listQueue(
  given: Given,
  { query, cursor, limit }: { query: DeskQuery; cursor?: string | undefined; limit: number },
): Promise<DeskList> {
  const page = await readPage(given, { query, action: 'incident.list-staff', cursor, limit })
  const photos = await listPhotosOf(
    given.database.read,
    page.items.map(({ incident }) => incident.id),
  )
  const now = given.clock.now()
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) =>
      toItem(
        row,
        photos.filter((photo) => photo.incidentId === row.incident.id),
        now,
      ),
    ),
  }
}

/** How many wait in each queue; those that only grow are not counted. */
export async function countQueues({ database, clock, actor }: Given): Promise<DeskCounts> {
  const { userId } = requireStaff(actor)
  const scopes = scopesFor(actor, 'incident.list-staff')
  const counted = await countDesk(database.read, { scopes, userId, now: clock.now() })
  return {
    counts: Object.fromEntries(
      queues.flatMap((queue) => (counted[queue] === undefined ? [] : [[queue, counted[queue]]])),
    ) as DeskCounts['counts'],
  }
}

const exportPage = 500
export const exportLimit = 20_000

/** Every incident of a queue that the actor may export, page by page, 20,000 at most. */
export async function* exportQueue(given: Given, query: DeskQuery): AsyncGenerator<DeskRow[]> {
  let cursor: string | undefined
  for (let sent = 0; sent < exportLimit; sent += exportPage) {
    const page = await readPage(given, { query, action: 'incident.export', cursor, limit: exportPage })
    yield page.items
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}
