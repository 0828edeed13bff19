import { toHex } from '../http/hex.ts'
import type { QueuedSend } from './stored.ts'

/**
 * What a write says, in 32 bytes: the same for the same words and photos, whoever sends them and whenever. The moment of
 * an act is left out, since each window notes its own.
 */
export async function printOf({ kind, path, body, photos }: QueuedSend): Promise<string | undefined> {
  // A page that is not served as it should be has no such means: its words are believed to be the same.
  if (!('subtle' in crypto)) return undefined
  const { happenedAt: _, ...said } = body
  const text = JSON.stringify([kind, path, said, photos.map(({ id }) => id)])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return toHex(new Uint8Array(digest))
}
