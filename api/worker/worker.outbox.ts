import type { BatchHandler, OutboxHandler, OutboxRow } from '../alerts/alerts.types.ts'
import type { WorkerContext } from './worker.context.ts'
import {
  advanceEvent,
  claimEvents,
  endEvent,
  hasDueEvents,
  insertNotifications,
  postponeEvent,
  releaseEvents,
} from './worker.repository.ts'
import { backoffMs, handlerOf } from './worker.rules.ts'

export const eventBatch = 32

/** Another worker took the event over: what this one made of it is rolled back. */
class LeaseLost extends Error {}

/** Turns domain events into notifications, each batch with its trace in one transaction: nobody left out, none told twice. */
export function createOutboxStep(
  { deps, owner, leaseMs, random, counts }: WorkerContext,
  handlers: Record<string, OutboxHandler | BatchHandler>,
) {
  const { database, clock, ids, logger } = deps

  /** True when everyone was told; else the event waits for its next turn, after what is due before it. */
  async function fanOut(event: OutboxRow): Promise<boolean> {
    const handle = handlerOf(handlers, event.topic)
    if (!handle) throw Object.assign(new Error('No handler'), { code: 'no-handler' })
    const answer = await handle(event, database.read)
    const { drafts, next } = Array.isArray(answer) ? { drafts: answer, next: null } : answer
    const named = drafts.map((draft) => ({ ...draft, id: ids.next() }))
    const inserted = await database.write(async (tx) => {
      const at = clock.now()
      const written = await insertNotifications(tx, event, named, at)
      const held = { id: event.id, owner }
      const kept =
        next === null
          ? await endEvent(tx, { ...held, at, error: null })
          : await advanceEvent(tx, { ...held, cursor: next })
      if (!kept) throw new LeaseLost()
      return written
    })
    if (next === null) counts.events++
    counts.notifications += inserted
    return next === null
  }

  /** True when the events of the same subject that follow may be handled. */
  async function attempt(event: OutboxRow): Promise<boolean> {
    try {
      return await fanOut(event)
    } catch (error) {
      if (error instanceof LeaseLost) return false
      const { code, name } = error as Error & { code?: string }
      const wait = backoffMs({ attempts: event.attempts, urgent: false, random: random() })
      logger.error(
        { err: error, outboxId: event.id, topic: event.topic, attempts: event.attempts },
        'event not handled',
      )
      const at = clock.now()
      const held = { id: event.id, owner, error: code ?? name }
      await database.write(async (tx) => {
        if (wait === null) await endEvent(tx, { ...held, at })
        else await postponeEvent(tx, { ...held, until: at + wait })
      })
      return wait === null
    }
  }

  async function inOrder(events: OutboxRow[]): Promise<void> {
    for (const [i, event] of events.entries()) {
      if (await attempt(event)) continue
      const rest = events.slice(i + 1).map(({ id }) => id)
      if (rest.length > 0) await database.write((tx) => releaseEvents(tx, rest, owner))
      return
    }
  }

  /** Handles a batch of what is due. Answers how many events it took. */
  return async function step(): Promise<number> {
    if (!(await hasDueEvents(database.read, clock.now()))) return 0
    const events = await database.write((tx) => {
      const now = clock.now()
      return claimEvents(tx, { owner, until: now + leaseMs }, now, eventBatch)
    })
    await Promise.all(
      Map.groupBy(events, ({ subject }) => subject)
        .values()
        .map(inOrder),
    )
    return events.length
  }
}
