import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

export type Spooled = {
  size: number
  /** Of the bytes, in hexadecimal. */
  sha256: string
  read: () => Promise<Buffer>
  close: () => Promise<void>
}

/**
 * Writes what arrives to a nameless file, so that slow or waiting uploads hold no memory and a killed process leaves
 * nothing. Throws `tooLarge()` at the first byte over `limit`, before the rest arrives, and `cutShort()` when the client
 * goes away. Close it when done.
 */
export async function spool({
  body,
  folder,
  limit,
  tooLarge,
  cutShort,
}: {
  body: AsyncIterable<Uint8Array> | null
  folder: string
  limit: number
  tooLarge: () => Error
  cutShort: () => Error
}): Promise<Spooled> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomUUID())
  const file = await open(path, 'wx+', 0o600)
  try {
    await unlink(path)
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of arriving(body, cutShort)) {
      if (size + chunk.byteLength > limit) throw tooLarge()
      hash.update(chunk)
      await file.writeFile(chunk)
      size += chunk.byteLength
    }
    return {
      size,
      sha256: hash.digest('hex'),
      read: async () => {
        const bytes = Buffer.alloc(size)
        let done = 0
        while (done < size) {
          const { bytesRead } = await file.read(bytes, done, size - done, done)
          if (bytesRead === 0) throw new Error('the spooled photo is shorter than what was written')
          done += bytesRead
        }
        return bytes
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** What a client sends; `cutShort()` is thrown when it goes away before the end. */
export async function* arriving(body: AsyncIterable<Uint8Array> | null, cutShort: () => Error) {
  try {
    if (body) yield* body
  } catch {
    throw cutShort()
  }
}
