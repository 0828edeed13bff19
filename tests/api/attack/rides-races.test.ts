import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookingStatus } from '../../../api/carpool/bookings.rules.ts'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { DriverJourney } from '../../../api/carpool/standard/standard.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { booking, departure } from '../../../db/schema/index.ts'
import { act, book, offer } from '../../support/bookings.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { listenTo, type Listening } from '../../support/listening.ts'
import { anOperator, operatorsPath, standardQuery } from '../../support/operators.ts'
import { aTraveller, find, json, slugOf, someAires, toBook, type Traveller } from '../../support/rides.ts'
import '../../support/seed.ts'

// Many at once, many times over, and other operators.

let app: DemoApp
let aires: Awaited<ReturnType<typeof someAires>>
const id = () => app.deps.ids.next()

async function open(env: Record<string, string>) {
  app = await openDemoApp({ env })
  app.clock.set('2026-11-24T08:00:00Z')
  aires = await someAires(app)
}

describe('Seats', () => {
  beforeAll(() => open({}))
  afterAll(() => app.close())

  /** What one state may have become, by any number of moves. */
  const after: Record<BookingStatus, readonly BookingStatus[]> = {
    WAITING_CONFIRMATION: ['CONFIRMED', 'CANCELLED', 'COMPLETED_PENDING_VALIDATION', 'VALIDATED'],
    CONFIRMED: ['CANCELLED', 'COMPLETED_PENDING_VALIDATION', 'VALIDATED'],
    COMPLETED_PENDING_VALIDATION: ['CANCELLED', 'VALIDATED'],
    CANCELLED: [],
    VALIDATED: [],
  }

  it('are never oversold and states never go back, whatever driver and passengers press at once', async () => {
    const driver = await aTraveller(app, { name: 'Dominique' })
    const people: Traveller[] = []
    for (let n = 0; n < 5; n++) people.push(await aTraveller(app, { name: `Passager ${n}` }))
    const { trip } = await offer(app, driver, aires.ouest, aires.loin, {
      firstDay: '2026-11-24',
      time: '12:00',
      seats: 2,
      detourMinutes: 20,
      regular: { weekdays: [1, 2, 3, 4, 5, 6, 7], holidaysOff: false },
    })
    const day = '2026-11-25'
    const ride = (await find(app, { from: aires.ouest, to: aires.est, at: `${day}T12:00` })).rides[0]!
    const read = () => app.database.read.select().from(booking)
    const states = new Map<string, BookingStatus>()
    const seen = new Set<BookingStatus>()
    const makers = new Map<string, Traveller>()

    async function check() {
      for (const row of await read()) {
        const before = states.get(row.id)
        if (before && before !== row.status) expect(after[before], row.id).toContain(row.status)
        states.set(row.id, row.status)
        seen.add(row.status)
      }
      // Once it has left, seats of who did not come are of no use to anybody.
      const wrong = await app.database.read.all(sql`
        select d.id, d.seats, d.seats_left, d.detour_used, coalesce(sum(b.seats), 0) as held,
          coalesce(sum(b.detour_seconds), 0) as detour
        from ${departure} d left join ${booking} b on b.departure_id = d.id and b.status <> 'CANCELLED'
        where d.status <> 'cancelled'
        group by d.id having d.seats_left < 0 or d.seats_left + held > d.seats or d.detour_used > d.detour_limit
          or d.depart_at > ${app.clock.now()} and (d.seats_left + held < d.seats or d.detour_used <> detour)`)
      expect(wrong).toEqual([])
    }

    const doings: Record<
      string,
      (who: Traveller, own: { id: string; pickUpAt: number }) => Promise<Response>
    > = {
      book: (who) => {
        const body = toBook(app, ride)
        makers.set(body.legs[0]!.id, who)
        return who.call('/api/bookings', { body })
      },
      accept: (_, own) => act(driver, own, 'accept'),
      decline: (_, own) => act(driver, own, 'decline'),
      'cancel by one': (who, own) => act(who, own, 'cancel'),
      'cancel by the other': (_, own) => act(driver, own, 'cancel'),
      'propose a time': (_, own) => act(driver, own, 'time', { pickUpAt: own.pickUpAt + 60_000 }),
      'answer it': (who, own) =>
        act(who, own, 'time-answer', { accept: true, pickUpAt: own.pickUpAt + 60_000 }),
      complete: (who, own) => act(who, own, 'complete'),
      'complete by the other': (_, own) => act(driver, own, 'complete'),
      'no-show': (_, own) => act(driver, own, 'no-show', { words: 'Personne.' }),
      pause: () => driver.call(`/api/trips/${trip.id}/days/${day}/pause`, { body: {} }),
      reopen: () => driver.call(`/api/trips/${trip.id}/days/${day}/reopen`, { body: {} }),
      'take the day off': () => driver.call(`/api/trips/${trip.id}/days/${day}/cancel`, { body: {} }),
      'drive it again': () => driver.call(`/api/trips/${trip.id}/days/${day}/restore`, { body: {} }),
      'other seats': async () => {
        const { items } = await json<{ items: { id: string; version: number; seats: number }[] }>(
          await driver.call(`/api/trips/mine?territory=${demoSiren}`),
        )
        const { version, seats } = items.find((one) => one.id === trip.id)!
        const change = { body: { seats: 5 - seats }, headers: { 'If-Match': `"${version}"` } }
        return driver.call(`/api/trips/${trip.id}`, { method: 'PATCH', ...change })
      },
    }
    // What ends everything comes seldom enough that there is something to end.
    const often = ['book', 'accept', 'propose a time', 'answer it', 'complete', 'reopen', 'drive it again']
    const doing = fc.tuple(fc.constantFrom(...Object.keys(doings), ...often, ...often, ...often), fc.nat(4))
    const bursts = fc.sample(fc.array(doing, { minLength: 6, maxLength: 10 }), 60)
    let done = 0
    for (const [n, burst] of bursts.entries()) {
      // The last ones are pressed once the car is there, with somebody in it.
      if (n === 45) {
        for (const what of ['drive it again', 'reopen']) await doings[what]!(driver, { id: '', pickUpAt: 0 })
        for (const who of people.slice(0, 2)) await doings['book']!(who, { id: '', pickUpAt: 0 })
        for (const row of await read()) await act(driver, row, 'accept')
        app.clock.set('2026-11-25T12:10:00Z')
      }
      const rows = await read()
      const answers = await Promise.all(
        burst.map(([what, who], k) => {
          const person = people[who]!
          const own = rows.length > 0 ? rows[(n * 7 + k * 3) % rows.length]! : { id: id(), pickUpAt: 0 }
          const latest = rows.at(-1 - (who % 2)) ?? own
          const one = k % 3 === 0 ? own : latest
          // Most act on what is theirs.
          return doings[what]!(who === 4 ? person : (makers.get(one.id) ?? person), one)
        }),
      )
      for (const answer of answers) {
        expect(answer.status, await answer.clone().text()).toBeLessThan(500)
        if (answer.ok) done++
      }
      await check()
    }
    // The walk did things, and came by the states that two presses reach.
    expect(done).toBeGreaterThan(60)
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'WAITING_CONFIRMATION',
        'CONFIRMED',
        'CANCELLED',
        'COMPLETED_PENDING_VALIDATION',
      ]),
    )
  })
})

