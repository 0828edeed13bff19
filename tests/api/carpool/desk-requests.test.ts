import type { Client } from '@libsql/client'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import type { DaysBooked, TripDays } from '../../../api/carpool/bookings-days.schemas.ts'
import type { RequestCallList, RequestCallView } from '../../../api/carpool/desk-requests.schemas.ts'
import type { PersonView } from '../../../api/carpool/desk-people.schemas.ts'
import { MAILS_A_DAY, MOST_OPEN_REQUESTS } from '../../../api/carpool/requests.rules.ts'
import type { RequestView, WantedPage } from '../../../api/carpool/requests.schemas.ts'
import type { RideView } from '../../../api/carpool/rides.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { suspend } from '../../../api/carpool/suspensions.usecases.ts'
import { findTraveller } from '../../../api/carpool/travellers.repository.ts'
import type { TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  commune as communeTable,
  deskRequestCall,
  notification,
  rideRequest,
  territory,
} from '../../../db/schema/index.ts'
import { anAgent, useDesk, type Agent } from '../../support/desk.ts'
import { bookForThem, calls, enter, good } from '../../support/desk-rides.ts'
import { aHelper } from '../../support/helpers.ts'
import { anOffer, aTraveller, json, slugOf, someAires, toBook, type Traveller } from '../../support/rides.ts'
import { caudresis } from '../../support/territories.ts'

// What people without a phone wait for: left by the desk, or by a volunteer, who call when a ride comes up.

const house = useDesk()
const app = () => house.current
const clerk = () => house.current.clerk
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let stranger: Agent

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Mehdi' })
  const { siren, name } = caudresis
  await app().database.write((tx) =>
    tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
  )
  stranger = await anAgent(app(), { scope: { kind: 'territory', id: siren, territory: siren } })
})

