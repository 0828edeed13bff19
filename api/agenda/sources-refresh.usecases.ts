import { FetchError, type RemoteFile } from '../platform/remote-file.ts'
import type { SourceFault } from './import.words.ts'
import { formatOf, readImport } from './import-reader.ts'
import type { ReadFile } from './import-draft.ts'
import { createBorderMatcher } from './imports-border.usecases.ts'
import { runImport, type ImportReport } from './imports-run.usecases.ts'
import { claimSource, findDueSources, recordReading, type SourceRow } from './imports.repository.ts'
import { hashBytes, prepareRun, type ImportDeps } from './imports.usecases.ts'
import { readFollowing } from './sources-pages.ts'

// Addresses that events are taken from, read when their time comes.

const hourMs = 3_600_000
const everyMs = 3 * hourMs
const firstRetryMs = 15 * 60_000
const lastRetryMs = 24 * hourMs
/** How long a source is its worker's: longer than fetching and reading may take. */
const leaseMs = 10 * 60_000
const dueBatch = 20
/** The task ends and comes again, so that other chores are not kept waiting. */
const taskMs = 4 * 60_000
const together = 3

/** When a source that failed so often in a row is tried again. */
export function retryAfter(failures: number): number {
  return Math.min(firstRetryMs * 2 ** Math.max(0, failures - 1), lastRetryMs)
}

class SourceError extends Error {
  readonly fault: SourceFault
  constructor(fault: SourceFault) {
    super(fault)
    this.fault = fault
  }
}

/**
 * Reads a source and brings its agenda in step: nothing at all when it did not change. A source that can't be read, or
 * holds nothing any more, keeps what it brought; why is kept with it, and it is tried again, later and later.
 */
export async function refreshSource(deps: ImportDeps, source: SourceRow): Promise<void> {
  const { database, clock, logger } = deps
  try {
    const read = await readOnce(deps, source)
    await database.write((tx) =>
      recordReading(tx, source.id, {
        ...read,
        error: null,
        failures: 0,
        readAt: clock.now(),
        nextAt: clock.now() + everyMs,
      }),
    )
  } catch (error) {
    const fault = error instanceof FetchError || error instanceof SourceError ? error.fault : 'unexpected'
    const failures = source.failures + 1
    const log = { sourceId: source.id, fault, failures }
    if (fault === 'unexpected') logger.error({ ...log, err: error }, 'event source not read')
    else logger.info(log, 'event source not read')
    await database.write((tx) =>
      recordReading(tx, source.id, {
        error: fault,
        failures,
        readAt: clock.now(),
        nextAt: clock.now() + retryAfter(failures),
      }),
    )
  }
}

/** Answers what changes of the source's row; nothing when the file is as it was. */
async function readOnce(deps: ImportDeps, source: SourceRow): Promise<Partial<SourceRow>> {
  const remote = await deps.fetchRemote({
    url: source.url ?? '',
    etag: source.etag,
    lastModified: source.lastModified,
  })
  if (remote === null) return {}
  const told = { etag: remote.etag, lastModified: remote.lastModified }
  const files = await readFollowing(deps.fetchRemote, { url: source.url ?? '', first: remote })
  const contentHash = hashBytes(Buffer.concat(files.map(({ bytes }) => bytes)))
  if (contentHash === source.contentHash) return told
  const file = await readFiles(deps, files)
  if (file.events.length === 0 && file.faults.length === 0 && source.report !== null)
    throw new SourceError('empty-feed')
  const run = await prepareRun(deps, { source, actor: null })
  const given =
    source.kind === 'territory'
      ? await createBorderMatcher(deps, { source, file, match: run.match })
      : { file, match: run.match }
  const before = source.report as ImportReport | null
  const report = await runImport(deps, {
    terms: run.terms,
    ...given,
    follow: (before?.missing ?? 0) > 0 ? 'sure' : 'careful',
  })
  // What is in doubt is read again, whole, the next time.
  return report.missing > 0
    ? { report, etag: null, lastModified: null, contentHash: null }
    : { ...told, contentHash, report }
}

async function readFiles({ clock }: ImportDeps, files: RemoteFile[]): Promise<ReadFile> {
  let all: ReadFile | undefined
  for (const { bytes } of files) {
    const read = await readImport({ format: formatOf(bytes), bytes, now: clock.now() })
    if ('fault' in read) throw new SourceError(read.fault)
    all = all ? join(all, read) : read
  }
  if (!all) throw new SourceError('empty-file')
  return files.length > 1 ? { ...all, whole: true } : all
}

function join(one: ReadFile, other: ReadFile): ReadFile {
  const dropped = { ...one.dropped }
  for (const [name, count] of Object.entries(other.dropped)) dropped[name] = (dropped[name] ?? 0) + count
  return {
    ...one,
    events: [...one.events, ...other.events],
    faults: [...one.faults, ...other.faults],
    dropped,
  }
}

/** Whether a source's time has come. */
export async function hasDueSources({
  database,
  clock,
}: Pick<ImportDeps, 'database' | 'clock'>): Promise<boolean> {
  return (await findDueSources(database.read, { now: clock.now(), limit: 1 })).length > 0
}

/** Reads the sources whose time has come, each by one worker. Answers how many. */
export async function refreshDueSources(deps: ImportDeps): Promise<{ read: number }> {
  const { database, clock } = deps
  const ends = performance.now() + taskMs
  let read = 0
  for (;;) {
    const due = await findDueSources(database.read, { now: clock.now(), limit: dueBatch })
    if (due.length === 0 || performance.now() > ends) return { read }
    for (let start = 0; start < due.length && performance.now() < ends; start += together)
      await Promise.all(
        due.slice(start, start + together).map(async ({ id }) => {
          const now = clock.now()
          const source = await database.write((tx) => claimSource(tx, { id, now, until: now + leaseMs }))
          if (!source) return
          await refreshSource(deps, source)
          read++
        }),
      )
  }
}
