import { sql } from 'drizzle-orm'
import { readRideFigures, readUnmetPairs } from '../../../api/carpool/ride-figures.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { median, type Bench, type BenchResult } from '../bench.ts'

/** Ten years of a busy territory: old days are folded into seven a month, as the worker leaves them. */
const months = 120
const rowsOfMonth = 8_400
const pairs = 400
/** Rides counted by a row, on average: one in four is of a way, hour and day that others take. */
const ridesOfRow = 3
const rounds = 15
const last = '2026-10'
const firstOfYear = '2025-11'

/** Counts as `addCounts` and `foldOldDays` leave them, and beside them each ride counted, as a table of rides has it. */
async function fill(app: DemoApp): Promise<number> {
  const run = (text: string) => app.database.write((tx) => tx.run(sql.raw(text)))
  await run(`insert or ignore into carpool_count
    (territory_siren, day, hour, kind, origin_id, destination_id, count, metres)
    select '${demoSiren}', strftime('%Y-%m-', '2016-11-01', '+' || m.value || ' months') || printf('%02d', n.value % 7 + 1),
      (n.value * 7919) % 18 + 5, (json_array('offered','asked','booked','shared','unmet') ->> ((n.value * 31) % 5)),
      'o' || ((n.value * 104729) % ${pairs}), 'd' || ((n.value * 1299709) % 20), ${ridesOfRow}, 15000
    from generate_series(0, ${months - 1}) m, generate_series(0, ${rowsOfMonth - 1}) n`)
  await run(
    `create table plain_ride (siren text, at integer, kind text, origin text, destination text, metres integer)`,
  )
  await run(`insert into plain_ride select territory_siren, unixepoch(day) * 1000 + hour * 3600000, kind, origin_id, destination_id, metres / ${ridesOfRow}
    from carpool_count c, generate_series(1, ${ridesOfRow}) where day >= '${firstOfYear}-01'`)
  await run(`create index plain_ride_at on plain_ride (siren, at)`)
  await run('analyze')
  const [counted] = await app.database.read.all<{ n: number }>(sql`select count(*) as n from carpool_count`)
  return counted?.n ?? 0
}

async function medianOf(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < rounds; n++) {
    const start = performance.now()
    await call()
    times.push(performance.now() - start)
  }
  return median(times)
}

async function run(): Promise<BenchResult[]> {
  const app = await openDemoApp()
  try {
    const rows = await fill(app)
    const year = { territory: demoSiren, from: firstOfYear, to: last }
    const five = { territory: demoSiren, from: '2021-11', to: last }
    const ofYear = await medianOf(() => readRideFigures(app.deps, year))
    const ofFive = await medianOf(() => readRideFigures(app.deps, five))
    const unmet = await medianOf(() => readUnmetPairs(app.deps, { ...year, limit: 20 }))
    const since = Date.parse(`${firstOfYear}-01`)
    const plain = await medianOf(async () => {
      for (const key of [
        `strftime('%Y-%m', at / 1000, 'unixepoch')`,
        `strftime('%w', at / 1000, 'unixepoch')`,
        `strftime('%H', at / 1000, 'unixepoch')`,
      ])
        await app.database.read
          .all(sql`select ${sql.raw(key)} as key, kind, count(*) as count, sum(metres) as metres
          from plain_ride where siren = ${demoSiren} and at >= ${since} group by 1, 2`)
    })
    return [
      {
        name: `figures of twelve months, ${rows} counts of ten years kept`,
        value: ofYear,
        unit: 'ms',
        baseline: 'counting the rides themselves, by territory and moment, same file',
        baselineValue: plain,
        ratio: plain / ofYear,
        goal: '≥ 10 times faster',
        ok: plain / ofYear >= 10,
      },
      {
        name: 'figures of five years, the longest asked for',
        value: ofFive,
        unit: 'ms',
        baseline: 'figures of twelve months',
        baselineValue: ofYear,
        ratio: ofFive / ofYear,
        goal: '≤ 8 times the cost of one year: the five others are not read',
        ok: ofFive / ofYear <= 8,
      },
      {
        name: 'where people looked in vain, first page of twelve months',
        value: unmet,
        unit: 'ms',
        baseline: 'figures of twelve months',
        baselineValue: ofYear,
        ratio: ofYear / unmet,
        goal: 'told, not judged',
        ok: true,
      },
    ]
  } finally {
    await app.close()
  }
}

export default { name: 'figures', run } satisfies Bench
