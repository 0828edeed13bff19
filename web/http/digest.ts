import { toHex } from './hex.ts'

/** 32 bytes that stand for a content, the same for the same. Undefined on a page that is not served as it should be. */
export async function digestOf(content: unknown): Promise<string | undefined> {
  if (!('subtle' in crypto)) return undefined
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
