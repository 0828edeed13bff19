import { serve, type ServerType } from '@hono/node-server'
import { type Database, openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { createApp } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import { systemClock } from './platform/clock.ts'
import { systemIds } from './platform/ids.ts'
import { createLogger } from './platform/logger.ts'
import { createRateLimiter } from './platform/rate-limits.ts'
import {
  databaseProblem,
  isForThePerson,
  listenProblem,
  prepareDataDir,
  requireWeb,
  webDir,
} from './startup.ts'

// Requests still running when asked to stop have this long to end; live streams would never.
const graceMs = 5000
// A terminal's Ctrl-C reaches us twice under npm, which passes on the signal we already got.
const sameGestureMs = 500

async function start({ env, apiOnly }: { env: NodeJS.ProcessEnv; apiOnly: boolean }): Promise<void> {
  const config = loadConfig(env)
  prepareDataDir(config.dataDir)
  if (!apiOnly) requireWeb()
  const database = await open(config)
  const clock = systemClock
  const deps = {
    config,
    database,
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
  const { app, worker, close } = await createApp(deps, {
    webDir: apiOnly ? undefined : webDir,
    announce: (line) => process.stdout.write(`${line}\n`),
  })
  const server = await listen({ config, fetch: app.fetch })
  worker.start()
  stopOnSignal(async () => {
    await finish(server)
    await close()
    await database.close()
  })
}

async function open(config: Config): Promise<Database> {
  try {
    await migrate({ url: config.databaseUrl })
    return await openDatabase({ url: config.databaseUrl })
  } catch (error) {
    throw databaseProblem(error, config)
  }
}

function listen({
  config,
  fetch,
}: {
  config: Config
  fetch: Parameters<typeof serve>[0]['fetch']
}): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: config.port, hostname: config.host }, () => resolve(server))
    server.once('error', (error) => reject(listenProblem(error, config)))
  })
}

/** Stops accepting, and answers when the requests under way are done, or cut after their grace. */
function finish(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    const cut = () => 'closeAllConnections' in server && server.closeAllConnections()
    setTimeout(cut, graceMs).unref()
  })
}

function stopOnSignal(stop: () => Promise<void>): void {
  let asked: number | undefined
  const onSignal = () => {
    if (asked !== undefined) {
      if (performance.now() - asked > sameGestureMs) process.exit(130)
      return
    }
    asked = performance.now()
    process.stdout.write('\nArrêt en cours (Ctrl-C une seconde fois pour forcer)…\n')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

try {
  await start({ env: process.env, apiOnly: process.argv.includes('--api-only') })
} catch (error) {
  if (!isForThePerson(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
