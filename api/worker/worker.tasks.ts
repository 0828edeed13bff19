import { deleteOldDeliveries } from '../alerts/alerts.usecases.ts'
import { deleteOldAnswers } from '../platform/idempotency.ts'
import type { Deps } from '../platform/http.ts'
import { deleteOldCounters } from '../platform/rate-limits.ts'
import type { WorkerContext } from './worker.context.ts'
import { findTask, saveTask, type TaskState } from './worker.repository.ts'

/** Something to do from time to time. It may be cut short by a crash and is then done again. */
export type Task = {
  name: string
  everyMs: number
  run: () => Promise<unknown>
  /** Looked at after each write too, not only twice a minute: somebody waits for what it finds. */
  soon?: boolean
  /** Whether there is anything to do, for what is `soon`: asked every few seconds, so that an idle server writes nothing. */
  hasWork?: () => Promise<boolean>
  /** Done that often even if nothing shows that there is work. */
  evenSoMs?: number
  /** How long it is its process's, and how long after a failure it is tried again. */
  terms?: { leaseMs: number; retryMs: number }
}

const usual = { leaseMs: 15 * 60_000, retryMs: 5 * 60_000 }
/** Of what takes its rows one by one: another process may take over, or try again, after a moment. */
export const rowByRow = { leaseMs: 60_000, retryMs: 5_000 }

const isDue = (task: Task, state: TaskState | undefined, now: number) => {
  if (!state) return true
  // Done in the future: a clock was wrong then, and nobody waits until it is right again.
  const isTime = now >= state.ranAt + task.everyMs || now < state.ranAt
  return isTime && now >= state.until
}

/** Runs each task when its time has come, in one process at a time: its lease is in the database. */
export function createTaskStep({ deps, owner, counts }: WorkerContext, tasks: readonly Task[]) {
  const { database, clock, logger } = deps

  async function isWorthIt(task: Task): Promise<boolean> {
    const state = await findTask(database.read, task.name)
    if (!isDue(task, state, clock.now())) return false
    if (!task.hasWork) return true
    const isOverdue = task.evenSoMs !== undefined && clock.now() >= (state?.ranAt ?? 0) + task.evenSoMs
    return isOverdue || (await task.hasWork())
  }

  async function claim(task: Task): Promise<TaskState | null> {
    if (!(await isWorthIt(task))) return null
    return database.write(async (tx) => {
      const now = clock.now()
      const state = await findTask(tx, task.name)
      if (!isDue(task, state, now)) return null
      const taken = { ranAt: state?.ranAt ?? 0, owner, until: now + (task.terms ?? usual).leaseMs }
      await saveTask(tx, task.name, taken, now)
      return taken
    })
  }

  /** Answers how many tasks it ran. */
  return async function step(): Promise<number> {
    let ran = 0
    for (const task of tasks) {
      const taken = await claim(task)
      if (!taken) continue
      const started = clock.now()
      let ended: TaskState = { ranAt: started, owner: null, until: 0 }
      try {
        await task.run()
      } catch (error) {
        logger.error({ err: error, task: task.name }, 'task failed')
        ended = { ranAt: taken.ranAt, owner: null, until: clock.now() + (task.terms ?? usual).retryMs }
      }
      await database.write((tx) => saveTask(tx, task.name, ended, clock.now()))
      ran++
      counts.tasks++
    }
    return ran
  }
}

const hourMs = 3_600_000

/** The housekeeping of what no domain but delivery and the platform owns. */
export function housekeeping(deps: Pick<Deps, 'database' | 'clock'>): Task[] {
  return [
    { name: 'old-answers', everyMs: hourMs, run: () => deleteOldAnswers(deps) },
    { name: 'old-counters', everyMs: hourMs, run: () => deleteOldCounters(deps) },
    { name: 'old-deliveries', everyMs: 6 * hourMs, run: () => deleteOldDeliveries(deps) },
  ]
}
