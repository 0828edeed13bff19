import { Worker } from 'node:worker_threads'
import type { FileFault, FileFormat, ReadFile } from './import-draft.ts'

export type ReadRequest = { format: FileFormat; bytes: Uint8Array; now: number }
export type ReadAnswer = ReadFile | { fault: FileFault }

const usualTimeoutMs = 20_000
/** Ten megabytes of the smallest events, several times over. */
const memoryMb = 512

/**
 * Reads a file in a thread of its own: a file is a stranger's, and whatever it makes a reader do, the server goes on
 * answering. Ended after 20 s or 512 MB, and then refused as `too-heavy`.
 */
export function readImport(
  request: ReadRequest,
  { timeoutMs = usualTimeoutMs }: { timeoutMs?: number } = {},
): Promise<ReadAnswer> {
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
