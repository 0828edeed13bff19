import { deriveSecret, openedBy } from '../platform/link-secrets.ts'

/** Stops a request from a mail, without signing in. */
export const stopSecret = (serverSecret: string, requestId: string) =>
  deriveSecret(serverSecret, 'ride-request-stop', requestId)

/** The request that a link stops; null when it is made up. */
export const requestOfStop = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'ride-request-stop', secret)

/** The secret is in the fragment, which no server log or proxy sees. */
export const stopUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/trajets/ne-plus-prevenir#${secret}`
/** For the List-Unsubscribe header of a message (RFC 8058). */
export const stopOneClickUrl = (publicUrl: string, secret: string) =>
  `${publicUrl}/api/ride-requests/stop/${secret}`
