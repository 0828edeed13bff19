import { and, asc, count, eq, inArray } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { readySentence, savedView } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type SentenceRow = typeof readySentence.$inferSelect
export type ViewRow = typeof savedView.$inferSelect

/** Ready-made sentences of territories, in the order to offer them (`ready_sentence_body`). */
export function listSentences(handle: Handle, sirens: string[]): Promise<SentenceRow[]> {
  return handle
    .select()
    .from(readySentence)
    .where(inArray(readySentence.territorySiren, sirens))
    .orderBy(asc(readySentence.status), asc(readySentence.position), asc(readySentence.id))
}

export function listViews(handle: Handle, userId: string): Promise<ViewRow[]> {
  return handle
    .select()
    .from(savedView)
    .where(eq(savedView.userId, userId))
    .orderBy(asc(savedView.position), asc(savedView.id))
}

export async function countViews(handle: Handle, userId: string): Promise<number> {
  const [row] = await handle.select({ n: count() }).from(savedView).where(eq(savedView.userId, userId))
  return row?.n ?? 0
}

export async function findView(handle: Handle, id: string): Promise<ViewRow | undefined> {
  const [row] = await handle.select().from(savedView).where(eq(savedView.id, id))
  return row
}

export async function saveView(tx: Tx, row: ViewRow): Promise<void> {
  const { name, query, position } = row
  await tx
    .insert(savedView)
    .values(row)
    .onConflictDoUpdate({ target: savedView.id, set: { name, query, position } })
}

export async function deleteView(tx: Tx, { id, userId }: { id: string; userId: string }): Promise<void> {
  await tx.delete(savedView).where(and(eq(savedView.id, id), eq(savedView.userId, userId)))
}
