import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import type { DriverJourney, StandardBooking } from '../../../api/carpool/standard/standard.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { booking, foreignBooking, foreignTraveller } from '../../../db/schema/index.ts'
import { anAgent, waitForMail, type Agent } from '../../support/desk.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { listenTo, type Listening } from '../../support/listening.ts'
import {
  anOperator,
  operatorsPath,
  standard,
  standardQuery,
  type TestOperator,
} from '../../support/operators.ts'
import { anOffer, aTraveller, someAires, type Traveller } from '../../support/rides.ts'

// The other operator is a server of the test: what we send it is checked against the published schema too.

const house = useDemoApp()
const app = () => house.current
const ouest = { lat: 50.25, lon: 3.55 }
const est = { lat: 50.25, lon: 3.69 }
const half7 = Date.parse('2026-11-25T06:30:00Z') / 1000
let aires: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let driver: Traveller
let operator: TestOperator
let theirs: Listening
type Heard = { method: string; url: string; key: string | undefined; body: unknown }
let heard: Heard[] = []
let answerWith = 200

beforeAll(async () => {
  aires = await someAires(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  driver = await aTraveller(app(), { name: 'Dominique', phone: '+33612345678', phoneShared: true })
  theirs = await listenTo((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      heard.push({
        method: request.method ?? '',
        url: request.url ?? '',
        key: request.headers['x-api-key'] as string | undefined,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      })
      response.writeHead(answerWith, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  operator = await anOperator(app(), admin, {
    baseUrl: `${theirs.url}/v1`,
    theirKey: 'la-cle-de-roulons',
    asks: ['book'],
  })
})
afterAll(() => theirs.close())
afterEach(async () => {
  answerWith = 200
  app().clock.set('2026-11-24T08:00:00Z')
  const { items } = (await (await driver.call(`/api/trips/mine?territory=${demoSiren}`)).json()) as {
    items: { id: string }[]
  }
  for (const { id } of items) await driver.call(`/api/trips/${id}/cancel`, { body: {} })
  // What waits for another try is tried.
  app().clock.advance({ hours: 1 })
  await app().worker.runOnce()
  app().clock.set('2026-11-24T08:00:00Z')
  heard = []
})

async function aJourney(over: Record<string, unknown> = {}): Promise<DriverJourney> {
  const offered = await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, over) })
  expect(offered.status).toBe(201)
  const { body } = await operator.call(
    `/driver_journeys?${standardQuery(ouest, est, { departureDate: half7 })}`,
  )
  return (body as DriverJourney[])[0]!
}
const ask = (journey: DriverJourney, over: Record<string, unknown> = {}) => ({
  id: app().deps.ids.next(),
  driver: journey.driver,
  passenger: { id: 'p-17', operator: operator.domain, alias: 'Camille' },
  status: 'WAITING_CONFIRMATION',
  price: journey.price,
  passengerPickupDate: journey.passengerPickupDate,
  passengerPickupLat: journey.passengerPickupLat,
  passengerPickupLng: journey.passengerPickupLng,
  passengerDropLat: journey.passengerDropLat,
  passengerDropLng: journey.passengerDropLng,
  driverJourneyId: journey.id,
  ...over,
})
const post = (body: unknown) => operator.call('/bookings', { method: 'POST', body })
const read = async (id: string) => {
  const { body } = await operator.call(`/bookings/${id}`, { template: '/bookings/{bookingId}' })
  return body as StandardBooking
}
const move = (id: string, status: string, message?: string) =>
  operator.call(`/bookings/${id}?${new URLSearchParams({ status, ...(message ? { message } : {}) })}`, {
    method: 'PATCH',
    template: '/bookings/{bookingId}',
  })
const ofDriver = async () =>
  (
    (await (await driver.call(`/api/bookings/mine?territory=${demoSiren}&as=driver`)).json()) as {
      items: BookingView[]
    }
  ).items
const act = async (id: string, what: string, body: object = {}) => {
  const answer = await driver.call(`/api/bookings/${id}/${what}`, { body })
  expect(answer.status, await answer.clone().text()).toBe(200)
}
const seats = async (journey: DriverJourney) => {
  const { body } = await operator.call(
    `/driver_journeys?${standardQuery(ouest, est, { departureDate: half7 })}`,
  )
  return (body as DriverJourney[]).find(({ id }) => id === journey.id)?.availableSeats
}

describe('A passenger of another operator', () => {
  it('asks, is accepted, takes the seat back: the driver answers as usual, each side is told once', async () => {
    const journey = await aJourney({ costCents: 60 })
    const request = ask(journey)
    expect(standard?.faultsOfRequest('/bookings', 'post', request) ?? []).toEqual([])
    const made = await post(request)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      id: request.id,
      status: 'WAITING_CONFIRMATION',
      passenger: { id: 'p-17', operator: operator.domain, alias: 'Camille' },
      driver: journey.driver,
      price: { type: 'PAYING', amount: 0.6 },
      passengerPickupDate: half7,
      driverJourneyId: journey.id,
    })
    expect(await seats(journey)).toBe(2)
    // Sent again: the same booking, no seat more.
    expect((await post(request)).body).toEqual(made.body)
    expect(await seats(journey)).toBe(2)

    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'demande une place')
    expect(mail.text).toContain('Camille · Roulons')
    expect((await ofDriver())[0]).toMatchObject({
      id: request.id,
      other: { name: 'Camille · Roulons', phone: null },
    })
    expect(heard).toEqual([])

    await act(request.id, 'accept')
    await app().worker.runOnce()
    expect(heard).toMatchObject([
      { method: 'PATCH', url: `/v1/bookings/${request.id}?status=CONFIRMED`, key: 'la-cle-de-roulons' },
    ])
    expect(await read(request.id)).toMatchObject({ status: 'CONFIRMED' })
    // Neither told again, nor by the sweep.
    app().clock.advance({ minutes: 10 })
    await app().worker.runOnce()
    expect(heard).toHaveLength(1)

    expect((await move(request.id, 'CONFIRMED')).status).toBe(409)
    expect(await move(request.id, 'CANCELLED', 'Grippe')).toMatchObject({ status: 200 })
    expect(await move(request.id, 'CANCELLED')).toMatchObject({
      status: 409,
      body: { error: 'status_already_set' },
    })
    expect(await seats(journey)).toBe(3)
    await app().worker.runOnce()
    expect((await waitForMail(app(), driver.email, 'Trajet annulé')).text).toContain('Grippe')
    expect(heard).toHaveLength(1)
  })

  it('is declined, or left without an answer: the operator hears it, with the words', async () => {
    const journey = await aJourney()
    const first = ask(journey)
    await post(first)
    await act(first.id, 'decline', { reason: 'car-full', words: 'Complet, désolée.' })
    await app().worker.runOnce()
    expect(heard).toMatchObject([
      {
        method: 'PATCH',
        url: `/v1/bookings/${first.id}?status=CANCELLED&message=Complet%2C+d%C3%A9sol%C3%A9e.`,
      },
    ])
    const second = ask(journey, { passenger: { id: 'p-18', operator: operator.domain, alias: 'Sacha' } })
    await post(second)
    app().clock.set('2026-11-25T06:20:00Z')
    await app().worker.runOnce()
    await app().worker.runOnce()
    expect(heard.at(-1)).toMatchObject({ url: `/v1/bookings/${second.id}?status=CANCELLED` })
  })

  it('rode: what the clock settles is told too, once for each state', async () => {
    const journey = await aJourney()
    const request = ask(journey)
    await post(request)
    await act(request.id, 'accept')
    await app().worker.runOnce()
    app().clock.set('2026-11-25T09:00:00Z')
    for (let n = 0; n < 3; n++) {
      await app().worker.runOnce()
      app().clock.advance({ minutes: 2 })
    }
    expect(heard.map(({ url }) => url.split('status=')[1])).toEqual([
      'CONFIRMED',
      'COMPLETED_PENDING_VALIDATION',
    ])
    expect((await move(request.id, 'VALIDATED')).status).toBe(200)
    expect(await read(request.id)).toMatchObject({ status: 'COMPLETED_PENDING_VALIDATION' })
    await act(request.id, 'complete')
    app().clock.advance({ minutes: 2 })
    await app().worker.runOnce()
    await app().worker.runOnce()
    expect(heard.at(-1)?.url).toContain('status=VALIDATED')
    expect(heard).toHaveLength(3)
  })

  it('writes and is written to, about their booking alone; what the standard has no state for is said in words', async () => {
    const journey = await aJourney()
    const request = ask(journey)
    await post(request)
    const message = (over: Record<string, unknown> = {}) => ({
      from: request.passenger,
      to: journey.driver,
      message: 'Je serai devant la halle.',
      recipientCarpoolerType: 'DRIVER',
      bookingId: request.id,
      ...over,
    })
    const say = (over = {}) => operator.call('/messages', { method: 'POST', body: message(over) })
    expect((await say()).status).toBe(201)
    // Its answer was lost, it is sent again: one message.
    expect((await say()).status).toBe(201)
    const thread = async () =>
      (
        (await (await driver.call(`/api/bookings/${request.id}/messages`)).json()) as {
          items: { author: string; words: string }[]
        }
      ).items.filter(({ author }) => author !== 'system')
    expect(await thread()).toMatchObject([{ author: 'passenger', words: 'Je serai devant la halle.' }])
    expect((await say({ to: { ...journey.driver, id: 'somebody-else' } })).status).toBe(404)
    expect((await say({ bookingId: app().deps.ids.next() })).status).toBe(404)
    expect((await say({ bookingId: undefined })).status).toBe(404)
    expect((await say({ message: 'x'.repeat(501) })).status).toBe(400)

    await act(request.id, 'messages', { id: app().deps.ids.next(), words: 'Entendu.' })
    await app().worker.runOnce()
    const told = heard.find(({ url }) => url === '/v1/messages')
    expect(told?.body).toMatchObject({
      from: { alias: 'Dominique', id: journey.driver.id },
      to: { id: 'p-17', alias: 'Camille', operator: operator.domain },
      message: 'Entendu.',
      recipientCarpoolerType: 'PASSENGER',
      bookingId: request.id,
    })
    expect(standard?.faultsOfRequest('/messages', 'post', told?.body) ?? []).toEqual([])
    await act(request.id, 'accept')
    app().clock.set('2026-11-25T06:20:00Z')
    await act(request.id, 'late', { minutes: 10 })
    await app().worker.runOnce()
    expect(heard.filter(({ url }) => url === '/v1/messages').at(-1)?.body).toMatchObject({
      message: 'Dominique aura environ 10 minutes de retard.',
    })
    expect(JSON.stringify(heard)).not.toContain('612345678')
  })

  it('is told by an event too', async () => {
    const request = ask(await aJourney())
    await post(request)
    const tell = (status: string, id = request.id) =>
      operator.call('/booking_events', {
        method: 'POST',
        body: { id: app().deps.ids.next(), idToken: 'jeton', data: { ...request, id, status } },
      })
    expect((await tell('CANCELLED')).status).toBe(200)
    expect((await tell('CANCELLED')).status).toBe(200)
    expect(await read(request.id)).toMatchObject({ status: 'CANCELLED' })
    expect(await tell('CANCELLED', app().deps.ids.next())).toMatchObject({
      status: 400,
      body: { error: 'missing_booking' },
    })
  })

  it('is told later when its operator is down, in the state of then, and once', async () => {
    const request = ask(await aJourney())
    await post(request)
    answerWith = 503
    await act(request.id, 'accept')
    await app().worker.runOnce()
    await act(request.id, 'cancel', { reason: 'car-trouble' })
    await app().worker.runOnce()
    const tries = heard.length
    expect(tries).toBeGreaterThan(0)
    answerWith = 200
    app().clock.advance({ hours: 1 })
    await app().worker.runOnce()
    app().clock.advance({ hours: 1 })
    await app().worker.runOnce()
    expect(heard.slice(tries).map(({ url }) => url)).toEqual([`/v1/bookings/${request.id}?status=CANCELLED`])
  })
})

