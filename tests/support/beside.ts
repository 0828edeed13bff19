import { createApp } from '../../api/app.ts'
import { loadConfig } from '../../api/config.ts'
import { systemClock } from '../../api/platform/clock.ts'
import type { Deps } from '../../api/platform/http.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { createLogger } from '../../api/platform/logger.ts'
import { createRateLimiter } from '../../api/platform/rate-limits.ts'
import { openDatabase } from '../../db/client.ts'
import type { Store } from './demo-app.ts'
import type { TestServer } from './server.ts'

/**
 * The database of a running server, opened beside it as a second process would: builders write what they need without
 * the ways people have to do so. Its worker is not started: the server's does what is due.
 */
export async function openBeside(server: TestServer): Promise<Store & { close: () => Promise<void> }> {
  const config = loadConfig({
    PUBLIC_URL: server.url,
    DATA_DIR: server.dataDir,
    DEMO: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_FACTOR: '1000',
  })
  const database = await openDatabase({ url: config.databaseUrl })
  const clock = systemClock
  const deps: Deps = {
    config,
    database,
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
  const { directory, close } = await createApp(deps, { announce: () => {} })
  return {
    deps,
    directory,
    close: async () => {
      await close()
      await database.close()
    },
  }
}
