import type { Tx } from '../../db/client.ts'
import { hashSecret } from '../platform/ids.ts'
import { mediaProblems } from './media.problems.ts'
import { markAttached } from './media.repository.ts'

/**
 * Gives uploaded photos to what they illustrate, in the transaction of that write: they are no longer orphans.
 * Throws `photo-not-found` when one is unknown, already given, or not the uploader's.
 */
export async function attachMedia(
  tx: Tx,
  { photos }: { photos: readonly { id: string; uploadToken: string }[] },
): Promise<void> {
  for (const { id, uploadToken } of photos)
    if (!(await markAttached(tx, { id, uploadTokenHash: hashSecret(uploadToken) })))
      throw mediaProblems['photo-not-found']()
}
