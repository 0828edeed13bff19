import { commonProblems } from './problems.ts'

// Forms that browsers send by themselves (multipart/form-data, RFC 7578), read as they arrive: a photo goes to the disk
// piece by piece, and many slow senders hold no memory. Hono's own reader keeps whole files in memory.

const unreadable = () => commonProblems['unreadable-form']()

/** One answer of a form. Read its body, or not, before asking for the next part. */
export type FormPart = {
  name: string
  /** Null for what was typed; '' for a file that was not chosen. */
  fileName: string | null
  body: AsyncIterable<Uint8Array>
}

const headerLimit = 4096
const partLimit = 200

/** The line between two parts, as the header of the request names it (RFC 2046 §5.1.1). */
function boundaryOf(contentType: string | undefined): string {
  const found = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType ?? '',
  )
  const boundary = found?.[1] ?? found?.[2]
  if (!boundary) throw unreadable()
  return boundary
}

function namesOf(head: string): { name: string; fileName: string | null } {
  const line = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1] ?? ''
  // Browsers write the quote itself as %22 (HTML, § multipart/form-data encoding).
  const read = (key: string) => new RegExp(`(?:^|;)\\s*${key}="([^"]*)"`).exec(line)?.[1]
  const name = read('name')
  if (name === undefined) throw unreadable()
  return { name, fileName: read('filename') ?? null }
}

/**
 * The parts of a form, in their order. Throws `unreadable-form` for what is none, is cut short or never ends its parts,
 * and `tooLarge()` at the first byte over `limit`.
 */
export async function* readForm({
  body,
  contentType,
  limit,
  tooLarge,
}: {
  body: AsyncIterable<Uint8Array> | null
  contentType: string | undefined
  limit: number
  tooLarge: () => Error
}): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`)
  if (!body) throw unreadable()
  const chunks = body[Symbol.asyncIterator]()
  // The first line has no end of line before it.
  let held: Buffer = Buffer.from('\r\n')
  let arrived = 0

  async function more(): Promise<void> {
    const next = await chunks.next().catch(() => ({ done: true as const, value: undefined }))
    if (next.done || !next.value) throw unreadable()
    arrived += next.value.byteLength
    if (arrived > limit) throw tooLarge()
    held = Buffer.concat([held, next.value])
  }

  let passed = 0
  /** What stands before the next delimiter, as it arrives; the delimiter itself is passed over, and counted. */
  async function* untilDelimiter(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = held.indexOf(delimiter)
      if (at >= 0) {
        const last = held.subarray(0, at)
        held = held.subarray(at + delimiter.length)
        passed++
        if (last.length > 0) yield last
        return
      }
      const sure = held.length - delimiter.length + 1
      if (sure > 0) {
        const piece = held.subarray(0, sure)
        held = held.subarray(sure)
        yield piece
      }
      await more()
    }
  }

  async function head(): Promise<string> {
    for (;;) {
      const end = held.indexOf('\r\n\r\n')
      if (end >= 0 && end <= headerLimit) {
        const text = held.subarray(0, end).toString('utf8')
        held = held.subarray(end + 4)
        return text
      }
      if (held.length > headerLimit) throw unreadable()
      await more()
    }
  }

  for await (const _ of untilDelimiter());
  for (let count = 0; ; count++) {
    while (held.length < 2) await more()
    if (held.subarray(0, 2).toString() === '--') return
    if (count === partLimit || held.subarray(0, 2).toString() !== '\r\n') throw unreadable()
    // A part may have no header at all; ours always do.
    const { name, fileName } = namesOf(await head())
    const before = passed
    yield { name, fileName, body: { [Symbol.asyncIterator]: untilDelimiter } }
    // A reader who gave up in the middle (a photo too large) ends its own reading, not the form's.
    if (passed === before) for await (const _ of untilDelimiter());
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What was typed in one field, lines as we keep them. Throws `unreadable-form` when too long or not UTF-8. */
export async function typedText({ body }: FormPart, limit = 64 * 1024): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.byteLength
    if (size > limit) throw unreadable()
    pieces.push(piece)
  }
  try {
    return utf8.decode(Buffer.concat(pieces)).replaceAll('\r\n', '\n')
  } catch {
    throw unreadable()
  }
}
