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
import { documentLimits, isPdf, photoLimits, storageKey, unattachedHours } from './media.rules.ts'
import type { UploadedMedia } from './media.schemas.ts'
import type { ShownPhotos } from './shown.ts'
import { formatFor, shownKeys, type ShownWidth } from './shown.rules.ts'
import { spool } from './media.spool.ts'
import { isPrivateUrlValid, mediaUrls } from './media.urls.ts'
import { type MediaStorage, StorageError } from './storage.ts'

export { mediaUrls, privateMediaUrls, type MediaUrls } from './media.urls.ts'
export { srcsetOf } from './shown.rules.ts'

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
export const documentType = 'application/pdf'

export function photoTooLarge(): Problem {
  return mediaProblems['photo-too-large']({ megabytes: photoLimits.bytes / 1024 / 1024 })
}

export function documentTooLarge(): Problem {
  return mediaProblems['document-too-large']({ megabytes: documentLimits.bytes / 1024 / 1024 })
}

type Uploading = {
  id: string
  uploadToken: string
  body: AsyncIterable<Uint8Array> | null
  caller: Caller
}
type Receiver = Omit<MediaDeps, 'processor'>
/** How one kind of file is taken in: how much of it, and what is kept of what arrived. */
type Taking = {
  limit: number
  tooLarge: () => Problem
  contentType: MediaRow['contentType']
  keep: (
    row: MediaRow,
    read: () => Promise<Uint8Array>,
  ) => Promise<Pick<MediaRow, 'width' | 'height' | 'bytes'>>
}

/**
 * Receives a photo: judged by its content, encoded anew, its files durable before the answer. It waits 48 hours to be
 * attached by whoever knows its `uploadToken`. The same id, token and bytes again give the same answer; the same id
 * with anything else throws `photo-id-taken`. Throws also what the processor throws, `photo-too-large` while the body
 * arrives, `too-many-requests`, `photo-service-busy` and `photo-storage-unavailable`.
 */
export function uploadMedia(deps: MediaDeps, asked: Uploading): Promise<UploadedMedia> {
  const { storage, processor } = deps
  return receive(deps, asked, {
    limit: photoLimits.bytes,
    tooLarge: photoTooLarge,
    contentType: 'image/jpeg',
    keep: async (row, read) => {
      const photo = await processor.process(read)
      await keepFiles(storage, row, photo)
      const { width, height, bytes } = photo.full
      return { width, height, bytes: bytes.byteLength }
    },
  })
}

/**
 * Receives a PDF, kept as it is: told by its content, and only ever given as a file to download. Same rules as for a
 * photo; throws `document-not-pdf` and `document-too-large` in place of what a photo is refused for.
 */
export function uploadDocument(deps: Receiver, asked: Uploading): Promise<UploadedMedia> {
  return receive(deps, asked, {
    limit: documentLimits.bytes,
    tooLarge: documentTooLarge,
    contentType: documentType,
    keep: async (row, read) => {
      const bytes = await read()
      if (!isPdf(bytes)) throw mediaProblems['document-not-pdf']()
      await deps.storage.put(row.storageKey, bytes)
      return { width: 0, height: 0, bytes: bytes.byteLength }
    },
  })
}

