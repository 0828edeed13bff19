import { and, asc, desc, eq, exists, ne, gte, isNotNull, notInArray, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import {
  body,
  category,
  commune,
  incident,
  incidentContact,
  incidentCounter,
  incidentFollower,
  incidentPhoto,
  incidentUpdate,
  territory,
} from '../../db/schema/index.ts'

export type IncidentRow = typeof incident.$inferSelect
export type NewIncidentRow = Omit<typeof incident.$inferInsert, 'seq'>
export type UpdateRow = typeof incidentUpdate.$inferSelect
export type FollowerRow = typeof incidentFollower.$inferSelect
type Handle = Reader | Tx

const countUp = prepared((db) =>
  db
    .insert(incidentCounter)
    .values({ territorySiren: sql.placeholder('territorySiren'), year: sql.placeholder('year'), last: 1 })
    .onConflictDoUpdate({
      target: [incidentCounter.territorySiren, incidentCounter.year],
      set: { last: sql`last + 1` },
    })
    .returning({ last: incidentCounter.last })
    .prepare(),
)

/** The next number of a territory's year, counted in the transaction that uses it. */
export async function takeNumber(tx: Tx, territorySiren: string, year: number): Promise<number> {
  const [row] = await countUp(tx, { territorySiren, year })
  return row?.last ?? 1
}

const insertIncidentRow = preparedInsert(incident)

/** Returns the row number that the search indexes refer to. */
export async function insertIncident(tx: Tx, row: NewIncidentRow): Promise<number> {
  const { lastInsertRowid } = await insertIncidentRow(tx, row)
  return Number(lastInsertRowid)
}

const selectIncident = prepared((db) =>
  db
    .select()
    .from(incident)
    .where(eq(incident.id, sql.placeholder('id')))
    .prepare(),
)

export async function findIncident(handle: Handle, id: string): Promise<IncidentRow | undefined> {
  const [row] = await selectIncident(handle, { id })
  return row
}

/** The names that full-text search finds an incident by. */
export async function findSearchTexts(handle: Handle, row: Pick<IncidentRow, 'communeCode' | 'categoryId'>) {
  const [names] = await handle
    .select({ commune: commune.name, category: category.name })
    .from(commune)
    .innerJoin(category, eq(category.id, row.categoryId))
    .where(eq(commune.code, row.communeCode))
  return names ?? { commune: '', category: '' }
}

export async function findIncidentBySecret(
  handle: Handle,
  secretHash: string,
): Promise<IncidentRow | undefined> {
  const [row] = await handle.select().from(incident).where(eq(incident.secretHash, secretHash))
  return row
}

export async function findIncidentByReference(
  handle: Handle,
  territorySiren: string,
  reference: string,
): Promise<IncidentRow | undefined> {
  const [row] = await handle
    .select()
    .from(incident)
    .where(and(eq(incident.territorySiren, territorySiren), eq(incident.reference, reference)))
  return row
}

/** Changes an incident and raises its version. */
export async function updateIncident(
  tx: Tx,
  id: string,
  change: Partial<NewIncidentRow>,
): Promise<IncidentRow> {
  const [row] = await tx
    .update(incident)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(incident.id, id))
    .returning()
  if (!row) throw new Error(`incident ${id} vanished`)
  return row
}

const insertUpdate = preparedInsert(incidentUpdate)

export async function appendUpdate(tx: Tx, row: typeof incidentUpdate.$inferInsert): Promise<void> {
  await insertUpdate(tx, row)
}

const selectUpdate = prepared((db) =>
  db
    .select()
    .from(incidentUpdate)
    .where(eq(incidentUpdate.id, sql.placeholder('id')))
    .prepare(),
)

export async function findUpdate(handle: Handle, id: string): Promise<UpdateRow | undefined> {
  const [row] = await selectUpdate(handle, { id })
  return row
}

/** The first entry of this kind since then, if any (`incident_update_history`). */
export async function findEntrySince(
  handle: Handle,
  { incidentId, kind, since }: { incidentId: string; kind: string; since: number },
): Promise<string | undefined> {
  const [found] = await handle
    .select({ id: incidentUpdate.id })
    .from(incidentUpdate)
    .where(
      and(
        eq(incidentUpdate.incidentId, incidentId),
        gte(incidentUpdate.at, since),
        eq(incidentUpdate.kind, kind),
      ),
    )
    .limit(1)
  return found?.id
}

