import type { Deps } from '../platform/http.ts'

/** What was done since the worker was made. */
export type WorkerCounts = {
  events: number
  notifications: number
  sent: number
  retried: number
  failed: number
  dropped: number
  tasks: number
}

/** What the parts of one worker share. */
export type WorkerContext = {
  deps: Deps
  /** Names this worker in its leases: no two have the same. */
  owner: string
  leaseMs: number
  random: () => number
  counts: WorkerCounts
}
