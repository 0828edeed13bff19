import { digestOf } from '../http/digest.ts'
import type { QueuedSend } from './stored.ts'

/**
 * What a write says, in 32 bytes: the same for the same words and photos, whoever sends them and whenever. The moment of
 * an act is left out, since each window notes its own. Where there is none, words are believed to be the same.
 */
export function printOf({ kind, path, body, photos }: QueuedSend): Promise<string | undefined> {
  const { happenedAt: _, ...said } = body
  return digestOf([kind, path, said, photos.map(({ id }) => id)])
}
