import { keptAddress, keptPictures } from '../offline/pack/pictures.ts'

/** A photo as it is asked for; the small one that is kept of it when nobody answers. */
async function picture(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const cache = await caches.open(keptPictures)
    const kept = await cache.match(keptAddress(request.url, request.url))
    if (kept) return kept
    throw error
  }
}

/** Without network, photos of what the commune's pack lists are seen small. */
export function showKeptPictures(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const { origin, pathname } = new URL(request.url)
    const isPhoto = request.method === 'GET' && request.destination === 'image'
    if (isPhoto && origin === worker.location.origin && pathname.startsWith('/api/media/'))
      event.respondWith(picture(request))
  })
}
