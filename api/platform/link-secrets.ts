import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Secrets of links are derived, not stored: HMAC-SHA-256 of what the link opens, keyed by the server's secret. The id
 * goes before it, so that the link alone says what it opens; a mail sent a month later can still carry it.
 */
export function deriveSecret(serverSecret: string, purpose: string, id: string): string {
  const mac = createHmac('sha256', serverSecret).update(`${purpose}:${id}`).digest('base64url').slice(0, 32)
  return `${id}.${mac}`
}

/** The id that a secret opens, when it is really of this purpose; null when it is made up. */
export function openedBy(serverSecret: string, purpose: string, secret: string): string | null {
  const id = secret.split('.', 1)[0] ?? ''
  const [given, right] = [Buffer.from(secret), Buffer.from(deriveSecret(serverSecret, purpose, id))]
  return given.length === right.length && timingSafeEqual(given, right) ? id : null
}
