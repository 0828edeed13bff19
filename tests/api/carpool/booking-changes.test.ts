import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { like } from 'drizzle-orm'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { localMail } from '../../../db/schema/index.ts'
import { act, book, clearTrips, did, json, offer, slugOf, threadOf } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

// Between the agreement and the ride: late, another time, nobody there. Moments are those of the server's clock.

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller
const at = (time: string) => Date.parse(`2026-11-25T${time}:00+01:00`)
const notes = async (who: Traveller, booking: BookingView) =>
  (await threadOf(who, booking)).flatMap(({ note }) => (note ? [note] : []))

/** A ride of tomorrow at 7:30, agreed. */
async function agreed() {
  await offer(app(), driver, aires.ouest, aires.est)
  const [booking] = await book(app(), passenger, aires.ouest, aires.est)
  return did(driver, booking!, 'accept')
}
const mailsAbout = async (words: string) => {
  await app().worker.runOnce()
  return app()
    .database.read.select()
    .from(localMail)
    .where(like(localMail.subject, `%${words}%`))
}

beforeAll(async () => {
  aires = await someAires(app())
})
// People of their own: nobody has booked twice.
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  await clearTrips(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678', phoneShared: true })
})

describe('Who is late', () => {
  it('says so in one tap; the other is told at once, and reads it on the card and in the thread', async () => {
    const booking = await agreed()
    expect(booking.actions).not.toContain('late')
    expect(await slugOf(await act(driver, booking, 'late', { minutes: 10 }))).toBe('409 booking-settled')
    app().clock.set(at('07:00'))
    expect((await act(driver, booking, 'late', { minutes: 11 })).status).toBe(422)
    expect(await did(driver, booking, 'late', { minutes: 10 })).toMatchObject({
      late: { driver: 10, passenger: null },
    })
    // Pressed twice: told once.
    await did(driver, booking, 'late', { minutes: 10 })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), passenger.email, 'En retard de 10 minutes')
    expect(mail.text).toContain('Dominique aura environ 10 minutes de retard.')
    expect(await mailsAbout('En retard de 10 minutes')).toHaveLength(1)
    expect(await notes(passenger, booking)).toMatchObject([
      { kind: 'confirmed', by: 'driver' },
      { kind: 'late', by: 'driver', minutes: 10 },
    ])
    expect(await did(driver, booking, 'late', { minutes: 0 })).toMatchObject({ late: { driver: null } })
    await app().worker.runOnce()
    await waitForMail(app(), passenger.email, 'Dominique sera à l’heure')
    await did(passenger, booking, 'late', { minutes: 5 })
    await app().worker.runOnce()
    expect((await waitForMail(app(), driver.email, 'En retard de 5')).text).toContain('612345678')
  })

  it('with another car to take is warned that there is little time to change', async () => {
    const other = await aTraveller(app(), { name: 'Claude' })
    await offer(app(), driver, aires.ouest, aires.milieu)
    await offer(app(), other, aires.milieu, aires.loin, { time: '07:50' })
    const [first, second] = await book(app(), passenger, aires.ouest, aires.loin)
    await did(driver, first!, 'accept')
    await did(other, second!, 'accept')
    app().clock.set(at('07:10'))
    await did(driver, first!, 'late', { minutes: 15 })
    await app().worker.runOnce()
    expect((await waitForMail(app(), passenger.email, 'En retard')).text).toContain(
      'peu de temps pour changer de voiture',
    )
  })
})

