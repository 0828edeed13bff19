import type { Client } from '@libsql/client'
import { createLocalClient } from '../../../db/local-client.ts'
import type { DatedTrip, RideSearch } from '../../../api/carpool/carpool.rules.ts'
import { NO_ROAD } from '../../../api/carpool/travel.rules.ts'
import type { BenchWorld } from './world.ts'

/**
 * What one would write without an index of one's own: the same trips and travel times in a libSQL file, with the
 * indexes each statement wants, read through the application's own client, which keeps statements prepared.
 */
export interface SqlTrips {
  client: Client
  path: string
  close: () => void
}

export async function writeTrips(
  path: string,
  world: BenchWorld,
  trips: readonly DatedTrip[],
): Promise<SqlTrips> {
  const client = createLocalClient({ url: `file:${path}` })
  for (const statement of [
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = OFF',
    'PRAGMA cache_size = -262144',
    'CREATE TABLE travel (origin INTEGER, destination INTEGER, seconds INTEGER NOT NULL, PRIMARY KEY (origin, destination)) WITHOUT ROWID',
    `CREATE TABLE trip (
       id TEXT NOT NULL, origin INTEGER NOT NULL, destination INTEGER NOT NULL, departure INTEGER NOT NULL,
       seats INTEGER NOT NULL, detour_limit INTEGER NOT NULL, wishes INTEGER NOT NULL, base INTEGER NOT NULL)`,
  ])
    await client.execute(statement)
  await client.execute('BEGIN')
  const { size, seconds } = world.travel
  for (let cell = 0; cell < seconds.length; cell++) {
    if (seconds[cell] !== NO_ROAD)
      await client.execute({
        sql: 'INSERT INTO travel VALUES (?, ?, ?)',
        args: [Math.floor(cell / size), cell % size, seconds[cell]!],
      })
  }
  for (const trip of trips) {
    await client.execute({
      sql: 'INSERT INTO trip VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      args: [
        trip.id,
        trip.origin,
        trip.destination,
        Math.floor(trip.departure / 1000),
        trip.seatsLeft,
        trip.detourLimit,
        trip.wishes,
        seconds[trip.origin * size + trip.destination]!,
      ],
    })
  }
  await client.execute('COMMIT')
  for (const index of [
    'travel_into ON travel (destination, seconds, origin)',
    'trip_origin ON trip (origin, departure, seats, destination, detour_limit, base, id)',
    'trip_pair ON trip (origin, destination, departure, seats, detour_limit, base, id)',
    'trip_departure ON trip (departure, seats, origin, destination, detour_limit, base, id)',
  ])
    await client.execute(`CREATE INDEX ${index}`)
  await client.execute('ANALYZE')
  return { client, path, close: () => client.close() }
}

/** What a start of the application would read: every trip, in the order of departure. */
export async function readTrips({ client }: SqlTrips): Promise<DatedTrip[]> {
  const { rows } = await client.execute('SELECT * FROM trip ORDER BY departure')
  return rows.map((row) => ({
    id: String(row['id']),
    origin: Number(row['origin']),
    destination: Number(row['destination']),
    departure: Number(row['departure']) * 1000,
    seatsLeft: Number(row['seats']),
    detourLimit: Number(row['detour_limit']),
    wishes: Number(row['wishes']),
  }))
}

/** Pick-ups at :from and drop-offs at :to in one car. Each form leads with another index; the best is the baseline. */
const answer = `SELECT t.id, abs(t.departure + op.seconds - :at) + :ride AS cost,
    max(0, op.seconds + :ride + qd.seconds - t.base) AS detour`
const serves = `t.seats >= 1 AND op.seconds + :ride + qd.seconds <= t.base + t.detour_limit`
const order = `ORDER BY cost, detour, t.id LIMIT 20`
const directForms = {
  'by origin and time': `${answer}
    FROM travel op
    CROSS JOIN trip t INDEXED BY trip_origin
      ON t.origin = op.origin AND t.departure BETWEEN :earliest - op.seconds AND :latest - op.seconds
    CROSS JOIN travel qd ON qd.origin = :to AND qd.destination = t.destination
    WHERE op.destination = :from AND op.seconds <= :reach - :ride AND ${serves} ${order}`,
  'by pair and time': `${answer}
    FROM travel op
    CROSS JOIN travel qd
    CROSS JOIN trip t INDEXED BY trip_pair
      ON t.origin = op.origin AND t.destination = qd.destination
      AND t.departure BETWEEN :earliest - op.seconds AND :latest - op.seconds
    WHERE op.destination = :from AND op.seconds <= :reach - :ride
      AND qd.origin = :to AND op.seconds + :ride + qd.seconds <= :reach AND ${serves} ${order}`,
  'by time': `${answer}
    FROM trip t INDEXED BY trip_departure
    CROSS JOIN travel op ON op.origin = t.origin AND op.destination = :from
    CROSS JOIN travel qd ON qd.origin = :to AND qd.destination = t.destination
    WHERE t.departure BETWEEN :earliest - :reach + :ride AND :latest
      AND t.departure BETWEEN :earliest - op.seconds AND :latest - op.seconds AND ${serves} ${order}`,
} as const
export const sqlForms = Object.keys(directForms) as (keyof typeof directForms)[]

