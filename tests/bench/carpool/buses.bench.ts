import { sql } from 'drizzle-orm'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBusRides, readAireBuses } from '../../../api/carpool/buses.usecases.ts'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import { countStopTimes, findFeeds } from '../../../api/carpool/gtfs.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { zipOf } from '../../support/zip.ts'
import type { Bench, BenchResult } from '../bench.ts'

const lines = 200
const stopsOfLine = 25
const tripsOfLine = 200
const asked = 1000
/** A working day some weeks ahead, as the command goes by the clock of the machine: a Thursday. */
const day = nextThursday()
const services = ['W', 'S', 'D', 'H']
const stopCount = 2000

function nextThursday(): string {
  const now = Date.now()
  const ahead = (11 - new Date(now).getUTCDay()) % 7
  return new Date(now + (ahead + 7) * 86_400_000).toISOString().slice(0, 10)
}

/** Lines across Pays de Mormal and its margin, 1,000,000 stop times; a third of the stops in two towns, some seven a km². */
function makeFeed(): Buffer {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  // A third of the stops within two towns.
  const towns = [
    { lat: 50.25, lon: 3.64 },
    { lat: 50.3, lon: 3.79 },
  ]
  const stops = Array.from({ length: stopCount }, (_, n) => {
    const town = n % 3 === 0 ? towns[n % 2]! : null
    const spread = town ? 0.04 : 0.12
    const centre = town ?? { lat: 50.25, lon: 3.68 }
    return {
      lat: centre.lat + (random() - 0.5) * 2 * spread,
      lon: centre.lon + (random() - 0.5) * 2 * spread,
    }
  })
  const clock = (seconds: number) =>
    [seconds / 3600, (seconds / 60) % 60, seconds % 60]
      .map((part) => String(Math.floor(part)).padStart(2, '0'))
      .join(':')
  const trips: string[] = ['route_id,service_id,trip_id,trip_headsign']
  const times: string[] = ['trip_id,arrival_time,departure_time,stop_id,stop_sequence']
  for (let line = 0; line < lines; line++) {
    const way = Array.from({ length: stopsOfLine }, () => Math.floor(random() * stopCount))
    for (let trip = 0; trip < tripsOfLine; trip++) {
      const id = `L${line}-${trip}`
      trips.push(`R${line},${services[trip % services.length]},${id},Terminus ${line}`)
      const start = 5 * 3600 + Math.floor(((trip >> 2) / (tripsOfLine / 4)) * 18 * 3600)
      const order = trip % 8 < 4 ? way : way.toReversed()
      order.forEach((stop, n) =>
        times.push(`${id},${clock(start + n * 120)},${clock(start + n * 120)},S${stop},${n}`),
      )
    }
  }
  const files = {
    'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,A,https://a.example,Europe/Paris\n',
    'stops.txt': [
      'stop_id,stop_name,stop_lat,stop_lon',
      ...stops.map(({ lat, lon }, n) => `S${n},Arrêt ${n},${lat.toFixed(5)},${lon.toFixed(5)}`),
    ].join('\n'),
    'routes.txt': [
      'route_id,route_short_name,route_type',
      ...Array.from({ length: lines }, (_, n) => `R${n},${n},3`),
    ].join('\n'),
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20200101,20991231\nS,0,0,0,0,0,1,0,20200101,20991231\nD,0,0,0,0,0,0,1,20200101,20991231\nH,0,0,0,0,0,1,0,20200101,20991231\n',
    'calendar_dates.txt': 'service_id,date,exception_type\nW,20261225,2\nD,20261225,1\n',
    'trips.txt': trips.join('\n'),
    'stop_times.txt': times.join('\n'),
  }
  return zipOf(Object.entries(files).map(([name, content]) => ({ name, content })))
}

/** The command, in a process of its own: how long it takes, and the most memory it holds (0 where that is not told). */
async function importApart(app: DemoApp, zip: Buffer): Promise<{ seconds: number; megabytes: number }> {
  const file = join(app.config.dataDir, 'network.zip')
  writeFileSync(file, zip)
  const started = performance.now()
  const args = ['api/carpool/gtfs.cli.ts', 'import', '--territory', demoSiren, '--file', file]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATA_DIR: app.config.dataDir, DATABASE_URL: app.config.databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let most = 0
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      most = Math.max(most, Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0))
    } catch {
      // Ended, or a system without /proc.
    }
  }, 20)
  const [code] = (await once(child, 'exit')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, megabytes: most / 1024 }
}

