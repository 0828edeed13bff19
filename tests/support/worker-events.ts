import type { CDPSession, Page, Worker } from 'playwright-core'

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

/** Does what wakes a service worker, and waits until it is done with it: with what its event was told to wait for. */
export async function untilDone(worker: Worker, wake: () => Promise<unknown>): Promise<void> {
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Waited
    if (!scope.waited) {
      const { waitUntil } = ExtendableEvent.prototype
      ExtendableEvent.prototype.waitUntil = function (work) {
        // What a page asks meanwhile is not what it was woken for.
        if (this.type !== 'fetch') scope.waited?.push(work)
        return waitUntil.call(this, work)
      }
    }
    scope.waited = []
  })
  await wake()
  for (let count = 0; count === 0;)
    count = await worker.evaluate(async () => {
      const { waited = [] } = globalThis as unknown as Waited
      await Promise.allSettled(waited)
      return waited.length
    })
}

/** Wakes the page's service worker as a browser does from time to time, and waits until it is done. */
export async function wakePeriodically(page: Page, tag: string): Promise<void> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('No service worker')
  const devtools = await page.context().newCDPSession(page)
  const registrationId = await registrationOf(devtools)
  const { origin } = new URL(page.url())
  await untilDone(worker, () =>
    devtools.send('ServiceWorker.dispatchPeriodicSyncEvent', { origin, registrationId, tag }),
  )
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
