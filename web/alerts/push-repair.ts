import type { DeviceRegistration } from '../../api/alerts/alerts.schemas.ts'
import { recall, remember } from '../offline/remembered.ts'
import { putBackFollowed } from './alerts-api.ts'
import { describePhone, giveSign, putBackPreferences } from './phone-api.ts'
import { rememberPhone } from './phone-memory.ts'
import { isWanted, ownDevice, ownSubscription, register, serverKey } from './push.ts'
import { isMadeWith } from './vapid-key.ts'

/**
 * What was wrong: the browser has another subscription or none, it was made with a former key of the server's, the
 * push service told the server that the phone is gone, or the server never heard of it.
 */
export type PushFault = 'no-subscription' | 'other-endpoint' | 'other-key' | 'gone' | 'unknown'

/** Compares what this phone has with what the server knows. Null: they agree. */
export async function findFault(): Promise<PushFault | null> {
  const [known, subscription, publicKey] = await Promise.all([
    describePhone(),
    ownSubscription(),
    serverKey(),
  ])
  if (!known) return 'unknown'
  if (!subscription) return 'no-subscription'
  if (!known.alive) return 'gone'
  if (!isMadeWith(subscription, publicKey)) return 'other-key'
  return known.endpoint === subscription.endpoint ? null : 'other-endpoint'
}

/** When this phone was last found not to receive, and mended. */
export const repairedAt = (): number | null => Number(recall('push.repairedAt')) || null

const lastSign = 'push.seenOn'

/**
 * Browsers change a subscription now and then, and push services forget phones: makes what the server knows agree
 * with what this phone has. Silent, and asks nothing of the person.
 */
export async function repairPush(locale: DeviceRegistration['locale']): Promise<PushFault | null> {
  if (!isWanted() || !('Notification' in window) || Notification.permission !== 'granted') return null
  const fault = await findFault()
  if (fault) {
    // Of a phone that push services call gone, the old subscription leads nowhere.
    if (fault === 'gone') await (await ownSubscription())?.unsubscribe()
    await register(locale)
    if (fault === 'unknown') {
      await putBackFollowed()
      await putBackPreferences()
    }
    if (fault !== 'other-key') remember('push.repairedAt', String(Date.now()))
  } else {
    const { id, secret } = ownDevice()
    await rememberPhone('device', { id, secret, locale })
  }
  const today = new Date().toDateString()
  if (recall(lastSign) !== today) {
    await giveSign()
    remember(lastSign, today)
  }
  return fault
}
