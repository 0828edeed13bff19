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
  /**
   * Whether there is anything to do, for what is `soon`: asked every few seconds, so that an idle server writes nothing.
   * Such a task takes its rows one by one: another process may take over, or try again, after a moment.
   */
  hasWork?: () => Promise<boolean>
}

const usual = { leaseMs: 15 * 60_000, retryMs: 5 * 60_000 }
const awaited = { leaseMs: 60_000, retryMs: 5_000 }
const termsOf = ({ hasWork }: Task) => (hasWork ? awaited : usual)

const isDue = (task: Task, state: TaskState | undefined, now: number) => {
  if (!state) return true
  // Done in the future: a clock was wrong then, and nobody waits until it is right again.
  const isTime = now >= state.ranAt + task.everyMs || now < state.ranAt
  return isTime && now >= state.until
}

/** Runs each task when its time has come, in one process at a time: its lease is in the database. */
export function createTaskStep({ deps, owner, counts }: WorkerContext, tasks: readonly Task[]) {
  const { database, clock, logger } = deps

  async function claim(task: Task): Promise<TaskState | null> {
    if (!isDue(task, await findTask(database.read, task.name), clock.now())) return null
    return database.write(async (tx) => {
      const now = clock.now()
      const state = await findTask(tx, task.name)
      if (!isDue(task, state, now)) return null
      const taken = { ranAt: state?.ranAt ?? 0, owner, until: now + termsOf(task).leaseMs }
      await saveTask(tx, task.name, taken, now)
      return taken
    })
  }

  /** Answers how many tasks it ran. */
  return async function step(): Promise<number> {
    let ran = 0
    for (const task of tasks) {
      if (task.hasWork && !(await task.hasWork())) continue
      const taken = await claim(task)
      if (!taken) continue
      const started = clock.now()
      let ended: TaskState = { ranAt: started, owner: null, until: 0 }
      try {
        await task.run()
      } catch (error) {
        logger.error({ err: error, task: task.name }, 'task failed')
        ended = { ranAt: taken.ranAt, owner: null, until: clock.now() + termsOf(task).retryMs }
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
