import { ref } from 'vue'

/** A new version is installed and waits for the person's agreement. */
export const updateReady = ref(false)
/** The service has moved on: this version can still read, and writes once it is updated. */
export const outdated = ref(false)
let waiting: ServiceWorker | null = null

function offer(worker: ServiceWorker | null) {
  // Without a controller this is the first install: there is nothing to replace.
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  updateReady.value = true
}

/** Registers the service worker once the page has loaded, so that it never slows the first screen. */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  // A browser may refuse it (a private window, no room left): the app then works with a network only.
  const registration = await navigator.serviceWorker.register('/service-worker.js').catch(() => null)
  if (!registration) return
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(installing)
    })
  })
}

/**
 * Puts the newest version in charge, then reloads: only ever called by the person's own press. When none waits yet the
 * server is asked for it, and the page is loaded again as it is if there is none.
 */
export async function applyUpdate(): Promise<void> {
  if (!waiting) waiting = await fetchUpdate()
  if (waiting) takeOver(() => location.reload())
  else location.reload()
}

async function fetchUpdate(): Promise<ServiceWorker | null> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  await registration?.update().catch(() => undefined)
  const installing = registration?.installing
  if (installing)
    await new Promise<void>((resolve) =>
      installing.addEventListener('statechange', () => {
        if (installing.state !== 'installing') resolve()
      }),
    )
  return registration?.waiting ?? null
}

function takeOver(then: () => void): void {
  // Another tab has put it in charge already: no change is told any more.
  if (waiting?.state !== 'installed') return then()
  navigator.serviceWorker.addEventListener('controllerchange', then, { once: true })
  waiting?.postMessage('take-over', { transfer: [] })
}

/**
 * Opens a page that this version can no longer fetch, since the server has moved on, in the version that waits.
 * Answers false, and does nothing, when none does.
 */
export function openInNewVersion(path: string): boolean {
  if (!waiting) return false
  takeOver(() => location.assign(path))
  return true
}
