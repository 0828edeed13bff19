import type { Deps } from '../platform/http.ts'
import { FetchError, type FetchRemote } from '../platform/remote-file.ts'
import { feedEveryMs } from './gtfs-feeds.usecases.ts'
import { clearLeft, hasLeft, hashOf, importFeed } from './gtfs-import.usecases.ts'
import { GtfsRefused, type GtfsWhere } from './gtfs-report.ts'
import { findDueFeeds, findFeed, updateFeed, type FeedRow } from './gtfs.repository.ts'
import type { FeedFault } from './gtfs.words.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'logger'> & { fetchRemote: FetchRemote }

/** Why a reading failed, as it is kept with its feed. */
export type FeedError = {
  fault: FeedFault
  where: GtfsWhere
  /** Someone said that the file is right in spite of it. */
  accepted?: boolean
}

const firstRetryMs = 15 * 60_000
/** How long a feed is its worker's: longer than fetching and reading may take. */
const leaseMs = 30 * 60_000
const atATime = 5

/** When a feed that failed so often in a row is tried again. */
export const feedRetryAfter = (failures: number): number =>
  Math.min(firstRetryMs * 2 ** Math.max(0, failures - 1), feedEveryMs)

/** Whether a feed's time has come, or an edition was left half written. */
export async function hasFeedsToRead({
  database,
  clock,
}: Pick<Given, 'database' | 'clock'>): Promise<boolean> {
  return (
    (await findDueFeeds(database.read, clock.now(), 1)).length > 0 || (await hasLeft({ database, clock }))
  )
}

/** Reads the feeds whose time has come, one after the other, each by one worker. Answers how many. */
export async function refreshDueFeeds(deps: Given): Promise<number> {
  const { database, clock } = deps
  await clearLeft(deps)
  let read = 0
  for (const { id } of await findDueFeeds(database.read, clock.now(), atATime)) {
    const feed = await database.write(async (tx) => {
      const found = await findFeed(tx, id)
      if (!found || found.nextAt === null || found.nextAt > clock.now()) return null
      await updateFeed(tx, id, { nextAt: clock.now() + leaseMs })
      return found
    })
    if (!feed) continue
    await refreshFeed(deps, feed)
    read++
  }
  return read
}

/**
 * Reads a feed from its address and brings what is shown of it in step: nothing when it did not change. One that can't be
 * read, or is refused, stays shown as it was; why is kept with it, and it is tried again, later and later.
 */
async function refreshFeed(deps: Given, feed: FeedRow): Promise<void> {
  const { database, clock, logger, fetchRemote } = deps
  const keep = (change: Partial<FeedRow>) =>
    database.write((tx) => updateFeed(tx, feed.id, { triedAt: clock.now(), ...change }))
  const before = feed.error as FeedError | null
  try {
    const file = await fetchRemote({ url: feed.url ?? '', etag: feed.etag, lastModified: feed.lastModified })
    if (file && hashOf(file.bytes) !== feed.contentHash)
      await importFeed(deps, { feed, bytes: file.bytes, told: file, evenIfHalf: before?.accepted === true })
    await keep({ error: null, failures: 0, nextAt: clock.now() + feedEveryMs })
  } catch (error) {
    const failures = feed.failures + 1
    const known: FeedError =
      error instanceof GtfsRefused
        ? { fault: error.fault, where: error.where }
        : { fault: error instanceof FetchError ? error.fault : 'unexpected', where: {} }
    const log = { feedId: feed.id, fault: known.fault, failures }
    if (known.fault === 'unexpected') logger.error({ ...log, err: error }, 'bus feed not read')
    else logger.info(log, 'bus feed not read')
    await keep({ error: known, failures, nextAt: clock.now() + feedRetryAfter(failures) })
  }
}
