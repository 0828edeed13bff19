import { and, asc, between, desc, eq, gte, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  body,
  category,
  commune,
  incident,
  incidentForward,
  incidentPhoto,
  user,
} from '../../db/schema/index.ts'
import type { Membership } from '../platform/policy.ts'
import { publicationDays, underWayStatuses, unsortedStatuses, type Queue } from './desk.rules.ts'
import { matchExpression } from './incidents-list.repository.ts'
import type { Status } from './incidents.rules.ts'
import type { Bbox } from './tiles.rules.ts'

type Handle = Reader | Tx

export type DeskFilters = {
  queue: Queue
  territorySiren?: string | undefined
  bodyId?: string | undefined
  communeCode?: string | undefined
  categoryId?: string | undefined
  status?: Status | undefined
  /** A user's id; null for nobody's. */
  assigneeId?: string | null | undefined
  unread?: boolean | undefined
  text?: string | undefined
  bbox?: Bbox | undefined
  /** Epoch milliseconds, of the report. */
  from?: number | undefined
  to?: number | undefined
}
type Asking = { scopes: Membership[]; userId: string; now: number }

/** Incidents that a membership covers; a body also keeps in sight what it forwarded. */
function withinScope({ territorySiren, scopeKind, scopeId }: Membership): SQL | undefined {
  const here = eq(incident.territorySiren, territorySiren)
  if (scopeKind === 'territory') return scopeId === territorySiren ? here : sql`0`
  if (scopeKind === 'commune') return and(here, eq(incident.communeCode, scopeId))
  const forwarded = sql`${incident.id} in (select incident_id from incident_forward where from_body_id = ${scopeId})`
  return and(here, or(eq(incident.bodyId, scopeId), forwarded))
}

/** Restricts a query to what these memberships cover; to nothing without any. */
export function withinScopes(scopes: Membership[]): SQL {
  return or(...scopes.map(withinScope)) ?? sql`0`
}

/** Words or photos that wait for a decision: none was taken since they came. */
function waitsForPublication(now: number): SQL {
  // Naming both values of `published` lets `incident_public` find the days: territory, published, created_at.
  return sql`${incident.published} in (0, 1) and ${category.public} = 1 and ${incident.hiddenReason} is null and ${incident.mergedIntoId} is null
    and ${incident.createdAt} > ${now - publicationDays * 86_400_000}
    and (${incident.published} = 0 or exists (
      select 1 from incident_photo p where p.incident_id = ${incident.id} and p.approved = 0))
    and not exists (select 1 from incident_update m where m.incident_id = ${incident.id} and m.kind = 'moderated'
      and m.at >= coalesce((select max(u.at) from incident_photo p join incident_update u on u.id = p.update_id
        where p.incident_id = ${incident.id} and p.approved = 0), ${incident.createdAt}))`
}

/**
 * The words of the partial index `incident_waiting`, so that it serves: parameters would hide it from the planner, and
 * without a range on its second column every index that begins with the territory looks as good.
 */
const waiting = sql`(${incident.open} = 1 or ${incident.readAt} is null) and ${incident.dueAt} > 0`

function inQueue(queue: Queue, { userId, now }: Asking): SQL | undefined {
  switch (queue) {
    case 'to-sort':
      // Something new on a ticket under way, or on a closed one, waits to be read as well.
      return and(
        waiting,
        isNull(incident.mergedIntoId),
        or(inArray(incident.status, [...unsortedStatuses]), isNull(incident.readAt)),
      )
    case 'in-progress':
      return and(waiting, inArray(incident.status, [...underWayStatuses]))
    case 'late':
      return and(waiting, eq(incident.open, true), lt(incident.dueAt, now))
    case 'mine':
      return and(eq(incident.open, true), eq(incident.assigneeId, userId))
    case 'to-publish':
      return waitsForPublication(now)
    case 'closed':
      return eq(incident.open, false)
    case 'all':
      return undefined
  }
}

function whereOf(filters: DeskFilters, asking: Asking): SQL | undefined {
  const match = filters.text ? matchExpression(filters.text) : null
  const { assigneeId, bbox } = filters
  return and(
    withinScopes(asking.scopes),
    inQueue(filters.queue, asking),
    filters.territorySiren ? eq(incident.territorySiren, filters.territorySiren) : undefined,
    filters.bodyId ? eq(incident.bodyId, filters.bodyId) : undefined,
    filters.communeCode ? eq(incident.communeCode, filters.communeCode) : undefined,
    filters.categoryId ? eq(incident.categoryId, filters.categoryId) : undefined,
    filters.status ? eq(incident.status, filters.status) : undefined,
    filters.unread ? isNull(incident.readAt) : undefined,
    filters.from === undefined ? undefined : gte(incident.createdAt, filters.from),
    filters.to === undefined ? undefined : lt(incident.createdAt, filters.to),
    assigneeId === undefined
      ? undefined
      : assigneeId === null
        ? isNull(incident.assigneeId)
        : eq(incident.assigneeId, assigneeId),
    bbox ? and(between(incident.lon, bbox[0], bbox[2]), between(incident.lat, bbox[1], bbox[3])) : undefined,
    match === null
      ? undefined
      : sql`${incident.seq} in (select rowid from incident_staff_fts where incident_staff_fts match ${match})`,
  )
}

