import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { loadConfig } from '../../../api/config.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { createLogger } from '../../../api/platform/logger.ts'
import { createRateLimiter } from '../../../api/platform/rate-limits.ts'
import { openDatabase } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { createTestClock } from '../../support/clock.ts'

export type House = Awaited<ReturnType<typeof openHouse>>

/** The whole application on an empty database of its own, with a clock that moves only when told. */
export async function openHouse() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bocage-territory-'))
  const config = loadConfig({
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://localhost',
    LOG_LEVEL: 'silent',
    DEMO: '0',
    RATE_LIMIT_FACTOR: '1000',
  })
  await migrate({ url: config.databaseUrl })
  const database = await openDatabase({ url: config.databaseUrl })
  const clock = createTestClock()
  const deps = {
    config,
    database,
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
  const parts = await createApp(deps, { announce: () => {} })
  return {
    ...parts,
    deps,
    get: (path: string, headers: Record<string, string> = {}) => parts.app.request(path, { headers }),
    close: async () => {
      await parts.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** For a test file: one house for all its tests, furnished first by `furnish`. Read it inside tests and hooks only. */
export function useHouse(furnish: (house: House) => Promise<unknown>): { readonly current: House } {
  let house: House | undefined
  beforeAll(async () => {
    house = await openHouse()
    await furnish(house)
  })
  afterAll(async () => {
    await house?.close()
  })
  return {
    get current() {
      if (!house) throw new Error('The application runs only while the tests of this file do.')
      return house
    },
  }
}