/** Each wish has an hour of its own, so that no test finds another's ride. */
let minute = 0
const anHour = () => {
  minute += 65
  return `${String(6 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
const aWish = (time: string, over: Record<string, unknown> = {}) => ({
  id: app().deps.ids.next(),
  territory: demoSiren,
  from: aires.ouest,
  to: aires.est,
  firstDay: '2026-11-25',
  time,
  flexMinutes: 15,
  walk: 0,
  ...over,
})
const wishesOf = ({ id }: PersonView) => `/api/desk/ride-people/${id}/requests`
const ask = (who: Agent, person: PersonView, time: string, over: Record<string, unknown> = {}) =>
  who.post(wishesOf(person), aWish(time, over))
const offer = async (time: string, over: Record<string, unknown> = {}) =>
  (
    await json<TripWritten>(
      await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { time, ...over }) }),
      201,
    )
  ).trip
/** What the worker does within a minute. */
const found = async () => {
  app().clock.advance({ minutes: 1 })
  await app().worker.runOnce()
}
const listed = async (who: Agent, more = '') =>
  good<RequestCallList>(await who.get(`/api/desk/ride-request-calls?territory=${demoSiren}${more}`))
const callOf = async (who: Agent, { id }: RequestView) =>
  (await listed(who, '&limit=100')).items.find(({ request }) => request.id === id)
const mark = (who: Agent, { request, version }: RequestCallView, called = true) =>
  who.post(`/api/desk/ride-request-calls/${request.id}/called`, { called }, { version })

describe('A wish left for somebody without a phone', () => {
  it('puts them on the list of calls when a ride comes up; called, they are off it until another does', async () => {
    const person = await enter(app(), clerk())
    const time = anHour()
    const wish = await good<RequestView>(await ask(clerk(), person, time))
    expect(wish).toMatchObject({ status: 'open', from: 'Aire ouest', to: 'Aire est', time, toldAt: null })
    await found()
    expect(await callOf(clerk(), wish)).toBeUndefined()
    // Drivers see that somebody waits, not who.
    const { items } = await json<WantedPage>(await app().call(`/api/ride-requests?territory=${demoSiren}`))
    expect(JSON.stringify(items.find(({ id }) => id === wish.id))).not.toContain(person.lastName)

    const trip = await offer(time)
    await found()
    const call = (await callOf(clerk(), wish))!
    expect(call).toMatchObject({
      person: { id: person.id, phone: person.phone },
      request: { id: wish.id, toldAt: app().clock.now() },
      rides: [{ drivers: ['Mehdi'], pickUp: { name: 'Aire ouest' }, dropOff: { name: 'Aire est' } }],
      more: 0,
      calledAt: null,
      helper: null,
    })
    // Nobody is written to: they have no address.
    expect(await app().database.read.select().from(notification)).not.toContainEqual(
      expect.objectContaining({ subject: `ride-request:${wish.id}` }),
    )

    // The ride is booked from it, as by the search.
    const ride = await json<RideView>(await app().call(`/api/rides/one?legs=${call.rides[0]!.legs}&seats=1`))
    expect(ride.legs[0]!.tripId).toBe(trip.id)

    const called = await good<RequestCallView>(await mark(clerk(), call))
    expect([called.calledAt, called.calledBy]).toEqual([app().clock.now(), expect.any(String)])
    expect(await callOf(clerk(), wish)).toBeUndefined()
    expect(await slugOf(await mark(clerk(), call))).toBe('412 stale-version')
    const undone = await good<RequestCallView>(await mark(clerk(), called, false))
    expect(undone.calledAt).toBeNull()
    await good(await mark(clerk(), undone))

    // Another ride: what they were told is not said again.
    const second = await offer(time, { seats: 2 })
    await found()
    const again = (await callOf(clerk(), wish))!
    expect(again.rides.map(({ legs }) => legs.split('.')[0])).toEqual([second.departures[0]!.id])
    // Taken back meanwhile, there is nothing to say of it: no call to be ticked away, and one ticked says so.
    await json(await driver.call(`/api/trips/${second.id}/cancel`, { body: {} }))
    expect(await callOf(clerk(), wish)).toBeUndefined()
    expect((await good<RequestCallView>(await mark(clerk(), again))).rides).toEqual([])
    await good(await clerk().post(`/api/desk/ride-people/${person.id}/bookings`, toBook(app(), ride)))
    expect((await calls(clerk(), 'waiting', '', 100)).items.map((one) => one.person.id)).toContain(person.id)
  })

  it('of which two came up before the call is told with both, the soonest first', async () => {
    const person = await enter(app(), clerk())
    const time = anHour()
    const wish = await good<RequestView>(await ask(clerk(), person, time, { lastDay: '2026-11-27' }))
    await offer(time, { firstDay: '2026-11-27' })
    await found()
    await offer(time, { firstDay: '2026-11-26' })
    await found()
    const { rides } = (await callOf(clerk(), wish))!
    expect(rides).toHaveLength(2)
    expect(rides[0]!.leaveAt).toBeLessThan(rides[1]!.leaveAt)
  })

  it('is put on hold, opened again and taken back by the desk, with its call', async () => {
    const person = await enter(app(), clerk())
    const time = anHour()
    const wish = await good<RequestView>(await ask(clerk(), person, time))
    await offer(time)
    await found()
    expect(await callOf(clerk(), wish)).toBeDefined()
    const of = `/api/ride-requests/${wish.id}`
    const now = (await good<{ items: RequestView[] }>(await clerk().get(wishesOf(person)))).items[0]!
    const held = await good<RequestView>(
      await clerk().patch(of, { status: 'closed' }, { version: now.version }),
    )
    expect(await callOf(clerk(), wish)).toBeUndefined()
    const open = await good<RequestView>(
      await clerk().patch(of, { status: 'open' }, { version: held.version }),
    )
    await found()
    // Nobody called meanwhile: what came up before is still to be told, with what comes up now.
    expect((await callOf(clerk(), wish))!.rides).toHaveLength(1)
    await offer(time, { seats: 1 })
    await found()
    const call = (await callOf(clerk(), wish))!
    expect(call.rides).toHaveLength(2)
    // Called, then on hold: open again, they heard of it all; that they were not called is said on hold too.
    const called = await good<RequestCallView>(await mark(clerk(), call))
    const { version } = (await good<{ items: RequestView[] }>(await clerk().get(wishesOf(person)))).items[0]!
    expect(version).toBeGreaterThan(open.version)
    const onHold = await good<RequestView>(await clerk().patch(of, { status: 'closed' }, { version }))
    await good(await clerk().patch(of, { status: 'open' }, { version: onHold.version }))
    await found()
    expect(await callOf(clerk(), wish)).toBeUndefined()
    const again = (await good<{ items: RequestView[] }>(await clerk().get(wishesOf(person)))).items[0]!
    await good(await clerk().patch(of, { status: 'closed' }, { version: again.version }))
    await good(await mark(clerk(), called, false))
    expect(await callOf(clerk(), wish)).toBeUndefined()
    expect((await clerk().remove(of)).status).toBe(204)
    expect(await slugOf(await mark(clerk(), call))).toBe('404 ride-call-not-found')
    expect((await good<{ items: RequestView[] }>(await clerk().get(wishesOf(person)))).items).toEqual([])
  })

  it('is not called about rides they booked, may not take or no more, nor when suspended', async () => {
    const person = await enter(app(), clerk(), { woman: true })
    const [time, amongWomen] = [anHour(), anHour()]
    const wish = await good<RequestView>(await ask(clerk(), person, time))
    const other = await good<RequestView>(await ask(clerk(), person, amongWomen))
    await offer(time)
    await offer(amongWomen, { wishes: ['women_only'] })
    await found()
    const call = (await callOf(clerk(), wish))!
    const ride = await json<RideView>(await app().call(`/api/rides/one?legs=${call.rides[0]!.legs}&seats=1`))
    const booking = await bookForThem(app(), clerk(), { person, ride })
    expect(await callOf(clerk(), wish)).toBeUndefined()
    // The driver wants them in the car no more: the seat is free again, and not for them.
    expect((await driver.call(`/api/bookings/${booking.id}/block`, { method: 'PUT' })).status).toBe(204)
    expect(await callOf(clerk(), wish)).toBeUndefined()
    expect((await driver.call(`/api/travellers/me/blocks/${person.id}`, { method: 'DELETE' })).status).toBe(
      204,
    )
    expect((await callOf(clerk(), wish))!.rides.map(({ legs }) => legs)).toEqual([call.rides[0]!.legs])

    expect((await callOf(clerk(), other))!.rides).toHaveLength(1)
    const known = await good<PersonView>(await clerk().get(`/api/desk/ride-people/${person.id}`))
    const { firstName, lastName, phone, phoneShared, version } = known
    const said = { firstName, lastName, phone, phoneShared, woman: null }
    await good(await clerk().patch(`/api/desk/ride-people/${person.id}`, said, { version }))
    expect(await callOf(clerk(), other)).toBeUndefined()

    const { deps } = app()
    await app().database.write(async (tx) => {
      const row = (await findTraveller(tx, person.id))!
      await suspend(tx, deps, { row, reason: 'Menaces.' })
    })
    expect(await callOf(clerk(), wish)).toBeUndefined()
  })

  it(`is told of each of them the same day: the ${MAILS_A_DAY} mails a day are for who is written to`, async () => {
    const person = await enter(app(), clerk())
    const time = anHour()
    const wishes: RequestView[] = []
    for (let n = 0; n <= MAILS_A_DAY; n++)
      wishes.push(await good<RequestView>(await ask(clerk(), person, time)))
    await offer(time)
    await found()
    for (const wish of wishes) expect((await callOf(clerk(), wish))?.rides).toHaveLength(1)
  })

  it('is of the territory they were entered in', async () => {
    const person = await enter(app(), clerk())
    const commune = { code: caudresis.caudry, name: 'Caudry' }
    const centre = { lon: 3.4117, lat: 50.1244 }
    await app().database.write((tx) =>
      tx
        .insert(communeTable)
        .values({ ...commune, ...centre, territorySiren: caudresis.siren, slug: 'caudry' }),
    )
    const [from, to] = [app().deps.ids.next(), app().deps.ids.next()]
    const aire = { commune, address: null, kind: 'aire' as const, spaces: 10, lit: null }
    await addOwnAires(app().deps, {
      territorySiren: caudresis.siren,
      aires: [
        { ...aire, ...centre, id: from, name: 'Gare' },
        { ...aire, ...centre, lon: 3.45, id: to, name: 'Moulin' },
      ],
    })
    const elsewhere = { territory: caudresis.siren, from, to }
    expect(await slugOf(await ask(clerk(), person, anHour(), elsewhere))).toBe('404 ride-person-not-found')
  })

  it('is the desk’s of its territory alone, and a volunteer’s own people’s', async () => {
    const helper = await aHelper(app(), clerk(), { name: 'Jeanne' })
    const other = await aHelper(app(), clerk(), { name: 'Yvon' })
    const theirs = await enter(app(), helper)
    const time = anHour()
    const wish = await good<RequestView>(await ask(helper, theirs, time))
    await offer(time)
    await found()
    const call = (await callOf(helper, wish))!
    // Staff see whose call it is.
    expect((await callOf(clerk(), wish))!.helper).toBe('Jeanne')
    expect(await callOf(other, wish)).toBeUndefined()
    expect(await slugOf(await other.get(wishesOf(theirs)))).toBe('404 ride-person-not-found')
    expect(await slugOf(await ask(other, theirs, time))).toBe('404 ride-person-not-found')
    expect(await slugOf(await mark(other, call))).toBe('404 ride-call-not-found')
    const of = `/api/ride-requests/${wish.id}`
    for (const who of [other, stranger]) {
      expect(await slugOf(await who.remove(of))).toBe('404 ride-request-not-found')
      expect(await slugOf(await who.patch(of, { status: 'closed' }, { version: 1 }))).toBe(
        '404 ride-request-not-found',
      )
    }
    expect(await slugOf(await stranger.get(wishesOf(theirs)))).toBe('404 ride-person-not-found')
    expect(await slugOf(await stranger.get(`/api/desk/ride-request-calls?territory=${demoSiren}`))).toBe(
      '403 forbidden',
    )
    expect(await slugOf(await driver.call(of, { method: 'DELETE' }))).toBe('404 ride-request-not-found')
    await good(await mark(helper, call))
    // The volunteer helps no more: the desk goes on.
    await clerk().remove(`/api/desk/ride-helpers/${helper.id}`)
    expect(await slugOf(await helper.get(`/api/desk/ride-request-calls?territory=${demoSiren}`))).toBe(
      '403 forbidden',
    )
    expect((await clerk().remove(of)).status).toBe(204)
  })

  it('sent twice is one; too many are refused, and so is one for who is suspended', async () => {
    const person = await enter(app(), clerk())
    const time = anHour()
    const wish = aWish(time)
    const key = app().deps.ids.next()
    const send = () => clerk().post(wishesOf(person), wish, { key })
    expect(await good(await send())).toEqual(await good(await send()))
    for (let n = 1; n < MOST_OPEN_REQUESTS; n++) await good(await ask(clerk(), person, time))
    expect(await slugOf(await ask(clerk(), person, time))).toBe('409 ride-person-request-limit')
    // On hold, one makes room; opened again, it has none.
    const hold = `/api/ride-requests/${wish.id}`
    const held = await good<RequestView>(await clerk().patch(hold, { status: 'closed' }, { version: 1 }))
    await good(await ask(clerk(), person, time))
    expect(await slugOf(await clerk().patch(hold, { status: 'open' }, { version: held.version }))).toBe(
      '409 ride-person-request-limit',
    )
    expect(await slugOf(await ask(clerk(), await enter(app(), clerk()), time, { to: aires.ouest }))).toBe(
      '422 ride-request-refused',
    )
    const { deps } = app()
    await app().database.write(async (tx) => {
      const row = (await findTraveller(tx, person.id))!
      await suspend(tx, deps, { row, reason: 'Menaces.' })
    })
    await offer(time)
    await found()
    expect(await callOf(clerk(), wish as unknown as RequestView)).toBeUndefined()
    const other = await enter(app(), clerk())
    await app().database.write(async (tx) => {
      const row = (await findTraveller(tx, other.id))!
      await suspend(tx, deps, { row, reason: 'Menaces.' })
    })
    expect(await slugOf(await ask(clerk(), other, time))).toBe('403 traveller-suspended')
  })

  it('is read by pages, and forgotten with its call: once over, thirty days after, or with the person', async () => {
    const [one, two] = [await enter(app(), clerk()), await enter(app(), clerk())]
    const [first, second] = [anHour(), anHour()]
    const kept = await good<RequestView>(await ask(clerk(), one, first))
    const over = await good<RequestView>(await ask(clerk(), one, second))
    const erased = await good<RequestView>(await ask(clerk(), two, second))
    const off = await good<RequestView>(await ask(clerk(), one, '00:20'))
    for (const time of [first, second]) await offer(time)
    const taken = await offer('00:20')
    await found()
    expect(await callOf(clerk(), off)).toBeDefined()
    await json(await driver.call(`/api/trips/${taken.id}/cancel`, { body: {} }))
    // As many queries for a page as for one.
    const { $client } = app().database.read as unknown as { $client: Client }
    const execute = vi.spyOn($client, 'execute')
    const queriesOf = async (limit: number) => {
      execute.mockClear()
      const { items } = await listed(clerk(), `&limit=${limit}`)
      return { lines: items.length, queries: execute.mock.calls.length }
    }
    const [ofOne, ofAll] = [await queriesOf(1), await queriesOf(100)]
    execute.mockRestore()
    expect([ofOne.lines, ofAll.lines > 3]).toEqual([1, true])
    expect(ofAll.queries).toBe(ofOne.queries)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: RequestCallList = await listed(clerk(), `&limit=1${cursor && `&cursor=${cursor}`}`)
      // The one that is off leaves soonest: a page is not short, nor empty, for it.
      expect(page.items).toHaveLength(1)
      seen.push(...page.items.map(({ request }) => request.id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toEqual(expect.arrayContaining([kept.id, erased.id]))
    const calledOf = ({ id }: RequestView) =>
      app().database.read.select().from(deskRequestCall).where(eq(deskRequestCall.requestId, id))
    const person = await good<PersonView>(await clerk().get(`/api/desk/ride-people/${two.id}`))
    expect(
      (await clerk().remove(`/api/desk/ride-people/${two.id}`, { version: person.version })).status,
    ).toBe(204)
    expect(await calledOf(erased)).toEqual([])
    await good(await mark(clerk(), (await callOf(clerk(), kept))!))
    expect(await calledOf(over)).toHaveLength(1)
    app().clock.advance({ days: 3 })
    await app().worker.runOnce()
    expect(await calledOf(over)).toEqual([])
    expect(await calledOf(kept)).toHaveLength(1)
    app().clock.advance({ days: 30 })
    await eraseOldRides(app().deps)
    expect(await app().database.read.select().from(rideRequest).where(eq(rideRequest.id, kept.id))).toEqual(
      [],
    )
    expect(await calledOf(kept)).toEqual([])
    app().clock.set('2026-11-24T08:00:00Z')
  })
})

describe('Several days of a regular trip', () => {
  it('are booked for somebody in one gesture, once, and each is on the list of calls', async () => {
    const person = await enter(app(), clerk())
    const trip = await offer('05:05', { regular: { weekdays: [1, 2, 3, 4, 5], holidaysOff: true } })
    const body = {
      id: app().deps.ids.next(),
      tripId: trip.id,
      pickUpId: aires.ouest,
      dropOffId: aires.est,
      days: ['2026-11-25', '2026-11-26', '2026-11-28'].map((day) => ({ id: app().deps.ids.next(), day })),
    }
    const of = `/api/desk/ride-people/${person.id}`
    const daysOf = async () =>
      (
        await good<TripDays>(
          await clerk().get(`${of}/trip-days?trip=${trip.id}&pickUp=${aires.ouest}&dropOff=${aires.est}`),
        )
      ).items
    expect((await daysOf()).map(({ day, mine }) => [day, mine]).slice(0, 3)).toEqual([
      ['2026-11-25', false],
      ['2026-11-26', false],
      ['2026-11-27', false],
    ])
    const path = `${of}/booking-days`
    const key = app().deps.ids.next()
    const booked = await good<DaysBooked>(await clerk().post(path, body, { key }))
    expect(await good(await clerk().post(path, body, { key }))).toEqual(booked)
    expect(booked.bookings.map(({ day }) => day)).toEqual(['2026-11-25', '2026-11-26'])
    expect(booked.refused).toEqual([{ day: '2026-11-28', why: 'departure-gone' }])
    expect((await daysOf()).filter(({ mine }) => mine).map(({ day }) => day)).toEqual([
      '2026-11-25',
      '2026-11-26',
    ])
    const waiting = (await calls(clerk(), 'waiting', '', 100)).items.filter(
      (one) => one.person.id === person.id,
    )
    expect(waiting.map(({ booking }) => booking.seriesId)).toEqual([booked.seriesId, booked.seriesId])
    await json(await driver.call(`/api/booking-days/${booked.seriesId}/accept`, { body: {} }))
    const toCall = (await calls(clerk(), 'to-call', '', 100)).items.filter(
      (one) => one.person.id === person.id,
    )
    expect(toCall.map(({ topic }) => topic)).toEqual(['confirmed', 'confirmed'])
    expect(await slugOf(await stranger.post(path, { ...body, id: app().deps.ids.next() }))).toBe(
      '404 ride-person-not-found',
    )
  })
})
