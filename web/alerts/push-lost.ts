import { recall } from '../offline/remembered.ts'
import { isWanted } from './wanted.ts'

/** `lost`: the permission is gone. `silent`: messages were sent to it for a month, and none was seen to arrive. */
export type PushTrouble = 'lost' | 'silent'

/**
 * What the person of a phone that was told by push must be told when they open the app, since nothing can be repaired
 * without them: iPhones withdraw the permission, settings are changed, a phone shows nothing any more.
 */
export function pushTrouble(): PushTrouble | null {
  if (!isWanted() || !('Notification' in window)) return null
  if (Notification.permission !== 'granted') return 'lost'
  return recall('push.silentSince') ? 'silent' : null
}
