import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { attachMedia, deleteOrphanedMedia, discardMedia } from '../../../api/media/media.usecases.ts'
import { createMediaStorage } from '../../../api/media/media.storage.ts'
import { findMedia } from '../../../api/media/media.repository.ts'
import { createShownPhotos } from '../../../api/media/shown.ts'
import { shownWidths, srcsetOf } from '../../../api/media/shown.rules.ts'
import type { MediaStorage } from '../../../api/media/storage.ts'
import { privateMediaUrls } from '../../../api/media/media.urls.ts'
import { useDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { aPhoto } from '../../support/photos.ts'
import { filesUnder, sendPhoto } from './uploads.ts'

const house = useDemoApp()
let app: DemoApp
let storage: MediaStorage
beforeAll(() => {
  app = house.current
  storage = createMediaStorage(app.config)
})

const browser = 'image/avif,image/webp,image/apng,image/*,*/*;q=0.8'

/** A photo that is attached, and the address by which whoever was shown it opens it. */
async function anAttached(seed: number) {
  const { id, uploadToken } = await sendPhoto(app, await aPhoto({ width: 1800, height: 1200, seed }))
  await app.database.write((tx) => attachMedia(tx, { photos: [{ id, uploadToken }] }))
  const { url } = privateMediaUrls({ id, secret: app.config.secret, now: app.deps.clock.now() })
  return { id, url }
}
const rowOf = async (id: string) => {
  const row = await findMedia(app.database.read, id)
  if (!row) throw new Error('This photo is not known.')
  return row
}
const filesOf = async (id: string) =>
  (await filesUnder(`${app.config.dataDir}/media`)).filter((path) => path.includes(id)).length

describe('A photo at the size it is shown', () => {
  it('is sent in the lightest format that whoever asks reads, no wider than asked, and lighter than the whole', async () => {
    const { url } = await anAttached(1)
    const whole = await (await app.request(url)).arrayBuffer()
    for (const [accept, type, format] of [
      [browser, 'image/avif', 'heif'],
      ['image/webp,*/*', 'image/webp', 'webp'],
      ['*/*', 'image/jpeg', 'jpeg'],
    ] as const) {
      const answer = await app.request(`${url}&w=480`, { headers: { Accept: accept } })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
      expect(answer.headers.get('vary')).toContain('Accept')
      const bytes = Buffer.from(await answer.arrayBuffer())
      const read = await sharp(bytes).metadata()
      expect([read.format, read.width, read.height]).toEqual([format, 480, 320])
      expect(bytes.length).toBeLessThan(whole.byteLength / 4)
      const etag = answer.headers.get('etag') ?? ''
      const again = await app.request(`${url}&w=480`, { headers: { Accept: accept, 'If-None-Match': etag } })
      expect(again.status).toBe(304)
    }
  })

  it('is asked for by any of four widths, and by no other, so that nobody fills the disk', async () => {
    const { id, url } = await anAttached(2)
    for (const one of srcsetOf(url).split(', ')) {
      const answer = await app.request(one.split(' ')[0] ?? '', { headers: { Accept: browser } })
      expect(answer.status).toBe(200)
    }
    expect(await filesOf(id)).toBe(2 + shownWidths.length)
    expect((await app.request(`${url}&w=481`)).status).toBe(422)
  })

  it('is made once, whoever asks, and goes with the photo', async () => {
    const { id, url } = await anAttached(3)
    const asked = await Promise.all(
      [1, 2, 3].map(() => app.request(`${url}&w=200`, { headers: { Accept: browser } })),
    )
    const bodies = await Promise.all(asked.map(async (one) => Buffer.from(await one.arrayBuffer())))
    expect(bodies.every((one) => one.equals(bodies[0]!))).toBe(true)
    expect(await filesOf(id)).toBe(3)
    await app.database.write((tx) => discardMedia(tx, { ids: [id] }))
    await deleteOrphanedMedia({ ...app.deps, storage })
    expect(await filesOf(id)).toBe(0)
  })

  it('leaves nothing behind when the photo is given up while it is made', async () => {
    const { id } = await anAttached(4)
    const row = await rowOf(id)
    const shown = createShownPhotos({
      ...app.deps,
      storage: {
        ...storage,
        put: async (key, bytes) => {
          await app.database.write((tx) => discardMedia(tx, { ids: [id] }))
          await deleteOrphanedMedia({ ...app.deps, storage })
          await storage.put(key, bytes)
        },
      },
    })
    expect(await shown.read({ row, width: 200, format: 'webp' })).toBeNull()
    expect(await filesOf(id)).toBe(0)
  })

  it('is not waited for in a long line: the JPEG is sent', async () => {
    const { id } = await anAttached(5)
    const row = await rowOf(id)
    const shown = createShownPhotos({ ...app.deps, storage }, { waiting: 0 })
    const [first, second] = await Promise.all([
      shown.read({ row, width: 480, format: 'webp' }),
      shown.read({ row, width: 960, format: 'webp' }),
    ])
    expect([first === null, second]).toEqual([false, null])
  })
})
