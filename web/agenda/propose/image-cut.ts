import { uuidv7 } from 'uuidv7'
import { drawnPhoto } from '../../ui/drawn-photo.ts'
import { fitWithin, PhotoRefused } from '../../ui/photo-shrink.ts'
import type { Crop, ImageDraft } from './event-draft.ts'

/** Width over height of an event's image: what lists and pages show without empty bands. */
export const frameRatio = 3 / 2
export const mostZoom = 3
/** Enough for the widest screen an event is read on, light enough for a village's network. */
const longestSide = 1600
const quality = 0.82

/** A name of its own to be sent under: an image that was cut otherwise, or copied, is another image. */
export const newImageName = () => ({ mediaId: uuidv7(), token: `${uuidv7()}${uuidv7()}` })

export type Box = { left: number; top: number; width: number; height: number }

/** The part of an image of that size that a crop keeps, in its pixels. */
export function keptPart(size: { width: number; height: number }, { whole, zoom, x, y }: Crop): Box {
  if (whole) return { left: 0, top: 0, ...size }
  const isWide = size.width / size.height > frameRatio
  const width = (isWide ? size.height * frameRatio : size.width) / zoom
  const height = (isWide ? size.height : size.width / frameRatio) / zoom
  return { left: x * (size.width - width), top: y * (size.height - height), width, height }
}

/**
 * What is sent of an image: what its frame shows, made small. Made at that moment and not as the sliders move, so that
 * what is sent is what was seen. The photo itself where this phone can't draw it; null where the server has it already.
 */
export const imageToSend = async ({
  source,
  crop,
}: Pick<ImageDraft, 'source' | 'crop'>): Promise<Blob | null> =>
  source && cutImage(source, crop).catch(() => source)

/** The part kept, 1600 px at most, as JPEG. Throws PhotoRefused when this phone can't draw it. */
async function cutImage(source: Blob, crop: Crop): Promise<Blob> {
  const drawn = await drawnPhoto(source)
  if (!drawn) throw new PhotoRefused('unreadable')
  const part = keptPart(drawn, crop)
  const { width, height } = fitWithin(part.width, part.height, longestSide)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  pen?.drawImage(drawn.source, part.left, part.top, part.width, part.height, 0, 0, width, height)
  drawn.free()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (!pen || !blob) throw new PhotoRefused('unreadable')
  return blob
}