export type DeskRow = Awaited<ReturnType<typeof listDesk>>[number]
/** Where a page ended: the sort key of its last row. */
export type DeskKey = { rank: number; at: number; id: string }

const latestFirst: readonly Queue[] = ['closed', 'all', 'to-publish']
const rank = sql<number>`case when ${incident.readAt} is null then 0 else 1 end`

/** The sort key of a row in a queue: unread, then due first, to sort; due first at work; latest first elsewhere. */
export function keyOf(queue: Queue, row: Pick<DeskRow, 'incident'>): DeskKey {
  const { incident } = row
  if (latestFirst.includes(queue)) return { rank: 0, at: incident.statusAt, id: incident.id }
  return {
    rank: queue === 'to-sort' && incident.readAt !== null ? 1 : 0,
    at: incident.dueAt,
    id: incident.id,
  }
}

/** A page of a queue, one row more than `limit`. */
export function listDesk(
  handle: Handle,
  filters: DeskFilters,
  asking: Asking,
  { after, limit }: { after?: DeskKey | undefined; limit: number },
) {
  const backwards = latestFirst.includes(filters.queue)
  const key = backwards ? incident.statusAt : incident.dueAt
  const first = filters.queue === 'to-sort' ? rank : sql<number>`0`
  const beyond = after
    ? backwards
      ? sql`(${key}, ${incident.id}) < (${after.at}, ${after.id})`
      : sql`(${first}, ${key}, ${incident.id}) > (${after.rank}, ${after.at}, ${after.id})`
    : undefined
  const direction = backwards ? desc : asc
  return handle
    .select({
      incident,
      categoryName: category.name,
      categorySlug: category.slug,
      categoryIcon: category.icon,
      communeName: commune.name,
      bodyName: body.name,
      bodyKind: body.kind,
      assigneeName: user.name,
    })
    .from(incident)
    .innerJoin(category, eq(category.id, incident.categoryId))
    .innerJoin(commune, eq(commune.code, incident.communeCode))
    .innerJoin(body, eq(body.id, incident.bodyId))
    .leftJoin(user, eq(user.id, incident.assigneeId))
    .where(and(whereOf(filters, asking), beyond))
    .orderBy(...(filters.queue === 'to-sort' ? [asc(rank)] : []), direction(key), direction(incident.id))
    .limit(limit + 1)
}

/** How many wait in each queue of work, in two passes over what is open or unread. */
export async function countDesk(handle: Handle, asking: Asking): Promise<Partial<Record<Queue, number>>> {
  const among = (queue: Queue) =>
    sql<number>`coalesce(sum(case when ${inQueue(queue, asking)} then 1 else 0 end), 0)`
  const scope = withinScopes(asking.scopes)
  const [[work], [publish]] = await Promise.all([
    handle
      .select({
        'to-sort': among('to-sort'),
        'in-progress': among('in-progress'),
        late: among('late'),
        mine: among('mine'),
      })
      .from(incident)
      .where(and(scope, waiting)),
    handle
      .select({ 'to-publish': sql<number>`count(*)` })
      .from(incident)
      .innerJoin(category, eq(category.id, incident.categoryId))
      .where(and(scope, waitsForPublication(asking.now))),
  ])
  return { ...work, ...publish }
}

/** Photos of several incidents, in order: what a line of the list shows. */
export async function listPhotosOf(handle: Handle, incidentIds: string[]) {
  if (incidentIds.length === 0) return []
  return handle
    .select()
    .from(incidentPhoto)
    .where(inArray(incidentPhoto.incidentId, incidentIds))
    .orderBy(asc(incidentPhoto.updateId), asc(incidentPhoto.position))
}

/** Notes the first reading. No version is raised: reading changes nothing for a colleague. */
export async function markRead(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .update(incident)
    .set({ readAt: at })
    .where(and(eq(incident.id, id), isNull(incident.readAt)))
}

export async function setPhotoApproval(tx: Tx, incidentId: string, mediaId: string, approved: boolean) {
  const rows = await tx
    .update(incidentPhoto)
    .set({ approved })
    .where(and(eq(incidentPhoto.incidentId, incidentId), eq(incidentPhoto.mediaId, mediaId)))
    .returning({ mediaId: incidentPhoto.mediaId })
  return rows.length > 0
}

/** Bodies that forwarded an incident: they still follow it. */
export async function findForwarders(handle: Handle, incidentId: string): Promise<string[]> {
  const rows = await handle
    .selectDistinct({ id: incidentForward.fromBodyId })
    .from(incidentForward)
    .where(eq(incidentForward.incidentId, incidentId))
  return rows.flatMap(({ id }) => id ?? [])
}

/** Who wrote each entry of a history, by name. */
export async function findNames(handle: Handle, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await handle.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids))
  return new Map(rows.map((row) => [row.id, row.name]))
}
