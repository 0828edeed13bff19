import { and, asc, desc, eq, gt, isNotNull, ne, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { body, incident, incidentFollower, incidentForward } from '../../db/schema/index.ts'
import type { IncidentRow } from './incidents.repository.ts'

// What ties an incident to others: duplicates, followers that move, bodies it was forwarded to.

type Handle = Reader | Tx
export type ForwardRow = typeof incidentForward.$inferSelect

/** Incidents followed with this one, oldest first (`incident_merged`). */
export function findMerged(handle: Handle, id: string) {
  return handle
    .select({ id: incident.id, reference: incident.reference })
    .from(incident)
    .where(and(isNotNull(incident.mergedIntoId), eq(incident.mergedIntoId, id)))
    .orderBy(asc(incident.seq))
}

/** The same, whole: to change them. */
export function findMergedRows(tx: Tx, id: string): Promise<IncidentRow[]> {
  return tx
    .select()
    .from(incident)
    .where(and(isNotNull(incident.mergedIntoId), eq(incident.mergedIntoId, id)))
    .orderBy(asc(incident.seq))
}

/**
 * Gives the followers of one incident to another: whoever follows both keeps one wish. A reporter becomes a follower
 * there, since the private page stays with what they reported. Returns the ids of those who moved.
 */
export async function moveFollowers(tx: Tx, fromId: string, toId: string): Promise<string[]> {
  const moved = await tx
    .update(incidentFollower)
    .set({ incidentId: toId, kind: sql`case when kind = 'reporter' then 'follower' else kind end` })
    .where(
      and(
        eq(incidentFollower.incidentId, fromId),
        sql`not exists (select 1 from incident_follower o where o.incident_id = ${toId}
          and (o.email = incident_follower.email or o.device_id = incident_follower.device_id))`,
      ),
    )
    .returning({ id: incidentFollower.id })
  await tx.delete(incidentFollower).where(eq(incidentFollower.incidentId, fromId))
  return moved.map(({ id }) => id)
}

/** To whom it was forwarded, latest first. */
export async function findForwards(handle: Handle, incidentId: string) {
  const rows = await handle
    .select({ row: incidentForward, name: body.name })
    .from(incidentForward)
    .innerJoin(body, eq(body.id, incidentForward.bodyId))
    .where(eq(incidentForward.incidentId, incidentId))
    .orderBy(desc(incidentForward.createdAt), desc(incidentForward.id))
  return rows.map(({ row, name }) => ({
    body: { id: row.bodyId, name },
    email: row.email,
    at: row.createdAt,
    expiresAt: row.expiresAt,
  }))
}

export async function insertForward(tx: Tx, row: typeof incidentForward.$inferInsert): Promise<void> {
  await tx.insert(incidentForward).values(row)
}

/** Ends the reply links of an incident but one: another body is in charge now. */
export async function endForwards(
  tx: Tx,
  { incidentId, except, at }: { incidentId: string; except?: string; at: number },
): Promise<void> {
  await tx
    .update(incidentForward)
    .set({ expiresAt: at })
    .where(
      and(
        eq(incidentForward.incidentId, incidentId),
        gt(incidentForward.expiresAt, at),
        except === undefined ? undefined : ne(incidentForward.id, except),
      ),
    )
}

/** The forward that a reply link opens (`incident_forward_reply`). */
export async function findForwardByReply(handle: Handle, replyHash: string): Promise<ForwardRow | undefined> {
  const [row] = await handle.select().from(incidentForward).where(eq(incidentForward.replyHash, replyHash))
  return row
}

const selectLivingForward = prepared((db) =>
  db
    .select()
    .from(incidentForward)
    .where(
      and(
        eq(incidentForward.incidentId, sql.placeholder('incidentId')),
        eq(incidentForward.bodyId, sql.placeholder('bodyId')),
        gt(incidentForward.expiresAt, sql.placeholder('at')),
      ),
    )
    .orderBy(desc(incidentForward.createdAt))
    .limit(1)
    .prepare(),
)

/** The reply link of the body in charge, while it works. */
export async function findLivingForward(
  handle: Handle,
  { incidentId, bodyId, at }: { incidentId: string; bodyId: string; at: number },
): Promise<ForwardRow | undefined> {
  const [row] = await selectLivingForward(handle, { incidentId, bodyId, at })
  return row
}

/** How to write to a body. */
export async function findBodyContact(handle: Handle, id: string) {
  const [row] = await handle
    .select({ id: body.id, name: body.name, email: body.email })
    .from(body)
    .where(eq(body.id, id))
  return row
}