describe('A booking is refused', () => {
  const refusals: [string, (journey: DriverJourney) => Record<string, unknown>, string][] = [
    ['that begins confirmed', () => ({ status: 'CONFIRMED' }), 'booking_mismatch'],
    [
      'for somebody else’s passenger',
      () => ({ passenger: { id: 'x', operator: 'autre.example', alias: 'X' } }),
      'booking_mismatch',
    ],
    [
      'with a driver who is not ours',
      ({ driver: one }) => ({ driver: { ...one, operator: 'autre.example' } }),
      'booking_mismatch',
    ],
    [
      'with a driver who does not drive it',
      ({ driver: one }) => ({ driver: { ...one, id: 'autre' } }),
      'missing_user',
    ],
    ['of no journey', () => ({ driverJourneyId: undefined }), 'missing_journey'],
    [
      'of a made-up journey',
      () => ({ driverJourneyId: `${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`.repeat(1) }),
      'missing_journey',
    ],
    ['at another moment', () => ({ passengerPickupDate: half7 + 600 }), 'ride_changed'],
    ['in another place', () => ({ passengerPickupLat: 50.4 }), 'booking_mismatch'],
    ['cheaper than it is', () => ({ price: { type: 'FREE' } }), 'ride_changed'],
    [
      'by a name that shows nothing',
      () => ({ passenger: { id: 'p', operator: operator.domain, alias: '\u200b' } }),
      'missing_user',
    ],
    [
      'of a passenger without a name',
      () => ({ passenger: { id: 'p', operator: operator.domain } }),
      'invalid_request',
    ],
    ['with an identifier that is none', () => ({ id: 'x' }), 'invalid_request'],
    ['at the end of the world', () => ({ passengerDropLng: 1e9 }), 'invalid_request'],
  ]
  it.each(refusals)('%s', async (_, over, error) => {
    const journey = await aJourney({ costCents: 60 })
    const { status, body } = await post(ask(journey, over(journey)))
    expect([status, body]).toMatchObject([400, { error }])
    expect(await seats(journey)).toBe(3)
  })

  it('when its seats are taken, never more than there are, however many ask at once', async () => {
    const journey = await aJourney({ seats: 2 })
    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        post(ask(journey, { passenger: { id: `n-${n}`, operator: operator.domain, alias: `N${n}` } })),
      ),
    )
    expect(asked.map(({ status }) => status).toSorted()).toEqual([201, 201, 400, 400, 400, 400])
    expect(asked.find(({ status }) => status === 400)?.body).toMatchObject({ error: 'seats_taken' })
  })

  it('when the same passenger has one on it already, or its identifier is another’s', async () => {
    const journey = await aJourney()
    const request = ask(journey)
    await post(request)
    expect((await post(ask(journey))).body).toMatchObject({ error: 'already_booked' })
    const other = await anOperator(app(), admin)
    const stolen = { ...request, passenger: { id: 'z', operator: other.domain, alias: 'Z' } }
    expect((await other.call('/bookings', { method: 'POST', body: stolen })).status).toBe(400)
    for (const [method, path] of [
      ['GET', `/bookings/${request.id}`],
      ['PATCH', `/bookings/${request.id}?status=CANCELLED`],
    ] as const)
      expect(await other.call(path, { method, template: '/bookings/{bookingId}' })).toMatchObject({
        status: 404,
        body: { error: 'missing_booking' },
      })
    expect(await read(request.id)).toMatchObject({ status: 'WAITING_CONFIRMATION' })
  })

  it('by a key that may only search; a state that makes no sense is refused', async () => {
    const journey = await aJourney()
    const reader = await anOperator(app(), admin, { opens: ['search'] })
    const body = ask(journey)
    expect((await reader.call('/bookings', { method: 'POST', body })).status).toBe(403)
    await post(body)
    for (const status of ['CONFIRMED', 'VALIDATED', 'COMPLETED_PENDING_VALIDATION', 'NOTHING'])
      expect((await move(body.id, status)).status, status).toBe(400)
    expect((await move(body.id, 'WAITING_CONFIRMATION')).status).toBe(409)
  })
})

it('what is known of a foreign passenger goes with their booking', async () => {
  const request = ask(await aJourney())
  await post(request)
  const rows = async () => {
    const { read: handle } = app().database
    return {
      people: (await handle.select().from(foreignTraveller)).length,
      told: (await handle.select().from(foreignBooking)).length,
      bookings: (await handle.select().from(booking)).length,
    }
  }
  expect((await rows()).people).toBeGreaterThan(0)
  app().clock.advance({ days: 92 })
  await eraseOldRides(app().deps)
  expect(await rows()).toEqual({ people: 0, told: 0, bookings: 0 })
})

it('an address that is not public, or not safe for a key, is refused', async () => {
  for (const baseUrl of [
    'ftp://x.example/',
    'https://10.0.0.1/',
    'https://u:p@x.example/',
    'pas une adresse',
  ]) {
    const id = app().deps.ids.next()
    const answer = await admin.post(operatorsPath, { id, domain: `${id}.example`, name: 'X', baseUrl })
    expect([answer.status, ((await answer.json()) as { type: string }).type], baseUrl).toEqual([
      422,
      '/problems/operator-address-refused',
    ])
  }
})
