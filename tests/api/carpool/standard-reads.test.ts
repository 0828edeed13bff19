import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireOperator } from '../../../api/carpool/standard/operators.usecases.ts'
import type {
  DriverJourney,
  DriverRegularTrip,
  PassengerJourney,
  PassengerRegularTrip,
} from '../../../api/carpool/standard/standard.schemas.ts'
import { createRateLimiter } from '../../../api/platform/rate-limits.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { rideRequest, traveller, user } from '../../../db/schema/index.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { openDemoApp, useDemoApp } from '../../support/demo-app.ts'
import {
  anOperator,
  callerOf,
  operatorsPath,
  standard,
  standardQuery,
  type TestOperator,
} from '../../support/operators.ts'
import { anOffer, aTraveller, someAires, type Traveller } from '../../support/rides.ts'

// With ../shared, every answer below is checked against the published schema too (tests/support/operators.ts).

const house = useDemoApp()
const app = () => house.current
const points = {
  ouest: { lat: 50.25, lon: 3.55 },
  milieu: { lat: 50.25, lon: 3.62 },
  est: { lat: 50.25, lon: 3.69 },
}
let aires: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let operator: TestOperator
let driver: Traveller

/** 7:30 in Paris on 25 November. */
const half7 = Date.parse('2026-11-25T06:30:00Z') / 1000

