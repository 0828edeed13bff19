import { readFile } from 'node:fs/promises'
import { request as httpRequest, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startServer, type TestServer } from '../../support/server.ts'
import { aPhoto } from '../../support/photos.ts'
import { append, beginIn, saidBy, standingIn } from './pieces.ts'
import { anUpload, filesUnder, sendPhoto, type Upload, uploadRequest } from './uploads.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ bundle: inject('serverBundle') })
})
afterAll(() => server.close())

const overHttp = { request: (path: string, options?: RequestInit) => fetch(`${server.url}${path}`, options) }
const filesOf = async (id: string) =>
  (await filesUnder(join(server.dataDir, 'media'))).filter((path) => path.includes(id)).toSorted()

/** A request whose body is written by hand, and the status it gets. */
function openUpload(upload: Upload, headers: Record<string, string | number> = {}) {
  const { headers: own } = uploadRequest(Buffer.alloc(0), upload)
  const request: ClientRequest = httpRequest(`${server.url}/api/media`, {
    method: 'POST',
    headers: { ...(own as Record<string, string>), ...headers },
  })
  const status = new Promise<number>((resolve, reject) => {
    request.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', reject)
  })
  // A refused upload may be cut while it is still being written.
  status.catch(() => undefined)
  return { request, status }
}

describe('A server that receives photos', () => {
  it('refuses one too heavy on its word, before a byte of it', async () => {
    const { request, status } = openUpload(anUpload(), { 'Content-Length': 500_000_000 })
    request.flushHeaders()
    expect(await status).toBe(413)
    request.destroy()
  })

  it('refuses an endless one at the limit, and reads no further', async () => {
    const { request, status } = openUpload(anUpload())
    const megabyte = Buffer.alloc(1024 * 1024, 0xff)
    const answered = status.then(() => true)
    const drained = () => new Promise<false>((resolve) => request.once('drain', () => resolve(false)))
    let written = 0
    while (written < 200) {
      written++
      if (!request.write(megabyte) && (await Promise.race([answered, drained()]))) break
    }
    expect(await status).toBe(413)
    expect(written).toBeLessThan(60)
    request.destroy()
  })

  it('goes on while slow phones hold their uploads open', async () => {
    const slow = Array.from({ length: 20 }, () => openUpload(anUpload()))
    for (const { request } of slow) request.write(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    await sendPhoto(overHttp, await aPhoto())
    for (const { request } of slow) request.destroy()
  })

  it('keeps nothing of an upload cut short by the network', async () => {
    const upload = anUpload()
    const photo = await aPhoto()
    const { request } = openUpload(upload, { 'Content-Length': photo.length })
    request.write(photo.subarray(0, photo.length / 2))
    await new Promise((resolve) => setTimeout(resolve, 100))
    request.destroy()
    await sendPhoto(overHttp, photo, upload)
    expect(await filesOf(upload.id)).toHaveLength(2)
    expect(await filesUnder(join(server.dataDir, 'arrivals'))).toEqual([])
  })

  it('killed between two pieces of a photo, goes on where it stood', async () => {
    const upload = anUpload()
    const photo = await aPhoto({ width: 1600, height: 1200, format: 'png' })
    await beginIn(overHttp, upload, photo.subarray(0, 8000), photo.length)
    // The socket breaks in the middle of the second: what came of it is kept.
    const request = httpRequest(`${server.url}/api/media/uploads/${upload.id}`, {
      method: 'PATCH',
      headers: {
        'Bocage-Upload-Token': upload.uploadToken,
        'Content-Type': 'application/partial-upload',
        'Content-Length': photo.length - 8000,
        'Upload-Offset': 8000,
        'Upload-Complete': '?1',
      },
    })
    request.on('error', () => undefined)
    request.write(photo.subarray(8000, 16_000), () => request.destroy())
    const offset = async () => saidBy(await standingIn(overHttp, upload)).offset
    await expect.poll(offset).toBe(16_000)
    await server.kill('SIGKILL')
    await server.restart()
    expect(await offset()).toBe(16_000)
    expect((await append(overHttp, upload, photo.subarray(16_000), 16_000, '?1')).status).toBe(201)
    expect(await filesOf(upload.id)).toHaveLength(2)
    expect(await filesUnder(join(server.dataDir, 'uploads'))).toEqual([])
  })

  it('killed while it receives, has whole every photo it accepted, and takes the others again', async () => {
    const photos = await Promise.all(
      [...Array(8).keys()].map((seed) => aPhoto({ seed, width: 1200, height: 900 })),
    )
    const accepted: { photo: Buffer; upload: Upload; answer: Awaited<ReturnType<typeof sendPhoto>> }[] = []
    const cut: { upload: Upload; photo: Buffer }[] = []
    let killing: Promise<void> | undefined
    const phone = async (from: number) => {
      for (let i = from; i < 200; i += 4) {
        const photo = photos[i % photos.length] as Buffer
        const upload = anUpload()
        try {
          accepted.push({ photo, upload, answer: await sendPhoto(overHttp, photo, upload) })
        } catch {
          cut.push({ upload, photo })
          return
        }
        if (accepted.length === 25) killing = server.kill('SIGKILL')
      }
    }
    await Promise.all([0, 1, 2, 3].map(phone))
    await killing
    expect(accepted.length).toBeGreaterThanOrEqual(25)
    expect(cut.length).toBeGreaterThan(0)

    await server.restart()
    for (const { photo, upload, answer } of accepted) {
      const [full = '', thumb = ''] = await filesOf(upload.id)
      expect((await readFile(full)).length).toBe(answer.bytes)
      expect((await sharp(thumb).stats()).channels).toHaveLength(3)
      // Known by its row as well: the same again is the same answer.
      expect(await sendPhoto(overHttp, photo, upload)).toEqual(answer)
    }
    for (const { upload, photo } of cut) {
      await sendPhoto(overHttp, photo, upload)
      expect((await filesOf(upload.id)).filter((path) => path.endsWith('.jpg'))).toHaveLength(2)
    }
    expect(await filesUnder(join(server.dataDir, 'arrivals'))).toEqual([])
  })
})
