import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import type { DeviceRegistration, DeviceView, pushKeySchema } from '../../api/alerts/alerts.schemas.ts'
import { request } from '../http/client.ts'
import { ProblemError } from '../http/errors.ts'
import { recall, remember } from '../offline/remembered.ts'

/**
 * `possible`: may be asked. `granted`: this phone is told. `refused`: only the phone's settings can undo it.
 * `install-first`: iPhones allow it only to an app put on the home screen. `absent`: this browser cannot.
 */
export type PushState = 'possible' | 'granted' | 'refused' | 'install-first' | 'absent'

const isApplePhone = () => /iPad|iPhone|iPod/.test(navigator.userAgent)

export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return isApplePhone() ? 'install-first' : 'absent'
  if (Notification.permission === 'denied') return 'refused'
  if (Notification.permission === 'default') return 'possible'
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) && recall('push.device') ? 'granted' : 'possible'
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

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Whether a subscription was made with a key of the server. */
function isMadeWith(subscription: PushSubscription, publicKey: string): boolean {
  const key = subscription.options.applicationServerKey
  const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
  return key !== null && text(new Uint8Array(key)) === text(bytesOf(publicKey))
}

async function subscribe(publicKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) }
  const existing = await pushManager.getSubscription()
  if (existing && isMadeWith(existing, publicKey)) return existing
  // Made with another key, of this server before or of another one: it could never be used.
  await existing?.unsubscribe()
  return pushManager.subscribe(options)
}

/**
 * Asks the person's permission, then makes this phone known to the server. Answers the device's id, or null when the
 * person said no. Only ever called by a press.
 */
export async function turnOnPush(locale: DeviceRegistration['locale']): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  const { publicKey } = await request<z.infer<typeof pushKeySchema>>('/api/push/key')
  const subscription = (await subscribe(publicKey)).toJSON()
  const { id, secret } = ownDevice()
  const body = { subscription, locale, subscribedWith: publicKey }
  await request<DeviceView>(`/api/devices/${id}`, {
    method: 'PUT',
    body,
    idempotencyKey: uuidv7(),
    headers: { 'Bocage-Device-Secret': secret },
  })
  return id
}

/**
 * Browsers change a subscription now and then, and push services forget phones: makes what the server knows agree
 * with what this phone has. Silent, and asks nothing of the person.
 */
export async function repairPush(locale: DeviceRegistration['locale']): Promise<void> {
  if ((await pushState()) !== 'granted') return
  const { id, secret } = ownDevice()
  const headers = { 'Bocage-Device-Secret': secret }
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  const known = await request<DeviceView>(`/api/devices/${id}`, { headers }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.status === 404) return null
    throw error
  })
  const { publicKey } = await request<z.infer<typeof pushKeySchema>>('/api/push/key')
  const isRight =
    known?.alive &&
    subscription &&
    known.endpoint === subscription.endpoint &&
    isMadeWith(subscription, publicKey)
  if (!isRight) await turnOnPush(locale)
}

/** Sends a message to this phone, to see that it comes. */
export async function tryPush(): Promise<void> {
  const { id, secret } = ownDevice()
  await request(`/api/devices/${id}/test`, {
    method: 'POST',
    idempotencyKey: uuidv7(),
    headers: { 'Bocage-Device-Secret': secret },
  })
}

/** Stops every push to this phone. */
export async function turnOffPush(): Promise<void> {
  const { id, secret } = ownDevice()
  await request(`/api/devices/${id}`, { method: 'DELETE', headers: { 'Bocage-Device-Secret': secret } })
  const registration = await navigator.serviceWorker.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}
