import type { Deps } from '../platform/http.ts'
import { agendaZone } from './agenda-query.ts'
import { addViews } from './events-followers.repository.ts'
import { wallOf } from './wall.rules.ts'

export type ViewCounter = {
  /** One opening more of an event's page. */
  count: (eventId: string) => void
  /** Writes what was counted since the last time. */
  flush: () => Promise<void>
}

/**
 * Counts how often an event's page is opened, and nothing of who does: no cookie, no address, no device. It is kept here
 * for a minute, so that reading writes nothing; what a crash loses is a minute of a number that decides nothing.
 */
export function createViewCounter({ database, clock }: Pick<Deps, 'database' | 'clock'>): ViewCounter {
  let counts = new Map<string, number>()
  return {
    count: (eventId) => {
      counts.set(eventId, (counts.get(eventId) ?? 0) + 1)
    },
    flush: async () => {
      if (counts.size === 0) return
      const counted = counts
      counts = new Map()
      const day = new Date(wallOf(clock.now(), agendaZone)).toISOString().slice(0, 10)
      await database.write(async (tx) => {
        for (const [eventId, count] of counted) await addViews(tx, { eventId, day, count })
      })
    },
  }
}
