import { join } from 'node:path'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import { Problem } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { mediaProblems } from './media.problems.ts'
import type { ProcessedPhoto } from './media.processing.ts'
import {
  deleteReceiving,
  findMedia,
  insertMedia,
  markUploaded,
  type MediaRow,
  touchMedia,
} from './media.repository.ts'
import { documentLimits, isPdf, photoLimits, storageKey } from './media.rules.ts'
import type { UploadedMedia } from './media.schemas.ts'
import { type Spooled, spool } from './media.spool.ts'
import { mediaUrls } from './media.urls.ts'
import type { MediaDeps } from './media.usecases.ts'
import { shownKeys } from './shown.rules.ts'
import { type MediaStorage, StorageError } from './storage.ts'

// How a file is taken in, whether it came in one piece or in several (resumable.usecases.ts).

/** Five photos a report; a whole village may take its photos behind one address. */
export const uploadRate: RateRule = {
  name: 'media.upload',
  windowSeconds: 600,
  perDevice: 60,
  perAddress: 1200,
}

/** What waits unattached for 48 hours must not fill the disk: about 4 GB a day for the busiest address. */
export const uploadDayRate: RateRule = {
  name: 'media.upload-day',
  windowSeconds: 86_400,
  perDevice: 300,
  perAddress: 6000,
}

export const retrySeconds = 15
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
export type Receiver = Omit<MediaDeps, 'processor'>
/** How one kind of file is taken in: how much of it, and what is kept of what arrived. */
export type Taking = {
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
  return receiveWhole(deps, asked, photoTaking(deps))
}

/** A photo is decoded, and encoded anew. */
export function photoTaking({ storage, processor }: Pick<MediaDeps, 'storage' | 'processor'>): Taking {
  return {
    limit: photoLimits.bytes,
    tooLarge: photoTooLarge,
    contentType: 'image/jpeg',
    keep: async (row, read) => {
      const photo = await processor.process(read)
      await keepFiles(storage, row, photo)
      const { width, height, bytes } = photo.full
      return { width, height, bytes: bytes.byteLength }
    },
  }
}

/**
 * Receives a PDF, kept as it is: told by its content, and only ever given as a file to download. Same rules as for a
 * photo; throws `document-not-pdf` and `document-too-large` in place of what a photo is refused for.
 */
export function uploadDocument(deps: Receiver, asked: Uploading): Promise<UploadedMedia> {
  return receiveWhole(deps, asked, documentTaking(deps))
}

/** A document is kept as it is. */
export function documentTaking({ storage }: Pick<MediaDeps, 'storage'>): Taking {
  return {
    limit: documentLimits.bytes,
    tooLarge: documentTooLarge,
    contentType: documentType,
    keep: async (row, read) => {
      const bytes = await read()
      if (!isPdf(bytes)) throw mediaProblems['document-not-pdf']()
      await storage.put(row.storageKey, bytes)
      return { width: 0, height: 0, bytes: bytes.byteLength }
    },
  }
}

async function receiveWhole(
  deps: Receiver,
  { id, uploadToken, body, caller }: Uploading,
  taking: Taking,
): Promise<UploadedMedia> {
  const { limit, tooLarge } = taking
  const arrived = await spool({
    body,
    folder: arrivalsFolder(deps),
    limit,
    tooLarge,
    cutShort: mediaProblems['photo-damaged'],
  })
  try {
    return await receive(deps, { id, uploadToken, arrived, caller }, taking)
  } finally {
    await arrived.close()
  }
}

/** Where what arrives lies nameless, until it is judged. */
export const arrivalsFolder = ({ config }: Pick<MediaDeps, 'config'>): string =>
  join(config.dataDir, 'arrivals')

/** Judges and keeps what has arrived whole. `caller` is null for what was counted when it began. */
export async function receive(
  { database, clock, logger, rateLimiter, storage }: Receiver,
  {
    id,
    uploadToken,
    arrived,
    caller,
  }: Pick<Uploading, 'id' | 'uploadToken'> & { arrived: Spooled; caller: Caller | null },
  { contentType, keep }: Taking,
): Promise<UploadedMedia> {
  try {
    const row = await database.write(async (tx) => {
      const kept = await findMedia(tx, id)
      if (kept) requireSame(kept, arrived.sha256, uploadToken)
      if (kept && kept.contentType !== contentType) throw mediaProblems['photo-id-taken']()
      if (kept && kept.state !== 'receiving') return kept
      if (caller) {
        await rateLimiter.spend(tx, uploadRate, caller)
        await rateLimiter.spend(tx, uploadDayRate, caller)
      }
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

/** Deletes all that is kept of one. */
export async function deleteFiles(storage: MediaStorage, row: MediaRow) {
  for (const key of shownKeys(row.storageKey)) await storage.delete(key)
  await storage.delete(row.storageKey)
  await storage.delete(row.thumbKey)
}

export function toUploaded({ id, width, height, bytes, contentType }: MediaRow): UploadedMedia {
  return { id, ...mediaUrls(id), contentType, width, height, bytes }
}

/** A storage that fails is said to be worth another try, and written in the log. */
export function toProblem(error: unknown, logger: Deps['logger']): unknown {
  if (!(error instanceof StorageError)) return error
  logger.error({ err: error }, 'photo storage')
  return mediaProblems['photo-storage-unavailable']({ seconds: retrySeconds }, { retryAfter: retrySeconds })
}
