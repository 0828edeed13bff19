import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { answerSecret, driverShareSecret, shareSecret } from '../../../api/carpool/bookings.secrets.ts'
import type { RideShare, SharedRide } from '../../../api/carpool/sharing.schemas.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { body, booking, departureShare, idempotency } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { bodyOf } from '../../support/desk.ts'
import {
  anOffer,
  aTraveller,
  bookFound,
  json,
  slugOf,
  someAires,
  type Traveller,
} from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller
let own: BookingView

beforeAll(async () => {
  const { id } = await bodyOf(app(), { commune: 'Le Quesnoy' })
  await app().database.write((tx) => tx.update(body).set({ phone: '03 27 47 55 50' }).where(eq(body.id, id)))
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678', phoneShared: true })
  await json(
    await driver.call('/api/trips', {
      body: anOffer(app(), aires.ouest, aires.est, { note: 'Clio rouge' }),
    }),
    201,
  )
  ;[own] = (await bookFound(app(), passenger, { from: aires.ouest, to: aires.est })) as [BookingView]
})

const share = async (id = own.id, who = passenger) =>
  json<RideShare>(await who.call(`/api/bookings/${id}/share`, { method: 'PUT' }))
const secretOf = ({ url }: RideShare) => new URL(url).hash.slice(1)
const look = (secret: string) => app().call('/api/shared-ride', { headers: { 'Bocage-Secret': secret } })

describe('A ride shared with a relative', () => {
  it('shows who drives, where and when, how it stands and whom to call, and nothing of the passenger', async () => {
    const given = await share()
    expect(new URL(given.url).pathname).toBe('/trajets/suivi')
    const seen = await json<SharedRide>(await look(secretOf(given)))
    expect(seen.legs).toMatchObject([
      {
        state: 'asked',
        driver: { name: 'Dominique' },
        pickUp: { name: 'Aire ouest' },
        dropOff: { name: 'Aire est' },
        pickUpAt: own.pickUpAt,
        dropOffAt: own.dropOffAt,
        note: 'Clio rouge',
      },
    ])
    expect(seen.clerk).toMatchObject({
      name: expect.stringContaining('Quesnoy'),
      phone: '03 27 47 55 50',
    })
    const words = JSON.stringify(seen)
    for (const hidden of ['Pascale', '612345678', passenger.email, driver.email, own.id])
      expect(words).not.toContain(hidden)
    const stateAt = async (at: number) => {
      app().clock.set(at)
      return (await json<SharedRide>(await look(secretOf(given)))).legs[0]!.state
    }
    await json(await driver.call(`/api/bookings/${own.id}/accept`, { method: 'POST' }))
    expect(await stateAt(own.pickUpAt - 1)).toBe('confirmed')
    expect(await stateAt(own.pickUpAt)).toBe('on-the-way')
    expect(await stateAt(own.dropOffAt)).toBe('arrived')
  })

  it('shows nothing two hours after the arrival, and says so', async () => {
    const given = await share()
    expect(given.until).toBe(own.dropOffAt + 2 * 3_600_000)
    app().clock.set(given.until)
    expect((await look(secretOf(given))).status).toBe(200)
    app().clock.set(given.until + 1)
    expect(await slugOf(await look(secretOf(given)))).toBe('410 share-over')
    expect(await slugOf(await passenger.call(`/api/bookings/${own.id}/share`, { method: 'PUT' }))).toBe(
      '409 booking-settled',
    )
  })

  it('is stopped: the link given shows nothing, the next one is another', async () => {
    const first = await share()
    expect(await share()).toEqual(first)
    expect(await json(await passenger.call(`/api/bookings/${own.id}`))).toMatchObject({ shared: true })
    const stop = () => passenger.call(`/api/bookings/${own.id}/share`, { method: 'DELETE' })
    expect((await stop()).status).toBe(204)
    expect((await stop()).status).toBe(204)
    expect(await slugOf(await look(secretOf(first)))).toBe('404 share-not-valid')
    expect(await json(await passenger.call(`/api/bookings/${own.id}`))).toMatchObject({ shared: false })
    const second = await share()
    expect(second.url).not.toBe(first.url)
    expect((await look(secretOf(second))).status).toBe(200)
    expect(await slugOf(await look(secretOf(first)))).toBe('404 share-not-valid')
  })

  it('with a change of car shows both cars; cancelled, it says so', async () => {
    await json(
      await driver.call('/api/trips', {
        body: anOffer(app(), aires.est, aires.loin, { time: '08:05', note: null }),
      }),
      201,
    )
    const other = await aTraveller(app(), { name: 'Sacha' })
    const ride = await bookFound(app(), other, { from: aires.ouest, to: aires.loin }, 'transfer')
    expect(ride).toHaveLength(2)
    const given = await share(ride[0]!.id, other)
    expect(given.until).toBe(ride[1]!.dropOffAt + 2 * 3_600_000)
    await json(await other.call(`/api/bookings/${ride[0]!.id}/cancel`, { body: {} }))
    expect((await json<SharedRide>(await look(secretOf(given)))).legs.map(({ state }) => state)).toEqual([
      'cancelled',
      'cancelled',
    ])
  })

  it('opens to nobody else: not to who guesses, nor by another link, another booking, or to the driver', async () => {
    const { config } = app()
    // Nobody was given it yet.
    const unopened = shareSecret(config.secret, own.id, 0)
    expect(await slugOf(await look(unopened))).toBe('404 share-not-valid')
    const secret = secretOf(await share())
    expect(secret).toBe(unopened)
    for (const guess of [
      shareSecret(config.secret, own.id, 1),
      shareSecret('another server', own.id, 0),
      answerSecret(config.secret, own.id),
      own.id,
      `${own.id}.${'x'.repeat(32)}`,
      secret.slice(0, -1),
      `${secret}=`,
      secret.toUpperCase(),
    ])
      expect(await slugOf(await look(guess)), guess).toMatch(/404 share-not-valid/)
    // And it opens nothing but the page.
    expect(
      await slugOf(await app().call('/api/booking-answer', { headers: { 'Bocage-Secret': secret } })),
    ).toBe('404 booking-not-found')
    const path = `/api/bookings/${own.id}/share`
    const stranger = await aTraveller(app())
    for (const method of ['PUT', 'DELETE']) {
      expect(await slugOf(await stranger.call(path, { method }))).toBe('404 booking-not-found')
      expect(await slugOf(await driver.call(path, { method }))).toBe('403 share-passenger-only')
      expect((await app().call(path, { method })).status).toBe(401)
    }
  })

  it('leaves its secret nowhere in the database', async () => {
    const secret = secretOf(await share())
    const { read } = app().database
    const [row] = await read.select().from(booking).where(eq(booking.id, own.id))
    const mac = secret.split('.')[1]!
    expect(JSON.stringify(row)).not.toContain(mac)
    expect(JSON.stringify(await read.select().from(idempotency))).not.toContain(mac)
  })
})

