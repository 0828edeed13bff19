import type { Deps } from '../platform/http.ts'
import { createRemoteReader, type FetchRemote } from '../platform/remote-file.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import { importFeed, type FeedReport } from './gtfs-import.usecases.ts'
import { deleteFeed, findFeeds, insertFeed, updateFeed, type FeedRow } from './gtfs.repository.ts'
import { zipLimits } from './gtfs-zip.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

/** More feeds than a territory has operators. */
export const MOST_FEEDS = 20
/** A feed is read once a day. */
export const feedEveryMs = 24 * 3_600_000

/** Reads what an operator publishes: from public addresses, 100 MB and two minutes at most. */
export const createFeedReader = (config: Deps['config']): FetchRemote =>
  createRemoteReader({
    allowLoopback: config.fetchAllowLoopback,
    accept: 'application/zip, application/octet-stream, */*;q=0.5',
    limits: { bytes: zipLimits.packed, timeoutMs: 120_000 },
  })

/**
 * Brings a feed in, from the command: the one of that address, or of that name for a file, else a new one. Throws what
 * `importFeed` and `fetchRemote` do, and `not-found`; a feed that was never read is not left behind.
 */
export async function bringFeed(
  deps: Given & { fetchRemote: FetchRemote },
  {
    territorySiren,
    name,
    licence,
    source,
    evenIfHalf,
  }: {
    territorySiren: string
    name: string | undefined
    licence: string | undefined
    source: { url: string } | { bytes: Buffer; fileName: string }
    evenIfHalf: boolean
  },
): Promise<{ name: string; report: FeedReport }> {
  const { database, clock, ids, fetchRemote } = deps
  await readTerritory({ database, siren: territorySiren })
  const url = 'url' in source ? source.url : null
  const told = 'url' in source ? await fetchRemote({ url: source.url }) : null
  const bytes = 'bytes' in source ? source.bytes : told!.bytes
  const said = name ?? (url === null ? 'fileName' in source && source.fileName : new URL(url).hostname)
  const known = (await findFeeds(database.read, { territorySiren, limit: MOST_FEEDS })).find((feed) =>
    url === null ? feed.url === null && feed.name === said : feed.url === url,
  )
  const feed =
    known ?? newFeed({ id: ids.next(), territorySiren, name: said || 'GTFS', url, now: clock.now() })
  if (!known) await database.write((tx) => insertFeed(tx, feed))
  const given = { ...(name ? { name } : {}), ...(licence ? { licence } : {}) }
  try {
    const report = await importFeed(deps, {
      feed,
      bytes,
      told: { etag: told?.etag ?? null, lastModified: told?.lastModified ?? null },
      evenIfHalf,
    })
    const nextAt = url === null ? null : clock.now() + feedEveryMs
    await database.write((tx) => updateFeed(tx, feed.id, { ...given, nextAt }, { byPerson: true }))
    return { name: given.name ?? feed.name, report }
  } catch (error) {
    if (!known) await database.write((tx) => deleteFeed(tx, feed.id))
    throw error
  }
}

/** A feed of which nothing was read yet. */
export function newFeed({
  id,
  territorySiren,
  name,
  url,
  licence = null,
  now,
}: Pick<FeedRow, 'id' | 'territorySiren' | 'name' | 'url'> & {
  licence?: string | null
  now: number
}): FeedRow {
  return {
    id,
    territorySiren,
    name,
    url,
    licence,
    edition: null,
    timezone: 'Europe/Paris',
    publisher: null,
    publisherUrl: null,
    feedVersion: null,
    startsOn: null,
    endsOn: null,
    readAt: null,
    triedAt: null,
    nextAt: url === null ? null : now,
    etag: null,
    lastModified: null,
    contentHash: null,
    report: null,
    error: null,
    failures: 0,
    createdAt: now,
    version: 1,
  }
}
