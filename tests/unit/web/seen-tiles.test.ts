import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { seenTiles } from '../../../web/offline/seen-tiles.ts'
import { keepSeenTiles } from '../../../web/service-worker/seen-tiles.ts'
import { createCacheStorage } from '../../support/cache-storage.ts'

// Pictures of the map, seen again when their server is in trouble.

const address = 'https://tiles.example/14/8372/5536.png'
let caches: ReturnType<typeof createCacheStorage>
let answer: () => Promise<Response>

beforeEach(() => {
  caches = createCacheStorage()
  vi.stubGlobal('caches', caches.storage)
  vi.stubGlobal('fetch', () => answer())
})
afterEach(() => void vi.unstubAllGlobals())

/** What a page that draws the map is given by its service worker. */
async function look(): Promise<string> {
  let given: Promise<Response> | undefined
  keepSeenTiles({
    location: { origin: 'https://bocage.example' },
    addEventListener: (_: string, hear: (event: object) => void) =>
      hear({
        request: { url: address, method: 'GET', destination: 'image' },
        respondWith: (response: Promise<Response>) => {
          given = response
        },
      }),
  } as unknown as ServiceWorkerGlobalScope)
  const response = await given
  return response?.ok ? response.text() : `${response?.status}`
}
/** A tile of that many days ago. */
const keepOf = async (days: number) =>
  (await caches.storage.open(seenTiles)).put(
    address,
    new Response('kept', { headers: { 'Bocage-Kept-At': String(Date.now() - days * 86_400_000) } }),
  )

it('is kept, and not asked for again within a month', async () => {
  answer = async () => new Response('first')
  expect(await look()).toBe('first')
  answer = async () => new Response('second')
  expect(await look()).toBe('first')
})

it('older than a month is asked for again', async () => {
  await keepOf(31)
  answer = async () => new Response('new')
  expect(await look()).toBe('new')
  expect(await look()).toBe('new')
})

it.each([
  ['an error', async () => new Response('busy', { status: 503 })],
  ['a refusal', async () => new Response('no more', { status: 403 })],
  ['nothing', () => Promise.reject(new TypeError('Failed to fetch'))],
])('older than a month is shown when its server answers %s', async (_, said) => {
  await keepOf(31)
  answer = said
  expect(await look()).toBe('kept')
})

it('never seen, the error of its server is what it is', async () => {
  answer = async () => new Response('busy', { status: 503 })
  expect(await look()).toBe('503')
})

it('with no room left is seen, and not kept', async () => {
  caches.limit(0)
  answer = async () => new Response('seen')
  expect(await look()).toBe('seen')
  expect(caches.addresses()).toEqual([])
})
