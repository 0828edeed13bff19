import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createPhotoProcessor } from '../../../api/media/media.processing.ts'
import {
  aBombPng,
  aGzipBomb,
  aHeicPhoto,
  anSvg,
  aPhoto,
  aZip,
  cameraMark,
  truncated,
  withTail,
} from '../../support/photos.ts'

const processor = createPhotoProcessor()
const process = (bytes: Uint8Array) => processor.process(() => Promise.resolve(bytes))
const refusal = (bytes: Uint8Array) =>
  process(bytes).then(
    () => 'accepted',
    (error: { slug?: string }) => error.slug ?? String(error),
  )

/** True when the pixel at these fractions of the photo is of the red corner. */
async function isRed(photo: Buffer, x: number, y: number): Promise<boolean> {
  const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
  return (data[at] ?? 0) > 150 && (data[at + 2] ?? 255) < 100
}

describe('A photo that is accepted', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)(
    'comes as %s and is kept as JPEG',
    async (format) => {
      const { full, thumb } = await process(await aPhoto({ format }))
      expect(await sharp(full.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 })
      expect(await sharp(thumb.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 480, height: 360 })
      expect(await isRed(full.bytes, 0.1, 0.1)).toBe(true)
      expect(await isRed(full.bytes, 0.9, 0.9)).toBe(false)
    },
  )

  it('may be the HEIC of an iPhone held upright, turned by the file and not by EXIF', async () => {
    const sent = await aHeicPhoto()
    for (const trace of ['Exif', 'GPSLatitude', cameraMark]) expect(sent.includes(trace)).toBe(true)
    const { full } = await process(sent)
    expect(full).toMatchObject({ width: 480, height: 360 })
    expect(await isRed(full.bytes, 0.1, 0.1)).toBe(true)
    for (const [x, y] of [
      [0.9, 0.1],
      [0.1, 0.9],
      [0.9, 0.9],
    ] as const)
      expect(await isRed(full.bytes, x, y)).toBe(false)
    for (const trace of ['Exif', 'GPS', cameraMark]) expect(full.bytes.includes(trace)).toBe(false)
  })

  it.each([
    { width: 5472, height: 3648, megapixels: 20 },
    { width: 8160, height: 6120, megapixels: 50 },
  ])('may have $megapixels megapixels, and is shrunk to 2048', async ({ width, height }) => {
    const { full, thumb } = await process(await aPhoto({ width, height }))
    expect(Math.max(full.width, full.height)).toBe(2048)
    expect(Math.max(thumb.width, thumb.height)).toBe(480)
  })

  it('is not enlarged, however small', async () => {
    const { full, thumb } = await process(await aPhoto({ width: 40, height: 30 }))
    expect(full).toMatchObject({ width: 40, height: 30 })
    expect(thumb).toMatchObject({ width: 40, height: 30 })
  })

  it.each([1, 3, 6, 8] as const)('is upright whatever its EXIF orientation (%i)', async (orientation) => {
    const { full } = await process(await aPhoto({ orientation }))
    expect(full).toMatchObject({ width: 640, height: 480 })
    expect(await isRed(full.bytes, 0.1, 0.1)).toBe(true)
    expect(await isRed(full.bytes, 0.9, 0.9)).toBe(false)
  })

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'keeps neither position nor camera from a %s',
    async (format) => {
      const sent = await aPhoto({ format, gps: true })
      expect((await sharp(sent).metadata()).exif?.includes(cameraMark)).toBe(true)
      const { full, thumb } = await process(sent)
      for (const { bytes } of [full, thumb]) {
        const kept = await sharp(bytes).metadata()
        expect(kept.exif).toBeUndefined()
        expect(kept.xmp).toBeUndefined()
        expect(kept.iptc).toBeUndefined()
        expect(kept.icc).toBeUndefined()
        for (const trace of ['Exif', 'GPS', 'xmpmeta', cameraMark]) expect(bytes.includes(trace)).toBe(false)
      }
    },
  )

  it('is white where it was transparent', async () => {
    const clear = { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const
    const { full } = await process(await sharp({ create: clear }).png().toBuffer())
    expect((await sharp(full.bytes).raw().toBuffer())[0]).toBeGreaterThan(250)
  })

  it('may be grey, of 16 bits, or in the four inks of a printer', async () => {
    const photo = sharp(await aPhoto())
    const grey = await photo.clone().greyscale().png().toBuffer()
    const deep = await photo.clone().toColourspace('rgb16').png().toBuffer()
    const inks = await photo.clone().toColourspace('cmyk').jpeg().toBuffer()
    for (const sent of [grey, deep, inks]) {
      const { full } = await process(sent)
      expect(await sharp(full.bytes).metadata()).toMatchObject({ width: 640, depth: 'uchar' })
    }
    expect(await isRed((await process(inks)).full.bytes, 0.1, 0.1)).toBe(true)
  })

  it('gives its first image when it moves', async () => {
    const frames = await Promise.all(
      [0, 1, 2].map((seed) => aPhoto({ seed: seed * 80, width: 64, height: 64 })),
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(3)
    expect((await process(moving)).full).toMatchObject({ width: 64, height: 64 })
  })

  it('is encoded the same each time, so that a retry finds what was kept', async () => {
    const sent = await aPhoto()
    expect((await process(sent)).full.bytes.equals((await process(sent)).full.bytes)).toBe(true)
  })
})

