import type { Channel } from '../../db/schema/index.ts'
import type { DueNotification, Sender, SendOutcome } from '../alerts/alerts.types.ts'
import type { WorkerContext } from './worker.context.ts'
import {
  claimMessages,
  endMessage,
  endSentMessages,
  extendLease,
  hasDueMessages,
  holdMessage,
  insertNotifications,
  postponeMessage,
} from './worker.repository.ts'
import { backoffMs } from './worker.rules.ts'

/** Tries, and the longest wait that a push service may ask for, before a mail goes in the place of a push. */
const triesWithFallback = 3
const longestWaitWithFallbackMs = 120_000

/** Outcomes that come within so long are recorded together, milliseconds. */
const recordWithinMs = 30

type Attempted = { due: DueNotification; outcome: SendOutcome }

export type Lane = {
  /** Takes what is due and begins to send it. Answers how many messages it took. */
  step: () => Promise<number>
  /** Ends when nothing is being sent. */
  settle: () => Promise<void>
}

/**
 * One channel's queue: a slow mail server holds up no push. At most `capacity` messages are in hand at a time; their
 * lease is renewed while they are. `onRoom` is called when there is room for more.
 */
export function createLane(
  { deps, owner, leaseMs, random, counts }: WorkerContext,
  {
    channel,
    send,
    capacity,
    onRoom,
  }: { channel: Channel; send: Sender; capacity: number; onRoom: () => void },
): Lane {
  const { database, clock, ids, logger } = deps
  const inHand = new Map<string, Promise<void>>()
  let renewal: NodeJS.Timeout | undefined

  /** Messages in hand whose outcome is being recorded. */
  let ending = 0

  const outcomes = createGathering<Attempted>({
    isFull: (count) => count >= Math.min(capacity / 2, inHand.size - ending),
    withinMs: recordWithinMs,
    end: async (attempted) => {
      ending += attempted.length
      const recorded = recordAll(attempted)
      // The next are taken in the commit that records these: a durable commit costs as much as several pushes.
      if (inHand.size - ending <= capacity / 2) onRoom()
      await recorded
      ending -= attempted.length
      for (const { due } of attempted) inHand.delete(due.id)
      if (inHand.size > 0) return
      clearInterval(renewal)
      renewal = undefined
    },
  })

  async function renew(): Promise<void> {
    const held = [...inHand.keys()]
    try {
      await database.write((tx) => extendLease(tx, held, { owner, until: clock.now() + leaseMs }))
    } catch (error) {
      logger.error({ err: error, channel }, 'leases not renewed')
    }
  }

  async function record(due: DueNotification, outcome: SendOutcome): Promise<void> {
    const { id, attempts, urgent } = due
    const { fallback } = due.payload
    const at = clock.now()
    if (outcome.kind === 'held') {
      const { until, error } = outcome
      await database.write((tx) => holdMessage(tx, { id, owner, nextAt: until, error }))
      return
    }
    // What can go another way does not wait long for this one.
    const isHopeless =
      fallback &&
      outcome.kind === 'retry' &&
      (attempts >= triesWithFallback || (outcome.retryAfterMs ?? 0) > longestWaitWithFallbackMs)
    if (outcome.kind === 'retry' && !isHopeless) {
      const wait = backoffMs({ attempts, urgent, random: random(), retryAfterMs: outcome.retryAfterMs })
      if (wait !== null) {
        await database.write((tx) =>
          postponeMessage(tx, { id, owner, nextAt: at + wait, error: outcome.error }),
        )
        counts.retried++
        return
      }
    }
    const state = outcome.kind === 'retry' ? 'failed' : outcome.kind
    const error = outcome.kind === 'sent' ? null : outcome.error
    await database.write(async (tx) => {
      const ended = await endMessage(tx, { id, owner, state, at, error })
      await outcome.record?.(tx)
      if (!ended || state === 'sent' || !fallback) return
      const event = { id: due.outboxId, createdAt: due.createdAt }
      const instead = { ...fallback, id: ids.next(), channel: 'email', subject: due.subject, urgent } as const
      await insertNotifications(tx, event, [instead], at)
    })
    counts[state]++
    if (state === 'failed')
      logger.warn({ notificationId: id, channel, attempts, error }, 'notification given up')
  }

  async function attempt(due: DueNotification): Promise<SendOutcome> {
    try {
      return await send(due)
    } catch (error) {
      logger.error({ err: error, notificationId: due.id, channel }, 'notification not sent')
      return { kind: 'retry', error: 'unexpected' }
    }
  }

  /** What was sent is recorded in one statement; what wasn't, each in its way. */
  async function recordAll(attempted: Attempted[]): Promise<void> {
    const { sent = [], other = [] } = Object.groupBy(attempted, ({ outcome }) =>
      outcome.kind === 'sent' ? 'sent' : 'other',
    )
    const ids = sent.map(({ due }) => due.id)
    const eachApart = (some: Attempted[]) =>
      Promise.all(
        some.map(({ due, outcome }) =>
          record(due, outcome).catch((error: unknown) => {
            // Another try comes when the lease ends.
            logger.error({ err: error, notificationId: due.id, channel }, 'notification not recorded')
          }),
        ),
      )
    await Promise.all([
      // One that can't be recorded must not have all the others sent again.
      sent.length > 0 && recordSent(ids, sent).catch(() => eachApart(sent)),
      eachApart(other),
    ])
  }

  async function recordSent(ids: string[], sent: Attempted[]): Promise<void> {
    await database.write(async (tx) => {
      await endSentMessages(tx, { ids, owner, at: clock.now() })
      for (const { outcome } of sent) if (outcome.kind === 'sent') await outcome.record?.(tx)
    })
    counts.sent += sent.length
  }

  async function deliver(due: DueNotification): Promise<void> {
    await outcomes.join({ due, outcome: await attempt(due) })
  }

  return {
    step: async () => {
      const limit = capacity - (inHand.size - ending)
      if (limit <= 0 || !(await hasDueMessages(database.read, channel, clock.now()))) return 0
      const until = clock.now() + leaseMs
      const due = await database.write((tx) =>
        claimMessages(tx, { owner, until }, { channel, now: clock.now(), limit }),
      )
      // The write queue may have been slow: what another worker may hold by now is not ours to send.
      if (clock.now() >= until) return 0
      for (const message of due) inHand.set(message.id, deliver(message))
      if (due.length > 0) renewal ??= setInterval(() => void renew(), leaseMs / 3)
      return due.length
    },
    settle: async () => {
      while (inHand.size > 0) await Promise.all(inHand.values())
    },
  }
}

/** Ends together those who join: when there are enough of them, or after a short while. `end` does not throw. */
function createGathering<T>({
  isFull,
  withinMs,
  end,
}: {
  isFull: (count: number) => boolean
  withinMs: number
  end: (joined: T[]) => Promise<void>
}) {
  let joined: T[] = []
  let ended: PromiseWithResolvers<void> | undefined
  let limit: NodeJS.Timeout | undefined
  const leave = () => {
    clearTimeout(limit)
    const [all, done] = [joined, ended]
    joined = []
    ended = limit = undefined
    void end(all).then(() => done?.resolve())
  }
  return {
    join: (one: T): Promise<void> => {
      joined.push(one)
      const { promise } = (ended ??= Promise.withResolvers<void>())
      if (isFull(joined.length)) leave()
      else limit ??= setTimeout(leave, withinMs)
      return promise
    },
  }
}