/** An incident's history, oldest first. */
export function readHistory(handle: Handle, incidentId: string, { publicOnly }: { publicOnly: boolean }) {
  return handle
    .select()
    .from(incidentUpdate)
    .where(
      and(
        eq(incidentUpdate.incidentId, incidentId),
        publicOnly ? eq(incidentUpdate.public, true) : undefined,
      ),
    )
    .orderBy(asc(incidentUpdate.at), asc(incidentUpdate.id))
}

export async function insertPhotos(tx: Tx, rows: (typeof incidentPhoto.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(incidentPhoto).values(rows)
}

export function readPhotos(handle: Handle, incidentId: string) {
  return handle
    .select()
    .from(incidentPhoto)
    .where(eq(incidentPhoto.incidentId, incidentId))
    .orderBy(asc(incidentPhoto.updateId), asc(incidentPhoto.position))
}

/** The incident a photo belongs to, whether staff approved it and whether its category is for the public. */
export async function findPhotoOwner(handle: Handle, mediaId: string) {
  const [row] = await handle
    .select({ approved: incidentPhoto.approved, incident, categoryPublic: category.public })
    .from(incidentPhoto)
    .innerJoin(incident, eq(incident.id, incidentPhoto.incidentId))
    .innerJoin(category, eq(category.id, incident.categoryId))
    .where(eq(incidentPhoto.mediaId, mediaId))
  return row
}

const insertContactRow = preparedInsert(incidentContact)

export async function insertContact(tx: Tx, row: typeof incidentContact.$inferInsert): Promise<void> {
  await insertContactRow(tx, row)
}

export async function findContact(handle: Handle, incidentId: string) {
  const [row] = await handle.select().from(incidentContact).where(eq(incidentContact.incidentId, incidentId))
  return row
}

/**
 * Erases how to reach the reporter. Once merged, they follow the survivor: that wish goes as well, but for whoever
 * reported the survivor with the same address.
 */
export async function deleteContact(tx: Tx, incidentId: string): Promise<void> {
  const [known] = await tx
    .select({ email: incidentContact.email, mergedIntoId: incident.mergedIntoId })
    .from(incidentContact)
    .innerJoin(incident, eq(incident.id, incidentContact.incidentId))
    .where(eq(incidentContact.incidentId, incidentId))
  await tx.delete(incidentContact).where(eq(incidentContact.incidentId, incidentId))
  await tx
    .delete(incidentFollower)
    .where(
      and(
        eq(incidentFollower.incidentId, incidentId),
        eq(incidentFollower.kind, 'reporter'),
        sql`${incidentFollower.email} is not null`,
      ),
    )
  if (known?.email && known.mergedIntoId)
    await tx
      .delete(incidentFollower)
      .where(
        and(
          eq(incidentFollower.incidentId, known.mergedIntoId),
          eq(incidentFollower.email, known.email),
          ne(incidentFollower.kind, 'reporter'),
        ),
      )
}

/** False when that email or device follows the incident already. */
export async function insertFollower(tx: Tx, row: typeof incidentFollower.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(incidentFollower)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: incidentFollower.id })
  return inserted.length > 0
}

export async function findFollowerByStop(handle: Handle, stopHash: string): Promise<FollowerRow | undefined> {
  const [row] = await handle.select().from(incidentFollower).where(eq(incidentFollower.stopHash, stopHash))
  return row
}

export async function findFollower(handle: Handle, id: string): Promise<FollowerRow | undefined> {
  const [row] = await handle.select().from(incidentFollower).where(eq(incidentFollower.id, id))
  return row
}

export async function confirmFollower(tx: Tx, id: string, at: number): Promise<void> {
  await tx.update(incidentFollower).set({ confirmedAt: at }).where(eq(incidentFollower.id, id))
}

export async function deleteFollower(tx: Tx, id: string): Promise<void> {
  await tx.delete(incidentFollower).where(eq(incidentFollower.id, id))
}

