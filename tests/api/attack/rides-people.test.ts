import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AidView, NetworkView } from '../../../api/carpool/aid.schemas.ts'
import type { BookingDaysView, DaysBooked } from '../../../api/carpool/bookings-days.schemas.ts'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { EventRides } from '../../../api/carpool/event-rides.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { rideLink } from '../../../api/carpool/ride-links.ts'
import type { TripDays } from '../../../api/carpool/bookings-days.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { localMail } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { act, book, clearTrips, did, offer } from '../../support/bookings.ts'
import { aPerson, enter, good } from '../../support/desk-rides.ts'
import { anAgent, useDesk, waitForMail, type Agent } from '../../support/desk.ts'
import { signInAs } from '../../support/organizers.ts'
import { aTraveller, find, json, slugOf, someAires, toBook, type Traveller } from '../../support/rides.ts'

// What one person who shares rides may try on another.

const house = useDesk()
const app = () => house.current
const id = () => app().deps.ids.next()
const phone = '+33612345678'
let aires: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  await clearTrips(app())
  driver = await aTraveller(app(), { name: 'Dominique', phone, phoneShared: true })
  passenger = await aTraveller(app(), { name: 'Pascale' })
})

const weekly = { firstDay: '2026-11-24', regular: { weekdays: [1, 2, 3, 4, 5] } }
const days = (tripId: string, dates: string[], over: object = {}) => ({
  id: id(),
  tripId,
  pickUpId: aires.ouest,
  dropOffId: aires.est,
  days: dates.map((day) => ({ id: id(), day })),
  ...over,
})
const meOf = async (who: Traveller) =>
  json<{ id: string; suspended: object | null }>(await who.call(`/api/travellers/me?territory=${demoSiren}`))
/** The other of a booking is suspended by staff. */
async function suspendOther(by: Traveller, own: Pick<BookingView, 'id'>) {
  const report = { id: id(), reason: 'conduct', words: 'Des gestes.' }
  await json(await by.call(`/api/bookings/${own.id}/report`, { body: report }), 201)
  const settling = { decision: 'suspended', note: 'Vu.', told: 'Des gestes déplacés.' }
  await json(await admin.post(`/api/desk/ride-reports/${report.id}/settle`, settling))
}

describe('Days asked for under the name of somebody else’s days', () => {
  it('make nobody the driver of another’s car: no seat is confirmed, no telephone read without its driver', async () => {
    const attacker = await aTraveller(app(), { name: 'Mallory' })
    const puppet = await aTraveller(app(), { name: 'Moi aussi' })
    const own = await offer(app(), attacker, aires.ouest, aires.est, { ...weekly, time: '06:00' })
    const theirs = await offer(app(), driver, aires.ouest, aires.est, { ...weekly, time: '18:00' })
    const first = days(own.trip.id, ['2026-11-26'])
    await json<DaysBooked>(await puppet.call('/api/booking-days', { body: first }), 201)
    const second = days(theirs.trip.id, ['2026-11-27'], { id: first.id })
    expect(await slugOf(await attacker.call('/api/booking-days', { body: second }))).toBe('409 id-taken')
    await json(await attacker.call(`/api/booking-days/${first.id}/accept`, { body: {} }))
    const seen = await json<BookingDaysView>(await attacker.call(`/api/booking-days/${first.id}`))
    expect(seen.items.map(({ other }) => other.name)).toEqual(['Moi aussi'])
    expect(JSON.stringify(seen)).not.toContain(phone)
  })
})

