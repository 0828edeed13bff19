import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

type Key = { secret: string; purpose: string }

const sealingKey = ({ secret, purpose }: Key) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

/**
 * Seals what the database keeps and must be able to say again (AES-256-GCM): a copy of the database alone opens
 * nothing. `secret` is the server's; what is sealed for one purpose is opened for no other.
 */
export function seal(text: string, key: Key): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens it. Throws when it was sealed with another secret or for another purpose, or was changed since. */
export function unseal(sealed: string, key: Key): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
