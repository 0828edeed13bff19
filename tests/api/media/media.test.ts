import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { attachMedia, deleteOrphanedMedia, discardMedia } from '../../../api/media/media.usecases.ts'
import { privateMediaUrls } from '../../../api/media/media.urls.ts'
import { createMediaStorage } from '../../../api/media/media.storage.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { openDemoApp, useDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { report } from '../../support/incidents.ts'
import {
  aBombPng,
  aGzipBomb,
  aHeicPhoto,
  anSvg,
  aPhoto,
  aZip,
  cameraMark,
  truncated,
} from '../../support/photos.ts'
import { openS3Server } from '../../unit/media/s3-server.ts'
import { anUpload, filesUnder, send, sendPhoto, uploadRequest } from './uploads.ts'

const house = useDemoApp()
let app: DemoApp
beforeAll(() => {
  app = house.current
})

const mediaFolder = () => join(app.config.dataDir, 'media')
const filesOf = async (id: string) =>
  (await filesUnder(mediaFolder())).filter((path) => path.includes(id)).toSorted()
const problemOf = async (answer: Response) => {
  const { type, status, detail } = (await answer.json()) as { type: string; status: number; detail: string }
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(detail).toBeTruthy()
  return { slug: type.replace('/problems/', ''), status }
}
const attach = (photos: { id: string; uploadToken: string }[]) =>
  app.database.write((tx) => attachMedia(tx, { photos }))
const orphans = () => deleteOrphanedMedia({ ...app.deps, storage: createMediaStorage(app.config) })

describe('A photo sent by a phone', () => {
  it('is kept on the disk before the answer, without its position, with a thumbnail', async () => {
    const sent = await aPhoto({ width: 3000, height: 2000, gps: true })
    expect((await sharp(sent).metadata()).exif?.includes(cameraMark)).toBe(true)
    const photo = await sendPhoto(app, sent)
    expect(photo).toMatchObject({
      url: `/api/media/${photo.id}`,
      thumbUrl: `/api/media/${photo.id}?size=thumb`,
      contentType: 'image/jpeg',
      width: 2048,
      height: 1365,
    })
    const [full = '', thumb = ''] = await filesOf(photo.id)
    for (const path of [full, thumb]) {
      const kept = await readFile(path)
      expect(await sharp(kept).metadata()).not.toHaveProperty('exif')
      for (const trace of ['Exif', 'GPS', cameraMark]) expect(kept.includes(trace)).toBe(false)
    }
    expect((await readFile(full)).length).toBe(photo.bytes)
    expect((await sharp(thumb).metadata()).width).toBe(480)
  })

  it('leaves nothing of what was sent beside what is kept', async () => {
    await sendPhoto(app, await aPhoto({ gps: true }))
    await send(app, aZip())
    expect(await filesUnder(join(app.config.dataDir, 'arrivals'))).toEqual([])
    for (const path of await filesUnder(app.config.dataDir))
      expect((await readFile(path)).includes(cameraMark)).toBe(false)
  })

  it('may be a HEIC', async () => {
    expect(await sendPhoto(app, await aHeicPhoto())).toMatchObject({ width: 480, height: 360 })
  })

  it('sent again, gives the same answer and is kept once', async () => {
    const photo = await aPhoto({ seed: 7 })
    const upload = anUpload()
    const first = await sendPhoto(app, photo, upload)
    expect(await sendPhoto(app, photo, upload)).toEqual(first)
    expect(await filesOf(upload.id)).toHaveLength(2)
  })

  it('sent five times at once, is kept once', async () => {
    const photo = await aPhoto({ seed: 8 })
    const upload = anUpload()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => sendPhoto(app, photo, upload)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await filesOf(upload.id)).toHaveLength(2)
  })

  it('with the id of another is refused, and the first is kept', async () => {
    const upload = anUpload()
    const first = await sendPhoto(app, await aPhoto({ seed: 1 }), upload)
    const other = await send(app, await aPhoto({ seed: 2 }), upload)
    expect(await problemOf(other)).toEqual({ slug: 'photo-id-taken', status: 409 })
    expect(await filesOf(upload.id)).toHaveLength(2)
    expect(await sendPhoto(app, await aPhoto({ seed: 1 }), upload)).toEqual(first)
  })

  it('with the id of another and a token of its own learns nothing', async () => {
    const photo = await aPhoto({ seed: 3 })
    const { id } = await sendPhoto(app, photo)
    const stranger = await send(app, photo, { id, uploadToken: systemIds.secret() })
    expect(await problemOf(stranger)).toEqual({ slug: 'photo-id-taken', status: 409 })
  })

  it('refused, leaves its id free for a better one', async () => {
    const upload = anUpload()
    expect((await send(app, truncated(await aPhoto()), upload)).status).toBe(422)
    await sendPhoto(app, await aPhoto(), upload)
  })
})

