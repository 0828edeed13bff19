import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { mediaProblems } from './media.problems.ts'
import type { PhotoProcessor } from './media.processing.ts'
import { deleteFiles, documentType, toProblem } from './media.receiving.ts'
import {
  deleteDiscarded,
  findDiscarded,
  findMedia,
  markAttached,
  markDiscarded,
  markOldDiscarded,
  type MediaRow,
} from './media.repository.ts'
import { photoLimits, unattachedHours } from './media.rules.ts'
import { deleteUploads } from './resumable.repository.ts'
import type { ShownPhotos } from './shown.ts'
import { formatFor, type ShownWidth } from './shown.rules.ts'
import { isPrivateUrlValid } from './media.urls.ts'
import { type MediaStorage, StorageError } from './storage.ts'

export {
  documentType,
  documentTooLarge,
  photoTooLarge,
  uploadDocument,
  uploadMedia,
} from './media.receiving.ts'
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
    await database.write(async (tx) => {
      await deleteDiscarded(tx, ids)
      // The answer they had, when they came in pieces, is no longer true.
      await deleteUploads(tx, ids)
    })
    deleted += rows.length
  }
}
