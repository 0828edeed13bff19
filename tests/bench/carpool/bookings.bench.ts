import { count, eq, sql } from 'drizzle-orm'
import Libsql from 'libsql'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertDepartures, nextSequence } from '../../../api/carpool/departures.repository.ts'
import { createRideIndexes } from '../../../api/carpool/ride-index.ts'
import { addDays } from '../../../api/platform/days.rules.ts'
import { findTrip, insertTrip } from '../../../api/carpool/trips.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { booking, departure } from '../../../db/schema/index.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, someAires } from '../../support/rides.ts'
import { median, type Bench, type BenchResult } from '../bench.ts'

const clients = 64
const offered = 300
const seats = 3
const departures = 100_000
const daysATrip = 100

/** Conditional updates alone, each in a transaction of its own, made as durable as ours. */
function bareTakesPerSecond(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bocage-takes-'))
  const db = new Libsql(join(folder, 'takes.db'))
  db.exec('pragma journal_mode = wal; pragma synchronous = full')
  db.exec('create table departure (id integer primary key, seats_left integer not null)')
  db.exec(`insert into departure select value, ${seats} from generate_series(1, ${offered})`)
  const take = db.prepare('update departure set seats_left = seats_left - 1 where id = ? and seats_left >= 1')
  const started = performance.now()
  for (let n = 0; n < offered * seats; n++) take.run((n % offered) + 1)
  const perSecond = (offered * seats * 1000) / (performance.now() - started)
  db.close()
  rmSync(folder, { recursive: true, force: true })
  return perSecond
}

/** Seats sold beyond those there were, on any departure, whichever way one counts. */
async function oversold(app: DemoApp): Promise<number> {
  const { read } = app.database
  const rows = await read
    .select({
      seats: departure.seats,
      left: departure.seatsLeft,
      booked: sql<number>`coalesce((select sum(b.seats) from ${booking} b
        where b.departure_id = ${sql.raw('departure.id')} and b.status <> 'CANCELLED'), 0)`,
    })
    .from(departure)
  return rows.reduce(
    (sum, one) => sum + Math.abs(one.seats - one.left - one.booked) + Math.max(0, -one.left),
    0,
  )
}

async function fight(app: DemoApp, aires: Awaited<ReturnType<typeof someAires>>): Promise<BenchResult[]> {
  const driver = await aTraveller(app, { name: 'Dominique' })
  const legs: { departureId: string; pickUpId: string; dropOffId: string }[] = []
  for (let n = 0; n < offered; n++) {
    const answer = await driver.call('/api/trips', { body: anOffer(app, aires.ouest, aires.est, { seats }) })
    const { trip } = (await answer.json()) as { trip: { departures: { id: string }[] } }
    legs.push({ departureId: trip.departures[0]!.id, pickUpId: aires.ouest, dropOffId: aires.est })
  }
  const people = []
  for (let n = 0; n < clients; n++) people.push(await aTraveller(app, { name: `P${n}` }))
  let booked = 0
  let refused = 0
  const waits: number[] = []
  const started = performance.now()
  await Promise.all(
    people.map(async (person, n) => {
      // Everyone wants the same cars, the first ones first: several reach for each last seat.
      for (let i = 0; i < offered && booked < offered * seats; i++) {
        const leg = legs[(i + Math.floor(n / 8)) % offered]!
        const asked = performance.now()
        const { status } = await person.call('/api/bookings', {
          body: { legs: [{ id: app.deps.ids.next(), ...leg }] },
        })
        waits.push(performance.now() - asked)
        if (status === 201) booked++
        else if (status === 409) refused++
        else throw new Error(`a booking was answered ${status}`)
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  const [stored] = await app.database.read.select({ n: count() }).from(booking)
  const wrong = await oversold(app)
  const baselineValue = bareTakesPerSecond()
  const all = offered * seats
  return [
    {
      name: `seats booked, ${clients} clients fighting for ${all}`,
      value: booked / took,
      unit: 'bookings/s',
      baseline: 'bare conditional updates, durable, one at a time/s',
      baselineValue,
      ratio: booked / took / baselineValue,
      goal: 'every seat sold once, none oversold',
      ok: wrong === 0 && booked === all && stored?.n === all,
    },
    {
      name: 'requests answered meanwhile, refusals included',
      value: (booked + refused) / took,
      unit: 'answers/s',
      baseline: null,
      baselineValue: null,
      ratio: null,
      goal: 'reported',
      ok: true,
    },
    {
      name: 'a booking, median wait',
      value: median(waits),
      unit: 'ms',
      baseline: null,
      baselineValue: null,
      ratio: null,
      goal: 'reported',
      ok: true,
    },
  ]
}

async function rebuild(app: DemoApp, aires: Awaited<ReturnType<typeof someAires>>): Promise<BenchResult> {
  const { database, clock, ids } = app.deps
  const [model] = await database.read.select().from(departure).limit(1)
  const trip = (await findTrip(database.read, model!.tripId))!
  const places = Object.values(aires)
  for (let n = 0; n < departures / daysATrip; n++)
    await database.write(async (tx) => {
      const id = ids.next()
      const [originId, destinationId] = [places[n % 4]!, places[(n + 1 + (n % 3)) % 4]!]
      await insertTrip(tx, { ...trip, id, originId, destinationId })
      const sequence = await nextSequence(tx, demoSiren)
      const rows = Array.from({ length: daysATrip }, (_, day) => ({
        ...model!,
        id: ids.next(),
        tripId: id,
        day: addDays('2026-12-01', day),
        originId,
        destinationId,
        departAt: clock.now() + (day + 1) * 86_400_000 + n * 1000,
        sequence,
      }))
      await insertDepartures(tx, rows)
    })
  const times: number[] = []
  let size = 0
  for (let round = 0; round < 5; round++) {
    const started = performance.now()
    size = (await createRideIndexes({ database, clock }).open(demoSiren)).index.size
    times.push(performance.now() - started)
  }
  const [held] = await database.read
    .select({ n: count() })
    .from(departure)
    .where(eq(departure.territorySiren, demoSiren))
  const value = median(times) / 1000
  return {
    name: `index rebuilt at start from the database, ${departures} departures`,
    value,
    unit: 's',
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal: '≤ 2 s, every departure in it',
    ok: value <= 2 && size === held?.n,
  }
}

async function run(): Promise<BenchResult[]> {
  const app = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '1000000' } })
  try {
    const aires = await someAires(app)
    const fought = await fight(app, aires)
    return [...fought, await rebuild(app, aires)]
  } finally {
    await app.close()
  }
}

export default { name: 'bookings', run } satisfies Bench
