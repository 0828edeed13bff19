import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  sql,
  type SQL,
} from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { commune, event, type EventStatus, membership, organizer, user } from '../../db/schema/index.ts'
import type { Reach } from './moderation-scope.usecases.ts'

export type OrganizerRow = typeof organizer.$inferSelect
export type NewOrganizerRow = typeof organizer.$inferInsert
type Handle = Reader | Tx

const selectOrganizer = prepared((db) =>
  db
    .select()
    .from(organizer)
    .where(eq(organizer.id, sql.placeholder('id')))
    .prepare(),
)

export async function findOrganizer(handle: Handle, id: string): Promise<OrganizerRow | undefined> {
  const [row] = await selectOrganizer(handle, { id })
  return row
}

/** An organizer of a territory by the readable end of its address (`organizer_slug`). */
export async function findOrganizerBySlug(
  handle: Handle,
  { territorySiren, slug }: { territorySiren: string; slug: string },
): Promise<OrganizerRow | undefined> {
  const [row] = await handle
    .select()
    .from(organizer)
    .where(and(eq(organizer.territorySiren, territorySiren), eq(organizer.slug, slug)))
  return row
}

/** Another organizer that bears a name now (`organizer_name`). */
export async function findOrganizerByName(
  handle: Handle,
  {
    territorySiren,
    foldedName,
    besides,
  }: { territorySiren: string; foldedName: string; besides: string | null },
): Promise<OrganizerRow | undefined> {
  const [row] = await handle
    .select()
    .from(organizer)
    .where(
      and(
        eq(organizer.territorySiren, territorySiren),
        eq(organizer.foldedName, foldedName),
        besides === null ? undefined : ne(organizer.id, besides),
      ),
    )
    .limit(1)
  return row
}

export async function insertOrganizer(tx: Tx, row: NewOrganizerRow): Promise<void> {
  await tx.insert(organizer).values(row)
}

/** Changes an organizer and raises its version. */
export async function updateOrganizer(
  tx: Tx,
  id: string,
  change: Partial<NewOrganizerRow>,
): Promise<OrganizerRow> {
  const [row] = await tx
    .update(organizer)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(organizer.id, id))
    .returning()
  if (!row) throw new Error(`organizer ${id} vanished`)
  return row
}

/** Past the last text that begins with `prefix`, in the order of SQLite's bytes. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`

/** Organizers that anyone may see, by name (`organizer_name`). One more than asked tells that the list goes on. */
export function findOrganizers(
  handle: Handle,
  {
    territorySiren,
    prefix,
    after,
    limit,
  }: {
    territorySiren: string
    prefix: string
    after: { foldedName: string; id: string } | undefined
    limit: number
  },
) {
  const { foldedName, id } = organizer
  const following: SQL | undefined =
    after && or(gt(foldedName, after.foldedName), and(eq(foldedName, after.foldedName), gt(id, after.id)))
  return handle
    .select({ organizer, communeName: commune.name })
    .from(organizer)
    .leftJoin(commune, eq(commune.code, organizer.communeCode))
    .where(
      and(
        eq(organizer.territorySiren, territorySiren),
        gte(foldedName, after?.foldedName ?? prefix),
        prefix ? lt(foldedName, endOf(prefix)) : undefined,
        following,
        eq(organizer.active, true),
        isNotNull(organizer.confirmedAt),
      ),
    )
    .orderBy(asc(foldedName), asc(id))
    .limit(limit)
}

/** People of an organizer, by address (`membership_scope`). */
export function findMembers(handle: Handle, organizerId: string) {
  return handle
    .select({
      membershipId: membership.id,
      userId: user.id,
      name: user.name,
      email: user.email,
      createdAt: membership.createdAt,
    })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(and(eq(membership.scopeKind, 'organizer'), eq(membership.scopeId, organizerId)))
    .orderBy(asc(user.email))
}

/** True when a person of this address is of the organizer. */
export async function isMemberAddress(
  handle: Handle,
  { organizerId, email }: { organizerId: string; email: string },
): Promise<boolean> {
  const members = await findMembers(handle, organizerId)
  return members.some((member) => member.email === email)
}

/** Organizers whose people never said that it is theirs, of before `before` (`organizer_unconfirmed`). */
export function findUnconfirmed(handle: Handle, before: number) {
  return handle
    .select({ id: organizer.id })
    .from(organizer)
    .where(and(isNull(organizer.confirmedAt), lt(organizer.createdAt, before)))
}

export async function deleteOrganizer(tx: Tx, id: string): Promise<void> {
  await tx.delete(organizer).where(eq(organizer.id, id))
}

/** How many events an organizer has of each status (`event_organizer`). */
export function countEvents(handle: Handle, organizerId: string) {
  return handle
    .select({ status: event.status, count: count() })
    .from(event)
    .where(eq(event.organizerId, organizerId))
    .groupBy(event.status)
}

/** Events of an organizer, the newest first; those of one status when it is named (`event_organizer`). */
export function findEventPage(
  handle: Handle,
  {
    organizerId,
    status,
    before,
    limit,
  }: {
    organizerId: string
    status: EventStatus | undefined
    before: number | undefined
    limit: number
  },
) {
  return handle
    .select()
    .from(event)
    .where(
      and(
        eq(event.organizerId, organizerId),
        status === undefined ? undefined : eq(event.status, status),
        before === undefined ? undefined : lt(event.seq, before),
      ),
    )
    .orderBy(desc(event.seq))
    .limit(limit)
}

/** Organizers for those who moderate, those not confirmed included, by name (`organizer_name`). */
export function findDeskOrganizers(
  handle: Handle,
  {
    reaches,
    prefix,
    trusted,
    after,
    limit,
  }: {
    reaches: readonly Reach[]
    prefix: string
    trusted: boolean | undefined
    after: { foldedName: string; id: string } | undefined
    limit: number
  },
) {
  const within = reaches.map(({ territorySiren, communes }) =>
    and(
      eq(organizer.territorySiren, territorySiren),
      communes === null ? undefined : inArray(organizer.communeCode, communes),
    ),
  )
  return handle
    .select({ organizer, communeName: commune.name })
    .from(organizer)
    .leftJoin(commune, eq(commune.code, organizer.communeCode))
    .where(
      and(
        or(...within),
        gte(organizer.foldedName, prefix),
        prefix ? lt(organizer.foldedName, endOf(prefix)) : undefined,
        after && sql`(${organizer.foldedName}, ${organizer.id}) > (${after.foldedName}, ${after.id})`,
        trusted === undefined ? undefined : eq(organizer.trusted, trusted),
        eq(organizer.active, true),
      ),
    )
    .orderBy(asc(organizer.foldedName), asc(organizer.id))
    .limit(limit)
}

/** How many events each of these organizers has of each status (`event_organizer`). */
export async function countEventsOf(handle: Handle, ids: string[]) {
  if (ids.length === 0) return []
  return handle
    .select({ organizerId: event.organizerId, status: event.status, count: count() })
    .from(event)
    .where(inArray(event.organizerId, ids))
    .groupBy(event.organizerId, event.status)
}
