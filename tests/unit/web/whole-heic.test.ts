import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { isWholeHeic } from '../../../web/ui/whole-heic.ts'

let photo: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  photo = new Uint8Array(await readFile(new URL('../../support/photo.heic', import.meta.url)))
})
const is = (...parts: BlobPart[]) => isWholeHeic(new Blob(parts))

describe('what a phone that cannot draw HEIC still knows of one', () => {
  it('a real one is taken, also with what a maker wrote behind it', async () => {
    expect(await is(photo)).toBe(true)
    expect(await is(photo, 'SEFT of a maker, whatever it says')).toBe(true)
    expect(await is(photo, new Uint8Array(3))).toBe(true)
  })

  it('one that arrived in part is not', async () => {
    for (const bytes of [0, 7, 8, 12, 40, 300, photo.length - 1])
      expect(await is(photo.subarray(0, bytes)), `${bytes} bytes`).toBe(false)
  })

  it('nor is what only bears its name', async () => {
    expect(await is('not a photo at all, whatever its name')).toBe(false)
    expect(await is(new Uint8Array(4096))).toBe(false)
    const film = photo.slice()
    film.set(new TextEncoder().encode('isomavc1mp42'), 8)
    for (let i = 20; i < new DataView(film.buffer).getUint32(0); i += 4)
      film.set(new TextEncoder().encode('mp42'), i)
    expect(await is(film)).toBe(false)
  })
})
