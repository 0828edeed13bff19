import { seenTiles } from '../offline/seen-tiles.ts'

/** Some six megabytes; the first looked at give way. */
const most = 400
const freshForMs = 30 * 86_400_000
/** `…/14/8372/5536.png`, or a WMTS question. */
const tileAddress = /\/\d+\/\d+\/\d+(@2x)?(\.\w+)?$|[?&]tilematrix=/i

const keptAt = (response: Response) => Number(response.headers.get('Bocage-Kept-At') ?? 0)

/** Asked for openly, so that its size is known: a server that lets no other site read it is not kept. */
const ask = (request: Request): Promise<Response | null> =>
  fetch(request.url, { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(() => null)

async function keepTile(cache: Cache, address: string, tile: Response): Promise<void> {
  try {
    const bytes = await tile.arrayBuffer()
    const headers = {
      'Content-Type': tile.headers.get('Content-Type') ?? 'image/png',
      'Content-Length': String(bytes.byteLength),
      'Bocage-Kept-At': String(Date.now()),
    }
    await cache.put(address, new Response(bytes, { headers }))
    const keys = await cache.keys()
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)))
  } catch {
    // No room left on the phone: it is seen, and not kept.
  }
}

async function tile(request: Request): Promise<Response> {
  const cache = await caches.open(seenTiles)
  const kept = await cache.match(request.url)
  if (kept && Date.now() - keptAt(kept) < freshForMs) return kept
  const open = await ask(request)
  if (open?.ok) {
    await keepTile(cache, request.url, open.clone())
    return open
  }
  // The map of last month is better than a hole: a server in trouble answers an error, or nothing.
  return kept ?? open ?? fetch(request)
}

/** The map is drawn again without network where one has looked at it before. */
export function keepSeenTiles(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('fetch', (event) => {
    const { request } = event
    const { origin, pathname, search } = new URL(request.url)
    const isOurs = origin === worker.location.origin
    if (
      request.method === 'GET' &&
      request.destination === 'image' &&
      !isOurs &&
      tileAddress.test(pathname + search)
    )
      event.respondWith(tile(request))
  })
}
