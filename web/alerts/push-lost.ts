import { isWanted } from './wanted.ts'

/**
 * True on a phone that was told by push and lost the permission (iPhones withdraw it, settings are changed): nothing can
 * be repaired without its person.
 */
export const isPushLost = () =>
  isWanted() && 'Notification' in window && Notification.permission !== 'granted'
