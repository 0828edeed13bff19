import type { Page } from 'playwright-core'
import { registrationOf, untilDone } from './worker-events.ts'
import type { Subscription } from './push-service.ts'

export type ShownNotification = { title: string } & NotificationOptions & {
    actions?: { action: string; title: string }[]
  }

type WorkerScope = {
  shown?: ShownNotification[]
  /** What the system shows, the latest of each tag. */
  tray?: Map<string, ShownNotification>
  opened?: string[]
  registration: ServiceWorkerRegistration
}

/**
 * Delivers a push to the page's service worker through the DevTools protocol, and answers the notifications
 * it asked the system to show. The browser of the tests has no notification tray (`Notification.permission`
 * is always "denied" there), so the last step, the system's, is recorded instead of shown.
 */
export async function deliverPush(page: Page, payload: unknown): Promise<ShownNotification[]> {
  const context = page.context()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  await worker.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope
    scope.shown = []
    const tray = (scope.tray ??= new Map())
    scope.registration.showNotification = (title, options) => {
      const one = { title, ...options }
      scope.shown?.push(one)
      if (options?.tag) tray.set(options.tag, one)
      return Promise.resolve()
    }
    scope.registration.getNotifications = (filter) => {
      const one = tray.get(filter?.tag ?? '')
      return Promise.resolve(one ? [one as unknown as Notification] : [])
    }
  })
  const shown = () => worker.evaluate(() => (globalThis as unknown as WorkerScope).shown ?? [])

  const devtools = await context.newCDPSession(page)
  const registrationId = await registrationOf(devtools)
  await untilDone(worker, () =>
    devtools.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId,
      data: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }),
  )
  await devtools.detach()
  return shown()
}

/**
 * Makes a page's browser subscribe to the tests' push service, with the person's permission: the browser of the tests
 * has no push service and never asks. Call it before the page is opened.
 */
export async function subscribeTo(page: Page, subscription: Subscription): Promise<void> {
  await page.addInitScript((given) => {
    // What a browser keeps of it: the permission, and the subscription with the key it was made with.
    const kept = localStorage.getItem('test.subscribedWith')
    let allowed = localStorage.getItem('test.allowed') === 'yes'
    let key: ArrayBuffer | null = kept ? Uint8Array.from(JSON.parse(kept) as number[]).buffer : null
    const made = (own: ArrayBuffer) => ({
      endpoint: given.endpoint,
      options: { applicationServerKey: own },
      toJSON: () => given,
      unsubscribe: () => {
        key = null
        localStorage.removeItem('test.subscribedWith')
        return Promise.resolve(true)
      },
    })
    Object.defineProperty(Notification, 'permission', { get: () => (allowed ? 'granted' : 'default') })
    Notification.requestPermission = () => {
      allowed = true
      localStorage.setItem('test.allowed', 'yes')
      return Promise.resolve('granted')
    }
    PushManager.prototype.subscribe = (options) => {
      const bytes = new Uint8Array(options?.applicationServerKey as Uint8Array<ArrayBuffer>)
      key = bytes.buffer
      localStorage.setItem('test.subscribedWith', JSON.stringify([...bytes]))
      return Promise.resolve(made(key) as unknown as PushSubscription)
    }
    PushManager.prototype.getSubscription = () =>
      Promise.resolve(key ? (made(key) as unknown as PushSubscription) : null)
  }, subscription)
}

/** A phone of the tests is told at any hour: they run at night as well. */
export async function tellAtAnyHour(
  url: string,
  { id, secret }: { id: string; secret: string },
): Promise<void> {
  const { status } = await fetch(`${url}/api/devices/${id}/preferences`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'Bocage-Device-Secret': secret },
    body: JSON.stringify({ quiet: null, stopped: [] }),
  })
  if (status !== 200) throw new Error(`Quiet hours not taken away: ${status}`)
}

/** The name and secret of the phone that a page registered as. */
export const phoneOf = (page: Page): Promise<{ id: string; secret: string }> =>
  page.evaluate(() => ({
    id: localStorage.getItem('bocage.push.device') ?? '',
    secret: localStorage.getItem('bocage.push.secret') ?? '',
  }))

/** Touches a notification that was shown, and answers the address that opens. */
export async function tapNotification(page: Page, shown: ShownNotification): Promise<string> {
  const [worker] = page.context().serviceWorkers()
  await worker!.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope & { Clients: { prototype: Clients } }
    scope.opened = []
    // The browser opens a window for who touched the screen; nobody does here.
    scope.Clients.prototype.openWindow = (url) => {
      scope.opened?.push(String(url))
      return Promise.resolve(null)
    }
  })
  await pressNotification(page, shown, '')
  const opened = await worker!.evaluate(() => (globalThis as unknown as WorkerScope).opened ?? [])
  if (opened.length !== 1) throw new Error(`${opened.length} pages opened`)
  return opened[0]!
}

/**
 * Presses a button of a notification that was shown, as the system would tell the service worker, and answers what it
 * shows next. Only the event is made by hand: a browser without a tray has nothing to press.
 */
export async function pressNotification(
  page: Page,
  shown: ShownNotification,
  action: string,
): Promise<ShownNotification[]> {
  const [worker] = page.context().serviceWorkers()
  return worker!.evaluate(
    async ({ data, pressed }) => {
      const scope = globalThis as unknown as WorkerScope & EventTarget
      scope.shown = []
      let work: Promise<unknown> = Promise.resolve()
      const event = Object.assign(new Event('notificationclick'), {
        action: pressed,
        notification: { data, close: () => {} },
        waitUntil: (promise: Promise<unknown>) => {
          work = promise
        },
      })
      scope.dispatchEvent(event)
      await work
      return scope.shown
    },
    { data: shown.data as unknown, pressed: action },
  )
}
