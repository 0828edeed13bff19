import { deriveSecret, openedBy } from '../platform/link-secrets.ts'

/** Opens the author's private page of an event. */
export const authorSecret = (serverSecret: string, eventId: string) =>
  deriveSecret(serverSecret, 'event-author', eventId)

/** Says that the mailbox it was sent to is the author's. */
export const confirmationSecret = (serverSecret: string, eventId: string) =>
  deriveSecret(serverSecret, 'event-confirmation', eventId)
export const eventOfConfirmation = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'event-confirmation', secret)

/** Confirms or stops one follower's wish; the database keeps its SHA-256. */
export const followerSecret = (serverSecret: string, followerId: string) =>
  deriveSecret(serverSecret, 'event-follower', followerId)

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
