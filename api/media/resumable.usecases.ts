import { hashSecret } from '../platform/ids.ts'
import { type Actor, authorize } from '../platform/policy.ts'
import { Problem } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { mediaProblems } from './media.problems.ts'
import {
  arrivalsFolder,
  documentTaking,
  documentType,
  photoTaking,
  receive,
  retrySeconds,
  type Taking,
  toProblem,
  toUploaded,
  uploadDayRate,
  uploadRate,
} from './media.receiving.ts'
import { findMedia } from './media.repository.ts'
import { resumableLimits, unattachedHours } from './media.rules.ts'
import type { UploadedMedia } from './media.schemas.ts'
import { spool } from './media.spool.ts'
import type { MediaDeps } from './media.usecases.ts'
import type { UploadPieces } from './resumable.pieces.ts'
import {
  deleteUploads,
  findOldUploads,
  findUnfinished,
  findUpload,
  insertUpload,
  markCompleted,
  sumUnfinished,
  type UploadRow,
} from './resumable.repository.ts'

// A file that arrives in several requests (draft-ietf-httpbis-resumable-upload): begun, asked about, added to, and judged
// once whole by what judges one that came at once. How it is said in HTTP is in resumable.routes.ts.

export type ResumableDeps = MediaDeps & { pieces: UploadPieces }
/** Whose upload: known by the id and the secret that the phone made. */
export type UploadName = { id: string; uploadToken: string }
/** How far an upload is, in bytes. */
export type Standing = { offset: number; length: number; complete: boolean }
type Body = AsyncIterable<Uint8Array> | null

const takingOf = (deps: ResumableDeps, contentType: string): Taking =>
  contentType === documentType ? documentTaking(deps) : photoTaking(deps)

const notFound = () => mediaProblems['upload-not-found']({ hours: unattachedHours })
const inconsistent = () => mediaProblems['inconsistent-upload-length']()

/**
 * Begins an upload of `length` bytes: named first, then counted as one photo, then its first piece is kept (`body`, maybe
 * empty). Begun again by its author, it is the same one. Throws the problem of a file too large for its kind,
 * `photo-id-taken` (another's, or another length), `too-many-requests`, `uploads-full`, and what `appendPiece` throws.
 */
export function beginUpload(
  deps: ResumableDeps,
  { body, ...asked }: Beginning & { body: Body },
): Promise<Standing> {
  return deps.pieces.during(asked.id, async (ended) => {
    const row = await nameUpload(deps, asked)
    return append(deps, row, { offset: 0, body, ended })
  })
}

type Beginning = UploadName & { length: number | null; contentType: Taking['contentType']; caller: Caller }

async function nameUpload(
  deps: ResumableDeps,
  { id, uploadToken, length, contentType, caller }: Beginning,
): Promise<UploadRow> {
  const { database, clock, rateLimiter } = deps
  const { limit, tooLarge } = takingOf(deps, contentType)
  if (!length) throw inconsistent()
  if (length > limit) throw tooLarge()
  const uploadTokenHash = hashSecret(uploadToken)
  return database.write(async (tx) => {
    const [begun, media] = [await findUpload(tx, id), await findMedia(tx, id)]
    if (media && media.uploadTokenHash !== uploadTokenHash) throw mediaProblems['photo-id-taken']()
    if (begun) {
      const same =
        begun.uploadTokenHash === uploadTokenHash &&
        begun.bytes === length &&
        begun.contentType === contentType
      if (!same) throw mediaProblems['photo-id-taken']()
      return begun
    }
    await rateLimiter.spend(tx, uploadRate, caller)
    await rateLimiter.spend(tx, uploadDayRate, caller)
    if ((await sumUnfinished(tx)) + length > resumableLimits.unfinishedBytes)
      throw mediaProblems['uploads-full']({ seconds: retrySeconds }, { retryAfter: retrySeconds })
    const created = {
      id,
      uploadTokenHash,
      contentType,
      bytes: length,
      createdAt: clock.now(),
      completedAt: null,
    }
    await insertUpload(tx, created)
    return created
  })
}

/**
 * How far an upload is, after what still arrived of it was cut. Throws `upload-not-found`, also to whoever does not know
 * its secret.
 */
export async function readStanding(deps: ResumableDeps, name: UploadName): Promise<Standing> {
  const row = await requireUpload(deps, name)
  await deps.pieces.settle(row.id)
  return standingOf(deps, row)
}

/**
 * Adds the bytes from `offset` on, flushed before the answer; of a piece cut by the network, those that came are kept.
 * With `complete` nothing follows. Throws `mismatching-upload-offset` with the offset expected,
 * `inconsistent-upload-length`, `upload-piece-too-small`, `upload-not-found`, `photo-storage-unavailable`.
 */
export function appendPiece(
  deps: ResumableDeps,
  {
    offset,
    body,
    complete,
    actor,
    ...name
  }: UploadName & { offset: number; body: Body; complete: boolean; actor: Actor },
): Promise<Standing> {
  return deps.pieces.during(name.id, async (ended) => {
    const row = await requireUpload(deps, name)
    // Staff's right to send documents is that of the moment, not of the beginning.
    if (row.contentType === documentType) authorize(actor, 'alert.write')
    const standing = await append(deps, row, { offset, body, ended })
    if (complete && standing.offset !== row.bytes) throw inconsistent()
    return standing
  })
}

