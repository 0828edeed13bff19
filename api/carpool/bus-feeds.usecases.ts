import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import { FetchError, readWebAddress } from '../platform/remote-file.ts'
import { requireWhole, type Asking } from './aires-admin.usecases.ts'
import { busFeedProblems } from './bus-feeds.problems.ts'
import type { AdminBusFeed, NewBusFeed } from './bus-feeds.schemas.ts'
import { MOST_FEEDS, newFeed } from './gtfs-feeds.usecases.ts'
import type { FeedReport } from './gtfs-import.usecases.ts'
import type { FeedError } from './gtfs-refresh.usecases.ts'
import {
  deleteFeed,
  findFeed,
  findFeeds,
  insertFeed,
  leaveEdition,
  updateFeed,
  type FeedRow,
} from './gtfs.repository.ts'
import { sayFeedFault, sayFeedLine } from './gtfs.words.ts'

// What a territory's administrators say of the timetables it reads.

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>
type Who<T = object> = Asking<{ language: Language } & T>

/** The feeds of a territory, in the order in which they were added. Throws `forbidden`, `not-found`, `bad-cursor`. */
export async function listBusFeeds(
  { database, clock }: Pick<Given, 'database' | 'clock'>,
  { cursor, limit, language, ...who }: Who<{ cursor: string | undefined; limit: number }>,
): Promise<Page<AdminBusFeed>> {
  await requireWhole(database, who)
  const [createdAt, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const after = createdAt !== undefined && id !== undefined ? { createdAt, id } : undefined
  const rows = await findFeeds(database.read, { territorySiren: who.siren, after, limit: limit + 1 })
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id])
  return { ...page, items: page.items.map((row) => view(row, language, clock.now())) }
}

/**
 * Follows an address from now on: the worker reads it within a minute. Throws `forbidden`, `not-found`,
 * `bus-feed-address`, `bus-feed-exists`, `bus-feeds-full`.
 */
export async function addBusFeed(
  { database, clock, ids, config }: Given,
  { feed: given, write, language, ...who }: Who<{ feed: NewBusFeed; write: WriteKey }>,
): Promise<Answer<AdminBusFeed>> {
  const { siren: territorySiren } = who
  await requireWhole(database, who)
  const url = addressOf(given.url, config.fetchAllowLoopback)
  return writeOnce({ database, clock, write }, async (tx) => {
    const known = await findFeeds(tx, { territorySiren, limit: MOST_FEEDS })
    const same = known.find((one) => one.url === url) ?? (await findFeed(tx, given.id))
    if (same) throw busFeedProblems['bus-feed-exists']({ name: same.name })
    if (known.length >= MOST_FEEDS) throw busFeedProblems['bus-feeds-full']({ most: MOST_FEEDS })
    const { id, name, licence = null } = given
    const row = newFeed({ id, territorySiren, name, url, licence, now: clock.now() })
    await insertFeed(tx, row)
    await recordAudit(tx, trail({ clock, ids }, who, 'bus-feed.add', id, { name, url }))
    return { status: 201, body: view(row, language, clock.now()) }
  })
}

function addressOf(text: string, allowLoopback: boolean): string {
  try {
    return readWebAddress(text, { allowLoopback }).href
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    const why = { fr: sayFeedFault('fr', error.fault), en: sayFeedFault('en', error.fault) }
    throw busFeedProblems['bus-feed-address']({ why }, { fault: error.fault })
  }
}

/** Has a feed read again within a minute, whole even if it did not change. Throws `bus-feed-not-found` and as above. */
export async function readBusFeedAgain(
  { database, clock }: Pick<Given, 'database' | 'clock'>,
  { id, evenIfHalf, language, ...who }: Who<{ id: string; evenIfHalf: boolean }>,
): Promise<AdminBusFeed> {
  await requireWhole(database, who)
  return database.write(async (tx) => {
    const feed = await findFeed(tx, id)
    if (feed?.territorySiren !== who.siren) throw busFeedProblems['bus-feed-not-found']()
    if (feed.url === null) return view(feed, language, clock.now())
    const error = feed.error as FeedError | null
    const change = {
      nextAt: clock.now(),
      etag: null,
      lastModified: null,
      contentHash: null,
      error: error && { ...error, accepted: evenIfHalf },
    }
    await updateFeed(tx, id, change, { byPerson: true })
    return view({ ...feed, ...change, version: feed.version + 1 }, language, clock.now())
  })
}

/** Follows a feed no more: its buses are told no longer. Throws `bus-feed-not-found` and as above. */
export async function removeBusFeed(
  { database, clock, ids }: Given,
  { id, ...who }: Asking<{ id: string }>,
): Promise<void> {
  await requireWhole(database, who)
  await database.write(async (tx) => {
    const feed = await findFeed(tx, id)
    if (feed?.territorySiren !== who.siren) throw busFeedProblems['bus-feed-not-found']()
    // Kept a while for those who began to read it, as one that is replaced.
    if (feed.edition !== null) await leaveEdition(tx, feed.edition, clock.now())
    await deleteFeed(tx, id)
    await recordAudit(
      tx,
      trail({ clock, ids }, who, 'bus-feed.remove', id, { name: feed.name, url: feed.url }),
    )
  })
}

const trail = (
  { clock, ids }: Pick<Given, 'clock' | 'ids'>,
  { actor, siren }: Asking,
  action: string,
  subject: string,
  change: object,
) => ({
  id: ids.next(),
  territorySiren: siren,
  at: clock.now(),
  userId: actor?.userId ?? null,
  action,
  subject,
  change: { ...change },
})

function view(feed: FeedRow, language: Language, now: number): AdminBusFeed {
  const report = feed.report as FeedReport | null
  const error = feed.error as FeedError | null
  return {
    id: feed.id,
    name: feed.name,
    url: feed.url,
    licence: feed.licence,
    publisher: feed.publisher,
    startsOn: feed.startsOn,
    endsOn: feed.endsOn,
    over: feed.endsOn !== null && feed.endsOn < wallOfInstant(now).day,
    readAt: feed.readAt,
    triedAt: feed.triedAt,
    nextAt: feed.nextAt,
    reading: feed.nextAt !== null && feed.nextAt <= now,
    problem: error && sayFeedFault(language, error.fault, error.where),
    half: error?.fault === 'half-file' && !error.accepted,
    counts: report && {
      stops: report.stops,
      routes: report.routes,
      trips: report.trips,
      stopTimes: report.stopTimes,
    },
    refused: report?.refused ?? 0,
    repaired: report?.repaired ?? 0,
    lines: (report?.lines ?? []).map(({ file, line, what, refused, value }) => ({
      file,
      line,
      refused,
      words: sayFeedLine(language, what),
      value,
    })),
    version: feed.version,
  }
}
