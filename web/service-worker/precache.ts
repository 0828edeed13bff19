import { cleanupOutdatedCaches, matchPrecache, precache, type PrecacheEntry } from 'workbox-precaching'
import { isServed } from '../../api/platform/served-pages.rules.ts'
import { keepForRound, lazyAssets, roundMark } from '../offline/lazy-assets.ts'
import { keptMaps } from '../ui/map/basemap/kept-ranges.ts'
import { isOldBrowser } from '../shell/old-phone/is-old.ts'
import { neededOf, sortFiles } from './some-phones.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] }

/** Files with a hash in their name never change: kept at first use (desk screens, map), fetched once. */
async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(lazyAssets)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  // With no room left it is served all the same, and asked for again the next time.
  if (response.ok) await cache.put(request, response.clone()).catch(() => undefined)
  return response
}

async function fromPrecache(request: Request): Promise<Response> {
  const kept = await matchPrecache(request)
  if (kept) return kept
  return new URL(request.url).pathname.startsWith('/assets/') ? keptAsset(request) : fetch(request)
}

const holds = async (name: string, what?: string): Promise<boolean> => {
  // Opening one makes it.
  if (!(await caches.has(name))) return false
  const keys = await (await caches.open(name)).keys(what)
  return keys.length > 0
}

/**
 * A phone with a round taken along, or the background of a map kept, must open it after an update too, without network:
 * this version's files are fetched before it may take over. Throws when one cannot be: it is then not installed, and
 * the former stays whole.
 */
async function fetchForSome(files: readonly string[]): Promise<void> {
  const needed = neededOf(files, {
    hasRound: await holds(lazyAssets, roundMark),
    hasBasemap: await holds(keptMaps),
    isOld: isOldBrowser(),
  })
  if (needed.length === 0) return
  const cache = await caches.open(lazyAssets)
  for (const file of needed) if (!(await cache.match(file))) await cache.add(file)
}

/** What the version before kept, and this one has no use for. */
async function forgetFormer(files: readonly string[]): Promise<void> {
  const wanted = new Set([roundMark, ...files])
  const cache = await caches.open(lazyAssets)
  for (const request of await cache.keys())
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request)
}

/**
 * Serves the shell and its files from the phone: the app opens without network, and at once with a slow one.
 * Nothing under /api is ever kept here: what is private stays in memory or in IndexedDB. (Small public pictures of the
 * commune's pack: `kept-pictures.ts`.)
 */
export function servePrecachedShell(worker: ServiceWorkerGlobalScope): void {
  const { forAll, some } = sortFiles(self.__WB_MANIFEST)
  precache(forAll)
  cleanupOutdatedCaches()
  worker.addEventListener('install', (event) => event.waitUntil(fetchForSome(some)))
  // The page that installs it is of its version: served from then on, it loses nothing with the network, and the next
  // version waits for it as for any other, instead of taking away the files it has not fetched yet.
  const isFirst = !worker.registration.active
  worker.addEventListener('activate', (event) => {
    if (isFirst) event.waitUntil(worker.clients.claim())
  })
  worker.addEventListener('activate', (event) => event.waitUntil(forgetFormer(some)))
  worker.addEventListener('message', (event) => {
    if (event.data !== keepForRound) return
    const kept = fetchForSome(some).then(
      () => true,
      () => false,
    )
    event.waitUntil(kept.then((all) => event.ports[0]?.postMessage(all)))
  })

  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return
    if (request.mode === 'navigate') {
      if (!isServed(url.pathname))
        event.respondWith(matchPrecache('/index.html').then((shell) => shell ?? fetch(request)))
    } else if (/^\/(assets|icons)\//.test(url.pathname)) event.respondWith(fromPrecache(request))
  })
}
