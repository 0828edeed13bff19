import { and, eq, inArray, isNull, lt, sum } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { mediaUpload } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type UploadRow = typeof mediaUpload.$inferSelect

export async function findUpload(handle: Handle, id: string): Promise<UploadRow | undefined> {
  const [row] = await handle.select().from(mediaUpload).where(eq(mediaUpload.id, id))
  return row
}

export async function insertUpload(tx: Tx, row: UploadRow): Promise<void> {
  await tx.insert(mediaUpload).values(row)
}

/** Bytes that all unfinished uploads will come to. By the index `media_upload_unfinished`, which holds them. */
export async function sumUnfinished(handle: Handle): Promise<number> {
  const [row] = await handle
    .select({ bytes: sum(mediaUpload.bytes) })
    .from(mediaUpload)
    .where(isNull(mediaUpload.completedAt))
  return Number(row?.bytes ?? 0)
}

export async function markCompleted(tx: Tx, id: string, completedAt: number): Promise<void> {
  await tx.update(mediaUpload).set({ completedAt }).where(eq(mediaUpload.id, id))
}

/** Those begun before `before`. By the index `media_upload_age`. */
export function findOldUploads(
  handle: Handle,
  { before, limit }: { before: number; limit: number },
): Promise<Pick<UploadRow, 'id'>[]> {
  return handle
    .select({ id: mediaUpload.id })
    .from(mediaUpload)
    .where(lt(mediaUpload.createdAt, before))
    .limit(limit)
}

/** Which of these have begun and not ended. */
export async function findUnfinished(handle: Handle, ids: readonly string[]): Promise<string[]> {
  const rows = await handle
    .select({ id: mediaUpload.id })
    .from(mediaUpload)
    .where(and(inArray(mediaUpload.id, [...ids]), isNull(mediaUpload.completedAt)))
  return rows.map(({ id }) => id)
}

export async function deleteUploads(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.delete(mediaUpload).where(inArray(mediaUpload.id, [...ids]))
}
