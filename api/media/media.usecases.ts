import { join } from 'node:path'
import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { mediaProblems } from './media.problems.ts'
import type { PhotoProcessor, ProcessedPhoto } from './media.processing.ts'
import {
  deleteDiscarded,
  deleteReceiving,
  findDiscarded,
  findMedia,
  insertMedia,
  markAttached,
  markDiscarded,
  markOldDiscarded,
  markUploaded,
  type MediaRow,
  touchMedia,
} from './media.repository.ts'
import { photoLimits, storageKey, unattachedHours } from './media.rules.ts'
import type { UploadedMedia } from './media.schemas.ts'
import { spool } from './media.spool.ts'
import { isPrivateUrlValid, mediaUrls } from './media.urls.ts'
import { type MediaStorage, StorageError } from './storage.ts'

export { mediaUrls, privateMediaUrls, type MediaUrls } from './media.urls.ts'

export type MediaDeps = Pick<Deps, 'database' | 'clock' | 'config' | 'logger' | 'rateLimiter'> & {
  storage: MediaStorage
  processor: PhotoProcessor
}

/**
 * Who may see an attached photo, decided by the domain it is attached to: `public` when anyone may, `private` when this
 * actor may, null when nobody is to learn that it exists.
 */
export type MayRead = (asked: { mediaId: string; actor: Actor }) => Promise<'public' | 'private' | null>

/** Five photos a report; a whole village may take its photos behind one address. */
export const uploadRate: RateRule = {
  name: 'media.upload',
  windowSeconds: 600,
  perDevice: 60,
  perAddress: 1200,
}

/** What waits unattached for 48 hours must not fill the disk: about 4 GB a day for the busiest address. */
const uploadDayRate: RateRule = {
  name: 'media.upload-day',
  windowSeconds: 86_400,
  perDevice: 300,
  perAddress: 6000,
}

const retrySeconds = 15
const contentType = 'image/jpeg'

export function photoTooLarge(): Problem {
  return mediaProblems['photo-too-large']({ megabytes: photoLimits.bytes / 1024 / 1024 })
}

/**
 * Receives a photo: judged by its content, encoded anew, its files durable before the answer. It waits 48 hours to be
 * attached by whoever knows its `uploadToken`. The same id, token and bytes again give the same answer; the same id
 * with anything else throws `photo-id-taken`. Throws also what the processor throws, `photo-too-large` while the body
 * arrives, `too-many-requests`, `photo-service-busy` and `photo-storage-unavailable`.
 */
export async function uploadMedia(
  { database, clock, config, logger, rateLimiter, storage, processor }: MediaDeps,
  {
    id,
    uploadToken,
    body,
    caller,
  }: { id: string; uploadToken: string; body: AsyncIterable<Uint8Array> | null; caller: Caller },
): Promise<UploadedMedia> {
  const arrived = await spool({
    body,
    folder: join(config.dataDir, 'arrivals'),
    limit: photoLimits.bytes,
    tooLarge: photoTooLarge,
    cutShort: mediaProblems['photo-damaged'],
  })
  try {
    const row = await database.write(async (tx) => {
      const kept = await findMedia(tx, id)
      if (kept) requireSame(kept, arrived.sha256, uploadToken)
      if (kept && kept.state !== 'receiving') return kept
      await rateLimiter.spend(tx, uploadRate, caller)
      await rateLimiter.spend(tx, uploadDayRate, caller)
      if (kept) {
        await touchMedia(tx, id, clock.now())
        return kept
      }
      // Named before its files: a process killed between the two leaves nothing that nobody would ever delete.
      const created = newRow({ id, uploadToken, sourceSha256: arrived.sha256, createdAt: clock.now() })
      await insertMedia(tx, created)
      return created
    })
    if (row.state !== 'receiving') return toUploaded(row)
    const photo = await processor.process(arrived.read).catch(async (error: unknown) => {
      // A photo refused leaves its id free; one that may come again keeps it.
      if (error instanceof Problem && error.status < 500)
        await database.write((tx) => deleteReceiving(tx, id))
      throw error
    })
    await keepFiles(storage, row, photo)
    const { width, height, bytes } = photo.full
    const uploaded =
      (await database.write((tx) => markUploaded(tx, id, { width, height, bytes: bytes.byteLength }))) ??
      // The same upload, twice at once: the other one ended first.
      (await findMedia(database.read, id))
    if (!uploaded) {
      await deleteFiles(storage, row)
      throw busy()
    }
    return toUploaded(uploaded)
  } catch (error) {
    throw toProblem(error, logger)
  } finally {
    await arrived.close()
  }
}

function busy(): Problem {
  return mediaProblems['photo-service-busy']({ seconds: retrySeconds }, { retryAfter: retrySeconds })
}

function requireSame(kept: MediaRow, sha256: string, uploadToken: string): void {
  if (kept.sourceSha256 !== sha256 || kept.uploadTokenHash !== hashSecret(uploadToken))
    throw mediaProblems['photo-id-taken']()
  // Its files are going: once they are gone it can come again.
  if (kept.state === 'discarded') throw busy()
}