describe('A photo that is something else as well', () => {
  it.each([
    ['a page', '<html><script>alert(document.cookie)</script></html>'],
    ['a PDF', '%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>'],
    ['a script', '*/=1;alert(document.domain)/*'],
    ['an archive', aZip()],
  ])('loses %s hidden after it', async (_, tail) => {
    const sent = withTail(await aPhoto(), tail)
    const { full, thumb } = await process(sent)
    for (const { bytes } of [full, thumb]) {
      expect(bytes.includes(Buffer.from(tail).subarray(0, 24))).toBe(false)
      // Nothing after the end of image.
      expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
    }
  })

  it('loses a script hidden in a comment', async () => {
    const sent = await aPhoto()
    const script = '<script>alert(1)</script>'
    const comment = Buffer.from([0xff, 0xfe, 0, script.length + 2])
    const photo = Buffer.concat([sent.subarray(0, 2), comment, Buffer.from(script), sent.subarray(2)])
    expect((await process(photo)).full.bytes.includes(script)).toBe(false)
  })
})

describe('A file that is refused', () => {
  it.each([
    ['an archive called .jpg', aZip()],
    ['a gzip bomb', aGzipBomb()],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG, which may hold scripts', anSvg()],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['an XML bomb', Buffer.from('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l "lol">]><svg>&l;</svg>')],
    ['a text', Buffer.from('photo.jpg')],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))],
  ])('is %s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('photo-not-recognised')
  })

  it('is a TIFF, that no phone sends and whose readers are many', async () => {
    expect(
      await refusal(
        await sharp(await aPhoto())
          .tiff()
          .toBuffer(),
      ),
    ).toBe('photo-not-recognised')
  })

  it.each([
    ['MP4', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1')],
    ['QuickTime', Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1')],
    ['WebM', Buffer.from('\x1aE\xdf\xa3\x01\0\0\0', 'latin1')],
  ])('is a video (%s)', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('video-not-accepted')
  })

  it('is empty', async () => {
    expect(await refusal(Buffer.alloc(0))).toBe('photo-damaged')
  })

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('is a %s cut short', async (format) => {
    const photo = await aPhoto({ format, width: 900, height: 700 })
    for (const kept of [0.2, 0.6, 0.95]) expect(await refusal(truncated(photo, kept))).toBe('photo-damaged')
  })

  it('is a HEIC cut short, or one that only pretends', async () => {
    const photo = await aHeicPhoto()
    for (const kept of [0.1, 0.5, 0.95]) expect(await refusal(truncated(photo, kept))).toBe('photo-damaged')
    const pretender = Buffer.concat([photo.subarray(0, 28), Buffer.from('<html>')])
    expect(await refusal(pretender)).toBe('photo-damaged')
  })

  it.each([
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['PNG', Buffer.from('\x89PNG\r\n\x1a\n<script>', 'latin1')],
    ['GIF', Buffer.from('GIF89a=1;alert(1)', 'latin1')],
    ['WebP', Buffer.from('RIFF\x20\0\0\0WEBPVP8 <html>', 'latin1')],
    ['AVIF', Buffer.from('\0\0\0\x14ftypavif\0\0\0\0avif<html>', 'latin1')],
  ])('has only the first bytes of a %s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('photo-damaged')
  })

  it('is a bomb of 900 megapixels in a few kilobytes, refused before it unfolds', async () => {
    const bomb = aBombPng()
    expect(bomb.length).toBeLessThan(200_000)
    const before = performance.now()
    expect(await refusal(bomb)).toBe('photo-too-many-pixels')
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('is a bomb in the colour profile', async () => {
    const bomb = aBombPng({ width: 10, height: 10, profileBytes: 300 * 1024 * 1024 })
    const memory = globalThis.process.memoryUsage().rss
    // A reader may drop the profile and keep the photo; it may not unfold it.
    await refusal(bomb)
    expect(globalThis.process.memoryUsage().rss - memory).toBeLessThan(150 * 1024 * 1024)
  })
})

describe('Many photos at once', () => {
  it('are processed by turns, and one too many is told to come back', async () => {
    const photo = await aPhoto({ width: 64, height: 64 })
    const small = createPhotoProcessor({ slots: 1, waiting: 2 })
    let reading = 0
    let most = 0
    const read = async () => {
      most = Math.max(most, ++reading)
      await new Promise((resolve) => setTimeout(resolve, 20))
      reading--
      return photo
    }
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => small.process(read)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(outcomes[3]).toMatchObject({ reason: { slug: 'photo-service-busy', extra: { retryAfter: 15 } } })
    expect(most).toBe(1)
    await expect(small.process(read)).resolves.toBeDefined()
  })

  it('go on after one is refused', async () => {
    const small = createPhotoProcessor({ slots: 1, waiting: 1 })
    await expect(small.process(() => Promise.resolve(aZip()))).rejects.toMatchObject({ status: 415 })
    await expect(small.process(() => aPhoto({ width: 8, height: 8 }))).resolves.toBeDefined()
  })
})
