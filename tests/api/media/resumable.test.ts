import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { attachMedia } from '../../../api/media/media.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { mediaUpload } from '../../../db/schema/index.ts'
import { openDemoApp, useDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { aPhoto, aZip } from '../../support/photos.ts'
import { openS3Server } from '../../unit/media/s3-server.ts'
import { anUpload, filesUnder, sendPhoto, type Upload } from './uploads.ts'
import { append, beginIn, saidBy, standingIn } from './pieces.ts'

const house = useDemoApp()
let app: DemoApp
let photo: Buffer
beforeAll(async () => {
  app = house.current
  photo = await aPhoto({ width: 1600, height: 1200, format: 'png' })
  expect(photo.length).toBeGreaterThan(20_000)
})

const piecesOf = async ({ id }: Upload) =>
  (await filesUnder(join(app.config.dataDir, 'uploads'))).filter((path) => path.includes(id))
const filesOf = async (id: string) =>
  (await filesUnder(join(app.config.dataDir, 'media'))).filter((path) => path.includes(id))
const begin = (upload: Upload, first: Parameters<typeof beginIn>[2], length = photo.length) =>
  beginIn(app, upload, first, length)
const standing = (upload: Upload) => standingIn(app, upload)

/** A body that ends as a network does in a tunnel. */
const cutAfter = (bytes: Uint8Array) => {
  let given = false
  return new ReadableStream<Uint8Array>({
    pull(stream) {
      // Asked for more once the bytes were read.
      if (given) stream.error(new Error('cut'))
      else stream.enqueue(new Uint8Array(bytes))
      given = true
    },
  })
}

describe('A photo sent in pieces', () => {
  it('is what it would have been sent at once, and leaves nothing of its pieces', async () => {
    const upload = anUpload()
    const begun = await begin(upload, photo.subarray(0, 8000))
    expect([begun.status, begun.headers.get('location')]).toEqual([201, `/api/media/uploads/${upload.id}`])
    expect(saidBy(begun)).toEqual({ offset: 8000, complete: '?0' })
    const more = await append(app, upload, photo.subarray(8000, 16_000), 8000)
    expect([more.status, saidBy(more)]).toEqual([204, { offset: 16_000, complete: '?0' }])
    const there = await standing(upload)
    expect([there.status, saidBy(there)]).toEqual([204, { offset: 16_000, complete: '?0' }])
    expect(Object.fromEntries(there.headers)).toMatchObject({
      'upload-length': String(photo.length),
      'upload-limit': 'max-size=15728640, min-append-size=4096, max-age=172800',
      'cache-control': 'no-store',
    })

    const last = await append(app, upload, photo.subarray(16_000), 16_000, '?1')
    expect([last.status, saidBy(last).complete]).toEqual([201, '?1'])
    const answer = (await last.json()) as object
    const { contentType, width, height, bytes } = await sendPhoto(app, photo)
    expect(answer).toMatchObject({ id: upload.id, contentType, width, height, bytes })
    expect(await filesOf(upload.id)).toHaveLength(2)
    expect(await piecesOf(upload)).toEqual([])

    // Its answer was lost: it is said to be complete, and given again.
    expect(saidBy(await standing(upload))).toEqual({ offset: photo.length, complete: '?1' })
    const again = await append(app, upload, Buffer.alloc(0), photo.length, '?1')
    expect([again.status, await again.json()]).toEqual([201, answer])
    // Sent at once by an older version of the app: still the same photo.
    expect(await sendPhoto(app, photo, upload)).toMatchObject(answer)
    await app.database.write((tx) => attachMedia(tx, { photos: [upload] }))
  })

  it('cut in the middle of a piece goes on from the last byte that came', async () => {
    const upload = anUpload()
    await begin(upload, cutAfter(photo.subarray(0, 9000)))
    expect(saidBy(await standing(upload)).offset).toBe(9000)
    await append(app, upload, cutAfter(photo.subarray(9000, 15_000)), 9000, '?1')
    expect(saidBy(await standing(upload))).toEqual({ offset: 15_000, complete: '?0' })
    // Too little to be a file of its own.
    await append(app, upload, cutAfter(photo.subarray(15_000, 15_100)), 15_000)
    expect(saidBy(await standing(upload)).offset).toBe(15_000)
    expect((await append(app, upload, photo.subarray(15_000), 15_000, '?1')).status).toBe(201)
  })

  it('from another place than where it stands is refused, with the place', async () => {
    const upload = anUpload()
    await begin(upload, photo.subarray(0, 8000))
    for (const offset of [0, 4000, 8001, photo.length]) {
      const answer = await append(app, upload, photo.subarray(offset), offset, '?1')
      expect([answer.status, saidBy(answer)]).toEqual([409, { offset: 8000, complete: '?0' }])
      expect(await answer.json()).toMatchObject({
        type: '/problems/mismatching-upload-offset',
        'expected-offset': 8000,
        'provided-offset': offset,
      })
    }
    expect(saidBy(await begin(upload, photo.subarray(0, 8000))).offset).toBe(8000)
    expect((await append(app, upload, photo.subarray(8000), 8000, '?1')).status).toBe(201)
  })

  it('is known to its author alone', async () => {
    const upload = anUpload()
    await begin(upload, photo.subarray(0, 8000))
    const stranger = { ...upload, uploadToken: systemIds.secret() }
    const asked = [await standing(stranger), await append(app, stranger, photo.subarray(8000), 8000, '?1')]
    expect(asked.map(({ status }) => status)).toEqual([404, 404])
    // As what was never begun is, where this way of sending is known.
    const never = await standing(anUpload())
    expect([never.status, never.headers.has('upload-limit')]).toEqual([404, true])
    expect((await begin(stranger, photo.subarray(0, 8000))).status).toBe(409)
    expect(saidBy(await standing(upload)).offset).toBe(8000)

    // Nor may the id of a photo that is there be taken.
    const { id } = await sendPhoto(app, photo)
    expect((await begin({ id, uploadToken: systemIds.secret() }, photo.subarray(0, 8000))).status).toBe(409)
  })

  it('too large by the sum, or longer or shorter than was said, is refused', async () => {
    const limit = 15 * 1024 * 1024
    expect((await begin(anUpload(), photo.subarray(0, 8000), limit + 1)).status).toBe(413)
    const upload = anUpload()
    await begin(upload, photo.subarray(0, 8000), 20_000)
    expect((await append(app, upload, photo.subarray(8000, 20_001), 8000, '?1')).status).toBe(400)
    expect((await append(app, upload, photo.subarray(8000, 19_999), 8000, '?1')).status).toBe(400)
    expect((await begin(upload, photo.subarray(0, 8000), 20_001)).status).toBe(409)
    expect((await begin(anUpload(), photo.subarray(0, 8000), 0)).status).toBe(400)
    // A thousand pieces of nothing are not kept.
    const tiny = await append(app, upload, photo.subarray(19_999, 20_000), 19_999)
    expect(tiny.status).toBe(204)
    const dust = anUpload()
    expect((await begin(dust, photo.subarray(0, 4095))).status).toBe(400)
    expect(saidBy(await standing(dust)).offset).toBe(0)
    const json = await app.request(`/api/media/uploads/${dust.id}`, {
      method: 'PATCH',
      headers: { 'Bocage-Upload-Token': dust.uploadToken, 'Upload-Offset': '0', 'Upload-Complete': '?0' },
      json: {},
    })
    expect(json.status).toBe(415)
  })

  it('by two tabs at once, and by a try that was thought dead, is never mixed', async () => {
    const upload = anUpload()
    await begin(upload, new Uint8Array())
    for (let at = 0; at < 20_000;) {
      const tries = [4096, 5000, 6000, 7000, 8000].map((size) =>
        append(app, upload, photo.subarray(at, at + size), at),
      )
      const statuses = (await Promise.all(tries)).map(({ status }) => status).toSorted()
      expect(statuses).toEqual([204, 409, 409, 409, 409])
      at = saidBy(await standing(upload)).offset
    }
    const offset = saidBy(await standing(upload)).offset
    await append(app, upload, photo.subarray(offset), offset)
    const ends = [1, 2, 3, 4].map(() => append(app, upload, Buffer.alloc(0), photo.length, '?1'))
    const answers = await Promise.all((await Promise.all(ends)).map((answer) => answer.text()))
    expect(new Set(answers).size).toBe(1)
    const { bytes, width } = await sendPhoto(app, photo)
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ id: upload.id, bytes, width })
    expect(await filesOf(upload.id)).toHaveLength(2)
    expect(await piecesOf(upload)).toEqual([])
  })

  it('that is no photo is told so when whole, for good; its id is free', async () => {
    const upload = anUpload()
    const zip = Buffer.concat([aZip(), Buffer.alloc(9000)])
    await begin(upload, zip.subarray(0, 5000), zip.length)
    const refused = await append(app, upload, zip.subarray(5000), 5000, '?1')
    expect([refused.status, saidBy(refused).complete]).toEqual([415, '?1'])
    expect((await standing(upload)).status).toBe(404)
    await sendPhoto(app, photo, upload)
  })

  it('and never ended is deleted after 48 hours, with what nobody names any more', async () => {
    const [old, young] = [anUpload(), anUpload()]
    await begin(old, photo.subarray(0, 8000))
    app.clock.advance({ hours: 47 })
    await begin(young, photo.subarray(0, 8000))
    const nobodys = systemIds.next()
    await mkdir(join(app.config.dataDir, 'uploads', nobodys))
    await writeFile(join(app.config.dataDir, 'uploads', nobodys, '0'), 'a piece')
    app.clock.advance({ hours: 2 })
    await app.worker.runOnce()
    expect((await standing(old)).status).toBe(404)
    expect(saidBy(await standing(young)).offset).toBe(8000)
    expect(await piecesOf(young)).toHaveLength(1)
    expect((await Promise.all([old, { ...old, id: nobodys }].map(piecesOf))).flat()).toEqual([])
    // Begun again, it arrives.
    await begin(old, photo.subarray(0, 8000))
    expect((await append(app, old, photo.subarray(8000), 8000, '?1')).status).toBe(201)
    expect((await append(app, young, photo.subarray(8000), 8000, '?1')).status).toBe(201)
  })
})

