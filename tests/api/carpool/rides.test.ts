import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { DeparturesAnswer, DestinationsAnswer } from '../../../api/carpool/rides.schemas.ts'
import type { TripWritten, TripView } from '../../../api/carpool/trips.schemas.ts'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import { createRideIndexes } from '../../../api/carpool/ride-index.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { searchRides } from '../../../api/carpool/search.usecases.ts'
import { searchQuery } from '../../../api/carpool/rides.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDatabase } from '../../../db/client.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678', phoneShared: true })
})

// Each test begins on the same morning, with no trip to come.
afterEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  const { items } = await json<{ items: TripView[] }>(
    await driver.call(`/api/trips/mine?territory=${demoSiren}`),
  )
  for (const { id } of items) await json(await cancelTrip(id))
})

const json = async <T>(answer: Response, status = 200): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}
const slugOf = async (answer: Response) => {
  const { type } = (await answer.json()) as { type: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}
const offer = async (from: string, to: string, over: Record<string, unknown> = {}, who = driver) =>
  json<TripWritten>(await who.call('/api/trips', { body: anOffer(app(), from, to, over) }), 201)
const cancelTrip = (id: string) => driver.call(`/api/trips/${id}/cancel`, { body: {} })
const bookingsOf = async (who: Traveller, as: 'driver' | 'passenger') =>
  (await json<{ items: BookingView[] }>(await who.call(`/api/bookings/mine?territory=${demoSiren}&as=${as}`)))
    .items
const seatsLeft = async (id: string) => {
  const { items } = await json<{ items: TripView[] }>(
    await driver.call(`/api/trips/mine?territory=${demoSiren}`),
  )
  return items.find((trip) => trip.id === id)!.departures.map((departure) => departure.seatsLeft)
}

describe('A ride', () => {
  it('is offered, found, asked for, accepted by the link of the mail, confirmed, and taken back', async () => {
    const { trip } = await offer(aires.ouest, aires.est)
    const { rides, travelSource } = await find(app(), { from: aires.ouest, to: aires.est })
    expect(rides).toMatchObject([
      { kind: 'direct', priceCents: 0, legs: [{ driver: { name: 'Dominique' } }] },
    ])
    expect(travelSource).toBe('estimate')

    const request = { ...toBook(app(), rides[0]!, 2), message: 'Je serai devant la halle.' }
    const key = app().deps.ids.next()
    const headers = { 'Idempotency-Key': key }
    const booked = await json<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body: request, headers }),
      201,
    )
    // Sent again by a phone that heard nothing: the same booking, no seat more.
    expect(await json(await passenger.call('/api/bookings', { body: request, headers }), 201)).toEqual(booked)
    const [asked] = booked.bookings
    expect(asked).toMatchObject({ status: 'WAITING_CONFIRMATION', other: { name: 'Dominique', phone: null } })
    expect(await seatsLeft(trip.id)).toEqual([1])

    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'demande une place')
    expect(mail.text).toContain('Pascale demande à venir avec vous.')
    expect(mail.text).not.toContain('612345678')
    const secret = /trajets\/reponse#(\S+)/.exec(mail.text)![1]!
    const link = { 'Bocage-Secret': secret }
    expect(await json(await app().call('/api/booking-answer', { headers: link }))).toMatchObject({
      role: 'driver',
      other: { name: 'Pascale', phone: null },
      actions: expect.arrayContaining(['accept']),
    })
    const yes = { body: { answer: 'accept' }, headers: link }
    expect(await json(await app().call('/api/booking-answer', yes))).toMatchObject({
      status: 'CONFIRMED',
      other: { phone: '+33612345678' },
    })
    // Pressed twice: no harm.
    expect(await json(await app().call('/api/booking-answer', yes))).toMatchObject({ status: 'CONFIRMED' })
    await app().worker.runOnce()
    expect((await waitForMail(app(), passenger.email, 'C’est d’accord')).text).toContain('Dominique')

    const gone = await passenger.call(`/api/bookings/${asked!.id}/cancel`, {
      body: { reason: 'ill', words: 'Fièvre.' },
    })
    expect(await json(gone)).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'passenger', reason: 'ill' },
    })
    expect(await seatsLeft(trip.id)).toEqual([3])
    await app().worker.runOnce()
    expect((await waitForMail(app(), driver.email, 'Trajet annulé')).text).toContain('Fièvre.')
    await cancelTrip(trip.id)
    expect((await find(app(), { from: aires.ouest, to: aires.est })).rides).toEqual([])
  })

  it('is found by detour, on foot and by changing cars; a change is confirmed by both drivers, and off for both', async () => {
    const first = await offer(aires.ouest, aires.milieu)
    const second = await offer(aires.milieu, aires.loin, { time: '08:00' })
    const { rides } = await find(app(), { from: aires.ouest, to: aires.loin })
    expect(rides.map(({ kind }) => kind)).toEqual(['transfer'])
    const { bookings } = await json<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
      201,
    )
    expect(bookings.map(({ leg, legs }) => [leg, legs])).toEqual([
      [1, 2],
      [2, 2],
    ])
    const accept = (n: number) => driver.call(`/api/bookings/${bookings[n]!.id}/accept`, { method: 'POST' })
    expect(await json(await accept(0))).toMatchObject({ status: 'WAITING_CONFIRMATION', accepted: true })
    expect(await json(await accept(1))).toMatchObject({ status: 'CONFIRMED' })
    expect((await bookingsOf(passenger, 'passenger')).map(({ status }) => status)).toEqual(
      expect.arrayContaining(['CONFIRMED', 'CONFIRMED']),
    )
    await json(
      await driver.call(`/api/bookings/${bookings[1]!.id}/cancel`, { body: { reason: 'car-trouble' } }),
    )
    const states = (await bookingsOf(passenger, 'passenger')).filter(
      ({ rideId }) => rideId === bookings[0]!.rideId,
    )
    expect(states.map(({ status, cancelled }) => [status, cancelled?.by])).toEqual([
      ['CANCELLED', 'other-leg'],
      ['CANCELLED', 'driver'],
    ])
    expect(await seatsLeft(first.trip.id)).toEqual([3])

    for (const { trip } of [first, second]) await json(await cancelTrip(trip.id))

    await offer(aires.ouest, aires.loin, { detourMinutes: 15 })
    expect((await find(app(), { from: aires.milieu, to: aires.est })).rides).toMatchObject([
      { kind: 'detour' },
    ])
    expect((await find(app(), { from: '50.251,3.551', to: aires.loin, walk: 1500 })).rides).toMatchObject([
      { kind: 'walk' },
    ])
  })

  it('never has more passengers than seats, whoever presses at once', async () => {
    const { trip } = await offer(aires.ouest, aires.est, { seats: 2 })
    const people = await Promise.all(
      Array.from({ length: 6 }, (_, n) => aTraveller(app(), { name: `P${n}` })),
    )
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const answers = await Promise.all(
      people.map((one) => one.call('/api/bookings', { body: toBook(app(), rides[0]!) })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409, 409])
    expect(await slugOf(answers.find(({ status }) => status === 409)!)).toBe('409 seats-taken')
    expect(await seatsLeft(trip.id)).toEqual([0])
    expect((await find(app(), { from: aires.ouest, to: aires.est })).rides).toEqual([])
  })

  it('that nobody answers in time gives its seats back; one that took place is confirmed by both', async () => {
    const { trip } = await offer(aires.ouest, aires.est, { firstDay: '2026-11-26' })
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: '2026-11-26T07:30' })
    const book = async () =>
      (
        await json<{ bookings: BookingView[] }>(
          await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
          201,
        )
      ).bookings[0]!
    const left = await book()
    app().clock.advance({ hours: 24, minutes: 1 })
    await app().worker.runOnce()
    expect(await json(await passenger.call(`/api/bookings/${left.id}`))).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'deadline', reason: 'no-answer' },
    })
    expect(await seatsLeft(trip.id)).toEqual([3])

    const taken = await book()
    await json(await driver.call(`/api/bookings/${taken.id}/accept`, { method: 'POST' }))
    expect(await slugOf(await driver.call(`/api/bookings/${taken.id}/complete`, { body: {} }))).toBe(
      '409 booking-settled',
    )
    app().clock.set('2026-11-26T09:00:00Z')
    await app().worker.runOnce()
    const complete = (who: Traveller) =>
      who.call(`/api/bookings/${taken.id}/complete`, { body: { thanks: true } })
    expect(await json(await complete(passenger))).toMatchObject({ status: 'COMPLETED_PENDING_VALIDATION' })
    expect(await json(await complete(driver))).toMatchObject({
      status: 'VALIDATED',
      thanks: { driver: true, passenger: true },
    })
  })

  it('lets the two write to each other, and nobody else read it', async () => {
    await offer(aires.ouest, aires.est)
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const body = { ...toBook(app(), rides[0]!), message: 'Bonjour.' }
    const { bookings } = await json<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body }),
      201,
    )
    const path = `/api/bookings/${bookings[0]!.id}`
    await json(
      await driver.call(`${path}/messages`, { body: { id: app().deps.ids.next(), words: 'À demain !' } }),
    )
    const { items } = await json<{ items: { words: string; mine: boolean }[] }>(
      await passenger.call(`${path}/messages`),
    )
    expect(items).toMatchObject([
      { words: 'Bonjour.', mine: true },
      { words: 'À demain !', mine: false },
    ])
    const stranger = await aTraveller(app())
    for (const call of [
      stranger.call(path),
      stranger.call(`${path}/messages`),
      stranger.call(`${path}/accept`, { method: 'POST' }),
      stranger.call(`${path}/cancel`, { body: {} }),
      app().call('/api/booking-answer', {
        headers: { 'Bocage-Secret': `${bookings[0]!.id}.${'x'.repeat(32)}` },
      }),
    ])
      expect(await slugOf(await call)).toBe('404 booking-not-found')
    expect(await slugOf(await passenger.call(`${path}/accept`, { method: 'POST' }))).toBe(
      '409 booking-settled',
    )
    expect((await app().call(path)).status).toBe(401)
  })
})

