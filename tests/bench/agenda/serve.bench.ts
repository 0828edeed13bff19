import Libsql from 'libsql'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { demoTerritoryAt } from '../../support/fixtures.ts'
import { startServer } from '../../support/server.ts'
import type { Bench, BenchResult } from '../bench.ts'
import { datesAnEvent, fillWithEvents } from './many.ts'

const connections = 10
const events = 2000
const pageSize = 50
const durationMs = 5000
/** Gancio 1.21 with as many events on SQLite, 10 connections, a two-core machine: for orientation. */
const gancio = { list: 129, week: 75 }

/** Answers a second to as many keep-alive connections, each waiting for its answer before it asks again. */
async function rate(url: string, pathOf: (n: number) => string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let asked = 0
  let answered = 0
  const ask = async () => {
    const sent = request(`${url}${pathOf(asked++)}`, { agent }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    if (response.statusCode !== 200) throw new Error(`${response.statusCode}`)
  }
  for (let n = 0; n < 100; n++) await ask()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (; performance.now() - started < durationMs; answered++) await ask()
    }),
  )
  agent.destroy()
  return answered / ((performance.now() - started) / 1000)
}

/** Lists a second that one SELECT of the dates to come gives, as JSON, without HTTP: no index but the tables' keys. */
function plainPerSecond(path: string): number {
  const db = new Libsql(path)
  const statement = db.prepare(`select o.*, e.*, p.name as place, c.name as commune from occurrence o
    join event e on e.seq = o.event_seq left join place p on p.id = e.place_id
    left join commune c on c.code = e.commune_code
    where +o.listed = 1 and +o.end_at > ? and e.territory_siren = ? order by o.start_at limit ${pageSize}`)
  const started = performance.now()
  let lists = 0
  for (; performance.now() - started < 2000; lists++)
    JSON.stringify(statement.all(Date.now() + lists * 60_000, demoSiren))
  db.close()
  return lists / ((performance.now() - started) / 1000)
}

async function run(): Promise<BenchResult[]> {
  const server = await startServer({ demo: true })
  try {
    const { communes } = await demoTerritoryAt(server.url)
    const answer = await fetch(`${server.url}/api/events/categories?territory=${demoSiren}`)
    const { items } = (await answer.json()) as { items: { id: string; slug: string }[] }
    await server.stop()
    const path = join(server.dataDir, 'bocage.db')
    fillWithEvents({
      path,
      count: events * datesAnEvent,
      now: Date.now(),
      siren: demoSiren,
      communes,
      categoryIds: items.map(({ id }) => id),
      yearsBack: 0.2,
    })
    await server.restart()
    const day = (n: number) => new Date(Date.now() + (n % 250) * 86_400_000).toISOString().slice(0, 10)
    const week = (n: number) => `from=${day(n)}&to=${day(n + 6)}`
    const list = `/api/events?territory=${demoSiren}&limit=${pageSize}`
    const same = await rate(server.url, () => list)
    const oneWeek = await rate(server.url, () => `${list}&${week(3)}`)
    // No two alike, so that none is kept: another day, another age, another distance of nowhere.
    const unlike = await rate(
      server.url,
      (n) => `${list}&from=${day(n)}&age=${Math.floor(n / 250) % 90}&within=${1 + (n % 90)}`,
    )
    await server.stop()
    const plain = plainPerSecond(path)
    const judged = (name: string, value: number, orientation: number): BenchResult => ({
      name,
      value,
      unit: 'lists/s',
      baseline: 'one SELECT without lists, no HTTP',
      baselineValue: plain,
      ratio: value / plain,
      goal: `≥ ${orientation * 10}/s: ten times Gancio's ${orientation}`,
      ok: value >= orientation * 10,
    })
    return [
      judged(
        `${pageSize} dates of ${events} events, the same list, ${connections} connections`,
        same,
        gancio.list,
      ),
      judged(`one week's dates, the same list`, oneWeek, gancio.week),
      {
        ...judged(`${pageSize} dates of ${events} events, no two lists alike`, unlike, gancio.list),
        goal: 'reported',
        ok: true,
      },
    ]
  } finally {
    await server.close()
  }
}

export default { name: 'serve', run } satisfies Bench
