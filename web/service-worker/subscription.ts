import { uuidv7 } from 'uuidv7'
import { oneAtATime } from '../alerts/one-at-a-time.ts'
import { recallPhone, rememberPhone } from '../alerts/phone-memory.ts'
import { subscribeWith } from '../alerts/vapid-key.ts'
import { askApi } from './ask-api.ts'

/** Calls the API as this phone; null when it is not told by push, or nothing answered. */
export async function askAsPhone(
  path: (id: string) => string,
  { method, body }: { method: string; body?: unknown },
): Promise<Response | null> {
  const device = await recallPhone('device')
  if (!device) return null
  return askApi(path(device.id), {
    method,
    headers: {
      'Content-Type': 'application/json',
      'Accept-Language': device.locale,
      'Bocage-Device-Secret': device.secret,
      'Idempotency-Key': uuidv7(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const ownPath = (id: string) => `/api/devices/${id}`

async function subscribeAgain(worker: ServiceWorkerGlobalScope): Promise<void> {
  if (!(await recallPhone('device'))) return
  const key = await askApi('/api/push/key')
  if (!key?.ok) return
  const { publicKey } = (await key.json()) as { publicKey: string }
  const subscription = await subscribeWith(worker.registration.pushManager, publicKey)
  // Noted before this phone is known again: what it followed is put back by the app, which alone has it.
  const known = await askAsPhone(ownPath, { method: 'GET' })
  if (known?.status === 404) await rememberPhone('forgotten', { at: Date.now() })
  // Read again: its person may have turned it off meanwhile.
  const device = await recallPhone('device')
  if (!device) return
  await askAsPhone(ownPath, {
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
    ;(event as ExtendableEvent).waitUntil(oneAtATime(() => subscribeAgain(worker)).catch(() => undefined))
  })
}