describe('A drive shared with a relative', () => {
  const offer = async (over: Record<string, unknown> = {}) =>
    (
      await json<TripWritten>(
        await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.loin, over) }),
        201,
      )
    ).trip
  const pathOf = ({ id }: Pick<TripView, 'id'>, day = '2026-11-25') => `/api/trips/${id}/days/${day}/share`
  const give = async (path: string) => json<RideShare>(await driver.call(path, { method: 'PUT' }))
  const seen = async (given: RideShare) => json<SharedRide>(await look(secretOf(given)))
  const sharedDays = async ({ id }: TripView) => {
    const list = await json<{ items: TripView[] }>(
      await driver.call(`/api/trips/mine?territory=${demoSiren}`),
    )
    const { departures } = list.items.find((trip) => trip.id === id)!
    return departures.filter(({ shared }) => shared).map(({ day }) => day)
  }

  it('needs no passenger, says how many there are and never who, and stands by the hour', async () => {
    const trip = await offer({ note: 'Clio rouge', time: '09:00' })
    const given = await give(pathOf(trip))
    expect(await give(pathOf(trip))).toEqual(given)
    const [day] = trip.departures
    expect(await seen(given)).toMatchObject({
      legs: [
        {
          state: 'planned',
          driver: { name: 'Dominique' },
          pickUp: { name: 'Aire ouest' },
          dropOff: { name: 'Aire loin' },
          pickUpAt: day!.departAt,
          dropOffAt: day!.arriveAt,
          note: 'Clio rouge',
          passengers: 0,
        },
      ],
      until: day!.arriveAt + 2 * 3_600_000,
      clerk: { phone: '03 27 47 55 50' },
    })
    const [ride] = await bookFound(app(), passenger, {
      from: aires.ouest,
      to: aires.loin,
      at: '2026-11-25T09:00',
    })
    expect((await seen(given)).legs[0]!.passengers).toBe(0)
    await json(await driver.call(`/api/bookings/${ride!.id}/accept`, { method: 'POST' }))
    const after = await seen(given)
    expect(after.legs[0]!.passengers).toBe(1)
    for (const hidden of ['Pascale', '612345678', passenger.email, driver.email, ride!.id, trip.id])
      expect(JSON.stringify(after)).not.toContain(hidden)
    // From the booking too it is the driver's own link, of which the passenger hears nothing.
    expect(await json(await driver.call(`/api/bookings/${ride!.id}`))).toMatchObject({ shared: true })
    expect(await json(await passenger.call(`/api/bookings/${ride!.id}`))).toMatchObject({ shared: false })
    const stateAt = async (at: number) => {
      app().clock.set(at)
      return (await seen(given)).legs[0]!.state
    }
    expect(await stateAt(day!.departAt)).toBe('on-the-way')
    expect(await stateAt(day!.arriveAt)).toBe('arrived')
    app().clock.set(given.until + 1)
    expect(await slugOf(await look(secretOf(given)))).toBe('410 share-over')
    expect(await slugOf(await driver.call(pathOf(trip), { method: 'PUT' }))).toBe('409 departure-gone')
  })

  it('is of one day of a regular trip; stopped, its link shows nothing and the next one is another', async () => {
    const trip = await offer({ regular: { weekdays: [1, 2, 3, 4, 5] }, time: '06:10' })
    const first = await give(pathOf(trip))
    const other = await give(pathOf(trip, '2026-11-26'))
    expect(other.url).not.toBe(first.url)
    expect(await sharedDays(trip)).toEqual(['2026-11-25', '2026-11-26'])
    const stop = () => driver.call(pathOf(trip), { method: 'DELETE' })
    expect((await stop()).status).toBe(204)
    expect((await stop()).status).toBe(204)
    expect(await slugOf(await look(secretOf(first)))).toBe('404 share-not-valid')
    expect((await look(secretOf(other))).status).toBe(200)
    expect(await sharedDays(trip)).toEqual(['2026-11-26'])
    const second = await give(pathOf(trip))
    expect(second.url).not.toBe(first.url)
    expect((await look(secretOf(second))).status).toBe(200)
    expect(await slugOf(await driver.call(pathOf(trip, '2026-11-28'), { method: 'PUT' }))).toBe(
      '409 departure-gone',
    )
  })

  it('shows nothing of a day that is off, nor of a trip that is', async () => {
    const trip = await offer({ regular: { weekdays: [1, 2, 3, 4, 5] }, time: '06:20' })
    const [first, other] = [await give(pathOf(trip)), await give(pathOf(trip, '2026-11-26'))]
    await json(await driver.call(`/api/trips/${trip.id}/days/2026-11-25/cancel`, { body: {} }))
    expect(await slugOf(await look(secretOf(first)))).toBe('410 share-cancelled')
    expect((await look(secretOf(other))).status).toBe(200)
    await json(await driver.call(`/api/trips/${trip.id}/cancel`, { body: {} }))
    expect(await slugOf(await look(secretOf(other)))).toBe('410 share-cancelled')
    expect(await slugOf(await driver.call(pathOf(trip, '2026-11-26'), { method: 'PUT' }))).toBe(
      '409 departure-gone',
    )
  })

  it('is the driver’s alone to give and to stop, and opens to nobody who guesses', async () => {
    const trip = await offer({ time: '10:00' })
    const id = trip.departures[0]!.id
    const { secret: server } = app().config
    expect(await slugOf(await look(driverShareSecret(server, id, 0)))).toBe('404 share-not-valid')
    const secret = secretOf(await give(pathOf(trip)))
    expect(secret).toBe(driverShareSecret(server, id, 0))
    for (const guess of [driverShareSecret(server, id, 1), shareSecret(server, id, 0), `${secret}=`])
      expect(await slugOf(await look(guess)), guess).toBe('404 share-not-valid')
    for (const method of ['PUT', 'DELETE']) {
      expect(await slugOf(await passenger.call(pathOf(trip), { method }))).toBe('404 trip-not-found')
      expect((await app().call(pathOf(trip), { method })).status).toBe(401)
    }
    const rows = await app().database.read.select().from(departureShare)
    expect(JSON.stringify(rows)).not.toContain(secret.split('.')[1]!)
  })
})
