import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../api/app.ts'
import { type Config, loadConfig } from '../../api/config.ts'
import type { Deps } from '../../api/platform/http.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { createLogger } from '../../api/platform/logger.ts'
import { createRateLimiter } from '../../api/platform/rate-limits.ts'
import { openDatabase } from '../../db/client.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { putMigrated } from './migrated.ts'

export type TestApp = Omit<Awaited<ReturnType<typeof createApp>>, 'close'> & {
  deps: Deps
  config: Config
  database: Deps['database']
  clock: TestClock
  /** Calls the app as HTTP does; `json` is sent as the body with its content type. */
  request: (path: string, options?: RequestInit & { json?: unknown }) => Promise<Response>
  /** Ends the worker and the mails under way, and leaves the database open for a look. */
  finish: () => Promise<void>
  close: () => Promise<void>
}

/**
 * The whole app in this process, on a database of its own and a clock that moves only when told. Its worker is not
 * started: `worker.runOnce()` does what is due. Mail is kept in the local mailbox unless `env.SMTP_URL` says otherwise.
 */
export async function testApp({
  env = {},
  clock = createTestClock(),
  announce = () => {},
}: {
  env?: Record<string, string>
  clock?: TestClock
  /** Is given each line the demo writes to the console. */
  announce?: (line: string) => void
} = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bocage-app-'))
  const config = loadConfig({
    PUBLIC_URL: 'http://bocage.test',
    DATA_DIR: dataDir,
    DEMO: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_FACTOR: '1000',
    PUSH_ALLOW_LOOPBACK: '1',
    FETCH_ALLOW_LOOPBACK: '1',
    ...env,
  })
  await putMigrated({ url: config.databaseUrl })
  const database = await openDatabase({ url: config.databaseUrl })
  const deps: Deps = {
    config,
    database,
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
  const { close, ...parts } = await createApp(deps, { announce })
  return {
    ...parts,
    deps,
    config,
    database,
    clock,
    request: async (path, { json, headers, ...options } = {}) =>
      parts.app.request(new URL(path, config.publicUrl).href, {
        ...options,
        headers: {
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...Object.fromEntries(new Headers(headers)),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      }),
    finish: close,
    close: async () => {
      await close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