describe('An identifier that is taken', () => {
  it('is refused in words wherever one chooses it, and whoever has it', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const other = await offer(app(), driver, aires.ouest, aires.est, { time: '08:00' })
    const [own] = await book(app(), passenger, aires.ouest, aires.est)
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: '2026-11-25T08:00' })
    const again = toBook(
      app(),
      rides.find(({ legs }) => legs[0]!.tripId === other.trip.id)!,
    )
    again.legs[0]!.id = own!.id
    const stranger = await aTraveller(app(), { name: 'Sacha' })
    for (const who of [passenger, stranger])
      expect(await slugOf(await who.call('/api/bookings', { body: again }))).toBe('409 id-taken')
    const { trip } = await offer(app(), driver, aires.ouest, aires.est, weekly)
    const taken = days(trip.id, ['2026-11-26', '2026-11-27'])
    taken.days[1]!.id = own!.id
    expect(await slugOf(await passenger.call('/api/booking-days', { body: taken }))).toBe('409 id-taken')
    taken.days[1]!.id = taken.days[0]!.id
    expect(await slugOf(await passenger.call('/api/booking-days', { body: taken }))).toBe('409 id-taken')
    const { clerk } = app()
    const person = await enter(app(), clerk)
    expect((await clerk.post('/api/desk/ride-people', aPerson(app(), { id: person.id }))).status).toBe(409)
    const network = { id: id(), territory: demoSiren, name: 'Entraide', description: '', centsPerKm: 0 }
    await good(await clerk.post('/api/desk/aid-networks', network))
    expect((await clerk.post('/api/desk/aid-networks', { ...network, name: 'Autre' })).status).toBe(409)
    const asked = {
      id: id(),
      networkId: network.id,
      from: aires.ouest,
      to: aires.est,
      day: '2026-11-27',
      time: '09:00',
      reason: 'visit',
    }
    await json(await passenger.call('/api/aid-requests', { body: asked }), 201)
    expect((await stranger.call('/api/aid-requests', { body: asked })).status).toBe(409)
  })
})

describe('A parent', () => {
  it('hears of days booked in one go, as of one ride', async () => {
    const young = await aTraveller(app(), { name: 'Noé', minor: true })
    const parent = `${id()}@parent.example`
    await json(
      await young.call('/api/travellers/me/guardian', { body: { territory: demoSiren, email: parent } }),
      202,
    )
    await app().worker.runOnce()
    const { text } = await waitForMail(app(), parent, 'demande votre accord')
    const headers = { 'Bocage-Secret': /trajets\/parent#(\S+)/.exec(text)![1]! }
    await json(await app().call('/api/guardian', { body: { answer: 'agree' }, headers }))
    const { trip } = await offer(app(), driver, aires.ouest, aires.est, weekly)
    const asked = days(trip.id, ['2026-11-26', '2026-11-27'])
    await json(await young.call('/api/booking-days', { body: asked }), 201)
    await app().worker.runOnce()
    const told = await waitForMail(app(), parent, 'trajet demandé')
    expect(told.text).toMatch(/jeudi 26 novembre[^]*vendredi 27 novembre/)
    const links = [...told.text.matchAll(/trajets\/suivi#(\S+)/g)].map(([, secret]) => secret!)
    expect(links).toHaveLength(2)
    for (const secret of links)
      expect((await app().call('/api/shared-ride', { headers: { 'Bocage-Secret': secret } })).status).toBe(
        200,
      )
  })
})

describe('A day that was driven', () => {
  it('is not offered again with its passengers in it', async () => {
    const { trip } = await offer(app(), driver, aires.ouest, aires.est, {
      ...weekly,
      seats: 1,
      time: '10:00',
    })
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: '2026-11-24T10:00' })
    const { bookings } = await json<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
      201,
    )
    await did(driver, bookings[0]!, 'accept')
    app().clock.set('2026-11-24T09:05:00Z')
    const headers = { 'If-Match': `"${trip.version}"` }
    await json(
      await driver.call(`/api/trips/${trip.id}`, { method: 'PATCH', body: { time: '18:00' }, headers }),
    )
    const restored = await driver.call(`/api/trips/${trip.id}/days/2026-11-24/restore`, { body: {} })
    expect(await slugOf(restored)).toBe('409 trip-day-unknown')
    const later = await find(app(), { from: aires.ouest, to: aires.est, at: '2026-11-24T18:00' })
    expect(later.rides).toEqual([])
  })
})

describe('Who is suspended', () => {
  it('does not come back by no longer accepting the rules and waiting to be forgotten', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [own] = await book(app(), passenger, aires.ouest, aires.est)
    await suspendOther(driver, own!)
    const profile = { territory: demoSiren, name: 'Pascale', agreed: false }
    await json(await passenger.call('/api/travellers/me', { method: 'PUT', body: profile }))
    app().clock.advance({ days: 9 })
    await eraseOldRides(app().deps)
    const { email } = passenger
    // The link they came in by before is used up.
    await app().database.write((tx) => tx.delete(localMail).where(eq(localMail.recipient, email)))
    await app().call('/api/travellers/sign-up', { body: { territory: demoSiren, name: 'Autre', email } })
    const cookie = await signInAs(app(), email)
    const back: Traveller = {
      email,
      cookie,
      call: (path, options = {}) => app().call(path, { ...options, headers: { cookie, ...options.headers } }),
    }
    expect(await meOf(back)).toMatchObject({ suspended: { reason: 'Des gestes déplacés.' } })
  })
})

