import { createHash, randomBytes } from 'node:crypto'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { addCounts, type Counted } from './ride-counts.repository.ts'

/** A search that found nobody. Ends are aires' ids, or the code of a commune that has none near. */
export type Unmet = Pick<Counted, 'territorySiren' | 'at' | 'originId' | 'destinationId'>
export type UnmetCounter = {
  count: (unmet: Unmet, caller: Caller) => void
  flush: () => Promise<void>
}

const waitMs = 60_000
const DAY = 86_400_000
/** Nobody plans a short ride further ahead; and nobody fills a table with the days of a century. */
const farthestMs = 60 * DAY
const mostWaiting = 5000
const mostSeen = 50_000

/**
 * Counts the searches that found nobody, and nothing of who searched: kept here for a minute, then written together, so
 * that a search writes nothing. What a crash loses is a minute of a figure. The same caller looking again for the same
 * way, day and hour is counted once a day: told apart by a hash with a salt of this process, which is written nowhere.
 */
export function createUnmetCounter({
  database,
  clock,
  logger,
}: Pick<Deps, 'database' | 'clock' | 'logger'>): UnmetCounter {
  let waiting = new Map<string, Counted>()
  let timer: NodeJS.Timeout | undefined
  const seen = new Set<string>()
  let seenDay = ''
  let salt = randomBytes(16)

  function isNew(key: string, { address, device }: Caller): boolean {
    const { day } = wallOfInstant(clock.now())
    if (day !== seenDay || seen.size > mostSeen) {
      seen.clear()
      seenDay = day
      salt = randomBytes(16)
    }
    const hash = createHash('sha256')
      .update(salt)
      .update(`${address}\n${device ?? ''}\n${key}`)
      .digest('base64')
    if (seen.has(hash)) return false
    seen.add(hash)
    return true
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const counted = [...waiting.values()]
    waiting = new Map()
    await database.write((tx) => addCounts(tx, counted))
  }

  return {
    count(unmet, caller) {
      const now = clock.now()
      if (unmet.at < now - DAY / 24 || unmet.at > now + farthestMs) return
      const { day, time } = wallOfInstant(unmet.at)
      const key = [unmet.territorySiren, day, time.slice(0, 2), unmet.originId, unmet.destinationId].join('|')
      if (!isNew(key, caller)) return
      const known = waiting.get(key)
      if (!known && waiting.size >= mostWaiting) return
      waiting.set(key, { ...unmet, kind: 'unmet', count: (known?.count ?? 0) + 1 })
      timer ??= setTimeout(() => {
        flush().catch((err: unknown) => logger.error({ err }, 'unmet searches'))
      }, waitMs).unref()
    },
    flush,
  }
}
