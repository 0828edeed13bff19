import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Secrets of links are derived, not stored: HMAC-SHA-256 of what the link opens, keyed by the server's secret. The id
 * goes before it, so that the link alone says what it opens; a mail sent a month later can still carry it.
 */
function derive(serverSecret: string, purpose: string, id: string): string {
  const mac = createHmac('sha256', serverSecret).update(`${purpose}:${id}`).digest('base64url').slice(0, 32)
  return `${id}.${mac}`
}

/** The id that a secret opens, when it is really of this purpose; null when it is made up. */
function opened(serverSecret: string, purpose: string, secret: string): string | null {
  const id = secret.split('.', 1)[0] ?? ''
  const [given, right] = [Buffer.from(secret), Buffer.from(derive(serverSecret, purpose, id))]
  return given.length === right.length && timingSafeEqual(given, right) ? id : null
}

/** Opens the author's private page of an event. */
export const authorSecret = (serverSecret: string, eventId: string) =>
  derive(serverSecret, 'event-author', eventId)

/** Says that the mailbox it was sent to is the author's. */
export const confirmationSecret = (serverSecret: string, eventId: string) =>
  derive(serverSecret, 'event-confirmation', eventId)
export const eventOfConfirmation = (serverSecret: string, secret: string) =>
  opened(serverSecret, 'event-confirmation', secret)

/** Confirms or stops one follower's wish; the database keeps its SHA-256. */
export const followerSecret = (serverSecret: string, followerId: string) =>
  derive(serverSecret, 'event-follower', followerId)

/** Links carry the secret in the fragment, which no server log or proxy sees. */
export const authorUrl = (publicUrl: string, secret: string) => `${publicUrl}/agenda/ma-proposition#${secret}`
export const confirmationUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/agenda/confirmer#${secret}`
export const followConfirmUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/abonnement/confirmer?agenda#${secret}`
export const followStopUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/abonnement/arreter?agenda#${secret}`
/** For the List-Unsubscribe header of a message (RFC 8058). */
export const followStopOneClickUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/api/event-followers/stop/${secret}`