describe('A volunteer who drives no more', () => {
  const put = (who: Traveller, over: object) =>
    who.call('/api/travellers/me', {
      method: 'PUT',
      body: { territory: demoSiren, name: 'Hélène', agreed: true, ...over },
    })
  let network: NetworkView
  async function taken() {
    const { clerk } = app()
    network = await good<NetworkView>(
      await clerk.post('/api/desk/aid-networks', {
        id: id(),
        territory: demoSiren,
        name: `Entraide ${id().slice(-5)}`,
        description: '',
        centsPerKm: 0,
      }),
    )
    const volunteer = await aTraveller(app(), { name: 'Hélène' })
    await good(await volunteer.call(`/api/aid-networks/${network.id}/join`, { method: 'POST' }))
    const { id: travellerId } = await meOf(volunteer)
    const decide = (approved: boolean) =>
      clerk.post(`/api/desk/aid-networks/${network.id}/volunteers`, { travellerId, approved })
    await good(await decide(true))
    const asked = {
      id: id(),
      networkId: network.id,
      from: aires.ouest,
      to: aires.est,
      fromWords: '3 rue des Clouteries',
      day: '2026-11-27',
      time: '09:00',
      reason: 'visit',
    }
    await json(await passenger.call('/api/aid-requests', { body: asked }), 201)
    await good(await volunteer.call(`/api/aid-requests/${asked.id}/acts`, { body: { act: 'take' } }))
    return { volunteer, asked, decide }
  }
  const seenBy = async (who: Traveller) => {
    const read = async (view: string) =>
      (await who.call(`/api/aid-requests?territory=${demoSiren}&view=${view}`)).text()
    return (await read('taken')) + (await read('open'))
  }
  const statusOf = async () =>
    (
      await json<{ items: AidView[] }>(
        await passenger.call(`/api/aid-requests?territory=${demoSiren}&view=mine`),
      )
    ).items.find((one) => one.network.id === network.id)!.status

  it('reads no door any more, and what they took is for another: refused by the network, left, suspended, a minor', async () => {
    const ways: ((one: Awaited<ReturnType<typeof taken>>) => Promise<unknown>)[] = [
      async ({ decide }) => good(await decide(false)),
      async ({ volunteer }) =>
        good(await volunteer.call(`/api/aid-networks/${network.id}/leave`, { method: 'POST' })),
      async ({ volunteer }) => {
        await clearTrips(app())
        await offer(app(), volunteer, aires.ouest, aires.est)
        const [own] = await book(app(), driver, aires.ouest, aires.est)
        await suspendOther(driver, own!)
      },
      async ({ volunteer }) => json(await put(volunteer, { minor: true })),
    ]
    for (const [n, way] of ways.entries()) {
      const one = await taken()
      expect(await seenBy(one.volunteer), `${n}`).toContain('Clouteries')
      await way(one)
      expect(await seenBy(one.volunteer), `${n}`).not.toContain('Clouteries')
      expect(await statusOf(), `${n}`).toBe('open')
    }
  })
})

describe('Who was blocked', () => {
  it('is shown the car nowhere: by its link, by its days, on the page of an event', async () => {
    const event = await publish(app(), {
      title: 'Bal',
      placeName: 'Salle des fêtes',
      commune: 'Le Quesnoy',
      position: { lat: 50.2503, lon: 3.6903 },
    })
    const { trip } = await offer(app(), driver, aires.ouest, aires.est, weekly)
    await offer(app(), driver, aires.ouest, aires.est, {
      firstDay: '2026-12-05',
      time: '18:20',
      event: { id: event.id, date: '2026-12-05T19:00' },
    })
    const [own] = await book(app(), passenger, aires.ouest, aires.est)
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: '2026-11-26T07:30' })
    const link = rideLink(
      rides[0]!.legs.map(({ departureId, pickUp, dropOff }) => ({
        departureId,
        pickUpId: pickUp.id,
        dropOffId: dropOff.id,
      })),
      1,
    )
    const legs = new URL(link, 'http://x').searchParams.get('trajet')!
    const seenBy = async (who: Pick<Traveller, 'call'>) => {
      const one = await who.call(`/api/rides/one?legs=${legs}`)
      const listed = await who.call(
        `/api/trip-days?trip=${trip.id}&pickUp=${aires.ouest}&dropOff=${aires.est}`,
      )
      const there = await json<EventRides>(await who.call(`/api/rides/events/${event.id}`))
      return {
        one: one.status,
        days: listed.status === 200 ? (await json<TripDays>(listed)).items.length > 0 : false,
        event: there.total,
      }
    }
    const before = await seenBy(passenger)
    expect(before).toEqual({ one: 200, days: true, event: 1 })
    expect((await driver.call(`/api/bookings/${own!.id}/block`, { method: 'PUT' })).status).toBe(204)
    expect(await seenBy(passenger)).toEqual({ one: 409, days: false, event: 0 })
    expect(await seenBy(await aTraveller(app(), { name: 'Sacha' }))).toEqual(before)
  })
})