function newRow({
  id,
  uploadToken,
  sourceSha256,
  createdAt,
}: Pick<MediaRow, 'id' | 'sourceSha256' | 'createdAt'> & { uploadToken: string }): MediaRow {
  return {
    id,
    sourceSha256,
    storageKey: storageKey({ sourceSha256, id, size: 'full' }),
    thumbKey: storageKey({ sourceSha256, id, size: 'thumb' }),
    contentType,
    width: 0,
    height: 0,
    bytes: 0,
    state: 'receiving',
    uploadTokenHash: hashSecret(uploadToken),
    createdAt,
  }
}

async function keepFiles(storage: MediaStorage, row: MediaRow, { full, thumb }: ProcessedPhoto) {
  await Promise.all([storage.put(row.storageKey, full.bytes), storage.put(row.thumbKey, thumb.bytes)])
}

async function deleteFiles(storage: MediaStorage, row: MediaRow) {
  await storage.delete(row.storageKey)
  await storage.delete(row.thumbKey)
}

function toUploaded({ id, width, height, bytes, contentType }: MediaRow): UploadedMedia {
  return { id, ...mediaUrls(id), contentType, width, height, bytes }
}

/** A storage that fails is said to be worth another try, and written in the log. */
function toProblem(error: unknown, logger: Deps['logger']): unknown {
  if (!(error instanceof StorageError)) return error
  logger.error({ err: error }, 'photo storage')
  return mediaProblems['photo-storage-unavailable']({ seconds: retrySeconds }, { retryAfter: retrySeconds })
}

/**
 * Gives uploaded photos to what they illustrate, in the transaction of that write: they are no longer orphans.
 * Throws `photo-not-found` when one is unknown, already given, or not the uploader's.
 */
export async function attachMedia(
  tx: Tx,
  { photos }: { photos: readonly { id: string; uploadToken: string }[] },
): Promise<void> {
  for (const { id, uploadToken } of photos)
    if (!(await markAttached(tx, { id, uploadTokenHash: hashSecret(uploadToken) })))
      throw mediaProblems['photo-not-found']({}, { photo: id })
}

/** Gives up photos, in the transaction that erases what they illustrated: unreadable at once, deleted by the worker. */
export function discardMedia(tx: Tx, { ids }: { ids: readonly string[] }): Promise<void> {
  return markDiscarded(tx, ids)
}

export type ReadableMedia = {
  etag: string
  contentType: string
  visibility: 'public' | 'private'
  read: () => Promise<Uint8Array>
}

/**
 * Finds a photo for whoever may see it: by a private address still valid, else as `mayRead` says. Bytes come only when
 * `read` is called. Throws `not-found` when there is none or it is not to be seen: the two are told alike.
 */
export async function readMedia(
  { database, clock, config, logger, storage }: Omit<MediaDeps, 'processor' | 'rateLimiter'>,
  {
    id,
    size,
    until,
    signature,
    actor,
    mayRead,
  }: {
    id: string
    size: 'full' | 'thumb'
    until?: number | undefined
    signature?: string | undefined
    actor: Actor
    mayRead: MayRead
  },
): Promise<ReadableMedia> {
  const row = await findMedia(database.read, id)
  if (row?.state !== 'attached') throw commonProblems['not-found']()
  const signed =
    until !== undefined &&
    signature !== undefined &&
    isPrivateUrlValid({ id, secret: config.secret, now: clock.now(), until, signature })
  const visibility = signed ? 'private' : await mayRead({ mediaId: id, actor })
  if (!visibility) throw commonProblems['not-found']()
  return {
    etag: `"${row.sourceSha256.slice(0, 32)}-${size}"`,
    contentType: row.contentType,
    visibility,
    read: async () => {
      try {
        const bytes = await storage.get(size === 'thumb' ? row.thumbKey : row.storageKey)
        if (bytes) return bytes
        throw new StorageError(`the photo ${id} is not where it was kept`)
      } catch (error) {
        throw toProblem(error, logger)
      }
    },
  }
}

const batch = 100

/**
 * Deletes photos that nobody attached within 48 hours, those cut short, and those given up. Files go before the row that
 * names them, so a crash or a storage that fails leaves work for the next run and never a file nobody knows.
 * Answers how many.
 */
export async function deleteOrphanedMedia({
  database,
  clock,
  storage,
}: Pick<MediaDeps, 'database' | 'clock' | 'storage'>): Promise<number> {
  await database.write((tx) => markOldDiscarded(tx, clock.now() - unattachedHours * 3_600_000))
  let deleted = 0
  for (;;) {
    const rows = await findDiscarded(database.read, batch)
    if (rows.length === 0) return deleted
    for (const row of rows) await deleteFiles(storage, row)
    const ids = rows.map(({ id }) => id)
    await database.write((tx) => deleteDiscarded(tx, ids))
    deleted += rows.length
  }
}
