import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { createRideIndexes } from '../../../api/carpool/ride-index.ts'
import { extendTrips } from '../../../api/carpool/trips-days.usecases.ts'
import type { TripChange, TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { createTestClock } from '../../support/clock.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

// A Monday morning. The clock moves from test to test, never back.
const house = useDemoApp({ clock: createTestClock('2027-03-01T08:00:00Z') })
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale' })
})

const json = async <T>(answer: Response, status = 200): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}
const slugOf = async (answer: Response) => {
  const { type, detail } = (await answer.json()) as { type: string; detail: string }
  expect(detail).toMatch(/^\p{Lu}.*\.$/u)
  return `${answer.status} ${type.replace('/problems/', '')}`
}
const offer = async (over: Record<string, unknown> = {}) => {
  const body = anOffer(app(), aires.ouest, aires.est, { firstDay: '2027-03-02', ...over })
  return (await json<TripWritten>(await driver.call('/api/trips', { body }), 201)).trip
}
const weekly = (over: Record<string, unknown> = {}) => ({ regular: { weekdays: [1, 2, 3, 4, 5], ...over } })
const change = (
  { id, version }: Pick<TripView, 'id' | 'version'>,
  body: TripChange | Record<string, unknown>,
  { who = driver, key = app().deps.ids.next() } = {},
) =>
  who.call(`/api/trips/${id}`, {
    method: 'PATCH',
    body,
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
  })
const changed = async (trip: TripView, body: TripChange) => json<TripWritten>(await change(trip, body))
const act = (id: string, path: string, who = driver) => who.call(`/api/trips/${id}/${path}`, { body: {} })
const acted = async (id: string, path: string) => json<TripView>(await act(id, path))
const ridesAt = async (at: string, over: Record<string, string> = {}) =>
  (await find(app(), { from: aires.ouest, to: aires.est, at, ...over })).rides
const ridesOf = async (trip: { id: string }, at: string) =>
  (await ridesAt(at)).filter(({ legs }) => legs[0]!.tripId === trip.id)
const book = async (trip: { id: string }, at: string, seats = 1, who = passenger) => {
  const [ride] = await ridesOf(trip, at)
  const body = toBook(app(), ride!, seats)
  const { bookings } = await json<{ bookings: BookingView[] }>(await who.call('/api/bookings', { body }), 201)
  return bookings[0]!
}
const dayOf = (trip: TripView, day: string) => trip.departures.find((one) => one.day === day)
const wallOf = (at: number) =>
  new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone: 'Europe/Paris' }).format(at)