describe('A file that is no photo', () => {
  it.each([
    ['an archive called photo.jpg', () => aZip(), 415, 'photo-not-recognised'],
    ['a gzip bomb', () => aGzipBomb(), 415, 'photo-not-recognised'],
    ['an SVG', () => anSvg(), 415, 'photo-not-recognised'],
    ['a page', () => Buffer.from('<html>'), 415, 'photo-not-recognised'],
    ['nothing', () => Buffer.alloc(0), 422, 'photo-damaged'],
    ['a bomb', () => aBombPng(), 422, 'photo-too-many-pixels'],
    ['a photo cut short', async () => truncated(await aPhoto()), 422, 'photo-damaged'],
    ['a photo too heavy', () => Buffer.alloc(15 * 1024 * 1024 + 1, 0xff), 413, 'photo-too-large'],
  ] as const)('is told so: %s', async (_, make, status, slug) => {
    const upload = anUpload()
    expect(await problemOf(await send(app, await make(), upload))).toEqual({ slug, status })
    expect(await filesOf(upload.id)).toEqual([])
    await expect(attach([upload])).rejects.toMatchObject({ slug: 'photo-not-found' })
  })

  it('is not unfolded when it says that it is compressed', async () => {
    const upload = anUpload()
    const request = uploadRequest(aGzipBomb(), upload)
    const answer = await app.request('/api/media', {
      ...request,
      headers: { ...(request.headers as Record<string, string>), 'Content-Encoding': 'gzip' },
    })
    expect(await problemOf(answer)).toEqual({ slug: 'photo-not-recognised', status: 415 })
  })

  it('is told so in the reader’s language', async () => {
    const request = uploadRequest(aZip(), anUpload())
    const headers = { ...(request.headers as Record<string, string>), 'Accept-Language': 'en' }
    const answer = await app.request('/api/media', { ...request, headers })
    expect(((await answer.json()) as { title: string }).title).toBe('This file is not a photo')
  })

  it.each([
    ['no id', { 'Bocage-Upload-Token': 'x'.repeat(32) }],
    ['an id that is none', { 'Bocage-Media-Id': '../../etc/passwd', 'Bocage-Upload-Token': 'x'.repeat(32) }],
    ['no token', { 'Bocage-Media-Id': systemIds.next() }],
    ['a token too short', { 'Bocage-Media-Id': systemIds.next(), 'Bocage-Upload-Token': 'abc' }],
  ])('is not even read with %s', async (_, headers) => {
    const answer = await app.request('/api/media', { method: 'POST', headers, body: new Uint8Array(10) })
    expect(await problemOf(answer)).toEqual({ slug: 'invalid-request', status: 422 })
  })
})

