import type { CDPSession, Page } from 'playwright-core'

/** The service worker that a page is served by, as the DevTools protocol names it. */
export async function registrationOf(devtools: CDPSession): Promise<string> {
  const registration = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const live = registrations.find(({ isDeleted }) => !isDeleted)
      if (live) resolve(live.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  return registration
}

type Waited = { waited?: Promise<unknown>[] }

/** Wakes the page's service worker as a browser does from time to time, and waits until it is done. */
export async function wakePeriodically(page: Page, tag: string): Promise<void> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('No service worker')
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Waited
    scope.waited = []
    const { waitUntil } = ExtendableEvent.prototype
    ExtendableEvent.prototype.waitUntil = function (work) {
      scope.waited?.push(work)
      return waitUntil.call(this, work)
    }
  })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('ServiceWorker.dispatchPeriodicSyncEvent', {
    origin: new URL(page.url()).origin,
    registrationId: await registrationOf(devtools),
    tag,
  })
  for (let count = 0; count === 0;)
    count = await worker.evaluate(async () => {
      const { waited = [] } = globalThis as unknown as Waited
      await Promise.all(waited)
      return waited.length
    })
  await devtools.detach()
}

/** Wakes the service worker of `origin` for a background sync, as a browser does once there is a network again. */
export async function wakeForSync(
  page: Page,
  { origin, tag }: { origin: string; tag: string },
): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId: await registrationOf(devtools),
    tag,
    lastChance: false,
  })
  await devtools.detach()
}