describe('Two processes', () => {
  it('find the same rides: one follows what the other wrote', async () => {
    const database = await openDatabase({ url: app().config.databaseUrl })
    try {
      const deps = {
        database,
        clock: app().clock,
        indexes: createRideIndexes({ database, clock: app().clock }),
      }
      const search = async () => {
        const query = searchQuery.parse({
          territory: demoSiren,
          from: aires.ouest,
          to: aires.est,
          at: '2026-11-25T07:30',
          walk: '0',
        })
        return (await searchRides(deps, { query, territorySiren: demoSiren, actor: null })).rides
      }
      expect(await search()).toEqual([])
      const { trip } = await offer(aires.ouest, aires.est)
      const [ride] = await search()
      expect(ride).toMatchObject({ legs: [{ tripId: trip.id, seatsLeft: 3 }] })
      await json(await passenger.call('/api/bookings', { body: toBook(app(), ride!, 3) }), 201)
      expect(await search()).toEqual([])
    } finally {
      await database.close()
    }
  })
})

describe('Who waits at an aire', () => {
  it('reads what leaves it that day, without an account', async () => {
    await offer(aires.ouest, aires.est, { time: '18:00' })
    const read = async (day: string) =>
      json<DeparturesAnswer>(
        await app().call(`/api/rides/departures?territory=${demoSiren}&aire=${aires.ouest}&day=${day}`),
      )
    expect((await read('2026-11-25')).items).toMatchObject([
      { driver: { name: 'Dominique' }, destination: { name: 'Aire est' }, seatsLeft: 3 },
    ])
    expect((await read('2026-11-26')).items).toEqual([])
  })
})

