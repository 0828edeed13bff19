import { readFile } from 'node:fs/promises'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'

type Format = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif'

/** Where the phone says it was: looked for, and never to be found, in what is kept. */
export const bavay = { GPSLatitude: '50/1 17/1 54/1', GPSLongitude: '3/1 47/1 36/1' }
export const cameraMark = 'BOCAGE-CAMERA-SERIAL-0042'

/**
 * A photo as a phone takes it: a red corner at the top left of what the photographer saw, so that turning shows, on a
 * blue that depends on `seed`. `orientation` is EXIF's (1 to 8), the pixels being stored as that value says.
 */
export async function aPhoto({
  width = 640,
  height = 480,
  format = 'jpeg',
  gps = false,
  orientation = 1,
  seed = 0,
}: {
  width?: number
  height?: number
  format?: Format
  gps?: boolean
  orientation?: 1 | 3 | 6 | 8
  seed?: number
} = {}): Promise<Buffer> {
  const corner = await sharp({
    create: {
      width: Math.ceil(width / 4),
      height: Math.ceil(height / 4),
      channels: 3,
      background: '#d01010',
    },
  })
    .png()
    .toBuffer()
  const seen = await sharp({
    create: { width, height, channels: 3, background: { r: 20, g: seed % 256, b: 200 } },
  })
    .composite([{ input: corner, gravity: 'northwest' }])
    .png()
    .toBuffer()
  // The sensor's pixels are those that the orientation turns back into what was seen.
  const turn = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation]
  let photo = sharp(await sharp(seen).rotate(turn).png().toBuffer())
  if (gps)
    photo = photo
      .withExif({
        IFD0: { Make: 'Bocage', Model: cameraMark },
        IFD3: { GPSLatitudeRef: 'N', GPSLongitudeRef: 'E', ...bavay },
      })
      .withXmp(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
          `<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="50,17.9N" exif:UserComment="${cameraMark}"/>` +
          `</rdf:RDF></x:xmpmeta>`,
      )
  if (orientation !== 1) photo = photo.withMetadata({ orientation })
  return photo.toFormat(format).toBuffer()
}

/**
 * A HEIC photo of 480×360 as `aPhoto` draws it, with a GPS position: stored turned, with the `irot` property that turns
 * it back, as iPhones do. Encoded (HEVC) by libheif's own `heif-enc` from a drawing of ours.
 */
/** A photo that cannot be made light: noise, as a forest is at dusk. About a byte for each pixel. */
export const aHeavyPhoto = ({ width = 1000, height = 750 } = {}): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg({ quality: 90 })
    .toBuffer()

export function aHeicPhoto(): Promise<Buffer> {
  return readFile(new URL('./photo.heic', import.meta.url))
}

/** The photo without its end. */
export const truncated = (photo: Buffer, kept = 0.6) => photo.subarray(0, Math.floor(photo.length * kept))

/** A photo that is also something else for whoever reads its end. */
export const withTail = (photo: Buffer, tail: string | Buffer) => Buffer.concat([photo, Buffer.from(tail)])

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/**
 * A PNG of one grey a pixel that says it is `width`×`height`, and is: some 100 KB that would unfold to gigabytes.
 * `profileBytes` adds a colour profile of that many zeros, compressed.
 */
export function aBombPng({ width = 30_000, height = 30_000, profileBytes = 0 } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc((width + 1) * Math.min(height, 1000)), { level: 9 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(profileBytes > 0
      ? [
          pngChunk(
            'iCCP',
            Buffer.concat([Buffer.from('bomb\0\0', 'latin1'), deflateSync(Buffer.alloc(profileBytes))]),
          ),
        ]
      : []),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** Megabytes of zeros in some kilobytes. */
export const aGzipBomb = (megabytes = 100) => gzipSync(Buffer.alloc(megabytes * 1024 * 1024))

/** An archive of one stored file. */
export function aZip(name = 'photo.jpg', content = 'not a photo'): Buffer {
  const data = Buffer.from(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt32LE(crc32(data), 14)
  local.writeUInt32LE(data.length, 18)
  local.writeUInt32LE(data.length, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  local.copy(central, 6, 4, 30)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + data.length, 16)
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end])
}

export const anSvg = () =>
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script><rect width="10" height="10"/></svg>',
  )
