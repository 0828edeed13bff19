import type { Deps } from '../platform/http.ts'
import { agendaZone } from './agenda-query.ts'
import { addViews } from './events-followers.repository.ts'
import { wallOf } from '../platform/wall.rules.ts'

export type ViewCounter = {
  /** One opening more of an event's page. */
  count: (eventId: string) => void
  /** Writes what was counted since the last time. */
  flush: () => Promise<void>
}

const waitMs = 60_000

/**
 * Counts how often an event's page is opened, and nothing of who does: no cookie, no address, no device. It is kept here
 * for a minute, so that reading writes nothing; what a crash loses is a minute of a number that decides nothing.
 */
export function createViewCounter({
  database,
  clock,
  logger,
}: Pick<Deps, 'database' | 'clock' | 'logger'>): ViewCounter {
  let counts = new Map<string, number>()
  let waiting: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(waiting)
    waiting = undefined
    if (counts.size === 0) return
    const counted = counts
    counts = new Map()
    const day = new Date(wallOf(clock.now(), agendaZone)).toISOString().slice(0, 10)
    await database.write(async (tx) => {
      for (const [eventId, count] of counted) await addViews(tx, { eventId, day, count })
    })
  }
  return {
    count: (eventId) => {
      counts.set(eventId, (counts.get(eventId) ?? 0) + 1)
      waiting ??= setTimeout(() => {
        flush().catch((err: unknown) => logger.error({ err }, 'event views'))
      }, waitMs).unref()
    },
    flush,
  }
}