/**
 * Judges what has arrived whole and keeps it, as if it had come at once; again, the same answer. Refused, it is forgotten
 * and its id is free; what may go better later (503) leaves it whole, to be completed by an empty piece. Throws what
 * `uploadMedia` and `uploadDocument` throw.
 */
export async function completeUpload(
  deps: ResumableDeps,
  { id, uploadToken }: UploadName,
): Promise<UploadedMedia> {
  const { database, clock, pieces, logger } = deps
  const row = await requireUpload(deps, { id, uploadToken })
  if (row.completedAt !== null) return again(deps, id)
  const taking = takingOf(deps, row.contentType)
  try {
    const arrived = await spool({
      body: pieces.read(id),
      folder: arrivalsFolder(deps),
      limit: row.bytes,
      tooLarge: inconsistent,
      // Completed by another try meanwhile: its pieces are going.
      cutShort: notFound,
    })
    try {
      if (arrived.size !== row.bytes) throw notFound()
      const uploaded = await receive(deps, { id, uploadToken, arrived, caller: null }, taking)
      await database.write((tx) => markCompleted(tx, id, clock.now()))
      // Left behind, they go with the hourly task.
      await pieces.drop(id).catch((error: unknown) => logger.warn({ err: error }, 'pieces of a photo'))
      return uploaded
    } finally {
      await arrived.close()
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    if ((await findUpload(database.read, id))?.completedAt) return again(deps, id)
    await forget(deps, id)
    throw error
  }
}

/** The answer a completed upload had. */
async function again(deps: ResumableDeps, id: string): Promise<UploadedMedia> {
  const media = await findMedia(deps.database.read, id)
  if (media && (media.state === 'uploaded' || media.state === 'attached')) return toUploaded(media)
  await forget(deps, id)
  throw notFound()
}

async function forget({ database, pieces }: ResumableDeps, id: string): Promise<void> {
  await pieces.drop(id)
  await database.write((tx) => deleteUploads(tx, [id]))
}

async function requireUpload({ database }: ResumableDeps, name: UploadName): Promise<UploadRow> {
  const row = await findUpload(database.read, name.id)
  if (row?.uploadTokenHash !== hashSecret(name.uploadToken)) throw notFound()
  return row
}

async function standingOf({ pieces, logger }: ResumableDeps, row: UploadRow): Promise<Standing> {
  const length = row.bytes
  if (row.completedAt !== null) return { offset: length, length, complete: true }
  const offset = await pieces.held(row.id).catch((error: unknown) => {
    throw toProblem(error, logger)
  })
  return { offset, length, complete: false }
}

type Added = { offset: number; body: Body; ended: AbortSignal }

async function append(
  deps: ResumableDeps,
  row: UploadRow,
  { offset, body, ended }: Added,
): Promise<Standing> {
  const { pieces, logger } = deps
  const mismatching = (expected: number) =>
    mediaProblems['mismatching-upload-offset'](
      { expected },
      { 'expected-offset': expected, 'provided-offset': offset },
    )
  const standing = await standingOf(deps, row)
  if (standing.offset !== offset) throw mismatching(standing.offset)
  const room = row.bytes - offset
  // Whole already: to be completed by a piece that holds nothing.
  if (room === 0) return standing
  const { leastPiece: least } = resumableLimits
  const added = await pieces
    .append(row.id, { offset, body, room, tooMuch: inconsistent, least, ended })
    .catch((error: unknown) => {
      throw toProblem(error, logger)
    })
  if (added.size === null) throw mismatching((await standingOf(deps, row)).offset)
  if (added.size === 0 && added.arrived > 0 && !added.cut)
    throw mediaProblems['upload-piece-too-small']({ bytes: least })
  // Nobody hears this answer, but in no case is it that all of it came.
  if (added.cut) throw mediaProblems['photo-damaged']()
  return { ...standing, offset: offset + added.size }
}

const batch = 100

/**
 * Deletes uploads begun more than 48 hours ago, and pieces that no unfinished upload names: of one that a killed server
 * had just completed, of another life of the database. Pieces go before the row that names them. Answers how many.
 */
export async function deleteOldUploads({
  database,
  clock,
  pieces,
}: Pick<ResumableDeps, 'database' | 'clock' | 'pieces'>): Promise<number> {
  const before = clock.now() - unattachedHours * 3_600_000
  let deleted = 0
  for (;;) {
    const rows = await findOldUploads(database.read, { before, limit: batch })
    if (rows.length === 0) break
    const ids = rows.map(({ id }) => id)
    for (const id of ids) await pieces.drop(id)
    await database.write((tx) => deleteUploads(tx, ids))
    deleted += rows.length
  }
  // Named in the table before they were there: those it does not name now are nobody's.
  const there = await pieces.ids()
  for (let at = 0; at < there.length; at += batch) {
    const some = there.slice(at, at + batch)
    const unfinished = new Set(await findUnfinished(database.read, some))
    for (const id of some) if (!unfinished.has(id)) await pieces.drop(id)
  }
  return deleted
}