async function receive(
  { database, clock, config, logger, rateLimiter, storage }: Receiver,
  { id, uploadToken, body, caller }: Uploading,
  { limit, tooLarge, contentType, keep }: Taking,
): Promise<UploadedMedia> {
  const arrived = await spool({
    body,
    folder: join(config.dataDir, 'arrivals'),
    limit,
    tooLarge,
    cutShort: mediaProblems['photo-damaged'],
  })
  try {
    const row = await database.write(async (tx) => {
      const kept = await findMedia(tx, id)
      if (kept) requireSame(kept, arrived.sha256, uploadToken)
      if (kept && kept.contentType !== contentType) throw mediaProblems['photo-id-taken']()
      if (kept && kept.state !== 'receiving') return kept
      await rateLimiter.spend(tx, uploadRate, caller)
      await rateLimiter.spend(tx, uploadDayRate, caller)
      if (kept) {
        await touchMedia(tx, id, clock.now())
        return kept
      }
      // Named before its files: a process killed between the two leaves nothing that nobody would ever delete.
      const asked = { id, uploadToken, sourceSha256: arrived.sha256, contentType, createdAt: clock.now() }
      const created = newRow(asked)
      await insertMedia(tx, created)
      return created
    })
    if (row.state !== 'receiving') return toUploaded(row)
    const kept = await keep(row, arrived.read).catch(async (error: unknown) => {
      // What is refused leaves its id free; one that may come again keeps it.
      if (error instanceof Problem && error.status < 500)
        await database.write((tx) => deleteReceiving(tx, id))
      throw error
    })
    const uploaded =
      (await database.write((tx) => markUploaded(tx, id, kept))) ??
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
  contentType,
  createdAt,
}: Pick<MediaRow, 'id' | 'sourceSha256' | 'contentType' | 'createdAt'> & { uploadToken: string }): MediaRow {
  const keyOf = (size: 'full' | 'thumb') =>
    storageKey({ sourceSha256, id, size: contentType === documentType ? 'document' : size })
  return {
    id,
    sourceSha256,
    storageKey: keyOf('full'),
    thumbKey: keyOf('thumb'),
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
  for (const key of shownKeys(row.storageKey)) await storage.delete(key)
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

type Uploaded = { id: string; uploadToken: string }

/**
 * Gives uploaded photos to what they illustrate, in the transaction of that write: they are no longer orphans.
 * Throws `photo-not-found` when one is unknown, already given, or not the uploader's.
 */
export async function attachMedia(tx: Tx, { photos }: { photos: readonly Uploaded[] }): Promise<void> {
  for (const one of photos) await attach(tx, one, 'image/jpeg')
}

/** The same for one photo or one document, whose measures are answered. */
export async function attach(
  tx: Tx,
  { id, uploadToken }: Uploaded,
  contentType: 'image/jpeg' | typeof documentType,
): Promise<Pick<MediaRow, 'width' | 'height' | 'bytes'>> {
  const row = await markAttached(tx, { id, uploadTokenHash: hashSecret(uploadToken), contentType })
  if (!row) throw mediaProblems['photo-not-found']({}, { photo: id })
  return row
}

/** Gives up photos, in the transaction that erases what they illustrated: unreadable at once, deleted by the worker. */
export function discardMedia(tx: Tx, { ids }: { ids: readonly string[] }): Promise<void> {
  return markDiscarded(tx, ids)
}

export type ReadableMedia = {
  etag: string
  visibility: 'public' | 'private'
  read: () => Promise<{ bytes: Uint8Array; contentType: string; etag: string }>
}

/** How a photo is wanted: whole, or as wide as it is shown and in the lightest format that whoever asks reads. */
export type Wanted = { size: 'full' | 'thumb'; width?: ShownWidth | undefined; accept?: string | undefined }

/**
 * Finds a photo for whoever may see it: by a private address still valid, else as `mayRead` says. Bytes come only when
 * `read` is called. Throws `not-found` when there is none or it is not to be seen: the two are told alike.
 */
export async function readMedia(
  deps: Omit<MediaDeps, 'processor' | 'rateLimiter'> & { shown: ShownPhotos },
  {
    id,
    size,
    width,
    accept,
    until,
    signature,
    actor,
    mayRead,
  }: Wanted & {
    id: string
    until?: number | undefined
    signature?: string | undefined
    actor: Actor
    mayRead: MayRead
  },
): Promise<ReadableMedia> {
  const { database, clock, config, logger, storage, shown } = deps
  const row = await findMedia(database.read, id)
  if (row?.state !== 'attached') throw commonProblems['not-found']()
  const signed =
    until !== undefined &&
    signature !== undefined &&
    isPrivateUrlValid({ id, secret: config.secret, now: clock.now(), until, signature })
  const visibility = signed ? 'private' : await mayRead({ mediaId: id, actor })
  if (!visibility) throw commonProblems['not-found']()
  const etagOf = (what: string) => `"${row.sourceSha256.slice(0, 32)}-${what}"`
  const format = width && row.contentType === 'image/jpeg' ? formatFor(accept) : null
  const fallback = width && width <= photoLimits.thumbSide ? 'thumb' : size

  const readKept = async () => {
    const bytes = await storage.get(fallback === 'thumb' ? row.thumbKey : row.storageKey)
    if (!bytes) throw new StorageError(`the photo ${id} is not where it was kept`)
    return { bytes, contentType: row.contentType, etag: etagOf(fallback) }
  }
  return {
    etag: etagOf(format ? `${width}-${format}` : fallback),
    visibility,
    read: async () => {
      try {
        const made = format && width ? await shown.read({ row, width, format }) : null
        return made
          ? { bytes: made, contentType: `image/${format}`, etag: etagOf(`${width}-${format}`) }
          : await readKept()
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
