import { createHash, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

export type Ids = {
  /** A UUIDv7. */
  next: () => string
  /** 192 random bits, URL-safe: what a private link carries. */
  secret: () => string
}
export const systemIds: Ids = { next: uuidv7, secret: () => randomBytes(24).toString('base64url') }

/** SHA-256 in base64url: what the database keeps of a secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
