import { uuidv7 } from 'uuidv7'
import { ref } from 'vue'
import type { z } from 'zod'
import type { DeviceRegistration, DeviceView, pushKeySchema } from '../../api/alerts/alerts.schemas.ts'
import { request } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'
import { rememberPhone } from './phone-memory.ts'
import { subscribeWith } from './vapid-key.ts'
import { isWanted } from './wanted.ts'

/**
 * `possible`: may be asked. `granted`: this phone is told. `refused`: only the phone's settings can undo it.
 * `install-first`: iPhones allow it only to an app put on the home screen. `absent`: this browser cannot.
 */
export type PushState = 'possible' | 'granted' | 'refused' | 'install-first' | 'absent'

/** An iPad says that it is a Mac; no Mac has a touch screen. */
export const isApplePhone = () =>
  /iPad|iPhone|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)
const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true)

/** What this phone would answer, whatever the server knows of it. */
export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return isApplePhone() && !isInstalled() ? 'install-first' : 'absent'
  if (Notification.permission === 'denied') return 'refused'
  if (Notification.permission === 'default') return 'possible'
  return (await ownSubscription()) && isWanted() ? 'granted' : 'possible'
}

/** The person closed the browser's question without answering: it may be asked again, with a word on what to press. */
export const wasDismissed = ref(recall('push.dismissed') === 'yes')

export async function ownSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** The name and secret by which this phone, and nobody else, changes what is sent to it. */
export function ownDevice(): { id: string; secret: string } {
  let id = recall('push.device')
  let secret = recall('push.secret')
  if (!id || !secret) {
    id = uuidv7()
    const random = crypto.getRandomValues(new Uint8Array(24))
    secret = btoa(String.fromCharCode(...random))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
    remember('push.device', id)
    remember('push.secret', secret)
  }
  return { id, secret }
}

/** The device's id when this phone is already told by push, with nothing to ask of the person. */
export async function grantedDevice(): Promise<string | null> {
  return (await pushState()) === 'granted' ? ownDevice().id : null
}

/** By which this phone shows that it is the one. */
export const deviceSecretHeader = () => ({ 'Bocage-Device-Secret': ownDevice().secret })

export async function serverKey(): Promise<string> {
  return (await request<z.infer<typeof pushKeySchema>>('/api/push/key')).publicKey
}

/**
 * Subscribes, and makes this phone known to the server, with the permission it has. Null when its person turned it off
 * meanwhile. One at a time: by `push-repair.ts` alone. Throws NotSubscribed.
 */
export async function register(locale: DeviceRegistration['locale']): Promise<DeviceView | null> {
  const publicKey = await serverKey()
  const { pushManager } = await navigator.serviceWorker.ready
  if (!isWanted()) return null
  const subscription = (await subscribeWith(pushManager, publicKey)).toJSON()
  if (!isWanted()) return null
  const { id, secret } = ownDevice()
  const known = await request<DeviceView>(`/api/devices/${id}`, {
    method: 'PUT',
    body: { subscription, locale, subscribedWith: publicKey },
    idempotencyKey: uuidv7(),
    headers: deviceSecretHeader(),
  })
  if (isWanted()) await rememberPhone('device', { id, secret, locale })
  return known
}

/**
 * Asks the person's permission, then makes this phone known to the server. Answers the device's id, or null when the
 * person said no. Only ever called by a press. Throws NotSubscribed.
 */
export async function turnOnPush(locale: DeviceRegistration['locale']): Promise<string | null> {
  const answer = await Notification.requestPermission()
  wasDismissed.value = answer === 'default'
  remember('push.dismissed', wasDismissed.value ? 'yes' : '')
  if (answer !== 'granted') return null
  const { id } = ownDevice()
  remember('push.off', '')
  const { registerPhone } = await import('./push-repair.ts')
  await registerPhone(locale)
  return id
}