describe('A phone that sends too many photos', () => {
  it('is told how long to wait, and its neighbours behind the same address are not', async () => {
    const strict = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '0.05' } })
    const photo = await aPhoto({ width: 16, height: 16 })
    const sendFrom = (device: string, upload = anUpload()) => {
      const request = uploadRequest(photo, upload)
      const headers = { ...(request.headers as Record<string, string>), 'Bocage-Device': device }
      return strict.request('/api/media', { ...request, headers })
    }
    const first = anUpload()
    expect((await sendFrom('phone-1', first)).status).toBe(201)
    for (let i = 0; i < 2; i++) expect((await sendFrom('phone-1')).status).toBe(201)
    const refused = await sendFrom('phone-1')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problemOf(refused)).toEqual({ slug: 'too-many-requests', status: 429 })
    // One that already arrived is answered: it is the answer that was lost.
    expect((await sendFrom('phone-1', first)).status).toBe(201)
    expect((await sendFrom('phone-2')).status).toBe(201)
    await strict.close()
  })
})

describe('A storage that fails', () => {
  it('is told as worth another try, and the photo is taken once it is back', async () => {
    const s3 = await openS3Server()
    const house = await openDemoApp({ env: { MEDIA_URL: s3.mediaUrl() } })
    const photo = await aPhoto()
    const upload = anUpload()
    s3.failNext(12, 500)
    const answer = await send(house, photo, upload)
    expect(answer.headers.get('retry-after')).toBe('15')
    expect(await problemOf(answer)).toEqual({ slug: 'photo-storage-unavailable', status: 503 })
    s3.failNext(0, 500)
    const kept = await sendPhoto(house, photo, upload)
    expect([...s3.objects.keys()].filter((key) => key.includes(kept.id))).toHaveLength(2)

    await house.database.write((tx) => attachMedia(tx, { photos: [upload] }))
    const { url } = privateMediaUrls({ id: kept.id, secret: house.config.secret, now: house.clock.now() })
    expect((await (await house.request(url)).arrayBuffer()).byteLength).toBe(kept.bytes)
    s3.objects.clear()
    expect(await problemOf(await house.request(url))).toEqual({
      slug: 'photo-storage-unavailable',
      status: 503,
    })
    await house.close()
    await s3.close()
  })
})

describe('Who may attach a photo', () => {
  it('is who uploaded it, once', async () => {
    const photo = await sendPhoto(app, await aPhoto())
    await expect(attach([{ id: photo.id, uploadToken: systemIds.secret() }])).rejects.toMatchObject({
      slug: 'photo-not-found',
      extra: { photo: photo.id },
    })
    await attach([photo])
    await expect(attach([photo])).rejects.toMatchObject({ status: 422 })
  })

  it('attaches all or none', async () => {
    const photo = await sendPhoto(app, await aPhoto())
    await expect(attach([photo, anUpload()])).rejects.toMatchObject({ slug: 'photo-not-found' })
    await attach([photo])
  })
})