describe('A flood', () => {
  beforeAll(() => open({ RATE_LIMIT_FACTOR: '1' }))
  afterAll(() => app.close())
  const statuses = async (count: number, ask: (n: number) => Promise<Response>) => {
    const all: number[] = []
    for (let n = 0; n < count; n++) all.push((await ask(n)).status)
    return all
  }

  it('of words to the other of a ride ends, whatever name the phone gives itself', async () => {
    const [driver, passenger] = [await aTraveller(app), await aTraveller(app)]
    await offer(app, driver, aires.ouest, aires.est)
    const [own] = await book(app, passenger, aires.ouest, aires.est)
    const sent = await statuses(45, (n) =>
      passenger.call(`/api/bookings/${own!.id}/messages`, {
        body: { id: id(), words: `Message ${n}` },
        headers: { 'Bocage-Device': `phone-${n}` },
      }),
    )
    expect(sent.filter((status) => status === 200)).toHaveLength(40)
    expect(sent.at(-1)).toBe(429)
    // The other may still say a word.
    expect((await act(driver, own!, 'messages', { id: id(), words: 'Stop.' })).status).toBe(200)
  })

  it('of requests to one driver ends too: asked, taken back, asked again', async () => {
    const [driver, passenger] = [await aTraveller(app), await aTraveller(app)]
    await offer(app, driver, aires.ouest, aires.est, { time: '09:00' })
    const { rides } = await find(app, { from: aires.ouest, to: aires.est, at: '2026-11-25T09:00' })
    const ride = rides.find(({ leaveAt }) => leaveAt === Date.parse('2026-11-25T08:00:00Z'))!
    const asked = await statuses(33, async (n) => {
      const answer = await passenger.call('/api/bookings', {
        body: toBook(app, ride),
        headers: { 'Bocage-Device': `phone-${n}` },
      })
      if (answer.ok) {
        const { bookings } = (await answer.clone().json()) as { bookings: BookingView[] }
        await act(passenger, bookings[0]!, 'cancel')
      }
      return answer
    })
    expect(asked.filter((status) => status === 201)).toHaveLength(30)
    expect(asked.at(-1)).toBe(429)
  })

  it('of mails to strangers said to be parents ends, one address or many', async () => {
    const young = await aTraveller(app, { minor: true })
    const asked = await statuses(7, (n) =>
      young.call('/api/travellers/me/guardian', {
        body: { territory: demoSiren, email: `inconnu-${n}@exemple.fr` },
        headers: { 'Bocage-Device': `phone-${n}` },
      }),
    )
    expect(asked).toEqual([202, 202, 202, 202, 202, 429, 429])
  })
})

