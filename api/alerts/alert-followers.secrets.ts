import { deriveSecret, openedBy } from '../platform/link-secrets.ts'

// Links of messages about alerts. Where a page opens, the secret is in the fragment, which no server log sees.

/** Shows, changes and stops what an address receives. */
export const followerSecret = (serverSecret: string, followerId: string) =>
  deriveSecret(serverSecret, 'alert-follower', followerId)
export const followerOf = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'alert-follower', secret)

/** Stops one weekly digest of an address, and nothing else. */
export const digestStopSecret = (serverSecret: string, digestId: string) =>
  deriveSecret(serverSecret, 'digest-follow-stop', digestId)
export const digestOfStop = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'digest-follow-stop', secret)

/** Says that the mailbox it was sent to is that of whoever asked. */
export const followConfirmSecret = (serverSecret: string, followId: string) =>
  deriveSecret(serverSecret, 'alert-follow-confirm', followId)
export const followOfConfirm = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'alert-follow-confirm', secret)

export const confirmUrl = (publicUrl: string, secret: string, what: 'alerts' | 'digest') =>
  `${publicUrl}/alertes/confirmer${what === 'digest' ? '?quoi=semaine' : ''}#${secret}`
export const choicesUrl = (publicUrl: string, secret: string) => `${publicUrl}/alertes/mes-choix#${secret}`
/** Asks, on a page, to stop a kind of alert, or all. */
export const stopUrl = (publicUrl: string, secret: string, what: string) =>
  `${publicUrl}/alertes/mes-choix?arreter=${what}#${secret}`
/** For the List-Unsubscribe header of a message (RFC 8058). */
export const stopOneClickUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/api/alert-followers/stop/${secret}`
