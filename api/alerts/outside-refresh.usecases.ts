import { createHash } from 'node:crypto'
import type { Deps } from '../platform/http.ts'
import { createRemoteReader, FetchError, type FetchRemote } from '../platform/remote-file.ts'
import { XmlRefused } from '../platform/xml-read.ts'
import { listCommunes, type Directory } from '../territory/territory.usecases.ts'
import { communesOf, longestDays, type OutsideMessage } from './outside-message.rules.ts'
import { readOutside } from './outside.read.ts'
import {
  deleteOldOutside,
  endOutside,
  findByIdentifier,
  findDueOutsideFeeds,
  findOutsideFeed,
  saveOutsideAlert,
  updateOutsideFeed,
  type OutsideFeedRow,
} from './outside.repository.ts'

export type OutsideDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'logger'> & {
  directory: Pick<Directory, 'locate'>
  fetchRemote: FetchRemote
}

/** A vigilance changes in minutes; a list of messages is a few hundred kilobytes. */
export const outsideEveryMs = 5 * 60_000
const longestWaitMs = 6 * 3_600_000
const leaseMs = 10 * 60_000
const feedsAtOnce = 5
/** Messages that one reading fetches by the links of an index. */
const linksAtOnce = 50
const keptDays = 30

/** By which outside feeds are read: small files, quickly. */
export const createOutsideReader = (config: Pick<Deps['config'], 'fetchAllowLoopback'>): FetchRemote =>
  createRemoteReader({
    allowLoopback: config.fetchAllowLoopback,
    accept: 'application/cap+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8',
    limits: { bytes: 5 * 1024 * 1024, timeoutMs: 15_000 },
  })

/** When a feed that failed so often in a row is tried again. */
export const outsideRetryAfter = (failures: number): number =>
  Math.min(outsideEveryMs * 2 ** Math.max(0, failures - 1), longestWaitMs)

