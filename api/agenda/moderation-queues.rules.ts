/** The queues of whoever moderates the agenda, in the order of the desk. Pure. */

export const queues = [
  'waiting',
  'late',
  'revisions',
  'flagged',
  'images',
  'published',
  'declined',
  'cancelled',
] as const
export type Queue = (typeof queues)[number]

/** What only grows: the newest first, and not counted. */
export const decidedQueues = ['published', 'declined', 'cancelled'] as const satisfies readonly Queue[]
export type DecidedQueue = (typeof decidedQueues)[number]

export const isDecided = (queue: Queue): queue is DecidedQueue =>
  (decidedQueues as readonly Queue[]).includes(queue)