describe('A trip that changes', () => {
  it('leaves at another time, with other terms, and is found so by every process', async () => {
    const trip = await offer(weekly())
    const other = createRideIndexes(app().deps)
    await other.open(demoSiren)
    const { trip: now, keptDays } = await changed(trip, {
      time: '08:15',
      seats: 2,
      detourMinutes: 20,
      costCents: 50,
      wishes: ['pets'],
      note: 'Devant la halle',
    })
    expect(keptDays).toEqual([])
    expect(now).toMatchObject({
      version: trip.version + 1,
      time: '08:15',
      seats: 2,
      detourMinutes: 20,
      costCents: 50,
      wishes: ['pets'],
      note: 'Devant la halle',
    })
    expect(now.departures).toHaveLength(trip.departures.length)
    expect(now.departures.every(({ departAt, seatsLeft }) => wallOf(departAt) === '08:15' && seatsLeft === 2))
    // The ids stay: a search made before still leads to the same day.
    expect(now.departures.map(({ id }) => id)).toEqual(trip.departures.map(({ id }) => id))
    const [ride] = await ridesOf(trip, '2027-03-03T08:15')
    expect(wallOf(ride!.legs[0]!.pickUpAt)).toBe('08:15')
    expect(ride).toMatchObject({
      priceCents: 50,
      legs: [{ seatsLeft: 2, wishes: ['pets'], note: 'Devant la halle' }],
    })
    const { index, numberOf } = await other.open(demoSiren)
    const found = index.search({
      from: [{ aire: numberOf.get(aires.ouest)!, walkSeconds: 0 }],
      to: [{ aire: numberOf.get(aires.est)!, walkSeconds: 0 }],
      by: 'departure',
      earliest: ride!.leaveAt,
      at: ride!.leaveAt,
      latest: ride!.leaveAt,
      seats: 1,
      needs: 0,
      avoids: 0,
      transfer: null,
      except: [],
      limit: 50,
    })
    expect(found.map(({ legs }) => legs[0].tripId)).toContain(ride!.legs[0]!.departureId)
    await acted(trip.id, 'cancel')
  })

  it('follows its days: some leave, some come, others come back, and what is written later too', async () => {
    const trip = await offer(weekly({ weekdays: [1, 2] }))
    const open = (view: TripView) =>
      view.departures.filter(({ status }) => status === 'open').map(({ day }) => day)
    const { trip: second } = await changed(trip, {
      regular: { weekdays: [2, 5], exceptions: ['2027-03-09', '2027-03-05'], lastDay: '2027-04-30' },
    })
    expect(open(second).slice(0, 4)).toEqual(['2027-03-02', '2027-03-12', '2027-03-16', '2027-03-19'])
    expect(dayOf(second, '2027-03-08')!.status).toBe('cancelled')
    const { trip: third } = await changed(second, { regular: { weekdays: [1, 2, 5], exceptions: [] } })
    expect(open(third).slice(0, 4)).toEqual(['2027-03-02', '2027-03-05', '2027-03-08', '2027-03-09'])
    // Easter Monday, 29 March, is off as long as holidays are.
    expect(open(third)).not.toContain('2027-03-29')
    const { trip: fourth } = await changed(third, { regular: { holidaysOff: false } })
    expect(open(fourth)).toContain('2027-03-29')
    const { trip: fifth } = await changed(fourth, { firstDay: '2027-03-15' })
    expect(open(fifth)[0]).toBe('2027-03-15')
    const { trip: last } = await changed(fifth, { regular: { lastDay: '2027-03-22' } })
    expect(open(last)).toEqual(['2027-03-15', '2027-03-16', '2027-03-19', '2027-03-22'])
    await acted(trip.id, 'cancel')
  })

  it('changes from a day on: what is before is driven as it was, even what was not written yet', async () => {
    const trip = await offer(weekly())
    const { trip: soon } = await changed(trip, { fromDay: '2027-03-10', time: '09:00' })
    expect(wallOf(dayOf(soon, '2027-03-09')!.departAt)).toBe('07:30')
    expect(wallOf(dayOf(soon, '2027-03-10')!.departAt)).toBe('09:00')
    // A change of something else leaves that as it is.
    const { trip: seats } = await changed(soon, { seats: 1 })
    expect(wallOf(dayOf(seats, '2027-03-09')!.departAt)).toBe('07:30')
    expect(dayOf(seats, '2027-03-09')!.seats).toBe(1)
    // Beyond the four weeks that are written.
    await changed(seats, { fromDay: '2027-05-03', time: '10:00' })
    expect(await ridesOf(trip, '2027-04-30T09:00')).toHaveLength(1)
    expect(await ridesOf(trip, '2027-04-30T09:15').then(([one]) => one && wallOf(one.leaveAt))).toBe('09:00')
    app().clock.set('2027-04-12T08:00:00Z')
    await extendTrips(app().deps)
    expect(wallOf((await ridesOf(trip, '2027-05-04T10:00'))[0]!.leaveAt)).toBe('10:00')
    expect(wallOf((await ridesOf(trip, '2027-04-30T09:30'))[0]!.leaveAt)).toBe('09:00')
    await acted(trip.id, 'cancel')
  })

  it('keeps what passengers were promised: the day, the time, the aires, the terms', async () => {
    const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
    const booked = await book(trip, '2027-04-14T07:30', 2)
    const { trip: now, keptDays } = await changed(trip, {
      time: '08:30',
      detourMinutes: 0,
      wishes: ['smoking'],
    })
    expect(keptDays).toEqual(['2027-04-14'])
    expect(wallOf(dayOf(now, '2027-04-14')!.departAt)).toBe('07:30')
    expect(wallOf(dayOf(now, '2027-04-15')!.departAt)).toBe('08:30')
    const [ride] = await ridesOf(trip, '2027-04-14T07:30')
    expect(ride!.legs[0]).toMatchObject({ wishes: [], seatsLeft: 1 })
    // Another aire: the booked day still goes from where it was promised.
    const { keptDays: aire } = await changed(now, { originId: aires.milieu })
    expect(aire).toEqual(['2027-04-14'])
    expect(await json(await passenger.call(`/api/bookings/${booked.id}`))).toMatchObject({
      pickUp: { id: aires.ouest },
      pickUpAt: booked.pickUpAt,
    })
    // Its weekday is taken out of the series: driven with who booked, found by nobody else.
    const { trip: fewer, keptDays: kept } = await changed(
      (
        await json<{ items: TripView[] }>(await driver.call(`/api/trips/mine?territory=${demoSiren}`))
      ).items.find(({ id }) => id === trip.id)!,
      { regular: { weekdays: [1, 2, 4, 5] } },
    )
    expect(kept).toEqual(['2027-04-14'])
    expect(dayOf(fewer, '2027-04-14')).toMatchObject({ status: 'paused', waiting: 1 })
    expect(await ridesOf(trip, '2027-04-14T07:30')).toEqual([])
    await json(await driver.call(`/api/bookings/${booked.id}/accept`, { body: {} }))
    // It comes back as it was.
    const { trip: again } = await changed(fewer, { regular: { weekdays: [1, 2, 3, 4, 5] } })
    expect(dayOf(again, '2027-04-14')).toMatchObject({ status: 'open', accepted: 1 })
    await acted(trip.id, 'cancel')
  })

  it('never has fewer seats than are booked, and says on which day', async () => {
    const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
    await book(trip, '2027-04-15T07:30', 2)
    const refused = await change(trip, { seats: 1 })
    expect((await refused.clone().json()) as object).toMatchObject({
      detail: expect.stringContaining('jeudi 15 avril : 2'),
    })
    expect(await slugOf(refused)).toBe('409 trip-seats-booked')
    const { trip: two } = await changed(trip, { seats: 2 })
    expect(dayOf(two, '2027-04-15')).toMatchObject({ seats: 2, seatsLeft: 0 })
    expect(dayOf(two, '2027-04-16')).toMatchObject({ seats: 2, seatsLeft: 2 })
    // From a later day on, it may.
    const { trip: one } = await changed(two, { seats: 1, fromDay: '2027-04-16' })
    expect(dayOf(one, '2027-04-15')).toMatchObject({ seats: 2 })
    expect(dayOf(one, '2027-04-16')).toMatchObject({ seats: 1 })
    await acted(trip.id, 'cancel')
  })

  it('made once, changes until somebody counts on it', async () => {
    const trip = await offer({ firstDay: '2027-04-13' })
    const { trip: moved } = await changed(trip, { firstDay: '2027-04-20', time: '18:00' })
    expect(moved.departures.filter(({ status }) => status === 'open').map(({ day }) => day)).toEqual([
      '2027-04-20',
    ])
    expect(await ridesOf(trip, '2027-04-13T07:30')).toEqual([])
    await book(trip, '2027-04-20T18:00')
    for (const body of [{ time: '19:00' }, { firstDay: '2027-04-21' }, { destinationId: aires.milieu }])
      expect(await slugOf(await change(moved, body))).toBe('409 trip-promised')
    const { trip: said } = await changed(moved, { note: 'Coffre plein', seats: 4 })
    expect(said).toMatchObject({ note: 'Coffre plein', seats: 4, departures: expect.anything() })
    expect(dayOf(said, '2027-04-20')!.seatsLeft).toBe(3)
    await acted(trip.id, 'cancel')
  })

  it('is refused in words when it makes no sense, and nothing changes', async () => {
    const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
    const once = await offer({ firstDay: '2027-04-13' })
    const refusals: [TripView, Record<string, unknown>, string][] = [
      [trip, { destinationId: aires.ouest }, '422 trip-refused'],
      [trip, { originId: app().deps.ids.next() }, '409 aire-withdrawn'],
      [trip, { costCents: 9000 }, '422 trip-cost-too-high'],
      [trip, { regular: { lastDay: '2027-04-01' } }, '422 trip-refused'],
      [trip, { regular: { weekdays: [6], lastDay: '2027-04-14' } }, '422 trip-refused'],
      [trip, { fromDay: '2028-06-01', time: '09:00' }, '422 trip-refused'],
      [trip, { fromDay: '2027-06-01', regular: { lastDay: '2027-05-01' } }, '422 trip-refused'],
      [once, { firstDay: '2027-04-01' }, '422 trip-refused'],
      [once, { firstDay: '2029-01-01' }, '422 trip-refused'],
      [once, { regular: { weekdays: [1] } }, '422 trip-refused'],
    ]
    for (const [of, body, slug] of refusals)
      expect(await slugOf(await change(of, body)), JSON.stringify(body)).toBe(slug)
    for (const body of [{ seats: 0 }, { seats: 99 }, { detourMinutes: -1 }, { time: '25:00' }, { other: 1 }])
      expect((await change(trip, body)).status, JSON.stringify(body)).toBe(422)
    expect(await slugOf(await change(trip, { seats: 1 }, { who: passenger }))).toBe('404 trip-not-found')
    expect((await app().call(`/api/trips/${trip.id}`, { method: 'PATCH', body: {} })).status).toBe(401)
    expect(await slugOf(await driver.call(`/api/trips/${trip.id}`, { method: 'PATCH', body: {} }))).toBe(
      '428 version-required',
    )
    const stale = await change({ id: trip.id, version: 40 }, { seats: 1 })
    expect(await json<{ current: TripView }>(stale, 412)).toMatchObject({
      current: { id: trip.id, seats: 3 },
    })
    await acted(trip.id, 'cancel')
    await acted(once.id, 'cancel')
    const off = { id: trip.id, version: trip.version + 1 }
    expect(await slugOf(await change(off, { seats: 1 }))).toBe('409 trip-off')
    for (const path of ['pause', 'resume', 'days/2027-04-14/restore'])
      expect(await slugOf(await act(trip.id, path))).toBe('409 trip-off')
  })

  it('sent twice is one change; of two people’s edits the second is shown the first', async () => {
    const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
    const key = app().deps.ids.next()
    const first = await json<TripWritten>(await change(trip, { seats: 2 }, { key }))
    expect(await json(await change(trip, { seats: 2 }, { key }))).toEqual(first)
    const [one, two] = await Promise.all([
      change(first.trip, { time: '08:00' }),
      change(first.trip, { time: '09:00' }),
    ])
    expect([one.status, two.status].sort()).toEqual([200, 412])
    // The days that the worker writes are no edit.
    app().clock.set('2027-04-12T12:00:00Z')
    await extendTrips(app().deps)
    const version = first.trip.version + 1
    await json(await change({ id: trip.id, version }, { seats: 1 }))
    await acted(trip.id, 'cancel')
  })

  it('and a booking that come at once: the seat is at the time promised, or refused as changed', async () => {
    for (let n = 0; n < 6; n++) {
      const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
      const [ride] = await ridesOf(trip, '2027-04-14T07:30')
      const request = toBook(app(), ride!)
      const { pickUpAt, priceCents } = ride!.legs[0]!
      const legs = request.legs.map((leg) => ({ ...leg, seen: { pickUpAt, priceCents } }))
      const edit = () => change(trip, { time: '09:00' })
      const ask = () => passenger.call('/api/bookings', { body: { ...request, legs } })
      const [edited, asked] =
        n % 2
          ? await Promise.all([edit(), ask()])
          : await Promise.all([ask(), edit()]).then(([a, b]) => [b, a])
      const { keptDays, trip: now } = await json<TripWritten>(edited!)
      if (asked!.status === 201) {
        expect(keptDays).toEqual(['2027-04-14'])
        expect(dayOf(now, '2027-04-14')!.departAt).toBe(pickUpAt)
      } else {
        expect(await slugOf(asked!)).toBe('409 ride-changed')
        expect(keptDays).toEqual([])
      }
      await acted(trip.id, 'cancel')
    }
  })

  it('dearer than what was read, is not booked; cheaper, it is', async () => {
    const trip = await offer({ firstDay: '2027-04-13', costCents: 60 })
    const [ride] = await ridesOf(trip, '2027-04-13T07:30')
    const { pickUpAt, priceCents } = ride!.legs[0]!
    const ask = () => {
      const request = toBook(app(), ride!)
      const legs = request.legs.map((leg) => ({ ...leg, seen: { pickUpAt, priceCents } }))
      return passenger.call('/api/bookings', { body: { ...request, legs } })
    }
    const { trip: dearer } = await changed(trip, { costCents: 80 })
    expect(await slugOf(await ask())).toBe('409 ride-changed')
    await changed(dearer, { costCents: 20 })
    expect((await ask()).status).toBe(201)
    await acted(trip.id, 'cancel')
  })
})

