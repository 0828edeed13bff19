import { createHmac } from 'node:crypto'

/**
 * Secrets of links are derived, not stored: HMAC-SHA-256 of what the link opens, keyed by the server's secret. The
 * database keeps only their SHA-256, and a mail sent a month later can still carry the link.
 */
function derive(serverSecret: string, purpose: string): string {
  return createHmac('sha256', serverSecret).update(purpose).digest('base64url').slice(0, 32)
}

/** Opens the reporter's private page of an incident. */
export const reporterSecret = (serverSecret: string, incidentId: string) =>
  derive(serverSecret, `reporter:${incidentId}`)

/** Confirms or stops one follower's wish. */
export const followerSecret = (serverSecret: string, followerId: string) =>
  derive(serverSecret, `follower:${followerId}`)

/** Lets a body outside Bocage answer on one incident. */
export const replySecret = (serverSecret: string, forwardId: string) =>
  derive(serverSecret, `reply:${forwardId}`)

/** Links carry the secret in the fragment, which no server log or proxy sees. */
export const reporterUrl = (publicUrl: string, secret: string) => `${publicUrl}/suivi#${secret}`
export const stopUrl = (publicUrl: string, secret: string) => `${publicUrl}/abonnement/arreter#${secret}`
export const confirmUrl = (publicUrl: string, secret: string) => `${publicUrl}/abonnement/confirmer#${secret}`
export const replyUrl = (publicUrl: string, secret: string) => `${publicUrl}/reponse#${secret}`
export const publicPageUrl = (publicUrl: string, id: string) => `${publicUrl}/signalements/${id}`