/** Whether a feed's time has come. */
export async function hasDueOutside({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<boolean> {
  return (await findDueOutsideFeeds(database.read, clock.now(), 1)).length > 0
}

/** Reads the feeds whose time has come, each by one worker. */
export async function refreshOutside(deps: OutsideDeps): Promise<void> {
  const { database, clock } = deps
  for (const { id } of await findDueOutsideFeeds(database.read, clock.now(), feedsAtOnce)) {
    const feed = await database.write(async (tx) => {
      const found = await findOutsideFeed(tx, id)
      if (!found || found.nextAt > clock.now()) return null
      await updateOutsideFeed(tx, id, { nextAt: clock.now() + leaseMs })
      return found
    })
    if (feed) await refreshFeed(deps, feed)
  }
}

export function deleteOverOutside({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  return database.write((tx) => deleteOldOutside(tx, clock.now() - keptDays * 86_400_000))
}

/** What could not be read stays shown as it was, until its own end; why is kept, and it is tried again, later and later. */
async function refreshFeed(deps: OutsideDeps, feed: OutsideFeedRow): Promise<void> {
  const { database, clock, logger, fetchRemote } = deps
  const keep = (change: Partial<OutsideFeedRow>) =>
    database.write((tx) => updateOutsideFeed(tx, feed.id, { triedAt: clock.now(), ...change }))
  try {
    const file = await fetchRemote({ url: feed.url, etag: feed.etag, lastModified: feed.lastModified })
    const fresh = { error: null, failures: 0, readAt: clock.now(), nextAt: clock.now() + outsideEveryMs }
    if (!file) return await keep(fresh)
    const { refused, whole } = await takeIn(deps, feed, file.bytes)
    // What is left to be fetched is fetched the next time: the index must not be called unchanged then.
    await keep({
      ...fresh,
      refused,
      etag: whole ? file.etag : null,
      lastModified: whole ? file.lastModified : null,
    })
  } catch (error) {
    const failures = feed.failures + 1
    const fault = error instanceof FetchError || error instanceof XmlRefused ? error.fault : 'unexpected'
    const log = { feedId: feed.id, fault, failures }
    if (fault === 'unexpected') logger.error({ ...log, err: error }, 'outside feed not read')
    else logger.info(log, 'outside feed not read')
    await keep({ error: fault, failures, nextAt: clock.now() + outsideRetryAfter(failures) })
  }
}

/** In place of what a message said that was replaced before it was read. */
const unseen = ''
const empty = {
  contentHash: unseen,
  event: '',
  title: '',
  words: '',
  areaWords: null,
  web: null,
  language: 'fr',
  whole: false,
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')

async function takeIn(
  deps: OutsideDeps,
  feed: OutsideFeedRow,
  bytes: Uint8Array,
): Promise<{ refused: number; whole: boolean }> {
  const { database, fetchRemote } = deps
  const index = readOutside(bytes, feed.url)
  let { refused } = index
  const messages = [...index.messages]
  const missing: typeof index.links = []
  for (const link of index.links) {
    // Under its name in the index, or the message's own, which some services give alike.
    const known = await findByIdentifier(database.read, { feedId: feed.id, identifier: link.id })
    if (!known || (link.updatedAt !== null && link.updatedAt > known.sentAt)) missing.push(link)
  }
  for (const { url } of missing.slice(0, linksAtOnce)) {
    try {
      const file = await fetchRemote({ url })
      const one = file ? readOutside(file.bytes, url) : null
      // A link leads to a message, not to another index: none could be followed for ever.
      messages.push(...(one?.messages ?? []))
      refused += (one?.refused ?? 0) + (one && one.links.length > 0 ? 1 : 0)
    } catch (error) {
      if (!(error instanceof FetchError) && !(error instanceof XmlRefused)) throw error
      refused++
    }
  }
  // In the order in which they were sent, whatever that of the feed: what replaces comes after what it replaces.
  for (const message of messages.toSorted((a, b) => a.sentAt - b.sentAt))
    if (!(await takeMessage(deps, feed, message))) refused++
  return { refused, whole: missing.length <= linksAtOnce }
}

/** True unless it was left out as a lie. */
async function takeMessage(
  { database, clock, ids, directory }: OutsideDeps,
  feed: OutsideFeedRow,
  message: OutsideMessage,
): Promise<boolean> {
  const { territorySiren, id: feedId } = feed
  const now = clock.now()
  const { identifier, sentAt, kind, references } = message
  const isRevoked = kind === 'cancel'
  const contentHash = hashOf(JSON.stringify(message))
  const before = await findByIdentifier(database.read, { feedId, identifier })
  if (before?.contentHash === contentHash || before?.contentHash === unseen) return true
  // A name is given once: what says the same instant and something else, or goes back in time, is not believed.
  if (before && sentAt <= before.sentAt) return false
  // Tomorrow's message today: a clock, or a lie that nothing later could replace.
  if (sentAt > now + 86_400_000) return false
  const endsAt = Math.min(message.endsAt, Math.max(sentAt, message.startsAt) + longestDays * 86_400_000)
  const communes = await listCommunes({ database, territorySiren })
  const { whole, codes } = await communesOf(message.areas, {
    communes,
    communeAt: async (point) => (await directory.locate(point)).commune?.code ?? null,
  })
  const isShown = !isRevoked && endsAt > now && (whole || codes.length > 0)
  await database.write(async (tx) => {
    await endOutside(tx, { feedId, identifiers: references, at: now })
    const base = { feedId, territorySiren, severity: message.severity, createdAt: before?.createdAt ?? now }
    for (const revoked of references) {
      // Named before it was read: when it comes, it is over already.
      if (await findByIdentifier(tx, { feedId, identifier: revoked })) continue
      const gone = { ...empty, startsAt: now, endsAt: now + longestDays * 86_400_000, goneAt: now }
      await saveOutsideAlert(tx, { ...base, ...gone, id: ids.next(), identifier: revoked, sentAt }, [])
    }
    if (!isShown && !before) return
    await saveOutsideAlert(
      tx,
      {
        ...base,
        id: before?.id ?? ids.next(),
        identifier,
        sentAt,
        contentHash,
        event: message.event,
        title: message.title,
        words: message.words,
        areaWords:
          message.areas
            .flatMap(({ words }) => words ?? [])
            .join(', ')
            .slice(0, 400) || null,
        web: message.web,
        language: message.language,
        whole,
        startsAt: message.startsAt,
        endsAt,
        goneAt: isShown ? null : now,
      },
      codes,
    )
  })
  return true
}
