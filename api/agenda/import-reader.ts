import { Worker } from 'node:worker_threads'
import type { FileFault, FileFormat, ReadFile } from './import-draft.ts'

export type ReadRequest = { format: FileFormat; bytes: Uint8Array; now: number }
export type ReadAnswer = ReadFile | { fault: FileFault }

const usualTimeoutMs = 20_000
/** Files read at once: each may take its memory, and anyone who is of an organizer sends as many as they please. */
const together = 2
const waitingAtMost = 10
const waiting: (() => void)[] = []
let reading = 0

/** So many wait that one more would be answered after whoever sent it has gone. */
export const areReadersBusy = () => waiting.length >= waitingAtMost

async function inTurn<T>(read: () => Promise<T>): Promise<T> {
  if (reading < together) reading++
  // Whoever ends hands its turn over.
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await read()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else reading--
  }
}
/** Ten megabytes of the smallest events, several times over. */
const memoryMb = 512

/**
 * Reads a file in a thread of its own: a file is a stranger's, and whatever it makes a reader do, the server goes on
 * answering. Ended after 20 s or 512 MB, and then refused as `too-heavy`. Two at once: others wait their turn.
 */
export function readImport(
  request: ReadRequest,
  { timeoutMs = usualTimeoutMs }: { timeoutMs?: number } = {},
): Promise<ReadAnswer> {
  return inTurn(() => readApart(request, timeoutMs))
}

function readApart(request: ReadRequest, timeoutMs: number): Promise<ReadAnswer> {
  const worker = new Worker(new URL('./import.worker.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  return new Promise<ReadAnswer>((resolve) => {
    const timer = setTimeout(() => resolve({ fault: 'too-heavy' }), timeoutMs)
    worker.once('message', (answer: ReadAnswer) => resolve(answer))
    worker.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ fault: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-heavy' : 'unreadable' }),
    )
    worker.once('exit', () => {
      clearTimeout(timer)
      resolve({ fault: 'unreadable' })
    })
  }).finally(() => worker.terminate())
}

/** The format of a file, by what it begins with: names and content types are often wrong. */
export function formatOf(bytes: Buffer): FileFormat {
  // Byte-order marks and the blanks of UTF-16 are nothing printable.
  const head = bytes
    .subarray(0, 2000)
    .toString('latin1')
    .replace(/^[^\x21-\x7e]+|\0/g, '')
  if (/^BEGIN\s*:\s*VCALENDAR/i.test(head)) return 'ical'
  return /^[{[]/.test(head) ? 'openagenda' : 'csv'
}
