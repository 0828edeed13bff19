import { photoLimits } from '../../api/media/media.rules.ts'
import { drawnPhoto } from './drawn-photo.ts'
import { isWholeHeic } from './whole-heic.ts'

/** What a picked photo becomes before it leaves the phone. */

export const longestSide = 2048
/** What a phone can reasonably draw. */
export const heaviestBytes = 40 * 1024 * 1024
const quality = 0.82

export type PhotoRefusal = 'not-a-photo' | 'too-heavy' | 'too-heavy-as-it-is' | 'unreadable' | 'too-many'

/** The size that fits in `limit` with the same proportions, never larger than it was. */
export function fitWithin(width: number, height: number, limit: number): { width: number; height: number } {
  const scale = Math.min(1, limit / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

export class PhotoRefused extends Error {
  readonly reason: PhotoRefusal

  constructor(reason: PhotoRefusal) {
    super(reason)
    this.reason = reason
  }
}

const isHeic = (file: File) => /hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name)

/**
 * Draws the photo at 2048 px at most and writes it again as JPEG: light for a slow network, and without the
 * place and the camera written inside the file. Throws PhotoRefused.
 */
export async function shrinkPhoto(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/') && !isHeic(file)) throw new PhotoRefused('not-a-photo')
  if (file.size > heaviestBytes) throw new PhotoRefused('too-heavy')
  const drawn = await drawnPhoto(file)
  if (!drawn) {
    // Most phones but Apple's cannot draw HEIC; the server can.
    if (!isHeic(file) || !(await isWholeHeic(file).catch(() => false))) throw new PhotoRefused('unreadable')
    if (file.size > photoLimits.bytes) throw new PhotoRefused('too-heavy-as-it-is')
    return file.slice(0, file.size, 'image/heic')
  }
  const { width, height } = fitWithin(drawn.width, drawn.height, longestSide)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  // A transparent drawing would turn black in JPEG.
  if (pen) {
    pen.fillStyle = '#ffffff'
    pen.fillRect(0, 0, width, height)
    pen.drawImage(drawn.source, 0, 0, width, height)
  }
  drawn.free()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (!pen || !blob) throw new PhotoRefused('unreadable')
  return blob
}
