import type { LocationQuery } from 'vue-router'
import { queues, type Queue } from '../../../api/agenda/moderation-queues.rules.ts'

/** What the list shows, as it stands in its address: a link shows the same to a colleague who may see it. */
export type QueueFilters = { queue: Queue; q: string; commune: string }

const one = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

export function filtersOf(query: LocationQuery): QueueFilters {
  const queue = one(query['file'])
  return {
    queue: queues.find((known) => known === queue) ?? 'waiting',
    q: one(query['q']).slice(0, 100),
    commune: one(query['commune']),
  }
}

/** Only what differs from the start is written: `/agents/agenda?file=late`. */
export function queryOf({ queue, q, commune }: QueueFilters): Record<string, string> {
  return {
    ...(queue === 'waiting' ? {} : { file: queue }),
    ...(q ? { q } : {}),
    ...(commune ? { commune } : {}),
  }
}
