import { cleanupOutdatedCaches, matchPrecache, precache, type PrecacheEntry } from 'workbox-precaching'
import { keepForRound, lazyAssets, roundMark } from '../offline/lazy-assets.ts'
import { sortFiles } from './some-phones.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | PrecacheEntry)[] }

/** Made by the server, not by the app: what it serves, and anything that names a file. */
const fromServer =
  /^\/(api|accessibilite|alertes\/suivre\/simple|agenda\/proposer\/simple|boite-mail|healthz|integrer|lien|readyz|problems|signaler\/simple)(\/|$)|\.\w+$/

/** Files with a hash in their name never change: kept at first use (desk screens, map), fetched once. */
async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(lazyAssets)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

async function fromPrecache(request: Request): Promise<Response> {
  const kept = await matchPrecache(request)
  if (kept) return kept
  return new URL(request.url).pathname.startsWith('/assets/') ? keptAsset(request) : fetch(request)
}

/**
 * A phone with a round taken along must open it after an update too, without network: this version's files are fetched
 * before it may take over. Throws when one cannot be: it is then not installed, and the former stays whole.
 */
async function fetchForRound(files: readonly string[]): Promise<void> {
  if (!(await caches.has(lazyAssets))) return
  const cache = await caches.open(lazyAssets)
  if (!(await cache.match(roundMark))) return
  for (const file of files) if (!(await cache.match(file))) await cache.add(file)
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
  worker.addEventListener('install', (event) => event.waitUntil(fetchForRound(some)))
  worker.addEventListener('activate', (event) => event.waitUntil(forgetFormer(some)))
  worker.addEventListener('message', (event) => {
    if (event.data === keepForRound) event.waitUntil(fetchForRound(some).catch(() => undefined))
  })

  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return
    if (request.mode === 'navigate') {
      if (!fromServer.test(url.pathname))
        event.respondWith(matchPrecache('/index.html').then((shell) => shell ?? fetch(request)))
    } else if (/^\/(assets|icons)\//.test(url.pathname)) event.respondWith(fromPrecache(request))
  })
}
