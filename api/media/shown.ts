import sharp from 'sharp'
import type { Deps } from '../platform/http.ts'
import { findMedia, type MediaRow } from './media.repository.ts'
import { type ShownFormat, shownKey, type ShownWidth } from './shown.rules.ts'
import type { MediaStorage } from './storage.ts'

export type ShownPhotos = {
  /** The photo at that width and in that format; null when it cannot be had now: the JPEG is sent instead. */
  read: (asked: { row: MediaRow; width: ShownWidth; format: ShownFormat }) => Promise<Uint8Array | null>
}

const timeoutSeconds = 10
/** AVIF at its most thorough costs ten times as much for a tenth of the bytes. */
const options = { avif: { quality: 50, effort: 2 }, webp: { quality: 72 } } as const

/**
 * Makes photos at the sizes they are shown, each the first time it is asked for, and keeps it beside the photo: so old
 * ones have them too, and none is made that nobody looks at. One at a time in a process and `waiting` behind it; beyond
 * that the JPEG is sent, which costs the phone some bytes and the server nothing.
 */
export function createShownPhotos(
  { database, logger, storage }: Pick<Deps, 'database' | 'logger'> & { storage: MediaStorage },
  { waiting = 40 }: { waiting?: number } = {},
): ShownPhotos {
  const making = new Map<string, Promise<Uint8Array | null>>()
  let last: Promise<unknown> = Promise.resolve()

  async function make(row: MediaRow, key: string, width: ShownWidth, format: ShownFormat) {
    const whole = await storage.get(row.storageKey)
    if (!whole) return null
    const bytes = await sharp(whole, { failOn: 'error' })
      .resize({ width, withoutEnlargement: true })
      .toFormat(format, options[format])
      .timeout({ seconds: timeoutSeconds })
      .toBuffer()
    await storage.put(key, bytes)
    // Given up meanwhile: whoever deletes its files may have passed before this one was there.
    const now = await findMedia(database.read, row.id)
    if (now?.state !== 'attached') {
      await storage.delete(key)
      return null
    }
    return bytes
  }

  return {
    read: async ({ row, width, format }) => {
      const key = shownKey(row.storageKey, width, format)
      const kept = (await storage.get(key)) ?? making.get(key)
      if (kept) return kept
      if (making.size > waiting) return null
      const made = last
        .then(() => make(row, key, width, format))
        .catch((error: unknown) => {
          logger.warn({ err: error, photo: row.id }, 'photo at the size it is shown')
          return null
        })
        .finally(() => making.delete(key))
      making.set(key, made)
      last = made
      return made
    },
  }
}