describe('Who opens the app', () => {
  const read = async (from: string) =>
    json<DestinationsAnswer>(await app().call(`/api/rides/destinations?territory=${demoSiren}&from=${from}`))

  it('reads where one can go from here, the next ride to each that has a seat', async () => {
    await offer(aires.ouest, aires.est, { time: '18:00' })
    await offer(aires.ouest, aires.est, { time: '07:30', seats: 1 })
    await offer(aires.ouest, aires.loin, { time: '12:00' })
    await offer(aires.est, aires.ouest, { time: '06:00' })
    await offer(aires.ouest, aires.milieu, { firstDay: '2026-12-20' })
    const { from, items } = await read(aires.ouest)
    expect(from).toEqual({ kind: 'aire', name: 'Aire ouest' })
    const seen = items.map(({ origin, destination, departAt, seatsLeft }) => [
      origin.name,
      destination.name,
      wallOfInstant(departAt).time,
      seatsLeft,
    ])
    expect(seen).toEqual([
      ['Aire ouest', 'Aire est', '07:30', 1],
      ['Aire ouest', 'Aire loin', '12:00', 3],
    ])

    const [ride] = (await find(app(), { from: aires.ouest, to: aires.est })).rides
    await json(await passenger.call('/api/bookings', { body: toBook(app(), ride!, 1) }), 201)
    expect((await read(aires.ouest)).items.map(({ departAt }) => wallOfInstant(departAt).time)).toEqual([
      '12:00',
      '18:00',
    ])
  })

  it('is not taken to where they already are', async () => {
    const { code, name: commune } = await communeOf(app(), 'Le Quesnoy')
    const near = {
      id: app().deps.ids.next(),
      name: 'Aire ouest, halle',
      address: null,
      commune: { code, name: commune },
      lon: 3.552,
      lat: 50.25,
      kind: 'aire' as const,
      spaces: 10,
      lit: null,
    }
    await addOwnAires(app().deps, { territorySiren: demoSiren, aires: [near] })
    await offer(near.id, aires.ouest)
    await offer(near.id, aires.est)
    const names = ({ items }: DestinationsAnswer) => items.map(({ destination }) => destination.name)
    expect(names(await read(aires.ouest))).toEqual(['Aire est'])
    expect(names(await read(code)).toSorted()).toEqual(['Aire est', 'Aire ouest'])
  })

  it('is told of a place that is none', async () => {
    const answer = await app().call(`/api/rides/destinations?territory=${demoSiren}&from=nowhere`)
    expect(await slugOf(answer)).toBe('422 ride-place-unknown')
  })
})