function argumentsOf({ travel }: BenchWorld, search: RideSearch, reach: number) {
  const from = search.from[0]!.aire
  const to = search.to[0]!.aire
  const seconds = (instant: number) => Math.floor(instant / 1000)
  return {
    from,
    to,
    ride: travel.seconds[from * travel.size + to]!,
    earliest: seconds(search.earliest),
    at: seconds(search.at),
    latest: seconds(search.latest),
    reach,
  }
}

/** The ids found, in order: of a search by departure, without walks or wishes. `reach`: the longest drive of any trip. */
export async function searchSql(
  { client }: SqlTrips,
  form: keyof typeof directForms,
  world: BenchWorld,
  search: RideSearch,
  reach: number,
): Promise<string[]> {
  const { rows } = await client.execute({ sql: directForms[form], args: argumentsOf(world, search, reach) })
  return rows.map((row) => String(row['id']))
}

/** The same with rides of two cars: legs into each aire joined with legs out of it by the wait. */
const transferSql = `
  WITH alone AS MATERIALIZED (
    SELECT t.rowid AS trip, t.id AS first, '' AS second, abs(t.departure + op.seconds - :at) + :ride AS cost,
      max(0, op.seconds + :ride + qd.seconds - t.base) AS detour
    FROM travel op
    CROSS JOIN trip t INDEXED BY trip_origin
      ON t.origin = op.origin AND t.departure BETWEEN :earliest - op.seconds AND :latest - op.seconds
    CROSS JOIN travel qd ON qd.origin = :to AND qd.destination = t.destination
    WHERE op.destination = :from AND op.seconds <= :reach - :ride AND ${serves}),
  into_aire AS MATERIALIZED (
    SELECT t.rowid AS trip, t.id, pt.destination AS aire, t.departure + op.seconds + pt.seconds AS time,
      abs(t.departure + op.seconds - :at) + pt.seconds AS cost,
      max(0, op.seconds + pt.seconds + td.seconds - t.base) AS detour
    FROM travel op
    CROSS JOIN trip t INDEXED BY trip_origin
      ON t.origin = op.origin AND t.departure BETWEEN :earliest - op.seconds AND :latest - op.seconds
    CROSS JOIN travel pt ON pt.origin = :from AND pt.destination NOT IN (:from, :to)
      AND pt.seconds <= t.base + t.detour_limit - op.seconds
    CROSS JOIN travel td ON td.origin = pt.destination AND td.destination = t.destination
    WHERE op.destination = :from AND op.seconds <= :reach AND t.seats >= 1
      AND op.seconds + pt.seconds + td.seconds <= t.base + t.detour_limit
      AND t.rowid NOT IN (SELECT trip FROM alone)),
  couples AS (
    SELECT a.id AS first, b.id AS second, a.aire,
      a.cost + tq.seconds + (b.departure + ot.seconds - a.time) + 600 AS cost,
      a.detour + max(0, ot.seconds + tq.seconds + qd.seconds - b.base) AS detour
    FROM into_aire a
    CROSS JOIN travel tq ON tq.origin = a.aire AND tq.destination = :to
    CROSS JOIN travel ot ON ot.destination = a.aire AND ot.seconds <= :reach - tq.seconds
    CROSS JOIN trip b INDEXED BY trip_origin ON b.origin = ot.origin
      AND b.departure BETWEEN a.time + :minWait - ot.seconds AND a.time + :maxWait - ot.seconds
    CROSS JOIN travel qd ON qd.origin = :to AND qd.destination = b.destination
    WHERE b.seats >= 1 AND ot.seconds + tq.seconds + qd.seconds <= b.base + b.detour_limit
      AND b.rowid <> a.trip AND b.rowid NOT IN (SELECT trip FROM alone)),
  best AS (
    SELECT first, second, cost, detour,
      row_number() OVER (PARTITION BY first, second ORDER BY cost, detour, aire) AS rank
    FROM couples)
  SELECT first, second FROM (
    SELECT first, second, cost, detour FROM alone
    UNION ALL SELECT first, second, cost, detour FROM best WHERE rank = 1)
  ORDER BY cost, detour, first, second LIMIT 20`

export async function searchTransfersSql(
  { client }: SqlTrips,
  world: BenchWorld,
  search: RideSearch,
  reach: number,
): Promise<string[]> {
  const args = {
    ...argumentsOf(world, search, reach),
    minWait: search.transfer!.minSeconds,
    maxWait: search.transfer!.maxSeconds,
  }
  const { rows } = await client.execute({ sql: transferSql, args })
  return rows.map((row) => `${String(row['first'])} ${String(row['second'])}`.trim())
}
