import { availableParallelism } from 'node:os'
import sharp, { type Sharp } from 'sharp'
import { decodeHeic, type HeicProblem } from './heic.ts'
import { mediaProblems } from './media.problems.ts'
import { photoLimits, recognise } from './media.rules.ts'

export type KeptImage = { bytes: Buffer; width: number; height: number }
/** Both are JPEG, upright, in sRGB, without any metadata. */
export type ProcessedPhoto = { full: KeptImage; thumb: KeptImage }
export type PhotoProcessor = {
  /** `read` is called only once there is room, so that photos waiting do not fill the memory. */
  process: (read: () => Promise<Uint8Array>) => Promise<ProcessedPhoto>
}

const timeoutSeconds = 20
const busySeconds = 15

const refusals: Record<HeicProblem, () => Error> = {
  damaged: () => mediaProblems['photo-damaged'](),
  'too-many-pixels': () =>
    mediaProblems['photo-too-many-pixels']({ megapixels: photoLimits.pixels / 1_000_000 }),
  'too-slow': () => mediaProblems['photo-too-slow'](),
}

// One thread a photo and nothing kept between photos: several at once must not take the machine from the requests.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Makes the one way photos are processed in this process: `slots` at once, `waiting` more behind them, and
 * `photo-service-busy` for the next. What is kept is always encoded anew from pixels, so nothing else of what was sent
 * survives: no position, no camera serial number, no page or archive hidden after the image.
 * `process` throws `photo-not-recognised`, `video-not-accepted`, `photo-damaged`, `photo-too-many-pixels`,
 * `photo-too-slow`.
 */
export function createPhotoProcessor({
  slots = Math.max(1, Math.min(2, availableParallelism() - 1)),
  waiting = 200,
}: { slots?: number; waiting?: number } = {}): PhotoProcessor {
  const queue: (() => void)[] = []
  let free = slots

  return {
    process: async (read) => {
      if (free > 0) free--
      else {
        if (queue.length >= waiting)
          throw mediaProblems['photo-service-busy']({ seconds: busySeconds }, { retryAfter: busySeconds })
        // Whoever ends hands its slot over, so that nobody who comes later passes before.
        await new Promise<void>((resolve) => queue.push(resolve))
      }
      try {
        return await processPhoto(await read())
      } finally {
        const next = queue.shift()
        if (next) next()
        else free++
      }
    },
  }
}

async function processPhoto(bytes: Uint8Array): Promise<ProcessedPhoto> {
  if (bytes.byteLength === 0) throw refusals.damaged()
  const source = await openPhoto(bytes)
  try {
    const base = await source
      .autoOrient()
      .resize({
        width: photoLimits.longestSide,
        height: photoLimits.longestSide,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .timeout({ seconds: timeoutSeconds })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = base.info
    const again = () => sharp(base.data, { raw: { width, height, channels } })
    const full = await encode(again(), 82)
    const thumb = await encode(
      again().resize({
        width: photoLimits.thumbSide,
        height: photoLimits.thumbSide,
        fit: 'inside',
        withoutEnlargement: true,
      }),
      75,
    )
    return { full, thumb }
  } catch (error) {
    throw /timeout/i.test(String(error)) ? refusals['too-slow']() : refusals.damaged()
  }
}

/** The photo, not decoded yet; its kind and size are known to be accepted. */
async function openPhoto(bytes: Uint8Array): Promise<Sharp> {
  const format = recognise(bytes)
  if (format === null) throw mediaProblems['photo-not-recognised']()
  if (format === 'video') throw mediaProblems['video-not-accepted']()
  if (format === 'heic') {
    const answer = await decodeHeic({
      bytes,
      maxPixels: photoLimits.pixels,
      timeoutMs: timeoutSeconds * 1000,
    })
    if ('problem' in answer) throw refusals[answer.problem]()
    const { width, height, pixels } = answer
    return sharp(pixels, { raw: { width, height, channels: 3 } })
  }
  // Samsung's panoramas raise warnings and are whole: only errors and missing data refuse a photo. One page: the first.
  const options = { failOn: 'error', pages: 1, sequentialRead: true } as const
  // Reads the header alone: the size is judged before a pixel is decoded.
  const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw refusals.damaged()
    })
  if (width * height > photoLimits.pixels) throw refusals['too-many-pixels']()
  return sharp(bytes, { ...options, limitInputPixels: photoLimits.pixels })
}

/** JPEG opens in any mail client, printer and old phone; mozjpeg makes it as light as WebP to the eye. */
async function encode(image: Sharp, quality: number): Promise<KeptImage> {
  const { data, info } = await image.jpeg({ quality, mozjpeg: true }).toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