describe('Another operator', () => {
  let admin: Agent
  let theirs: Listening
  let asked: URL[] = []
  let driver: Traveller
  let one: Awaited<ReturnType<typeof anOperator>>
  let two: Awaited<ReturnType<typeof anOperator>>
  const ends = [
    { lat: 50.25, lon: 3.55 },
    { lat: 50.25, lon: 3.69 },
  ] as const
  const half7 = Date.parse('2026-11-25T06:30:00Z') / 1000

  beforeAll(async () => {
    await open({})
    admin = await anAgent(app, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
    theirs = await listenTo((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://la-bas.example'))
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('[]')
    })
    one = await anOperator(app, admin, {
      baseUrl: `${theirs.url}/v1`,
      theirKey: 'cle',
      asks: ['search', 'book'],
    })
    two = await anOperator(app, admin)
    driver = await aTraveller(app, { name: 'Dominique' })
    await offer(app, driver, aires.ouest, aires.est)
  })
  afterAll(async () => {
    await theirs.close()
    await app.close()
  })

  async function booked(over: Record<string, unknown> = {}) {
    const { body } = await one.call(`/driver_journeys?${standardQuery(...ends, { departureDate: half7 })}`)
    const [journey] = body as [DriverJourney]
    const request = {
      id: id(),
      driver: journey.driver,
      passenger: { id: id(), operator: one.domain, alias: 'Camille' },
      status: 'WAITING_CONFIRMATION',
      price: journey.price,
      passengerPickupDate: journey.passengerPickupDate,
      passengerPickupLat: journey.passengerPickupLat,
      passengerPickupLng: journey.passengerPickupLng,
      passengerDropLat: journey.passengerDropLat,
      passengerDropLng: journey.passengerDropLng,
      driverJourneyId: journey.id,
      ...over,
    }
    return { request, answer: await one.call('/bookings', { method: 'POST', body: request }) }
  }
  const ofBooking = '/bookings/{bookingId}'
  const search = (from: string) =>
    app.call(
      `/api/rides/elsewhere?${new URLSearchParams({ territory: demoSiren, from, to: aires.est, at: '2026-11-25T07:30' })}`,
    )

  it('is told no position: the aire near it, or about where', async () => {
    asked = []
    for (const home of ['50.251234,3.551234', '50.112345,3.412345'])
      expect((await search(home)).status).toBe(200)
    expect(asked.map(({ searchParams: of }) => [of.get('departureLat'), of.get('departureLng')])).toEqual([
      ['50.25000', '3.55000'],
      ['50.11000', '3.41000'],
    ])
  })

  it('is not flooded through us, whoever searches', async () => {
    asked = []
    app.clock.advance({ minutes: 5 })
    for (let n = 0; n < 140; n++) await search(`50.${10 + (n % 60)},${3 + Math.floor(n / 60)}.01`)
    expect(asked.length).toBeGreaterThan(50)
    expect(asked.length).toBeLessThanOrEqual(120)
  })

  it('reads, moves and writes about its own bookings alone', async () => {
    const { request, answer } = await booked()
    expect(answer.status).toBe(201)
    const path = `/bookings/${request.id}`
    const words = {
      from: { ...request.passenger, operator: two.domain },
      to: request.driver,
      message: 'Bonjour',
      recipientCarpoolerType: 'DRIVER',
      bookingId: request.id,
    }
    const event = { id: id(), idToken: 'x', data: { ...request, status: 'CANCELLED' } }
    const tries = [
      await two.call(path, { template: ofBooking }),
      await two.call(`${path}?status=CANCELLED`, { method: 'PATCH', template: ofBooking }),
      await two.call('/messages', { method: 'POST', body: words }),
      await two.call('/booking_events', { method: 'POST', body: event }),
    ]
    for (const { body } of tries) expect(body).toMatchObject({ error: 'missing_booking' })
    const taken = { ...request, passenger: { ...request.passenger, operator: two.domain } }
    expect((await two.call('/bookings', { method: 'POST', body: taken })).status).not.toBe(201)
    // Nor does it accept for our driver.
    const accept = await one.call(`${path}?status=CONFIRMED`, { method: 'PATCH', template: ofBooking })
    expect(accept.body).toMatchObject({ error: 'status_not_possible' })
    expect(await one.call(path, { template: ofBooking })).toMatchObject({
      body: { status: 'WAITING_CONFIRMATION' },
    })
    await one.call(`${path}?status=CANCELLED`, { method: 'PATCH', template: ofBooking })
  })

  it('writes nothing that hides or reorders what our people read', async () => {
    const { request } = await booked({
      passenger: { id: id(), operator: one.domain, alias: 'Ca\u202Emille\u0007' },
    })
    const words = new URLSearchParams({ status: 'CANCELLED', message: 'Non\u202E !\u0007' })
    await one.call(`/bookings/${request.id}?${words}`, { method: 'PATCH', template: ofBooking })
    const seen = await json<BookingView>(await driver.call(`/api/bookings/${request.id}`))
    expect([seen.other.name, seen.cancelled?.words]).toEqual(['Camille · Roulons', 'Non !'])
  })

  it('takes no one under 18 unknown to their parent', async () => {
    const young = await aTraveller(app, { name: 'Noé', minor: true })
    await app.database.write((tx) =>
      tx.run(sql`update traveller set guardian_agreed_at = ${app.clock.now()} where name = 'Noé'`),
    )
    const answering = await listenTo((_, response) => {
      const journey = {
        id: 'j1',
        operator: one.domain,
        duration: 900,
        passengerPickupLat: 50.25,
        passengerPickupLng: 3.55,
        passengerDropLat: 50.25,
        passengerDropLng: 3.69,
        passengerPickupDate: half7,
        type: 'PLANNED',
        driver: { id: 'd1', operator: one.domain, alias: 'Maxime' },
      }
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify([journey]))
    })
    const known = await json<{ version: number }>(await admin.get(`${operatorsPath}/${one.id}`))
    await json(
      await admin.patch(
        `${operatorsPath}/${one.id}`,
        { baseUrl: `${answering.url}/v1` },
        { version: known.version },
      ),
    )
    app.clock.advance({ minutes: 2 })
    const { rides } = await json<{ rides: { offer: string }[] }>(await search(aires.ouest))
    const ask = (who: Traveller) =>
      who.call('/api/bookings-elsewhere', { body: { id: id(), offer: rides[0]!.offer } })
    expect(await slugOf(await ask(young))).toBe('403 minor-rides-here')
    expect((await ask(await aTraveller(app))).status).toBe(201)
    await answering.close()
  })

  it('does not make somebody forgotten of who was blocked: they stay so', async () => {
    const passenger = { id: 'p-bloque', operator: one.domain, alias: 'Camille' }
    const { request } = await booked({ passenger })
    expect((await driver.call(`/api/bookings/${request.id}/block`, { method: 'PUT' })).status).toBe(204)
    app.clock.advance({ days: 200 })
    await eraseOldRides(app.deps)
    app.clock.set('2026-11-24T08:00:00Z')
    await offer(app, driver, aires.ouest, aires.est)
    const again = await booked({ passenger })
    expect(again.answer.status).not.toBe(201)
    const other = await booked({ passenger: { ...passenger, id: 'p-autre' } })
    expect(other.answer.status).toBe(201)
  })
})
