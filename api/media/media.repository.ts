import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { media } from '../../db/schema/index.ts'

/** False unless the photo is waiting to be attached and the secret is its uploader's. */
export async function markAttached(
  tx: Tx,
  { id, uploadTokenHash }: { id: string; uploadTokenHash: string },
): Promise<boolean> {
  const rows = await tx
    .update(media)
    .set({ state: 'attached' })
    .where(and(eq(media.id, id), eq(media.uploadTokenHash, uploadTokenHash), eq(media.state, 'uploaded')))
    .returning({ id: media.id })
  return rows.length > 0
}