describe('A pause', () => {
  it('hides a trip from all but who booked, and writes no day meanwhile; resumed, it is found again', async () => {
    app().clock.set('2027-04-12T13:00:00Z')
    const trip = await offer({ firstDay: '2027-04-13', ...weekly() })
    const booked = await book(trip, '2027-04-14T07:30')
    const paused = await acted(trip.id, 'pause')
    expect(paused).toMatchObject({ status: 'paused' })
    expect(new Set(paused.departures.map(({ status }) => status))).toEqual(new Set(['paused']))
    expect(await acted(trip.id, 'pause')).toMatchObject({ version: paused.version })
    expect(await ridesOf(trip, '2027-04-15T07:30')).toEqual([])
    expect(await json(await driver.call(`/api/bookings/${booked.id}/accept`, { body: {} }))).toMatchObject({
      status: 'CONFIRMED',
    })
    expect(await slugOf(await act(trip.id, 'days/2027-04-15/reopen'))).toBe('409 trip-paused')
    // A change made meanwhile stays paused.
    const { trip: later } = await changed(paused, { time: '08:00' })
    expect(await ridesOf(trip, '2027-04-15T08:00')).toEqual([])
    expect(later.status).toBe('paused')
    app().clock.set('2027-07-05T08:00:00Z')
    await extendTrips(app().deps)
    const resumed = await acted(trip.id, 'resume')
    expect(resumed.status).toBe('active')
    // 14 July is a holiday.
    expect(resumed.departures.map(({ day }) => day).slice(0, 8)).toEqual([
      '2027-07-06',
      '2027-07-07',
      '2027-07-08',
      '2027-07-09',
      '2027-07-12',
      '2027-07-13',
      '2027-07-15',
      '2027-07-16',
    ])
    expect(await ridesOf(trip, '2027-07-15T08:00')).toHaveLength(1)
    await acted(trip.id, 'cancel')
  })

  it('of one day, its reopening, and a day taken off and put back as the trip is now', async () => {
    const trip = await offer({ firstDay: '2027-07-06', ...weekly() })
    const at = '2027-07-08T07:30'
    await acted(trip.id, 'days/2027-07-08/pause')
    expect(await ridesOf(trip, at)).toEqual([])
    await acted(trip.id, 'days/2027-07-08/reopen')
    const booked = await book(trip, at)
    await acted(trip.id, 'days/2027-07-08/cancel')
    expect(await json(await passenger.call(`/api/bookings/${booked.id}`))).toMatchObject({
      status: 'CANCELLED',
    })
    const { trip: other } = await changed(await acted(trip.id, 'days/2027-07-09/cancel'), {
      seats: 2,
      time: '07:45',
    })
    expect(other.regular!.exceptions).toEqual(['2027-07-08', '2027-07-09'])
    const back = await acted(trip.id, 'days/2027-07-08/restore')
    expect(back.regular!.exceptions).toEqual(['2027-07-09'])
    expect(dayOf(back, '2027-07-08')).toMatchObject({ status: 'open', seats: 2, seatsLeft: 2, waiting: 0 })
    expect(await ridesOf(trip, '2027-07-08T07:45')).toHaveLength(1)
    // Put back twice: no harm. A day that is none of its days, a past one, a day already off: said so.
    await acted(trip.id, 'days/2027-07-08/restore')
    for (const path of [
      'days/2027-07-11/restore',
      'days/2027-07-14/restore',
      'days/2027-07-01/restore',
      'days/2027-07-09/pause',
      'days/2027-07-09/reopen',
    ])
      expect(await slugOf(await act(trip.id, path)), path).toBe('409 trip-day-unknown')
    // An exception given with the offer has no departure yet.
    const far = await offer({
      firstDay: '2027-07-06',
      ...weekly({ exceptions: ['2027-07-07', '2027-09-01'] }),
    })
    expect(dayOf(await acted(far.id, 'days/2027-07-07/restore'), '2027-07-07')!.status).toBe('open')
    expect((await acted(far.id, 'days/2027-09-01/restore')).regular!.exceptions).toEqual([])
    for (const who of [passenger])
      for (const path of ['pause', 'resume', 'days/2027-07-07/pause'])
        expect(await slugOf(await act(far.id, path, who))).toBe('404 trip-not-found')
    await acted(trip.id, 'cancel')
    await acted(far.id, 'cancel')
  })
})
