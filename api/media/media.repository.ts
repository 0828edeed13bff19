import { and, eq, inArray, lt, or } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { media } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type MediaRow = typeof media.$inferSelect

export async function findMedia(handle: Handle, id: string): Promise<MediaRow | undefined> {
  const [row] = await handle.select().from(media).where(eq(media.id, id))
  return row
}

export async function insertMedia(tx: Tx, row: MediaRow): Promise<void> {
  await tx.insert(media).values(row)
}

/** A photo is being received again: its age starts over. */
export async function touchMedia(tx: Tx, id: string, createdAt: number): Promise<void> {
  await tx.update(media).set({ createdAt }).where(eq(media.id, id))
}

/** From `receiving` to `uploaded`; undefined when it is no longer being received. */
export async function markUploaded(
  tx: Tx,
  id: string,
  kept: Pick<MediaRow, 'width' | 'height' | 'bytes'>,
): Promise<MediaRow | undefined> {
  const [row] = await tx
    .update(media)
    .set({ ...kept, state: 'uploaded' })
    .where(and(eq(media.id, id), eq(media.state, 'receiving')))
    .returning()
  return row
}

/** Forgets a photo whose files were never written. */
export async function deleteReceiving(tx: Tx, id: string): Promise<void> {
  await tx.delete(media).where(and(eq(media.id, id), eq(media.state, 'receiving')))
}

/** Undefined unless it is waiting to be attached, of this type, and the secret is its uploader's. */
export async function markAttached(
  tx: Tx,
  { id, uploadTokenHash, contentType }: Pick<MediaRow, 'id' | 'uploadTokenHash' | 'contentType'>,
): Promise<MediaRow | undefined> {
  const [row] = await tx
    .update(media)
    .set({ state: 'attached' })
    .where(
      and(
        eq(media.id, id),
        eq(media.uploadTokenHash, uploadTokenHash),
        eq(media.state, 'uploaded'),
        eq(media.contentType, contentType),
      ),
    )
    .returning()
  return row
}

export async function markDiscarded(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(media)
    .set({ state: 'discarded' })
    .where(inArray(media.id, [...ids]))
}

/** Those never attached and older than `before`. By the index `media_orphans`. */
export async function markOldDiscarded(tx: Tx, before: number): Promise<void> {
  await tx
    .update(media)
    .set({ state: 'discarded' })
    .where(
      or(
        and(eq(media.state, 'uploaded'), lt(media.createdAt, before)),
        and(eq(media.state, 'receiving'), lt(media.createdAt, before)),
      ),
    )
}

export function findDiscarded(handle: Handle, limit: number): Promise<MediaRow[]> {
  return handle.select().from(media).where(eq(media.state, 'discarded')).limit(limit)
}

export async function deleteDiscarded(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.delete(media).where(and(inArray(media.id, [...ids]), eq(media.state, 'discarded')))
}