describe('What is done to a booking of others', () => {
  it('is refused to everybody else as if it did not exist, whatever the call', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [own] = await book(app(), passenger, aires.ouest, aires.est)
    const stranger = await aTraveller(app(), { name: 'Sacha' })
    const words = { words: 'Bonjour' }
    const bodies: Record<string, object> = {
      accept: {},
      decline: {},
      cancel: {},
      complete: {},
      late: { minutes: 5 },
      time: { pickUpAt: own!.pickUpAt + 60_000 },
      'time-answer': { accept: true, pickUpAt: own!.pickUpAt },
      'no-show': words,
      messages: { id: id(), ...words },
      report: { id: id(), reason: 'other' },
    }
    for (const [what, body] of Object.entries(bodies))
      expect(await slugOf(await act(stranger, own!, what, body)), what).toBe('404 booking-not-found')
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/messages'],
      ['PUT', '/share'],
      ['DELETE', '/share'],
      ['PUT', '/block'],
    ])
      expect(
        await slugOf(await stranger.call(`/api/bookings/${own!.id}${path}`, { method: method! })),
        path,
      ).toBe('404 booking-not-found')
    // The passenger is no driver, the driver no passenger.
    for (const what of ['accept', 'decline', 'time'])
      expect(await slugOf(await act(passenger, own!, what, bodies[what])), what).toBe('409 booking-settled')
    await did(driver, own!, 'accept')
    expect(await slugOf(await act(driver, own!, 'time-answer', bodies['time-answer']))).toBe(
      '409 booking-settled',
    )
    expect(await slugOf(await driver.call(`/api/bookings/${own!.id}/share`, { method: 'PUT' }))).toBe(
      '403 share-passenger-only',
    )
  })

  it('and a key of theirs gives nobody their answer', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [own] = await book(app(), passenger, aires.ouest, aires.est)
    const headers = { 'Idempotency-Key': id() }
    const path = `/api/bookings/${own!.id}/accept`
    await json(await driver.call(path, { method: 'POST', headers }))
    for (const who of [passenger, await aTraveller(app(), { name: 'Sacha' })])
      expect(await slugOf(await who.call(path, { method: 'POST', headers }))).toBe(
        '422 idempotency-key-reused',
      )
    const secret = { ...headers, 'Bocage-Secret': 'x'.repeat(40) }
    expect((await passenger.call(path, { method: 'POST', headers: secret })).status).toBe(422)
  })
})

it('text written to others loses what hides or reorders it, and is never a header', async () => {
  const trick = 'Ana\u202Etset\u202C\u0007'
  const writer = await aTraveller(app(), { name: `${trick}\r\nBcc: tous@exemple.fr` })
  await offer(app(), driver, aires.ouest, aires.est, { note: trick })
  const [own] = await book(app(), writer, aires.ouest, aires.est)
  await did(writer, own!, 'messages', { id: id(), words: `${trick}\n<script>alert(1)</script>` })
  await did(writer, own!, 'cancel', { words: trick })
  const seen = await (await driver.call(`/api/bookings/${own!.id}`)).text()
  const thread = await (await driver.call(`/api/bookings/${own!.id}/messages`)).text()
  for (const text of [seen, thread]) expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u0007/)
  await app().worker.runOnce()
  const mail = await waitForMail(app(), driver.email, 'demande une place')
  expect(mail.subject).not.toMatch(/[\r\n]/)
  expect(mail.html).not.toContain('<script')
})
