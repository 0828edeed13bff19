import { createHash } from 'node:crypto'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { openReach } from '../territory/territory.usecases.ts'
import { findEdition } from './aires.repository.ts'
import { GtfsRefused, type GtfsTold } from './gtfs-report.ts'
import { readFeed } from './gtfs-reader.ts'
import {
  clearEdition,
  feedBlocks,
  findFeed,
  findLeftEditions,
  insertEdition,
  insertStopTimes,
  leaveEdition,
  updateFeed,
  type FeedRow,
} from './gtfs.repository.ts'
import { BUS_WALK_METRES } from './gtfs.rules.ts'

type Given = Pick<Deps, 'database' | 'clock'>

/** Longer than any reading: an edition older than that, which no feed shows, is nobody's. */
const leftAfterMs = 3_600_000
/** Of fetching and reading: less than the lease of a worker's task. */
export const importLimitMs = 8 * 60_000
/** A feed without half of the stops it had is taken for a half one, unless it had a handful. */
const half = { part: 0.5, few: 4 }
/** Stored and shown; all are counted. */
const linesAtMost = 300

/** What a feed held when it was read, as it is kept with it. */
export type FeedReport = Omit<GtfsTold, 'lines'> & {
  stops: number
  routes: number
  trips: number
  stopTimes: number
  lines: GtfsTold['lines']
}

/**
 * Brings what is shown of a feed in step with a file of it. The rows are written apart and take the place of the former
 * ones in one transaction: a reader sees the one or the other. Throws GtfsRefused, the former edition shown as before,
 * for a file that is damaged, wrong, over, of elsewhere, or that lost half of its stops (`evenIfHalf` lets that through).
 */
export async function importFeed(
  { database, clock }: Given,
  {
    feed,
    bytes,
    told = {},
    evenIfHalf = false,
    limitMs = importLimitMs,
  }: {
    feed: FeedRow
    bytes: Buffer
    /** What the answer of its address said of it. */
    told?: Partial<Pick<FeedRow, 'etag' | 'lastModified'>>
    evenIfHalf?: boolean
    limitMs?: number
  },
): Promise<FeedReport> {
  await clearLeft({ database, clock })
  const reach = await openReach(database, feed.territorySiren)
  if (!reach) throw new GtfsRefused('no-stop-here')
  const { marginMetres } = await findEdition(database.read, feed.territorySiren)
  const limit = marginMetres + BUS_WALK_METRES
  const edition = await database.write((tx) => insertEdition(tx, feed.id, clock.now()))
  const ends = performance.now() + limitMs
  try {
    const read = await readFeed({
      bytes,
      today: wallOfInstant(clock.now()).day,
      isNear: (point) => reach.metresTo(point, limit) !== null,
      isLate: () => performance.now() > ends,
      write: (rows) => database.write((tx) => insertStopTimes(tx, edition, rows)),
    })
    const before = feed.edition === null ? 0 : ((feed.report as FeedReport | null)?.stops ?? 0)
    if (!evenIfHalf && before > half.few && read.stops.length < before * half.part)
      throw new GtfsRefused('half-file', { value: `${read.stops.length}/${before}` })
    for (const block of feedBlocks(edition, read)) await database.write(block)
    const report: FeedReport = {
      stops: read.stops.length,
      routes: new Set(read.trips.map(({ routeNo }) => routeNo)).size,
      trips: read.trips.length,
      stopTimes: read.stopTimes,
      refused: read.refused,
      repaired: read.repaired,
      totals: read.totals,
      lines: read.lines.slice(0, linesAtMost),
    }
    await database.write(async (tx) => {
      const now = await findFeed(tx, feed.id)
      // Removed, or read by another process, while we read.
      if (!now || (now.edition ?? 0) > edition) return
      if (now.edition !== null) await leaveEdition(tx, now.edition, clock.now())
      await updateFeed(tx, feed.id, {
        edition,
        timezone: read.timezone,
        publisher: read.publisher,
        publisherUrl: read.publisherUrl,
        feedVersion: read.feedVersion,
        startsOn: read.calendar.startsOn,
        endsOn: read.calendar.endsOn,
        report,
        error: null,
        failures: 0,
        readAt: clock.now(),
        triedAt: clock.now(),
        etag: told.etag ?? null,
        lastModified: told.lastModified ?? null,
        contentHash: hashOf(bytes),
      })
    })
    return report
  } catch (error) {
    await clear({ database }, edition)
    throw error
  }
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')

/** In pieces, so that other writes pass between them. */
async function clear({ database }: Pick<Given, 'database'>, edition: number): Promise<void> {
  while (await database.write((tx) => clearEdition(tx, edition)));
}

/** What readings that were cut short, and feeds that were removed, left behind. */
const findLeft = ({ database, clock }: Given) => findLeftEditions(database.read, clock.now() - leftAfterMs)

export async function hasLeft(given: Given): Promise<boolean> {
  return (await findLeft(given)).length > 0
}

/** Clears it. */
export async function clearLeft({ database, clock }: Given): Promise<void> {
  for (const { edition } of await findLeft({ database, clock })) await clear({ database }, edition)
}