describe('What makes no sense', () => {
  it('is refused in words: to itself, in the past, too far ahead, seats, price, an aire that is not', async () => {
    const tried = async (from: string, to: string, over: Record<string, unknown> = {}) =>
      slugOf(await driver.call('/api/trips', { body: anOffer(app(), from, to, over) }))
    expect(await tried(aires.ouest, aires.ouest)).toBe('422 trip-refused')
    expect(await tried(aires.ouest, aires.est, { firstDay: '2026-11-23' })).toBe('422 trip-refused')
    expect(await tried(aires.ouest, aires.est, { firstDay: '2028-01-03' })).toBe('422 trip-refused')
    for (const seats of [0, -1, 99])
      expect(await tried(aires.ouest, aires.est, { seats })).toBe('422 invalid-request')
    expect(await tried(aires.ouest, aires.est, { costCents: 9000 })).toBe('422 trip-cost-too-high')
    expect(await tried(aires.ouest, app().deps.ids.next())).toBe('409 aire-withdrawn')
    expect(await tried(aires.ouest, aires.est, { regular: { weekdays: [1], lastDay: '2026-11-20' } })).toBe(
      '422 trip-refused',
    )
    expect(
      await json(
        await app().call(
          `/api/trips/cost?territory=${demoSiren}&from=${aires.ouest}&to=${aires.est}&seats=3`,
        ),
      ),
    ).toMatchObject({ centsPerKm: 52.9, travelSource: 'estimate' })
  })

  it('is a search of nowhere, inside out, or of two days', async () => {
    const tried = async (over: Record<string, string>) => {
      const asked = { territory: demoSiren, from: aires.ouest, to: aires.est, walk: '0', ...over }
      return slugOf(await app().call(`/api/rides?${new URLSearchParams(asked)}`))
    }
    expect(await tried({ to: aires.ouest })).toBe('422 ride-search-refused')
    expect(await tried({ to: '99999' })).toBe('422 ride-place-unknown')
    expect(await tried({ from: '48.8,2.3' })).toBe('422 ride-search-refused')
    expect(await tried({ at: '2026-11-25T07:30', earliest: '2026-11-25T09:00' })).toBe(
      '422 ride-search-refused',
    )
    expect(
      await tried({ at: '2026-11-25T07:30', earliest: '2026-11-24T00:00', latest: '2026-11-29T00:00' }),
    ).toBe('422 ride-search-refused')
    expect(await tried({ at: 'demain matin' })).toBe('422 ride-search-refused')
  })

  it('is to book one’s own car, twice, among women, what has left, or where no car goes', async () => {
    await offer(aires.ouest, aires.est, { wishes: ['women_only'], detourMinutes: 0 })
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const book = async (who: Traveller, over: Record<string, unknown> = {}) => {
      const { legs } = toBook(app(), rides[0]!)
      return slugOf(await who.call('/api/bookings', { body: { legs: [{ ...legs[0]!, ...over }] } }))
    }
    expect(await book(driver)).toBe('409 own-trip')
    expect(await book(passenger)).toBe('403 women-only')
    const woman = await aTraveller(app(), { name: 'Maud', woman: true })
    expect(await book(woman, { dropOffId: aires.loin })).toBe('409 detour-too-long')
    expect(await book(woman, { departureId: app().deps.ids.next() })).toBe('409 departure-gone')
    expect((await woman.call('/api/bookings', { body: toBook(app(), rides[0]!) })).status).toBe(201)
    expect(await book(woman)).toBe('409 already-booked')
    app().clock.set('2026-11-25T08:00:00Z')
    expect(await book(await aTraveller(app(), { woman: true }))).toBe('409 departure-gone')
  })

  it('is to share rides without having said who one is, or what the rules are', async () => {
    const body = anOffer(app(), aires.ouest, aires.est)
    expect((await app().call('/api/trips', { body })).status).toBe(401)
    const shy = await aTraveller(app(), { agreed: false })
    expect(await slugOf(await shy.call('/api/trips', { body }))).toBe('409 rules-not-accepted')
    const young = await aTraveller(app(), { minor: true })
    expect(await slugOf(await young.call('/api/trips', { body }))).toBe('403 traveller-minor')
    expect(
      await slugOf(await passenger.call(`/api/trips/${app().deps.ids.next()}/cancel`, { body: {} })),
    ).toBe('404 trip-not-found')
  })
})