describe('Another time', () => {
  it('is the driver’s to propose, within two hours and to come', async () => {
    const booking = await agreed()
    const tried = async (pickUpAt: number, who = driver) =>
      slugOf(await act(who, booking, 'time', { pickUpAt }))
    expect(await tried(at('07:45'), passenger)).toBe('409 booking-settled')
    expect(await tried(at('09:45'))).toBe('422 time-refused')
    app().clock.set(at('07:00'))
    // By a clock wrong by a day.
    expect(await tried(at('07:45') - 86_400_000)).toBe('422 time-refused')
    expect(await tried(at('06:59'))).toBe('422 time-refused')
    app().clock.set(at('07:31'))
    expect(await tried(at('07:45'))).toBe('409 booking-settled')
  })

  it('moves the ride once the passenger agrees to that very moment', async () => {
    const booking = await agreed()
    const proposed = await did(driver, booking, 'time', { pickUpAt: at('07:45') })
    expect(proposed).toMatchObject({ pickUpAt: at('07:30'), proposedPickUpAt: at('07:45') })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), passenger.email, 'Une autre heure')
    expect(mail.text).toContain('Dominique propose de vous prendre à 7 h 45.')
    expect(mail.text).toContain('L’heure convenue : 7 h 30.')

    await did(driver, booking, 'time', { pickUpAt: at('07:50') })
    const late = await act(passenger, booking, 'time-answer', { accept: true, pickUpAt: at('07:45') })
    expect(await slugOf(late)).toBe('409 booking-settled')
    const moved = await did(passenger, booking, 'time-answer', { accept: true, pickUpAt: at('07:50') })
    expect(moved).toMatchObject({
      status: 'CONFIRMED',
      pickUpAt: at('07:50'),
      dropOffAt: booking.dropOffAt + 20 * 60_000,
      proposedPickUpAt: null,
    })
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'D’accord pour 7 h 50')
    expect((await notes(driver, booking)).map(({ kind }) => kind)).toEqual([
      'confirmed',
      'time-proposed',
      'time-proposed',
      'time-accepted',
    ])
  })

  it('that the passenger declines changes nothing: the time agreed stands, and the driver knows', async () => {
    const booking = await agreed()
    await did(driver, booking, 'time', { pickUpAt: at('07:10') })
    expect(
      await did(passenger, booking, 'time-answer', { accept: false, pickUpAt: at('07:10') }),
    ).toMatchObject({ status: 'CONFIRMED', pickUpAt: at('07:30'), proposedPickUpAt: null })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'L’heure ne change pas')
    expect(mail.text).toContain('l’heure convenue reste 7 h 30')
  })

  it('is taken back by proposing the time agreed', async () => {
    const booking = await agreed()
    await did(driver, booking, 'time', { pickUpAt: at('07:45') })
    expect(await did(driver, booking, 'time', { pickUpAt: at('07:30') })).toMatchObject({
      proposedPickUpAt: null,
    })
    const tooLate = await act(passenger, booking, 'time-answer', { accept: true, pickUpAt: at('07:45') })
    expect(await slugOf(tooLate)).toBe('409 booking-settled')
  })

  it('never breaks a change of cars: it is refused with the times that are possible', async () => {
    const other = await aTraveller(app(), { name: 'Claude' })
    await offer(app(), driver, aires.ouest, aires.milieu)
    await offer(app(), other, aires.milieu, aires.loin, { time: '08:00' })
    const [first, second] = await book(app(), passenger, aires.ouest, aires.loin)
    await did(driver, first!, 'accept')
    await did(other, second!, 'accept')
    const refused = await act(driver, first!, 'time', { pickUpAt: at('08:10') })
    expect(refused.status).toBe(422)
    const { detail } = (await refused.json()) as { detail: string }
    const [, latest = ''] = /à (\d\d h \d\d)\. Proposez une autre heure/.exec(detail) ?? []
    expect(detail).toContain('Pascale raterait sa correspondance')
    const last = at(latest.replace(' h ', ':'))
    await did(driver, first!, 'time', { pickUpAt: last })
    expect(await slugOf(await act(driver, first!, 'time', { pickUpAt: last + 60_000 }))).toBe(
      '422 time-refused',
    )
    // The other car moves meanwhile: what was safe no longer is.
    await did(other, second!, 'time', { pickUpAt: at('07:55') })
    await did(passenger, second!, 'time-answer', { accept: true, pickUpAt: at('07:55') })
    expect(await slugOf(await act(passenger, first!, 'time-answer', { accept: true, pickUpAt: last }))).toBe(
      '422 time-refused',
    )
  })
})

describe('Who does not come', () => {
  it('is told so with what happened, may answer it, and staff hear nothing', async () => {
    const booking = await agreed()
    const words = 'Attendu vingt minutes devant la halle.'
    app().clock.set(at('07:34'))
    expect(await slugOf(await act(passenger, booking, 'no-show', { words }))).toBe('409 booking-settled')
    app().clock.set(at('07:36'))
    expect((await act(passenger, booking, 'no-show', {})).status).toBe(422)
    expect(await did(passenger, booking, 'no-show', { words })).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'passenger', reason: 'no-show', words },
    })
    await did(passenger, booking, 'no-show', { words })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'Vous n’étiez pas au rendez-vous')
    expect(mail.text).toContain('Pascale dit que vous n’êtes pas venu.')
    expect(mail.text).toContain(words)
    app().clock.advance({ days: 3 })
    await did(driver, booking, 'messages', { id: app().deps.ids.next(), words: 'J’étais à l’autre entrée.' })
    expect(await threadOf(passenger, booking)).toMatchObject([
      { note: { kind: 'confirmed' } },
      { author: 'system', words: '', note: { kind: 'no-show', by: 'passenger', words } },
      { author: 'driver', words: 'J’étais à l’autre entrée.' },
    ])
    expect((await act(driver, booking, 'complete', {})).status).toBe(409)
  })

  it('leaves the second car to others, and not the one that has already driven', async () => {
    const other = await aTraveller(app(), { name: 'Claude' })
    await offer(app(), driver, aires.ouest, aires.milieu)
    await offer(app(), other, aires.milieu, aires.loin, { time: '08:00' })
    const ask = async (who: Traveller) => {
      const { rides } = await find(app(), { from: aires.ouest, to: aires.loin })
      const { bookings } = await json<{ bookings: BookingView[] }>(
        await who.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
        201,
      )
      await did(driver, bookings[0]!, 'accept')
      await did(other, bookings[1]!, 'accept')
      return bookings
    }
    const [left] = [await ask(passenger)]
    const taken = await ask(await aTraveller(app(), { name: 'Sacha' }))
    app().clock.set(at('07:40'))
    await did(passenger, left[0]!, 'no-show', { words: 'Personne.' })
    expect(await json(await other.call(`/api/bookings/${left[1]!.id}`))).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'other-leg', words: null },
    })
    app().clock.set(at('08:10'))
    await did(other, taken[1]!, 'no-show', { words: 'Pas vue.' })
    expect(await json(await driver.call(`/api/bookings/${taken[0]!.id}`))).toMatchObject({
      status: 'CONFIRMED',
    })
  })
})
