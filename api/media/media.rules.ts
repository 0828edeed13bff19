// Pure: what a photo is, what its bytes say it is, and where it is kept.

/** `bytes` of what is sent; `pixels` of what it decodes to; sides in pixels of what is kept. */
export const photoLimits = {
  bytes: 15 * 1024 * 1024,
  pixels: 64_000_000,
  longestSide: 2048,
  thumbSide: 480,
} as const

/** What is attached to be read as it is: a notice, a map of a diversion. */
export const documentLimits = { bytes: 5 * 1024 * 1024 } as const

/** Is it a PDF, by its first and last bytes (ISO 32000-1 §7.5.2, §7.5.5), and nothing else before it? */
export function isPdf(bytes: Uint8Array): boolean {
  const read = (part: Uint8Array) => String.fromCharCode(...part)
  return /^%PDF-[12]\.\d/.test(read(bytes.subarray(0, 8))) && read(bytes.subarray(-1024)).includes('%%EOF')
}

/** A photo is kept this long for the report it was taken for. */
export const unattachedHours = 48

/**
 * A photo sent in several pieces (draft-ietf-httpbis-resumable-upload). `leastPiece`, in bytes: smaller ones, but the
 * last, would fill a folder with thousands of files; `unfinishedBytes`: what all that has begun and not ended may come
 * to, so that nobody fills the disk with beginnings.
 */
export const resumableLimits = { leastPiece: 4096, unfinishedBytes: 2 * 1024 ** 3 } as const

export type PhotoFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'heic'
export type Recognised = PhotoFormat | 'video' | null

/** Formats told by their first bytes alone; a dot is any byte. */
const signatures: readonly (readonly [start: string, kind: Exclude<Recognised, null>])[] = [
  ['\xff\xd8\xff', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['RIFF....WEBP', 'webp'],
  ['RIFF....AVI ', 'video'],
  ['\x1aE\xdf\xa3', 'video'],
]

/** Brands of an ISO base media file (ISO/IEC 14496-12 §4.3), the one that decides first: `mif1` says only "image". */
const brands: readonly (readonly [brand: string, kind: PhotoFormat])[] = [
  ['avif', 'avif'],
  ['avis', 'avif'],
  ['heic', 'heic'],
  ['heix', 'heic'],
  ['heim', 'heic'],
  ['heis', 'heic'],
  ['hevc', 'heic'],
  ['hevx', 'heic'],
  ['mif1', 'heic'],
  ['msf1', 'heic'],
]

/** The most a format's first bytes need to be told. */
const headBytes = 256

function startsWith(head: string, start: string): boolean {
  return [...start].every((char, i) => char === '.' || head[i] === char)
}

/** What the content says it is, whatever its name or declared type; null for what is neither photo nor video. */
export function recognise(bytes: Uint8Array): Recognised {
  const head = String.fromCharCode(...bytes.subarray(0, headBytes))
  const signature = signatures.find(([start]) => startsWith(head, start))
  if (signature) return signature[1]
  if (!startsWith(head, '....ftyp')) return null
  const boxLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const listed: readonly string[] = head.slice(8, boxLength).match(/.{4}/gs) ?? []
  return brands.find(([brand]) => listed.includes(brand))?.[1] ?? 'video'
}

/**
 * Where a photo is kept: named by the content that was sent, and by the photo it belongs to, so deleting one takes
 * nothing from another. Two levels of folders keep each small with millions of photos.
 */
export function storageKey({
  sourceSha256,
  id,
  size,
}: {
  /** Of the bytes sent, in hexadecimal. */
  sourceSha256: string
  id: string
  size: 'full' | 'thumb' | 'document'
}): string {
  const name = size === 'document' ? `${id}.pdf` : `${id}-${size}.jpg`
  return `${sourceSha256.slice(0, 2)}/${sourceSha256.slice(2, 4)}/${sourceSha256}-${name}`
}
