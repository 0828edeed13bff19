import type { Page } from 'playwright-core'

export type ShownNotification = { title: string } & NotificationOptions

type WorkerScope = { shown?: ShownNotification[]; registration: ServiceWorkerRegistration }

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
    scope.registration.showNotification = (title, options) => {
      scope.shown?.push({ title, ...options })
      return Promise.resolve()
    }
  })
  const shown = () => worker.evaluate(() => (globalThis as unknown as WorkerScope).shown ?? [])

  const devtools = await context.newCDPSession(page)
  const registration = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const live = registrations.find(({ isDeleted }) => !isDeleted)
      if (live) resolve(live.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId: await registration,
    data: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
  // A worker may fetch before it shows; a push that shows nothing at all answers an empty list.
  const deadline = performance.now() + 3000
  while ((await shown()).length === 0 && performance.now() < deadline) await page.waitForTimeout(50)
  await devtools.detach()
  return shown()
}
