import { LRUCache } from 'lru-cache'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Conditions, isUnchanged } from '../platform/conditional.ts'
import type { Deps } from '../platform/http.ts'
import { readDatedEdition } from './exports.repository.ts'
import { type FeedAsk, feedPath, midnight, writeFeed } from './feeds.usecases.ts'

const compress = promisify(gzip)
/** Memory for compressed feeds in a process. What is not kept is made again. */
const keptBytes = 32 * 1024 * 1024
/** Grows when the same events are written in another way: tags of the older way are good no more. */
const writing = 1

type Kept = { etag: string; gzipped: Uint8Array<ArrayBuffer>; nextUrl: string | null }
/** `kept` is null when the client's copy is still good. */
export type Feed = { etag: string; modifiedAt: number; kept: Kept | null }

/**
 * Feeds of the agenda, made once for each question and edition of the agenda, whoever asks. The edition is read from
 * the database at each request, so that what another process wrote is told at once; that row is all that is read when
 * the client, or this process, has the feed already.
 */
export function createFeeds({ database, clock, config }: Pick<Deps, 'database' | 'clock' | 'config'>) {
  const { publicUrl } = config
  const kept = new LRUCache<string, Kept>({
    maxSize: keptBytes,
    sizeCalculation: ({ gzipped }, key) => gzipped.byteLength + key.length + 200,
  })
  const making = new Map<string, Promise<Kept>>()
  const latest = shared(() => readDatedEdition(database.read))

  /** Throws `event-not-found`, `bad-cursor`. */
  async function open(ask: FeedAsk, conditions: Conditions): Promise<Feed> {
    const now = clock.now()
    const { edition, changedAt, at } = await latest()
    const path = feedPath(ask)
    // Without a first day, what a feed holds changes at midnight, by itself.
    const today = 'query' in ask && ask.query.from === undefined ? midnight(now) : 0
    const tagged = [writing, publicUrl, path, edition, changedAt, today].join('\n')
    const etag = `W/"${createHash('sha256').update(tagged).digest('base64url').slice(0, 27)}"`
    const modifiedAt = Math.max(changedAt, today)
    // A second is all that this date can tell: one that is not over yet may still see another change.
    const told = at - changedAt < 1000 ? changedAt - 1000 : modifiedAt
    if (isUnchanged(conditions, { etag, modifiedAt })) return { etag, modifiedAt: told, kept: null }
    const found = kept.get(path)
    if (found?.etag === etag) return { etag, modifiedAt: told, kept: found }
    const made = await once(making, etag, async () => {
      const { text, nextUrl } = await writeFeed({ read: database.read, publicUrl, now, changedAt }, ask)
      return { etag, nextUrl, gzipped: await compress(text, { level: 5 }) }
    })
    kept.set(path, made)
    return { etag, modifiedAt: told, kept: made }
  }

  return { open }
}
export type Feeds = ReturnType<typeof createFeeds>

/** Those who ask for the same while it is being made share it. */
async function once<T>(making: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = making.get(key)
  if (!made) {
    made = make().finally(() => making.delete(key))
    making.set(key, made)
  }
  return made
}

/** Reads that wait together are one read, which begins after all of them were asked for: none is told what was before. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let waiting: Promise<T> | null = null
  return () => {
    waiting ??= running.then(() => {
      waiting = null
      const result = read()
      running = result.catch(() => null)
      return result
    })
    return waiting
  }
}