describe('Photos sent in pieces', () => {
  it('count as one each, and what has begun may not fill the disk', async () => {
    const strict = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '0.05' } })
    const device = { 'Bocage-Device': 'phone-1' }
    const uploads = [anUpload(), anUpload(), anUpload()]
    for (const upload of uploads) {
      const begun = await beginIn(strict, upload, photo.subarray(0, 8000), photo.length, device)
      expect(begun.status).toBe(201)
      expect((await append(strict, upload, photo.subarray(8000), 8000, '?1')).status).toBe(201)
    }
    const first = photo.subarray(0, 8000)
    expect((await beginIn(strict, anUpload(), first, photo.length, device)).status).toBe(429)

    await strict.database.write((tx) =>
      tx.insert(mediaUpload).values({
        id: systemIds.next(),
        uploadTokenHash: '',
        contentType: 'image/jpeg',
        bytes: 2 * 1024 ** 3 - photo.length + 1,
        createdAt: strict.clock.now(),
      }),
    )
    const full = await beginIn(strict, anUpload(), first, photo.length)
    expect([full.status, await full.json()]).toMatchObject([503, { type: '/problems/uploads-full' }])
    await strict.close()
  })

  it('end in a bucket as well; one that fails at the end is completed later, without its bytes', async () => {
    const s3 = await openS3Server()
    const cloud = await openDemoApp({ env: { MEDIA_URL: s3.mediaUrl() } })
    const upload = anUpload()
    await beginIn(cloud, upload, photo.subarray(0, 8000), photo.length)
    s3.failNext(6, 500)
    const failed = await append(cloud, upload, photo.subarray(8000), 8000, '?1')
    expect([failed.status, saidBy(failed).complete]).toEqual([503, '?0'])
    s3.failNext(0, 500)
    expect(saidBy(await standingIn(cloud, upload))).toEqual({ offset: photo.length, complete: '?0' })
    expect((await append(cloud, upload, Buffer.alloc(0), photo.length, '?1')).status).toBe(201)
    expect([...s3.objects.keys()].filter((key) => key.includes(upload.id))).toHaveLength(2)
    await cloud.close()
    await s3.close()
  })
})
