import { createClient } from '@libsql/client'
import { count, sql } from 'drizzle-orm'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { uuidv7 } from 'uuidv7'
import { openDatabase } from '../../../db/client.ts'
import { incident, outbox } from '../../../db/schema/index.ts'
import { demoTerritoryAt } from '../../support/fixtures.ts'
import { startServer } from '../../support/server.ts'
import type { Bench, BenchResult } from '../bench.ts'
import type { Load, LoadReport } from './load.ts'

const clients = 64
const goalPerSecond = 1000
const loadScript = fileURLToPath(new URL('load.ts', import.meta.url))
const run = promisify(execFile)

/** Rows a second that the package's own client inserts one by one, each durable before the next. */
async function bareInsertsPerSecond(durationMs: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bocage-bare-'))
  const client = createClient({ url: `file:${join(folder, 'bare.db')}`, concurrency: 1 })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = FULL')
  await client.execute(
    'CREATE TABLE report (id TEXT PRIMARY KEY, lon REAL, lat REAL, words TEXT, at INTEGER)',
  )
  const started = performance.now()
  let rows = 0
  while (performance.now() - started < durationMs) {
    await client.execute({
      sql: 'INSERT INTO report VALUES (?, ?, ?, ?, ?)',
      args: [uuidv7(), 3.8, 50.29, 'Trou profond devant la mairie.', Date.now()],
    })
    rows++
  }
  const perSecond = (rows / (performance.now() - started)) * 1000
  client.close()
  await rm(folder, { recursive: true, force: true })
  return perSecond
}

/** What the database of a server holds, and how its writes are made durable. */
async function inspect(dataDir: string) {
  const database = await openDatabase({ url: `file:${join(dataDir, 'bocage.db')}` })
  try {
    const [incidents] = await database.read.select({ n: count() }).from(incident)
    const [events] = await database.read.select({ n: count() }).from(outbox)
    const [pragma] = await database.write((tx) => tx.all<{ synchronous: number }>(sql`pragma synchronous`))
    return { incidents: incidents?.n ?? 0, events: events?.n ?? 0, synchronous: pragma?.synchronous }
  } finally {
    await database.close()
  }
}

/**
 * Reports accepted over HTTP from a second process, the worker running beside: each answer comes after a durable
 * commit (synchronous=FULL) of the incident, its history, its indexes, its outbox row and its idempotency row.
 */
async function acceptReports(): Promise<BenchResult[]> {
  const server = await startServer({ demo: true, env: { RATE_LIMIT_FACTOR: '1000000' } })
  try {
    const { communes, categories } = await demoTerritoryAt(server.url)
    const places = communes.flatMap(({ lon, lat }) =>
      categories.map(({ id }) => ({ categoryId: id, lon, lat })),
    )
    const load: Load = { url: server.url, clients, warmupMs: 3000, durationMs: 10_000, places }
    const before = await inspect(server.dataDir)
    const { stdout } = await run(process.execPath, [loadScript, JSON.stringify(load)])
    const report = JSON.parse(stdout) as LoadReport
    await server.stop()
    const held = await inspect(server.dataDir)
    const baselineValue = await bareInsertsPerSecond(3000)

    const perSecond = report.accepted / report.seconds
    const whole =
      held.incidents - before.incidents === report.acceptedWithWarmup &&
      held.events - before.events === report.acceptedWithWarmup &&
      Object.keys(report.refused).length === 0 &&
      held.synchronous === 2
    const reported = { baseline: null, baselineValue: null, ratio: null, goal: 'reported', ok: true }
    return [
      {
        name: `reports accepted, ${clients} clients`,
        value: perSecond,
        unit: 'reports/s',
        baseline: 'bare libSQL inserts/s',
        baselineValue,
        ratio: perSecond / baselineValue,
        goal: `≥ ${goalPerSecond}/s, durable, none refused, each stored once with its event`,
        ok: perSecond >= goalPerSecond && whole,
      },
      { name: 'reports accepted, median wait', value: report.p50Ms, unit: 'ms', ...reported },
      { name: 'reports accepted, 99th percentile', value: report.p99Ms, unit: 'ms', ...reported },
    ]
  } finally {
    await server.close()
  }
}

export default { name: 'accept', run: acceptReports } satisfies Bench
