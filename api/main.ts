import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import { type Database, openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { createApp } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import { createDemoAccounts } from './demo-accounts.ts'
import { openDemoContent } from './demo/demo-content.usecases.ts'
import { systemClock } from './platform/clock.ts'
import type { Deps } from './platform/http.ts'
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
import { openDemoTerritory } from './territory/territory.demo.ts'
import { listTerritories } from './territory/territory.usecases.ts'
import { welcome } from './welcome.ts'

// Requests still running when asked to stop have this long to end; live streams would never.
const graceMs = 5000
// A phone in a valley has five minutes for its photo; headers fit one packet, and whoever drips them holds a socket.
const patience = { headersTimeout: 15_000, requestTimeout: 300_000 }
// A terminal's Ctrl-C reaches us twice under npm, which passes on the signal we already got.
const sameGestureMs = 500

async function start({ env, apiOnly }: { env: NodeJS.ProcessEnv; apiOnly: boolean }): Promise<void> {
  const config = loadConfig(env)
  prepareDataDir(config.dataDir)
  if (!apiOnly) requireWeb()
  const database = await openMigrated(config)
  const clock = systemClock
  const deps: Deps = {
    config,
    database,
    clock,
    ids: systemIds,
    logger: createLogger({ level: config.logLevel }),
    rateLimiter: createRateLimiter({ clock, secret: config.secret, factor: config.rateLimitFactor }),
  }
  const { app, worker, directory, media, close } = await createApp(deps, apiOnly ? {} : { webDir })
  // The port is taken first: a second server started by mistake stops here, before it opens a demo.
  let open = false
  const opening = () => new Response(null, { status: 503, headers: { 'Retry-After': '1' } })
  const server = await listen({ config, fetch: (...call) => (open ? app.fetch(...call) : opening()) })
  const demo = config.demo && (await openDemo({ ...deps, directory, media }))
  worker.start()
  open = true
  process.stdout.write(welcome({ config, demo }))
  stopOnSignal(async () => {
    await finish(server)
    await close()
    await database.close()
  })
}

/** Opens the demo in an empty database; answers whether this database holds one. */
async function openDemo(deps: Omit<Parameters<typeof openDemoContent>[0], 'staff'>): Promise<boolean> {
  if (await openDemoTerritory(deps))
    process.stdout.write('Ouverture du territoire de démonstration (quelques secondes, la première fois)…\n')
  const { items } = await listTerritories({ database: deps.database })
  if (!items.some(({ demo }) => demo)) return false
  await openDemoContent({ ...deps, staff: await createDemoAccounts(deps) })
  return true
}

async function openMigrated(config: Config): Promise<Database> {
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
}): Promise<Server> {
  return new Promise((resolve, reject) => {
    const serverOptions = { ...patience, connectionsCheckingInterval: 5000 }
    const asked = { fetch, port: config.port, hostname: config.host, serverOptions }
    const server = serve(asked, () => resolve(server)) as Server
    server.once('error', (error) => reject(listenProblem(error, config)))
  })
}

/** Stops accepting, and answers when the requests under way are done, or cut after their grace. */
function finish(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const asked = performance.now()
    // A connection kept alive after its last answer would hold the server open until its time-out.
    const sweep = setInterval(() => {
      if (performance.now() - asked > graceMs) server.closeAllConnections()
      else server.closeIdleConnections()
    }, 50)
    server.close(() => {
      clearInterval(sweep)
      resolve()
    })
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
      () => process.stdout.write('Bocage est arrêté.\n', () => process.exit(0)),
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