/** The tables of GTFS as they are, as node-gtfs lays them down, in the same file: text identifiers, indexed each. */
async function layAsGtfs(app: DemoApp): Promise<void> {
  const run = (text: string) => app.database.write((tx) => tx.run(sql.raw(text)))
  await run(
    'create table plain_stops (stop_id text primary key, stop_name text, stop_lat real, stop_lon real)',
  )
  await run(
    'create table plain_trips (trip_id text primary key, route_id text, service_id text, trip_headsign text)',
  )
  await run('create table plain_routes (route_id text primary key, route_short_name text)')
  await run(
    'create table plain_calendar_dates (service_id text, date integer, primary key (service_id, date))',
  )
  await run(
    'create table plain_stop_times (trip_id text, departure_timestamp integer, stop_id text, stop_sequence integer, primary key (trip_id, stop_sequence))',
  )
  await run(`insert into plain_stops select 'S' || no, name, lat, lon from gtfs_stop`)
  await run(`insert into plain_routes select 'R' || no, name from gtfs_route`)
  await run(`create temp table service_of as select distinct trip_no, service_no from gtfs_stop_time`)
  await run(
    `insert into plain_trips select 'T' || p.no, 'R' || p.route_no, 'C' || s.service_no, p.headsign from gtfs_trip p join service_of s on s.trip_no = p.no`,
  )
  await run(
    `insert into plain_calendar_dates select 'C' || v.no, v.first_day + n.value from gtfs_service v join json_each((select '[' || group_concat(value) || ']' from generate_series(0, 399))) n where substr(v.days, n.value + 1, 1) = '1'`,
  )
  await run(
    `insert into plain_stop_times select 'T' || trip_no, departs, 'S' || stop_no, place from gtfs_stop_time`,
  )
  await run('create index plain_stop_times_stop on plain_stop_times (stop_id)')
  await run('create index plain_stop_times_departure on plain_stop_times (departure_timestamp)')
  await run('create index plain_stops_lat on plain_stops (stop_lat)')
  await run('create index plain_calendar_dates_date on plain_calendar_dates (date)')
}

const percentile = (values: number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!
async function timeEach(count: number, call: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await call(n)
    times.push(performance.now() - start)
  }
  return times
}

async function run(): Promise<BenchResult[]> {
  const app = await openDemoApp()
  try {
    const zip = makeFeed()
    const { seconds, megabytes } = await importApart(app, zip)
    const [feed] = await findFeeds(app.database.read, { territorySiren: demoSiren, limit: 1 })
    const stopTimes = await countStopTimes(app.database.read, feed?.edition ?? 0)

    const { code, name: commune } = await communeOf(app, 'Le Quesnoy')
    const aires = Array.from({ length: 60 }, (_, n) => ({
      id: app.deps.ids.next(),
      name: `Aire ${n}`,
      address: null,
      commune: { code, name: commune },
      lon: n % 3 === 0 ? 3.64 + (n % 5) * 0.003 : 3.58 + (n % 20) * 0.01,
      lat: n % 3 === 0 ? 50.25 + (n % 4) * 0.003 : 50.18 + Math.floor(n / 4) * 0.009,
      kind: 'aire' as const,
      spaces: 10,
      lit: null,
    }))
    await addOwnAires(app.deps, { territorySiren: demoSiren, aires })
    const of = (n: number) => aires[n % aires.length]!
    const ask = (n: number) =>
      readAireBuses(app.deps, { aireId: of(n).id, territory: demoSiren, day, cursor: undefined, limit: 20 })
    await timeEach(60, ask)
    const ours = await timeEach(asked, ask)
    const between = (n: number) =>
      findBusRides(app.deps, {
        territorySiren: demoSiren,
        from: { points: [of(n)], metres: 600 },
        to: { points: [of(n * 7 + 3)], metres: 600 },
        at: Date.parse(`${day}T06:30Z`),
        by: 'departure',
      })
    const rides = await timeEach(asked, between)

    await layAsGtfs(app)
    const [dayNumber] = [Date.parse(day) / 86_400_000]
    const plain = (n: number) => {
      const { lat, lon } = of(n)
      const high = 600 / 111_195
      const wide = high / Math.cos((lat * Math.PI) / 180)
      return app.database.read.all<{
        trip: string
        at: number
      }>(sql`select t.trip_id as trip, min(t.departure_timestamp) as at
        from plain_stops s join plain_stop_times t on t.stop_id = s.stop_id join plain_trips p on p.trip_id = t.trip_id
        join plain_routes r on r.route_id = p.route_id
        join plain_calendar_dates c on c.service_id = p.service_id and c.date = ${dayNumber}
        where s.stop_lat between ${lat - high} and ${lat + high} and s.stop_lon between ${lon - wide} and ${lon + wide}
        group by t.trip_id order by at limit 20`)
    }
    const theirs = await timeEach(300, plain)
    const [p99, plainP99] = [percentile(ours, 0.99), percentile(theirs, 0.99)]
    const ridesP99 = percentile(rides, 0.99)
    return [
      {
        name: 'departures of a day near an aire, p99',
        value: p99,
        unit: 'ms',
        baseline: "GTFS's own tables, as node-gtfs lays them down, same file",
        baselineValue: plainP99,
        ratio: plainP99 / p99,
        goal: '≤ 10 ms on 1,000,000 stop times',
        ok: p99 <= 10 && stopTimes === lines * tripsOfLine * stopsOfLine,
      },
      {
        name: 'buses beside a search, p99',
        value: ridesP99,
        unit: 'ms',
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: '≤ 30 ms: two places, one day',
        ok: ridesP99 <= 30,
      },
      {
        name: 'import of 1,000,000 stop times',
        value: seconds,
        unit: 's',
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: 'a daily task: told, not judged',
        ok: true,
      },
      {
        name: 'most memory of the command that imports',
        value: megabytes,
        unit: 'MB',
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: '≤ 400 MB, Node and its 64 MB of database cache included',
        ok: megabytes === 0 || megabytes <= 400,
      },
    ]
  } finally {
    await app.close()
  }
}

export default { name: 'buses', run } satisfies Bench
