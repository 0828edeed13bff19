import { deriveSecret, openedBy } from '../platform/link-secrets.ts'

/** Stops a wish from a message, without signing in. */
export const stopSecret = (serverSecret: string, wishId: string) =>
  deriveSecret(serverSecret, 'wish-stop', wishId)

/** The wish that a link stops; null when it is made up. */
export const wishOfStop = (serverSecret: string, secret: string) =>
  openedBy(serverSecret, 'wish-stop', secret)

/** The secret is in the fragment, which no server log or proxy sees. */
export const stopUrl = (publicUrl: string, secret: string) => `${publicUrl}/ne-plus-prevenir#${secret}`
/** For the List-Unsubscribe header of a message (RFC 8058). */
export const stopOneClickUrl = (publicUrl: string, secret: string) => `${publicUrl}/api/wishes/stop/${secret}`
