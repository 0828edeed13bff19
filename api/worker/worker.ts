import { createSmsSender } from '../alerts/alerts.sms.ts'
import { createEmailSender } from '../alerts/alerts.email.ts'
import type { BatchHandler, OutboxHandler, Sender } from '../alerts/alerts.types.ts'
import { onlyIfWanted, type WantedChecks } from '../alerts/still-wanted.ts'
import { deviceHandler } from '../alerts/alerts.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { WorkerContext, WorkerCounts } from './worker.context.ts'
import { createLane } from './worker.delivery.ts'
import { createOutboxStep, eventBatch } from './worker.outbox.ts'
import { createTaskStep, type Task } from './worker.tasks.ts'

export type Worker = {
  start: () => void
  /** Takes nothing more and ends when what is in hand is sent, or after ten seconds. */
  stop: () => Promise<void>
  /** Something was written: looks now rather than at the next second. */
  nudge: () => void
  /** Does all that is due, to the end, and answers what it did. For tests and commands; not beside `start`. */
  runOnce: () => Promise<WorkerCounts>
}

export type WorkerTimes = {
  /** Between two looks at a queue that was empty, or was not. */
  idleMs: number
  busyMs: number
  /** How long a row stays with a worker that has died. */
  leaseMs: number
}

const usualTimes: WorkerTimes = { idleMs: 1000, busyMs: 50, leaseMs: 30_000 }
const stopLimitMs = 10_000
/** Between two looks at whether a task has work that somebody waits for. */
const lookMs = 5_000
/** A worker that is killed may repeat so many, once each (docs/decisions/delivery.md). */
export const pushesInHand = 128

type Pump = { step: () => Promise<number>; idle: number; alarm: ReturnType<typeof createAlarm> }

/** Waits that an alarm ends early; an alarm raised meanwhile is not lost. */
function createAlarm() {
  let raised = false
  let wake: (() => void) | undefined
  return {
    raise: () => {
      raised = true
      wake?.()
    },
    wait: async (ms: number) => {
      if (!raised)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      raised = false
      wake = undefined
    },
  }
}

/**
 * What happens without a request: domain events become notifications through the handler of their topic's prefix,
 * notifications go to their channel, tasks run when due. Several workers may share a database: leases keep them apart.
 * See docs/decisions/delivery.md for what is promised.
 */
export function createWorker({
  deps,
  mailer,
  pushSender,
  operatorSender,
  handlers,
  wanted = [],
  tasks,
  times = {},
  random = Math.random,
}: {
  deps: Deps
  mailer: Pick<Mailer, 'send'>
  pushSender: Sender
  /** Without it, what is for other operators waits. */
  operatorSender?: Sender
  /** By topic prefix: `incident` handles `incident.status-changed`. */
  handlers: Record<string, OutboxHandler | BatchHandler>
  /** What each domain looks at again as a message is about to leave. */
  wanted?: readonly WantedChecks[]
  tasks: readonly Task[]
  times?: Partial<WorkerTimes>
  random?: () => number
}): Worker {
  const { idleMs, busyMs, leaseMs } = { ...usualTimes, ...times }
  const counts: WorkerCounts = {
    events: 0,
    notifications: 0,
    sent: 0,
    retried: 0,
    failed: 0,
    dropped: 0,
    tasks: 0,
  }
  const context: WorkerContext = { deps, owner: deps.ids.next(), leaseMs, random, counts }

  const pump = (step: Pump['step'], idle = idleMs): Pump => ({ step, idle, alarm: createAlarm() })
  const outboxStep = createOutboxStep(context, { device: deviceHandler, ...handlers })
  const asked = (send: Sender) => onlyIfWanted(send, { ...deps, checks: wanted })
  const none = { step: () => Promise.resolve(0), settle: () => Promise.resolve() }
  const lanes = {
    pushes: createLane(context, {
      channel: 'push',
      send: asked(pushSender),
      capacity: pushesInHand,
      onRoom: () => pushes.alarm.raise(),
    }),
    emails: createLane(context, {
      channel: 'email',
      send: asked(createEmailSender({ ...deps, mailer })),
      capacity: 3,
      onRoom: () => emails.alarm.raise(),
    }),
    texts: createLane(context, {
      channel: 'sms',
      send: asked(createSmsSender(deps)),
      capacity: 4,
      onRoom: () => texts.alarm.raise(),
    }),
    operators: operatorSender
      ? createLane(context, {
          channel: 'operator',
          send: operatorSender,
          capacity: 8,
          onRoom: () => operators.alarm.raise(),
        })
      : none,
  }
  const pushes = pump(lanes.pushes.step)
  const emails = pump(lanes.emails.step)
  const texts = pump(lanes.texts.step)
  const operators = pump(lanes.operators.step)
  const events: Pump = pump(async () => {
    const taken = await outboxStep()
    if (taken > 0) for (const { alarm } of [pushes, emails, texts, operators]) alarm.raise()
    if (taken === eventBatch) events.alarm.raise()
    return taken
  })
  const [awaited, others] = [true, false].map((soon) => tasks.filter((task) => (task.soon ?? false) === soon))
  const seldom = Math.max(idleMs, 30_000)
  const chores = pump(createTaskStep(context, others!), seldom)
  // One each: what somebody waits for waits for no other, which may be reading a file from far away.
  const soon = awaited!.map((task) => {
    const step = createTaskStep(context, [task])
    const told = async () => {
      const ran = await step()
      if (ran > 0) events.alarm.raise()
      return ran
    }
    return pump(told, task.hasWork ? Math.max(idleMs, lookMs) : seldom)
  })
  const pumps = [...soon, events, pushes, emails, texts, operators, chores]

  const stopping = new AbortController()
  let nudged: NodeJS.Timeout | undefined
  let running: Promise<unknown> | undefined

  async function run({ step, idle, alarm }: Pump): Promise<void> {
    while (!stopping.signal.aborted) {
      let taken = 0
      try {
        taken = await step()
      } catch (error) {
        deps.logger.error({ err: error }, 'worker step failed')
      }
      if (!stopping.signal.aborted) await alarm.wait(taken > 0 ? busyMs : idle)
    }
  }

  const settle = () => Promise.all(Object.values(lanes).map((lane) => lane.settle()))

  return {
    start: () => {
      running ??= Promise.all(pumps.map(run))
    },
    stop: async () => {
      stopping.abort()
      clearTimeout(nudged)
      for (const { alarm } of pumps) alarm.raise()
      let limit: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, stopLimitMs)
      })
      await Promise.race([Promise.all([running, settle()]).then(settle), late])
      clearTimeout(limit)
    },
    nudge: () => {
      // A village that reports at once nudges once.
      nudged ??= setTimeout(() => {
        nudged = undefined
        events.alarm.raise()
        for (const { alarm } of soon) alarm.raise()
      }, busyMs)
    },
    runOnce: async () => {
      const before = { ...counts }
      let taken: number
      do {
        taken = 0
        for (const { step } of pumps) taken += await step()
        await settle()
      } while (taken > 0)
      return Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [name, count - before[name as keyof WorkerCounts]]),
      ) as WorkerCounts
    },
  }
}
