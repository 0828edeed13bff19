import { and, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { eventRevision, type EventContent } from '../../db/schema/index.ts'

export type RevisionRow = typeof eventRevision.$inferSelect
type Handle = Reader | Tx

/** The edit of an event that waits for a moderator (`event_revision_pending`: at most one). */
export async function findPendingRevision(handle: Handle, eventId: string): Promise<RevisionRow | undefined> {
  const [row] = await handle
    .select()
    .from(eventRevision)
    .where(and(eq(eventRevision.eventId, eventId), sql`state = 'pending'`))
  return row
}

export async function insertRevision(tx: Tx, row: typeof eventRevision.$inferInsert): Promise<void> {
  await tx.insert(eventRevision).values(row)
}

/** The author thought again: the edit that waits says something else. */
export async function rewriteRevision(
  tx: Tx,
  id: string,
  { content, baseVersion }: { content: EventContent; baseVersion: number },
): Promise<void> {
  await tx
    .update(eventRevision)
    .set({ content, baseVersion, version: sql`version + 1` })
    .where(eq(eventRevision.id, id))
}

export async function endRevision(
  tx: Tx,
  id: string,
  { state, at }: { state: 'accepted' | 'declined' | 'withdrawn'; at: number },
): Promise<void> {
  await tx
    .update(eventRevision)
    .set({ state, decidedAt: at, version: sql`version + 1` })
    .where(eq(eventRevision.id, id))
}