describe('Who may see a photo', () => {
  const reported = async () => {
    const upload = await sendPhoto(app, await aPhoto({ seed: Math.floor(Math.random() * 256) }))
    await report(app, { photos: [{ id: upload.id, uploadToken: upload.uploadToken }] })
    return upload
  }
  const privateUrls = (id: string) =>
    privateMediaUrls({ id, secret: app.config.secret, now: app.clock.now() })

  it('is nobody before it is attached', async () => {
    const { id, url } = await sendPhoto(app, await aPhoto())
    for (const path of [url, privateUrls(id).url])
      expect(await problemOf(await app.request(path))).toEqual({ slug: 'not-found', status: 404 })
  })

  it('is not a stranger before staff approve it', async () => {
    const { url, thumbUrl } = await reported()
    for (const path of [url, thumbUrl])
      expect(await problemOf(await app.request(path))).toEqual({ slug: 'not-found', status: 404 })
  })

  it('is whoever holds a private address, until it ends', async () => {
    const { id } = await reported()
    const { url, thumbUrl } = privateUrls(id)
    const answer = await app.request(url)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-disposition': 'inline',
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width).toBe(640)
    const thumb = await app.request(thumbUrl)
    expect((await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).width).toBe(480)

    const etag = answer.headers.get('etag') ?? ''
    expect((await app.request(url, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect((await app.request(thumbUrl, { headers: { 'If-None-Match': etag } })).status).toBe(200)

    app.clock.advance({ hours: 2 })
    expect((await app.request(url)).status).toBe(404)
    expect((await app.request(url, { headers: { 'If-None-Match': etag } })).status).toBe(404)
  })

  it('is not whoever changes a private address', async () => {
    const [mine, other] = [await reported(), await reported()]
    const [, query = ''] = privateUrls(mine.id).url.split('?')
    const later = query.replace(/until=(\d+)/, (_, until: string) => `until=${Number(until) + 3_600_000}`)
    expect((await app.request(`/api/media/${mine.id}?${query}`)).status).toBe(200)
    for (const path of [
      `/api/media/${other.id}?${query}`,
      `/api/media/${mine.id}?${later}`,
      `/api/media/${mine.id}?${query.slice(0, -1)}`,
      `/api/media/${mine.id}?${query.replace(/signature=.*/, 'signature=')}`,
    ])
      expect((await app.request(path)).status).toBe(404)
  })

  it.each(['/api/media/1', '/api/media/..%2f..%2fbocage.db', '/api/media/%00'])(
    'has a real id: %s',
    async (path) => {
      expect([404, 422]).toContain((await app.request(path)).status)
    },
  )

  it('is nobody once it is given up, and its files go at the next round', async () => {
    const { id } = await reported()
    await app.database.write((tx) => discardMedia(tx, { ids: [id] }))
    expect((await app.request(privateUrls(id).url)).status).toBe(404)
    expect(await filesOf(id)).toHaveLength(2)
    await orphans()
    expect(await filesOf(id)).toEqual([])
  })
})

describe('A photo that nobody attached', () => {
  it('is deleted after 48 hours, and no sooner; one attached stays', async () => {
    const [alone, taken] = [await sendPhoto(app, await aPhoto()), await sendPhoto(app, await aPhoto())]
    await attach([taken])
    app.clock.advance({ hours: 47 })
    await orphans()
    expect(await filesOf(alone.id)).toHaveLength(2)
    app.clock.advance({ hours: 2 })
    expect(await orphans()).toBeGreaterThan(0)
    expect(await filesOf(alone.id)).toEqual([])
    expect(await filesOf(taken.id)).toHaveLength(2)
    await expect(attach([alone])).rejects.toMatchObject({ slug: 'photo-not-found' })
    expect(await orphans()).toBe(0)
  })

  it('can be sent again then, with the same id', async () => {
    const photo = await aPhoto()
    const upload = anUpload()
    await sendPhoto(app, photo, upload)
    app.clock.advance({ hours: 49 })
    await orphans()
    await sendPhoto(app, photo, upload)
    await attach([upload])
    expect(await filesOf(upload.id)).toHaveLength(2)
  })

  it('is asked to come back while its files are being deleted, so that the round does not take the new ones', async () => {
    const photo = await aPhoto()
    const upload = anUpload()
    await sendPhoto(app, photo, upload)
    await app.database.write((tx) => discardMedia(tx, { ids: [upload.id] }))
    const early = await send(app, photo, upload)
    expect(await problemOf(early)).toEqual({ slug: 'photo-service-busy', status: 503 })
    await orphans()
    await sendPhoto(app, photo, upload)
    await orphans()
    expect(await filesOf(upload.id)).toHaveLength(2)
  })

  it('stays known when its files cannot be deleted, and goes at the next round', async () => {
    const { id } = await sendPhoto(app, await aPhoto())
    app.clock.advance({ hours: 49 })
    const disk = createMediaStorage(app.config)
    const failing = { ...disk, delete: () => Promise.reject(new Error('disk on fire')) }
    await expect(deleteOrphanedMedia({ ...app.deps, storage: failing })).rejects.toThrow('disk on fire')
    expect(await filesOf(id)).toHaveLength(2)
    await orphans()
    expect(await filesOf(id)).toEqual([])
  })

  it('is deleted by the worker on its own', async () => {
    const { id } = await sendPhoto(app, await aPhoto())
    app.clock.advance({ hours: 49 })
    await app.worker.runOnce()
    expect(await filesOf(id)).toEqual([])
  })
})