/**
 * Forgets what a mail address follows in a territory; index `incident_follower_address`. Answers how many reports it was
 * told of.
 */
export async function deleteFollowersOf(
  tx: Tx,
  { email, territorySiren }: { email: string; territorySiren: string },
): Promise<number> {
  const here = tx
    .select({ id: incident.id })
    .from(incident)
    .where(and(eq(incident.id, incidentFollower.incidentId), eq(incident.territorySiren, territorySiren)))
  const { rowsAffected } = await tx
    .delete(incidentFollower)
    .where(and(eq(incidentFollower.email, email), exists(here)))
  return rowsAffected
}

const selectFollowers = prepared((db) =>
  db
    .select()
    .from(incidentFollower)
    .where(
      and(
        eq(incidentFollower.incidentId, sql.placeholder('incidentId')),
        isNotNull(incidentFollower.confirmedAt),
      ),
    )
    .prepare(),
)

/** Forgets the reporter's phones but the latest `count`. */
export async function keepLatestPhones(tx: Tx, incidentId: string, count: number): Promise<void> {
  const phones = and(
    eq(incidentFollower.incidentId, incidentId),
    eq(incidentFollower.kind, 'reporter'),
    isNotNull(incidentFollower.deviceId),
  )
  const latest = tx
    .select({ id: incidentFollower.id })
    .from(incidentFollower)
    .where(phones)
    .orderBy(desc(incidentFollower.createdAt), desc(incidentFollower.id))
    .limit(count)
  await tx.delete(incidentFollower).where(and(phones, notInArray(incidentFollower.id, latest)))
}

/** Of two rows of one person's about one incident: its reporter's stands, then one by which a mail can be sent. */
const standing = ({ kind, email }: FollowerRow) => (kind === 'reporter' ? 2 : 0) + (email === null ? 0 : 1)

/**
 * Gives a phone's follows to another; index `incident_follower_phone`. What both followed is followed once. Answers
 * whether the other followed any before.
 */
export async function carryPhone(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  const of = (deviceId: string) =>
    tx.select().from(incidentFollower).where(eq(incidentFollower.deviceId, deviceId))
  const held = await of(to)
  const heldOf = new Map(held.map((row) => [row.incidentId, row]))
  for (const row of await of(from)) {
    const other = heldOf.get(row.incidentId)
    if (!other) continue
    const left = standing(row) > standing(other) ? other : row
    if (left.email === null) await deleteFollower(tx, left.id)
    else await tx.update(incidentFollower).set({ deviceId: null }).where(eq(incidentFollower.id, left.id))
  }
  await tx.update(incidentFollower).set({ deviceId: to }).where(eq(incidentFollower.deviceId, from))
  return held.length > 0
}

/** Followers whose wish is confirmed, of an incident. */
export function readFollowers(handle: Handle, incidentId: string): Promise<FollowerRow[]> {
  return selectFollowers(handle, { incidentId })
}

/** True when others may see incidents of this category. */
export async function isCategoryPublic(handle: Handle, categoryId: string): Promise<boolean> {
  const [row] = await handle
    .select({ public: category.public })
    .from(category)
    .where(eq(category.id, categoryId))
  return row?.public ?? false
}

const context = {
  incident,
  categorySlug: category.slug,
  categoryName: category.name,
  categoryIcon: category.icon,
  categoryPublic: category.public,
  communeName: commune.name,
  bodyName: body.name,
  bodyKind: body.kind,
  bodyEmail: body.email,
  publication: territory.publication,
}

const selectInContext = prepared((db) =>
  db
    .select(context)
    .from(incident)
    .innerJoin(category, eq(category.id, incident.categoryId))
    .innerJoin(commune, eq(commune.code, incident.communeCode))
    .innerJoin(body, eq(body.id, incident.bodyId))
    .innerJoin(territory, eq(territory.siren, incident.territorySiren))
    .where(eq(incident.id, sql.placeholder('id')))
    .prepare(),
)

/** An incident with the names that every screen shows beside it. */
export async function findIncidentInContext(handle: Handle, id: string) {
  const [row] = await selectInContext(handle, { id })
  return row
}
export type IncidentInContext = NonNullable<Awaited<ReturnType<typeof findIncidentInContext>>>
