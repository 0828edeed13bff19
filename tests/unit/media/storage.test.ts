import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../../api/config.ts'
import { storageKey } from '../../../api/media/media.rules.ts'
import { createMediaStorage } from '../../../api/media/media.storage.ts'
import { type MediaStorage, StorageError } from '../../../api/media/storage.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { openS3Server, type S3Server } from './s3-server.ts'

const aKey = () => storageKey({ sourceSha256: 'ab12'.repeat(16), id: systemIds.next(), size: 'full' })
const bytes = Buffer.from('bytes of a photo')

let dataDir: string
let s3: S3Server
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bocage-media-'))
  s3 = await openS3Server()
})
afterEach(async () => {
  await s3.close()
  await rm(dataDir, { recursive: true, force: true })
})

const onDisk = () => createMediaStorage({ mediaUrl: null, dataDir })
const onS3 = (options?: Parameters<S3Server['mediaUrl']>[0]) =>
  createMediaStorage({ mediaUrl: s3.mediaUrl(options), dataDir })

describe.each([
  ['on the disk', () => onDisk()],
  ['in a bucket', () => onS3()],
  ['in a part of a bucket', () => onS3({ prefix: 'bocage/mormal' })],
])('Photos %s', (_, open) => {
  let storage: MediaStorage
  beforeEach(() => {
    storage = open()
  })

  it('are given back as they were put', async () => {
    const key = aKey()
    await storage.put(key, bytes)
    expect(await storage.get(key)).toEqual(bytes)
  })

  it('are replaced whole when put again', async () => {
    const key = aKey()
    await storage.put(key, Buffer.alloc(100_000, 1))
    await storage.put(key, bytes)
    expect(await storage.get(key)).toEqual(bytes)
  })

  it('put at once under one key end as one of them, whole', async () => {
    const key = aKey()
    const versions = [1, 2, 3, 4].map((value) => Buffer.alloc(200_000, value))
    await Promise.all(versions.map((version) => storage.put(key, version)))
    const kept = await storage.get(key)
    expect(versions.some((version) => kept?.equals(version))).toBe(true)
  })

  it('are deleted without touching the others, once or twice', async () => {
    const [key, other] = [aKey(), aKey()]
    await storage.put(key, bytes)
    await storage.put(other, bytes)
    await storage.delete(key)
    await storage.delete(key)
    expect(await storage.get(key)).toBeNull()
    expect(await storage.get(other)).toEqual(bytes)
  })

  it('that were never put are not there', async () => {
    expect(await storage.get(aKey())).toBeNull()
    await storage.delete(aKey())
  })
})

describe('Photos on the disk', () => {
  it('lie two folders deep under the data folder, and nothing else does', async () => {
    const key = aKey()
    await onDisk().put(key, bytes)
    expect(await readdir(join(dataDir, 'media'))).toEqual(['ab'])
    expect(await readdir(dirname(join(dataDir, 'media', key)))).toHaveLength(1)
  })

  it('take with them what a killed process left beside them', async () => {
    const key = aKey()
    const storage = onDisk()
    await storage.put(key, bytes)
    await writeFile(join(dataDir, 'media', `${key}.half-written`), 'half')
    await storage.delete(key)
    expect(await readdir(dirname(join(dataDir, 'media', key)))).toEqual([])
  })

  it('never lie elsewhere', async () => {
    const storage = onDisk()
    for (const key of [
      '../bocage.db',
      'ab/../../bocage.db',
      '/etc/passwd',
      'ab/cd',
      'ab/cd/.env',
      'ab\\cd/x.jpg',
      '',
    ]) {
      await expect(storage.put(key, bytes)).rejects.toThrow(StorageError)
      await expect(storage.get(key)).rejects.toThrow(StorageError)
      await expect(storage.delete(key)).rejects.toThrow(StorageError)
    }
    expect(await readdir(dataDir)).toEqual([])
  })

  it('say that the disk refuses, and are kept when it no longer does', async () => {
    const storage = onDisk()
    const key = aKey()
    await writeFile(join(dataDir, 'media'), 'a file where the folder should be')
    await expect(storage.put(key, bytes)).rejects.toThrow(StorageError)
    await rm(join(dataDir, 'media'))
    await storage.put(key, bytes)
    expect(await storage.get(key)).toEqual(bytes)
  })

  it.skipIf(process.getuid?.() === 0)('say that the folder may not be written', async () => {
    await mkdir(join(dataDir, 'media'))
    await chmod(join(dataDir, 'media'), 0o500)
    await expect(onDisk().put(aKey(), bytes)).rejects.toThrow(StorageError)
  })
})

describe('Photos in a bucket', () => {
  it('that were never put are not there for whoever may not list it either', async () => {
    const silent = await openS3Server({ listing: false })
    const storage = createMediaStorage({ mediaUrl: silent.mediaUrl(), dataDir })
    expect(await storage.get(aKey())).toBeNull()
    await silent.close()
  })

  it('lie under the prefix as JPEG', async () => {
    const key = aKey()
    await onS3({ prefix: 'bocage/mormal' }).put(key, bytes)
    expect([...s3.objects.keys()]).toEqual([`bocage/mormal/${key}`])
    expect(s3.objects.get(`bocage/mormal/${key}`)?.contentType).toBe('image/jpeg')
  })

  it('need the right secret, which no error repeats', async () => {
    const failure = await onS3({ secret: 'wrong-secret' })
      .put(aKey(), bytes)
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StorageError)
    expect(String(failure)).toContain('SignatureDoesNotMatch')
    expect(String(failure)).not.toContain('wrong-secret')
    expect(s3.objects.size).toBe(0)
  })

  it('are tried again when the service stumbles', async () => {
    const key = aKey()
    s3.failNext(2, 503)
    await onS3().put(key, bytes)
    expect(s3.requests()).toBe(3)
    expect(s3.objects.size).toBe(1)
  })

  it('say that the service does not answer', async () => {
    s3.failNext(1, 0)
    await expect(onS3().put(aKey(), bytes)).rejects.toThrow(StorageError)
    s3.failNext(9, 500)
    await expect(onS3().get(aKey())).rejects.toThrow(StorageError)
    await expect(onS3().delete(aKey())).rejects.toThrow(StorageError)
  })
})

describe('MEDIA_URL', () => {
  it.each([
    'photos',
    'https://s3.example.org/photos',
    's3://s3.example.org/photos',
    's3://key:secret@s3.example.org',
    's3://key@s3.example.org/photos',
  ])('is refused with the form it must have: %s', (mediaUrl) => {
    expect(() => createMediaStorage({ mediaUrl, dataDir })).toThrow(ConfigError)
  })
})
