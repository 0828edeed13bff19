import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { openDatabase } from '../../../db/client.ts'
import { putMigrated } from '../../support/migrated.ts'
import type { NotificationDraft, OutboxHandler } from '../../../api/alerts/alerts.types.ts'
import { recordOutbox } from '../../../api/alerts/alerts.usecases.ts'
import { saveDevice } from '../../../api/alerts/alerts.repository.ts'
import { createPushSender } from '../../../api/alerts/alerts.push.ts'
import { openPushKeys } from '../../../api/alerts/alerts.vapid.ts'
import { loadConfig } from '../../../api/config.ts'
import type { Clock } from '../../../api/platform/clock.ts'
import type { Deps } from '../../../api/platform/http.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import type { Resolve } from '../../../api/platform/public-address.ts'
import { createLogger } from '../../../api/platform/logger.ts'
import { createMailer } from '../../../api/platform/mailer.ts'
import { createRateLimiter } from '../../../api/platform/rate-limits.ts'
import { createWorker, type WorkerTimes } from '../../../api/worker/worker.ts'
import type { Task } from '../../../api/worker/worker.tasks.ts'
import { createTestClock, type TestClock } from '../../support/clock.ts'
import type { Subscription } from '../../support/push-service.ts'

/** A domain of the tests: its events say themselves whom to tell. */
export const trialHandler: OutboxHandler = (row) =>
  Promise.resolve(row.payload['drafts'] as NotificationDraft[])

/** A message to a person, as a domain would write it. */
export function aDraft(draft: Partial<NotificationDraft> & Pick<NotificationDraft, 'channel' | 'address'>) {
  return {
    person: `follower:${draft.address}`,
    subject: 'incident:1',
    payload: {
      title: 'Nid-de-poule',
      body: 'La commune a réparé la chaussée.',
      url: '/signalements/1',
      lang: 'fr',
      // Of no kind that a person stops or that a day limits.
      kind: 'other',
    },
    ...draft,
  } satisfies NotificationDraft
}

/** What the parts of the server are given, on a database that exists already. */
export async function openDeps({
  url,
  env = {},
  clock,
}: {
  url: string
  env?: Record<string, string>
  clock: Clock
}): Promise<Deps> {
  const config = loadConfig({
    DATABASE_URL: url,
    PUSH_ALLOW_LOOPBACK: '1',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'https://bocage.example',
    ...env,
  })
  return {
    config,
    database: await openDatabase({ url }),
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
}

export type House = {
  deps: Deps
  clock: TestClock
  url: string
  /** Records an event that tells of these drafts, and answers its id. */
  tell: (
    drafts: NotificationDraft[],
    options?: { id?: string; subject?: string; topic?: string },
  ) => Promise<string>
  /** A phone of the database, without the HTTP routes: told at any hour, unless `quiet` says otherwise. */
  addDevice: (subscription: Subscription, quiet?: { quietFrom: number; quietTo: number }) => Promise<string>
  openWorker: (options?: {
    resolve?: Resolve
    tasks?: Task[]
    times?: Partial<WorkerTimes>
    handlers?: Record<string, OutboxHandler>
  }) => Promise<ReturnType<typeof createWorker>>
  close: () => Promise<void>
}

/** An empty database in a folder of its own, and what is needed to deliver from it. */
export async function openHouse({ env = {} }: { env?: Record<string, string> } = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'bocage-delivery-'))
  const url = `file:${folder}/bocage.db`
  await putMigrated({ url })
  const clock = createTestClock()
  const deps = await openDeps({ url, env, clock })
  const { database } = deps
  const closers: (() => void)[] = []
  return {
    deps,
    clock,
    url,
    tell: async (drafts, { id = uuidv7(), subject = 'incident:1', topic = 'trial.happened' } = {}) => {
      await database.write((tx) =>
        recordOutbox(tx, { id, territorySiren: '1', topic, subject, payload: { drafts }, at: clock.now() }),
      )
      return id
    },
    addDevice: async ({ endpoint, keys }, quiet) => {
      const id = uuidv7()
      const at = clock.now()
      const row = { id, endpoint, ...keys, secretHash: id, locale: 'fr', createdAt: at, lastSeenAt: at }
      await database.write((tx) => saveDevice(tx, row, quiet))
      return id
    },
    openWorker: async ({ resolve, tasks = [], times = {}, handlers = { trial: trialHandler } } = {}) => {
      const mailer = createMailer({ ...deps, announce: () => {} })
      closers.push(mailer.close)
      const pushSender = createPushSender({
        ...deps,
        pushKeys: await openPushKeys(deps),
        ...(resolve ? { resolve } : {}),
      })
      return createWorker({ deps, mailer, pushSender, handlers, tasks, times, random: () => 0.5 })
    },
    close: async () => {
      for (const close of closers) close()
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
