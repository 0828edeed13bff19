import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readForm, typedText } from '../../../api/platform/multipart.ts'
import { Problem } from '../../../api/platform/problems.ts'

const slugOf = (error: unknown) => (error instanceof Problem ? error.slug : error)
const tooLarge = () => new Error('too large')

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

type Read = { name: string; fileName: string | null; bytes: string }

async function readAll(bytes: Uint8Array, contentType: string | undefined, { size = 7, limit = 1e6 } = {}) {
  const parts: Read[] = []
  for await (const part of readForm({ body: inPieces(bytes, size), contentType, limit, tooLarge })) {
    const pieces: Uint8Array[] = []
    for await (const piece of part.body) pieces.push(piece)
    parts.push({
      name: part.name,
      fileName: part.fileName,
      bytes: Buffer.concat(pieces).toString('base64'),
    })
  }
  return parts
}

/** As the platform's own writer of forms sends it: another hand than ours. */
async function sent(form: FormData) {
  const request = new Request('http://bocage.test/', { method: 'POST', body: form })
  return {
    bytes: new Uint8Array(await request.arrayBuffer()),
    contentType: request.headers.get('content-type')!,
  }
}

describe('a form that a browser sends', () => {
  it('is read as it was written, however it is cut on its way', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'é', '-') }), bytes),
          {
            maxLength: 5,
          },
        ),
        fc.integer({ min: 1, max: 60 }),
        async (fields, size) => {
          const form = new FormData()
          for (const [name, value] of fields) form.append(name, new Blob([value as BlobPart]), 'photo.jpg')
          const { bytes, contentType } = await sent(form)
          expect(await readAll(bytes, contentType, { size })).toEqual(
            fields.map(([name, value]) => ({
              name,
              fileName: 'photo.jpg',
              bytes: Buffer.from(value).toString('base64'),
            })),
          )
        },
      ),
    )
  })

  it('keeps ends of lines that look like its own, and gives those of a text one form', async () => {
    const { bytes, contentType } = await sent(new FormData())
    const boundary = /boundary=(.*)/.exec(contentType)![1]!
    expect(await readAll(bytes, contentType)).toEqual([])
    const form = new FormData()
    form.append('words', `un\r\n--${boundary.slice(0, -1)}\r\ndeux`)
    const again = await sent(form)
    const parts = readForm({
      body: inPieces(again.bytes, 3),
      contentType: again.contentType,
      limit: 1e4,
      tooLarge,
    })
    for await (const part of parts) {
      expect(part.fileName).toBeNull()
      expect(await typedText(part)).toBe(`un\n--${boundary.slice(0, -1)}\ndeux`)
    }
  })

  it('goes on to the next part when one was not read', async () => {
    const form = new FormData()
    form.append('one', 'a'.repeat(1000))
    form.append('two', 'b')
    const { bytes, contentType } = await sent(form)
    const names: string[] = []
    for await (const { name } of readForm({ body: inPieces(bytes, 10), contentType, limit: 1e4, tooLarge }))
      names.push(name)
    expect(names).toEqual(['one', 'two'])
    for await (const part of readForm({ body: inPieces(bytes, 10), contentType, limit: 1e4, tooLarge }))
      for await (const piece of part.body) {
        names.push(Buffer.from(piece).toString()[0] ?? '')
        break
      }
    expect(names).toEqual(['one', 'two', 'a', 'b'])
  })

  it('is refused when it is cut short, too large, too many, or no form at all', async () => {
    const form = new FormData()
    form.append('words', 'bonjour')
    const { bytes, contentType } = await sent(form)
    const refusal = (promise: Promise<unknown>) => promise.then(() => 'read', slugOf)
    for (let length = 0; length < bytes.length - 4; length += 11)
      expect(await refusal(readAll(bytes.subarray(0, length), contentType))).toBe('unreadable-form')
    expect(await refusal(readAll(bytes, 'application/x-www-form-urlencoded'))).toBe('unreadable-form')
    expect(await refusal(readAll(bytes, undefined))).toBe('unreadable-form')
    await expect(readAll(bytes, contentType, { limit: 50 })).rejects.toThrow('too large')
    const many = new FormData()
    for (let n = 0; n < 300; n++) many.append(`n${n}`, '')
    const crowd = await sent(many)
    expect(await refusal(readAll(crowd.bytes, crowd.contentType, { size: 500 }))).toBe('unreadable-form')
    const latin = Buffer.from(
      '--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n\xe9\r\n--x--\r\n',
      'latin1',
    )
    const parts = readForm({
      body: inPieces(latin, 9),
      contentType: 'multipart/form-data; boundary=x',
      limit: 1e4,
      tooLarge,
    })
    expect(
      await refusal(
        (async () => {
          for await (const part of parts) await typedText(part)
        })(),
      ),
    ).toBe('unreadable-form')
  })
})
