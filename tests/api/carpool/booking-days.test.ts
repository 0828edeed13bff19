import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { and, eq, like } from 'drizzle-orm'
import type { BookingDaysView, DaysBooked, TripDays } from '../../../api/carpool/bookings-days.schemas.ts'
import type { TripView } from '../../../api/carpool/trips.schemas.ts'
import { moveBookings } from '../../../api/carpool/bookings-clock.usecases.ts'
import { remindOfBookings } from '../../../api/carpool/bookings-reminders.usecases.ts'
import { localMail } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { clearTrips, did, json, offer, slugOf } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { aTraveller, someAires, type Traveller } from '../../support/rides.ts'

// A regular trip, booked on several of its days in one go. In December 2026 Christmas is a Friday.

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller
let trip: TripView

beforeAll(async () => {
  aires = await someAires(app())
})
beforeEach(async () => {
  app().clock.set('2026-12-01T08:00:00Z')
  await clearTrips(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678', phoneShared: true })
  ;({ trip } = await offer(app(), driver, aires.ouest, aires.est, {
    firstDay: '2026-12-01',
    seats: 2,
    costCents: 100,
    regular: { weekdays: [2, 5], exceptions: ['2026-12-11'] },
  }))
})

const listed = async (who: Pick<Traveller, 'call'> = app()) =>
  json<TripDays>(await who.call(`/api/trip-days?trip=${trip.id}&pickUp=${aires.ouest}&dropOff=${aires.est}`))
const request = (days: string[], over: object = {}) => ({
  id: app().deps.ids.next(),
  tripId: trip.id,
  pickUpId: aires.ouest,
  dropOffId: aires.est,
  days: days.map((day) => ({ id: app().deps.ids.next(), day })),
  ...over,
})
const ask = async (days: string[], over: object = {}, who = passenger) =>
  json<DaysBooked>(await who.call('/api/booking-days', { body: request(days, over) }), 201)
const act = (who: Traveller, seriesId: string, what: string, body: object = {}) =>
  who.call(`/api/booking-days/${seriesId}/${what}`, { body })
const statesOf = ({ items }: BookingDaysView) => items.map(({ day, status }) => [day.slice(5), status])
const mailsTo = async ({ email }: Traveller, subject: string) => {
  await app().worker.runOnce()
  return app()
    .database.read.select()
    .from(localMail)
    .where(and(eq(localMail.recipient, email), like(localMail.subject, `%${subject}%`)))
}
const seatsLeft = async () =>
  Object.fromEntries((await listed()).items.map(({ day, seatsLeft: left }) => [day.slice(5), left]))

describe('Days of a regular trip', () => {
  it('are those that are driven within four weeks: no holiday, no exception', async () => {
    const { items, driver: who, priceCents } = await listed()
    expect(items.map(({ day }) => day.slice(5))).toEqual([
      '12-04',
      '12-08',
      '12-15',
      '12-18',
      '12-22',
      '12-29',
    ])
    expect([who.name, priceCents]).toEqual(['Dominique', 100])
    expect(items[0]).toMatchObject({ seatsLeft: 2, mine: false })
    expect(
      await slugOf(
        await app().call(
          `/api/trip-days?trip=${app().deps.ids.next()}&pickUp=${aires.ouest}&dropOff=${aires.est}`,
        ),
      ),
    ).toBe('409 departure-gone')
  })

  it('are asked for in one write: what cannot be is named, the rest is booked, and the driver hears once', async () => {
    const other = await aTraveller(app(), { name: 'Sacha' })
    await ask(['2026-12-08'], { seats: 2 }, other)
    const body = request(['2026-12-25', '2026-12-08', '2026-12-04', '2026-12-15', '2026-12-11'], {
      message: 'Je travaille à la gare.',
    })
    const headers = { 'Idempotency-Key': app().deps.ids.next() }
    const written = await json<DaysBooked>(await passenger.call('/api/booking-days', { body, headers }), 201)
    expect(await json(await passenger.call('/api/booking-days', { body, headers }), 201)).toEqual(written)
    expect(written.bookings.map(({ day, seriesId }) => [day, seriesId])).toEqual([
      ['2026-12-04', body.id],
      ['2026-12-15', body.id],
    ])
    expect(written.refused).toEqual([
      { day: '2026-12-08', why: 'seats-taken' },
      { day: '2026-12-11', why: 'departure-gone' },
      { day: '2026-12-25', why: 'departure-gone' },
    ])
    expect(await seatsLeft()).toMatchObject({ '12-04': 1, '12-08': 0, '12-15': 1, '12-18': 2 })
    expect((await listed(passenger)).items.filter(({ mine }) => mine).map(({ day }) => day)).toEqual([
      '2026-12-04',
      '2026-12-15',
    ])
    const mails = await mailsTo(driver, 'Pascale demande 2 jours')
    expect(mails).toHaveLength(1)
    expect(mails[0]!.text).toMatch(/vendredi 4 décembre[^]*mardi 15 décembre/)
    expect(mails[0]!.text).toContain('par jour')
    expect(mails[0]!.text).not.toContain('612345678')
  })

  it('that are all refused write nothing, and say why', async () => {
    await ask(['2026-12-04'])
    const again = await passenger.call('/api/booking-days', { body: request(['2026-12-04']) })
    expect(await slugOf(again)).toBe('409 already-booked')
    expect(await slugOf(await driver.call('/api/booking-days', { body: request(['2026-12-08']) }))).toBe(
      '409 own-trip',
    )
    const many = Array.from({ length: 21 }, (_, n) => `2026-12-${String(n + 1).padStart(2, '0')}`)
    expect((await passenger.call('/api/booking-days', { body: request(many) })).status).toBe(422)
    expect((await app().call('/api/booking-days', { body: request(['2026-12-08']) })).status).toBe(401)
    expect(await seatsLeft()).toMatchObject({ '12-08': 2 })
  })

  it('are never oversold, whoever asks at once for which of them', async () => {
    const people = await Promise.all(
      Array.from({ length: 6 }, (_, n) => aTraveller(app(), { name: `P${n}` })),
    )
    const days = ['2026-12-04', '2026-12-08', '2026-12-15', '2026-12-18']
    const answers = await Promise.all(
      people.map((one, n) =>
        one.call('/api/booking-days', { body: request([...days.slice(n % 4), ...days.slice(0, n % 4)]) }),
      ),
    )
    const booked = await Promise.all(
      answers.map(async (answer) =>
        answer.status === 201 ? ((await answer.json()) as DaysBooked).bookings : [],
      ),
    )
    for (const day of days)
      expect(
        booked.flat().filter((one) => one.day === day),
        day,
      ).toHaveLength(2)
    expect(await seatsLeft()).toMatchObject({ '12-04': 0, '12-08': 0, '12-15': 0, '12-18': 0 })
  })

  it('are all accepted by one press of the link in the mail, or one by one', async () => {
    const { seriesId, bookings } = await ask(['2026-12-04', '2026-12-08', '2026-12-15'])
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'Pascale demande 3 jours')
    const secret = /trajets\/reponse-jours#(\S+)/.exec(mail.text)![1]!
    const link = { 'Bocage-Secret': secret }
    expect(
      await json<BookingDaysView>(await app().call('/api/booking-days-answer', { headers: link })),
    ).toMatchObject({
      seriesId,
      items: [{ role: 'driver', other: { name: 'Pascale', phone: null } }, {}, {}],
    })
    const answer = async (body: object) =>
      json<BookingDaysView>(await app().call('/api/booking-days-answer', { body, headers: link }))
    expect(statesOf(await answer({ answer: 'decline', ids: [bookings[1]!.id] }))).toEqual([
      ['12-04', 'WAITING_CONFIRMATION'],
      ['12-08', 'CANCELLED'],
      ['12-15', 'WAITING_CONFIRMATION'],
    ])
    const all = await answer({ answer: 'accept' })
    expect(statesOf(all)).toEqual([
      ['12-04', 'CONFIRMED'],
      ['12-08', 'CANCELLED'],
      ['12-15', 'CONFIRMED'],
    ])
    // The phone comes with the agreement, and pressing twice is no harm.
    expect(all.items[0]!.other.phone).toBe('+33612345678')
    expect(statesOf(await answer({ answer: 'accept' }))).toEqual(statesOf(all))
    expect(await mailsTo(passenger, 'Pas cette fois')).toHaveLength(1)
    const told = await mailsTo(passenger, 'C’est d’accord pour 2 jours')
    expect(told).toHaveLength(1)
    expect(told[0]!.text).toMatch(/vendredi 4 décembre[^]*mardi 15 décembre/)
    // A link for one booking opens no series, and the other way round.
    for (const [path, headers] of [
      ['/api/booking-answer', link],
      ['/api/booking-days-answer', { 'Bocage-Secret': `${seriesId}.${'x'.repeat(32)}` }],
    ] as const)
      expect(await slugOf(await app().call(path, { headers }))).toBe('404 booking-not-found')
  })

  it('are taken back one by one or together, by either, and nobody else', async () => {
    const { seriesId, bookings } = await ask(['2026-12-04', '2026-12-08', '2026-12-15'])
    await json(await act(driver, seriesId, 'accept'))
    await did(passenger, bookings[0]!, 'cancel', { reason: 'ill' })
    const stranger = await aTraveller(app())
    expect(await slugOf(await act(stranger, seriesId, 'cancel'))).toBe('404 booking-not-found')
    expect(await slugOf(await stranger.call(`/api/booking-days/${seriesId}`))).toBe('404 booking-not-found')
    expect(await slugOf(await act(passenger, seriesId, 'accept'))).toBe('409 booking-settled')
    expect(
      statesOf(
        await json<BookingDaysView>(await act(passenger, seriesId, 'cancel', { words: 'Je déménage.' })),
      ),
    ).toEqual([
      ['12-04', 'CANCELLED'],
      ['12-08', 'CANCELLED'],
      ['12-15', 'CANCELLED'],
    ])
    const [mail] = await mailsTo(driver, '2 trajets annulés')
    expect(mail!.text).toContain('Je déménage.')
    expect(await seatsLeft()).toMatchObject({ '12-04': 2, '12-08': 2, '12-15': 2 })
  })

  it('that wait are recalled together and end together: one mail, not one a day', async () => {
    await ask(['2026-12-04', '2026-12-08', '2026-12-15'])
    app().clock.set('2026-12-02T06:00:00Z')
    await remindOfBookings(app().deps)
    expect(await mailsTo(driver, 'attend votre réponse pour 3 jours')).toHaveLength(1)
    app().clock.set('2026-12-02T08:01:00Z')
    await moveBookings(app().deps)
    expect(await mailsTo(passenger, 'Sans réponse pour 3 jours')).toHaveLength(1)
    expect(await seatsLeft()).toMatchObject({ '12-04': 2, '12-08': 2, '12-15': 2 })
    const mine = await json<{ items: { status: string }[] }>(
      await passenger.call(`/api/bookings/mine?territory=${demoSiren}`),
    )
    expect(mine.items.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED'])
  })
})