beforeAll(async () => {
  aires = await someAires(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  operator = await anOperator(app(), admin)
  driver = await aTraveller(app(), {
    name: 'Dominique',
    phone: '+33612345678',
    phoneShared: true,
    woman: true,
  })
  await aTraveller(app(), { name: 'Pascale', phone: '+33698765432', phoneShared: true })
})

const offer = async (over: Record<string, unknown> = {}, from = aires.ouest, to = aires.est) => {
  const answer = await driver.call('/api/trips', { body: anOffer(app(), from, to, over) })
  const text = await answer.text()
  expect(answer.status, text).toBe(201)
  const { trip } = JSON.parse(text) as { trip: { id: string; departures: { id: string }[] } }
  return {
    ...trip,
    cancel: () => driver.call(`/api/trips/${trip.id}/cancel`, { body: {} }),
  }
}
const journeys = async (rest: Record<string, string | number> = {}, who = operator) =>
  (
    await who.call(
      `/driver_journeys?${standardQuery(points.ouest, points.est, { departureDate: half7, ...rest })}`,
    )
  ).body as DriverJourney[]

describe('A driver’s departure', () => {
  it('is found around a point and a moment, as the standard writes it', async () => {
    const trip = await offer({ costCents: 60, wishes: ['pets'] })
    const found = await journeys()
    expect(found).toHaveLength(1)
    const [one] = found as [DriverJourney]
    const departureId = trip.departures[0]!.id
    expect(one).toEqual({
      id: `${departureId}.${aires.ouest}.${aires.est}`,
      operator: 'bocage.test',
      driver: {
        id: expect.stringMatching(/^[\w-]{22}$/) as string,
        operator: 'bocage.test',
        alias: 'Dominique',
      },
      passengerPickupLat: 50.25,
      passengerPickupLng: 3.55,
      passengerDropLat: 50.25,
      passengerDropLng: 3.69,
      passengerPickupAddress: 'Aire ouest, Le Quesnoy',
      passengerDropAddress: 'Aire est, Le Quesnoy',
      driverDepartureLat: 50.25,
      driverDepartureLng: 3.55,
      driverDepartureAddress: 'Aire ouest, Le Quesnoy',
      driverArrivalLat: 50.25,
      driverArrivalLng: 3.69,
      driverArrivalAddress: 'Aire est, Le Quesnoy',
      departureToPickupWalkingDistance: 0,
      departureToPickupWalkingDuration: 0,
      dropoffToArrivalWalkingDistance: 0,
      dropoffToArrivalWalkingDuration: 0,
      duration: expect.any(Number) as number,
      distance: expect.any(Number) as number,
      preferences: { smoking: false, animals: true },
      webUrl: `http://bocage.test/trajets?${new URLSearchParams({ from: aires.ouest, to: aires.est, at: '2026-11-25T07:30' })}`,
      passengerPickupDate: half7,
      driverDepartureDate: half7,
      type: 'PLANNED',
      availableSeats: 3,
      price: { type: 'PAYING', amount: 0.6, currency: 'EUR' },
    })
    // Ten kilometres as the crow flies, thirteen by road, at sixty an hour or less.
    expect(one.distance).toBeGreaterThan(12_000)
    expect(one.distance).toBeLessThan(14_000)
    expect(one.duration).toBeGreaterThan(12 * 60)
    expect(one.duration).toBeLessThan(20 * 60)
    await trip.cancel()
    expect(await journeys()).toEqual([])
  })

  it('is found by where it picks up and when, to the second, and by nothing else', async () => {
    const trip = await offer()
    expect(await journeys({ departureDate: half7 + 900 })).toHaveLength(1)
    expect(await journeys({ departureDate: half7 + 901 })).toEqual([])
    expect(await journeys({ departureDate: half7 - 900 })).toHaveLength(1)
    expect(await journeys({ departureDate: half7 - 901 })).toEqual([])
    expect(await journeys({ departureDate: half7 + 3600, timeDelta: 3600 })).toHaveLength(1)
    // Some 2.1 km to the south of the aire.
    const south = { lat: 50.231, lon: 3.55 }
    const around = async (departureRadius: number) =>
      (
        await operator.call(
          `/driver_journeys?${standardQuery(south, points.est, { departureDate: half7, departureRadius })}`,
        )
      ).body as DriverJourney[]
    expect(await around(2)).toEqual([])
    const [one] = await around(3)
    expect(one!.departureToPickupWalkingDistance).toBeGreaterThan(2100)
    expect(one!.passengerPickupDate).toBe(half7)
    // The other way round, nobody drives.
    const back = await operator.call(
      `/driver_journeys?${standardQuery(points.est, points.ouest, { departureDate: half7 })}`,
    )
    expect(back.body).toEqual([])
    await trip.cancel()
  })

  it('is found by a detour of its driver, full it is not; count is kept to', async () => {
    const near = await offer({ detourMinutes: 15 }, aires.milieu, aires.loin)
    const other = await offer({ time: '07:35' })
    const found = await journeys({ timeDelta: 1800 })
    expect(found.map(({ driverDepartureAddress }) => driverDepartureAddress)).toEqual(
      expect.arrayContaining(['Aire ouest, Le Quesnoy']),
    )
    expect(await journeys({ timeDelta: 1800, count: 1 })).toHaveLength(1)
    await near.cancel()
    await other.cancel()
  })

  it('in a car among women is told to no other operator: nobody could say who asks', async () => {
    const trip = await offer({ wishes: ['women_only'] })
    expect(await journeys()).toEqual([])
    await trip.cancel()
  })

  it('which has left is told no more', async () => {
    const trip = await offer()
    app().clock.set('2026-11-25T06:40:00Z')
    expect(await journeys()).toEqual([])
    app().clock.set('2026-11-24T08:00:00Z')
    await trip.cancel()
  })

  it('tells nothing of people but the name others read here, by an id that is of one operator alone', async () => {
    const trip = await offer({ note: 'Sonnez au 12 rue des Lilas' })
    const second = await anOperator(app(), admin)
    const [here] = await journeys()
    const [there] = await journeys({}, second)
    expect(here!.driver.id).not.toBe(there!.driver.id)
    expect((await journeys())[0]!.driver.id).toBe(here!.driver.id)
    const [row] = await app()
      .database.read.select()
      .from(traveller)
      .innerJoin(user, eq(user.id, traveller.userId))
      .where(eq(traveller.name, 'Dominique'))
    const told = JSON.stringify([here, there])
    for (const secret of ['612345678', driver.email, 'Lilas', row!.traveller.id, row!.user.id])
      expect(told).not.toContain(secret)
    await trip.cancel()
  })
})

describe('A trip on days of the week', () => {
  const trips = async (rest: Record<string, string | number> = {}) =>
    (
      await operator.call(
        `/driver_regular_trips?${standardQuery(points.ouest, points.est, { departureTimeOfDay: '07:30:00', ...rest })}`,
      )
    ).body as DriverRegularTrip[]

  it('is told once, with its days and the dated departures of four weeks', async () => {
    const once = await offer({ time: '07:40' })
    const trip = await offer({ firstDay: '2026-11-26', regular: { weekdays: [1, 4] } })
    const found = await trips()
    expect(found).toHaveLength(1)
    const { schedules } = found[0]!
    expect(schedules.map((one) => [one.passengerPickupDay, one.passengerPickupTimeOfDay])).toEqual([
      ['MON', '07:30:00'],
      ['THU', '07:30:00'],
    ])
    const days = (n: number) =>
      schedules[n]!.journeySchedules.map(({ passengerPickupDate }) =>
        new Date(passengerPickupDate * 1000).toISOString().slice(0, 16),
      )
    expect(days(0)).toEqual(['2026-11-30T06:30', '2026-12-07T06:30', '2026-12-14T06:30', '2026-12-21T06:30'])
    expect(days(1)).toEqual(['2026-11-26T06:30', '2026-12-03T06:30', '2026-12-10T06:30', '2026-12-17T06:30'])
    expect(schedules[0]!.journeySchedules[0]!.id).toMatch(/^[0-9a-f-]{36}\.[0-9a-f-]{36}\.[0-9a-f-]{36}$/)
    expect(await trips({ departureWeekdays: 'TUE,WED' })).toEqual([])
    expect(await trips({ departureTimeOfDay: '07:46:00' })).toHaveLength(0)
    const until = Date.parse('2026-12-01T00:00:00Z') / 1000
    const [few] = await trips({ maxDepartureDate: until })
    expect(few!.schedules.flatMap(({ journeySchedules }) => journeySchedules)).toHaveLength(2)
    expect(await trips({ minDepartureDate: until, maxDepartureDate: until })).toEqual([])
    await trip.cancel()
    await once.cancel()
  })
})

describe('A passenger’s standing request', () => {
  const ask = async (over: Partial<typeof rideRequest.$inferInsert> = {}) => {
    const [row] = await app().database.read.select().from(traveller).where(eq(traveller.name, 'Pascale'))
    const id = app().deps.ids.next()
    await app().database.write((tx) =>
      tx.insert(rideRequest).values({
        id,
        territorySiren: demoSiren,
        travellerId: row!.id,
        fromName: 'Aire ouest',
        toName: 'Aire est',
        fromReaches: [{ aireId: aires.ouest, walkSeconds: 300 }],
        toReaches: [{ aireId: aires.est, walkSeconds: 0 }],
        by: 'departure',
        wallTime: '07:20',
        flexMinutes: 30,
        firstDay: '2026-11-25',
        lastDay: '2026-11-25',
        seats: 2,
        note: 'Rendez-vous chez le médecin',
        createdAt: app().clock.now(),
        ...over,
      }),
    )
    return {
      id,
      close: () => app().database.write((tx) => tx.delete(rideRequest).where(eq(rideRequest.id, id))),
    }
  }
  const query = standardQuery(points.ouest, points.est, { departureDate: half7 })

  it('is told for its day, at the moment its passenger stands at the aire', async () => {
    const request = await ask()
    const { body } = await operator.call(`/passenger_journeys?${query}`)
    expect(body).toMatchObject([
      {
        passenger: { operator: 'bocage.test', alias: 'Passager' },
        passengerPickupDate: half7 - 300,
        driverDepartureDate: half7 - 300,
        passengerPickupLng: 3.55,
        requestedSeats: 2,
        type: 'PLANNED',
      },
    ])
    expect(JSON.stringify(body)).not.toMatch(/médecin|698765432|Pascale/)
    await request.close()
    expect((await operator.call(`/passenger_journeys?${query}`)).body).toEqual([])
  })

  it('that speaks of arriving is told by when one must leave', async () => {
    const request = await ask({ by: 'arrival', wallTime: '07:45' })
    const [one] = (await operator.call(`/passenger_journeys?${query}`)).body as PassengerJourney[]
    expect(one!.passengerPickupDate).toBe(Date.parse('2026-11-25T06:45:00Z') / 1000 - one!.duration)
    await request.close()
  })

  it('for days of the week is told once, with its days', async () => {
    const request = await ask({ lastDay: '2026-12-22', weekdays: 0b0000100 })
    const { body } = await operator.call(
      `/passenger_regular_trips?${standardQuery(points.ouest, points.est, { departureTimeOfDay: '07:30:00' })}`,
    )
    const [one] = body as PassengerRegularTrip[]
    expect(one!.schedules).toMatchObject([
      { passengerPickupDay: 'WED', passengerPickupTimeOfDay: '07:25:00' },
    ])
    expect(one!.schedules[0]!.journeySchedules).toHaveLength(4)
    await request.close()
  })
})

describe('A key', () => {
  it('opens the interface; without one, with another, or once renewed, it does not', async () => {
    const call = `/driver_journeys?${standardQuery(points.ouest, points.est, { departureDate: half7 })}`
    for (const key of [null, 'x', `${operator.id}_1.${'A'.repeat(32)}`]) {
      const { status, body } = await callerOf(app(), key)(call)
      expect([status, body]).toMatchObject([401, { error: 'operator_unknown' }])
    }
    const bearer = await callerOf(app(), null)(call, { headers: { Authorization: `Bearer ${operator.key}` } })
    expect(bearer.status).toBe(200)

    const other = await anOperator(app(), admin)
    const key = app().deps.ids.next()
    const renewed = async () =>
      (await (await admin.post(`${operatorsPath}/${other.id}/key`, undefined, { key })).json()) as {
        key: string
      }
    const first = await renewed()
    // Asked again by a screen that heard nothing: the same key, not a third one.
    expect(await renewed()).toEqual(first)
    expect((await other.call(call)).status).toBe(401)
    expect((await callerOf(app(), first.key)(call)).status).toBe(200)
  })

  it('is kept nowhere, neither the one we are called with nor the one we call with', async () => {
    const other = await anOperator(app(), admin, {
      baseUrl: 'http://127.0.0.1:9/v1/',
      theirKey: 'CLE-DE-LEUR-COTE',
    })
    const tables = await app().database.read.all<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name not like '%fts%' and name not like '%rtree%'`,
    )
    for (const { name } of tables) {
      const rows = JSON.stringify(await app().database.read.all(sql.raw(`select * from "${name}"`)))
      expect(rows.includes(other.key), name).toBe(false)
      expect(rows.includes('CLE-DE-LEUR-COTE'), name).toBe(false)
    }
    const seen = await (await admin.get(`${operatorsPath}/${other.id}`)).text()
    expect(seen).not.toContain('CLE-DE-LEUR-COTE')
    expect(JSON.parse(seen)).toMatchObject({ hasTheirKey: true, baseUrl: 'http://127.0.0.1:9/v1' })
  })

  it('of an operator that was disabled, or may not search, is refused with 403', async () => {
    const call = `/driver_journeys?${standardQuery(points.ouest, points.est, { departureDate: half7 })}`
    const other = await anOperator(app(), admin)
    const change = async (body: object) => {
      const { version } = (await (await admin.get(`${operatorsPath}/${other.id}`)).json()) as {
        version: number
      }
      expect((await admin.patch(`${operatorsPath}/${other.id}`, body, { version })).status).toBe(200)
    }
    await change({ opens: [] })
    expect([(await other.call(call)).status, (await other.call(call)).body]).toMatchObject([
      403,
      { error: 'operator_not_allowed' },
    ])
    await change({ opens: ['search'] })
    expect((await other.call(call)).status).toBe(200)
    await change({ enabled: false })
    expect((await other.call(call)).body).toMatchObject({ error: 'operator_disabled' })
  })

  it('reads the rides of its territory alone, and is counted for itself', async () => {
    const rateLimiter = createRateLimiter({ clock: app().clock, secret: 'x'.repeat(32), factor: 1 / 200 })
    const deps = { ...app().deps, rateLimiter }
    const enter = (key: string) => requireOperator(deps, { key, scope: 'search' })
    const other = await anOperator(app(), admin)
    for (let n = 0; n < 3; n++) await enter(operator.key)
    await expect(enter(operator.key)).rejects.toMatchObject({ slug: 'too-many-requests' })
    await expect(enter(other.key)).resolves.toMatchObject({ id: other.id })
  })
})

it('calls that come too fast are told to wait, and how long', async () => {
  const narrow = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '0.005' } })
  try {
    const agent = await anAgent(narrow, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
    const one = await anOperator(narrow, agent)
    const call = `/driver_journeys?${standardQuery(points.ouest, points.est, { departureDate: half7 })}`
    for (let n = 0; n < 3; n++) expect((await one.call(call)).status).toBe(200)
    const { status, body, answer } = await one.call(call)
    expect([status, body]).toMatchObject([429, { error: 'too_many_requests' }])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  } finally {
    await narrow.close()
  }
})

it.skipIf(!standard)('the published schema sees what is missing, or is of another kind', async () => {
  const trip = await offer()
  const [one] = (await journeys()) as [DriverJourney]
  const faults = (value: unknown) => standard!.faultsOfAnswer('/driver_journeys', 'get', 200, [value])
  const { driver: _, ...less } = one
  expect(faults(one)).toEqual([])
  expect(faults(less)).not.toEqual([])
  expect(faults({ ...one, duration: 12.5 })).not.toEqual([])
  expect(faults({ ...one, type: 'planned' })).not.toEqual([])
  expect(standard!.faultsOfAnswer('/driver_journeys', 'get', 418, [])).not.toEqual([])
  await trip.cancel()
})

describe('What does not fit', () => {
  const fine = { departureDate: half7 }
  it.each([
    ['no date', {}],
    ['a date that is none', { departureDate: 'NaN' }],
    ['milliseconds for seconds', { departureDate: half7 * 1000 }],
    ['a latitude beyond the pole', { ...fine, departureLat: 91 }],
    ['a radius of the whole country', { ...fine, departureRadius: 1000 }],
    ['a margin of a month', { ...fine, timeDelta: 2_592_000 }],
    ['no result wanted', { ...fine, count: 0 }],
  ] as const)('%s: refused in the form of the standard', async (_, rest) => {
    const { status, body } = await operator.call(
      `/driver_journeys?${standardQuery(points.ouest, points.est, rest)}`,
    )
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: 'invalid_request', message: expect.stringMatching(/:/) as string })
  })

  it('a time or a day of the week that is none', async () => {
    for (const rest of [
      { departureTimeOfDay: '7h30' },
      { departureTimeOfDay: '25:00:00' },
      { departureTimeOfDay: '07:30:00', departureWeekdays: 'LUN' },
    ] as Record<string, string>[]) {
      const call = `/driver_regular_trips?${standardQuery(points.ouest, points.est, rest)}`
      expect((await operator.call(call)).status).toBe(400)
    }
  })

  it('an address that does not exist is told so in the same form', async () => {
    const answer = await app().request('/api/standard-covoiturage/nothing')
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toMatchObject([
      404,
      'application/json',
      { error: 'not_found' },
    ])
  })

  it('a place where there is no aire has no ride, and says so at once', async () => {
    const sea = { lat: 47, lon: -8 }
    const { status, body } = await operator.call(
      `/driver_journeys?${standardQuery(sea, points.est, { departureDate: half7, departureRadius: 100 })}`,
    )
    expect([status, body]).toEqual([200, []])
    const same = await operator.call(
      `/driver_journeys?${standardQuery(points.est, points.est, { departureDate: half7 })}`,
    )
    expect(same.body).toEqual([])
  })

  it('/status answers without a key', async () => {
    expect(await callerOf(app(), null)('/status')).toMatchObject({ status: 200, body: { status: 'OK' } })
  })
})
