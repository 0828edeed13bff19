import { parentPort, workerData } from 'node:worker_threads'
import { readCsv } from './agenda-import.csv.ts'
import { readIcal } from './agenda-import.ical.ts'
import { readOpenAgenda } from './agenda-import.openagenda.ts'
import type { ReadAnswer, ReadRequest } from './import-reader.ts'

// One file a thread: what a hostile one keeps busy or fills ends with it.
const { format, bytes, now } = workerData as ReadRequest
const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const readers = {
  ical: () => readIcal(file, { now }),
  csv: () => readCsv(file),
  openagenda: () => readOpenAgenda(file, { now }),
} satisfies Record<ReadRequest['format'], () => ReadAnswer>
parentPort?.postMessage(readers[format]())
