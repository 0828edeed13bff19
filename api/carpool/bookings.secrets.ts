import { createHmac, timingSafeEqual } from 'node:crypto'

/** Secrets of links are derived, not stored: HMAC-SHA-256 of what the link opens, keyed by the server's secret. */
function derive(serverSecret: string, purpose: string, id: string): string {
  const mac = createHmac('sha256', serverSecret).update(`${purpose}:${id}`).digest('base64url').slice(0, 32)
  return `${id}.${mac}`
}

/** Lets a driver answer a booking from a mail, without signing in. */
export const answerSecret = (serverSecret: string, bookingId: string) =>
  derive(serverSecret, 'booking-answer', bookingId)
/** Lets a relative look on. */
export const shareSecret = (serverSecret: string, bookingId: string) =>
  derive(serverSecret, 'booking-share', bookingId)

/** The booking that a driver's link opens; null when it is made up. */
export function bookingOfAnswer(serverSecret: string, secret: string): string | null {
  const id = secret.split('.', 1)[0] ?? ''
  const [given, right] = [Buffer.from(secret), Buffer.from(answerSecret(serverSecret, id))]
  return given.length === right.length && timingSafeEqual(given, right) ? id : null
}

/** The secret is in the fragment, which no server log or proxy sees. */
export const answerUrl = (publicUrl: string, secret: string) => `${publicUrl}/trajets/reponse#${secret}`
