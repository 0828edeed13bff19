import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mediaUpload } from '../../../db/schema/index.ts'
import { uploadPhoto } from '../../../web/http/photos.ts'
import { longestPieceMs } from '../../../web/http/piece-size.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { standInBetween, type InBetween } from '../../support/in-between.ts'
import { listen, listenTo, type Listening } from '../../support/listening.ts'
import { aHeavyPhoto } from '../../support/photos.ts'
import { anUpload } from './uploads.ts'

// The phone's own code, sending a photo to the real application over sockets that break.

const house = useDemoApp()
let server: Listening
let between: InBetween
let blob: Blob
const fetched = globalThis.fetch

beforeAll(async () => {
  server = await listen(house.current)
  blob = new Blob([new Uint8Array(await aHeavyPhoto())], { type: 'image/jpeg' })
})
beforeEach(async () => {
  between = await standInBetween(server.url)
  talkTo(between.url)
})
afterEach(() => between.close())
afterAll(async () => {
  globalThis.fetch = fetched
  await server.close()
})

/** A page asks its own origin; here there is none. */
function talkTo(origin: string): void {
  globalThis.fetch = (path, options) => fetched(new URL(String(path), origin), options)
}
const aPhone = (of = blob) => {
  const { id, uploadToken: token } = anUpload()
  return { id, token, blob: of }
}
const media = () => between.passed.filter((one) => /media/.test(one))

it('arrives over a network that breaks every 40 kB, and says how far it is', async () => {
  between.now = 'edge'
  between.breaksAfter = 40_000
  const sent: number[] = []
  const photo = aPhone()
  const kept = await uploadPhoto(photo, (bytes, total) => sent.push(bytes / total))
  expect(kept).toMatchObject({ id: photo.id, width: 1000 })
  expect(between.photos.breaks).toBeGreaterThan(3)
  expect(between.photos.bytes - blob.size).toBeLessThan(64 * 1024)
  expect([sent[0], sent.at(-1)]).toEqual([0, 1])
  expect(sent).toEqual(sent.toSorted((a, b) => a - b))
  // Told again: asked about first, and nothing of it leaves twice.
  const { bytes } = between.photos
  expect(await uploadPhoto(photo)).toEqual(kept)
  expect(between.photos.bytes).toBe(bytes)
})

it('begins again with a server that forgot it', async () => {
  const { database } = house.current
  let forgotten = false
  const kept = await uploadPhoto(aPhone(), (bytes) => {
    if (bytes === 0 || forgotten) return
    forgotten = true
    // No promise is awaited here: the next piece leaves meanwhile, and is refused once it is gone.
    void database.write((tx) => tx.delete(mediaUpload))
  })
  expect(kept.width).toBe(1000)
  expect(media().filter((one) => one.startsWith('POST'))).toHaveLength(2)
})

it('is sent whole to a server that is too full for beginnings, and to an older one', async () => {
  const { database, clock } = house.current
  const full = { id: anUpload().id, uploadTokenHash: '', contentType: 'image/jpeg', bytes: 2 * 1024 ** 3 }
  await database.write((tx) => tx.insert(mediaUpload).values({ ...full, createdAt: clock.now() }))
  expect((await uploadPhoto(aPhone())).width).toBe(1000)
  await database.write((tx) => tx.delete(mediaUpload))
  expect(media()).toEqual(['POST /api/media', 'POST /api/media'])

  const asked: string[] = []
  const older = await listenTo(async (req, res) => {
    asked.push(`${req.method} ${req.url}`)
    req.resume()
    await new Promise((resolve) => req.once('end', resolve))
    res.setHeader('Bocage-Api', '1')
    res.writeHead(req.method === 'POST' ? 201 : 404, { 'Content-Type': 'application/json' })
    res.end(req.method === 'POST' ? '{"width":1}' : undefined)
  })
  talkTo(older.url)
  const photo = aPhone()
  expect(await uploadPhoto(photo)).toEqual({ width: 1 })
  expect(asked).toEqual([`HEAD /api/media/uploads/${photo.id}`, 'POST /api/media'])
  await older.close()
})

describe('a photo of a single piece', () => {
  let light: Blob
  beforeAll(async () => {
    light = new Blob([new Uint8Array(await aHeavyPhoto({ width: 500, height: 375 }))], { type: 'image/jpeg' })
  })
  beforeEach(async () => {
    // A photo that goes well makes the pieces large.
    await uploadPhoto(aPhone())
    between.passed.length = 0
  })

  it('is sent at once, and by pieces once the network breaks it', async () => {
    await uploadPhoto(aPhone(light))
    expect(media()).toEqual(['POST /api/media'])
    between.now = 'edge'
    between.breaksAfter = 40_000
    const photo = aPhone(light)
    expect(await uploadPhoto(photo)).toMatchObject({ id: photo.id, width: 500 })
    expect(between.photos.breaks).toBeGreaterThan(3)
  })

  it('is given up before a proxy of 30 seconds would, and passes by smaller pieces', async () => {
    between.now = 'slow'
    between.breaksAfter = 60_000
    const given: number[] = []
    between.onSlow = (length) => {
      given.push(length)
      vi.advanceTimersByTime(longestPieceMs)
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    try {
      const photo = aPhone(light)
      expect(await uploadPhoto(photo)).toMatchObject({ id: photo.id, width: 500 })
    } finally {
      vi.useRealTimers()
    }
    expect(given[0]).toBe(light.size)
    expect(Math.max(...given.slice(1))).toBeLessThanOrEqual(light.size)
    expect(media().at(-1)).toMatch(/^PATCH /)
  })
})
