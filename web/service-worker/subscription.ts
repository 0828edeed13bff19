import { uuidv7 } from 'uuidv7'
import { recallPhone } from '../alerts/phone-memory.ts'
import { subscribeWith } from '../alerts/vapid-key.ts'

/** Calls the API as this phone; null when it is not told by push, or nothing answered. */
export async function askAsPhone(
  path: (id: string) => string,
  { method, body }: { method: string; body?: unknown },
): Promise<Response | null> {
  const device = await recallPhone('device')
  if (!device) return null
  return fetch(path(device.id), {
    method,
    credentials: 'omit',
    headers: {
      'Content-Type': 'application/json',
      'Accept-Language': device.locale,
      'Bocage-Device-Secret': device.secret,
      'Idempotency-Key': uuidv7(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null)
}

async function subscribeAgain(worker: ServiceWorkerGlobalScope): Promise<void> {
  const device = await recallPhone('device')
  if (!device) return
  const { publicKey } = (await (await fetch('/api/push/key')).json()) as { publicKey: string }
  const subscription = await subscribeWith(worker.registration.pushManager, publicKey)
  await askAsPhone((id) => `/api/devices/${id}`, {
    method: 'PUT',
    body: { subscription: subscription.toJSON(), locale: device.locale, subscribedWith: publicKey },
  })
}

/**
 * Where the browser says that it changed a subscription, the server is told at once. Few do: each start of the app
 * compares both (`web/alerts/push-repair.ts`).
 */
export function keepSubscription(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('pushsubscriptionchange', (event) => {
    ;(event as ExtendableEvent).waitUntil(subscribeAgain(worker).catch(() => undefined))
  })
}
