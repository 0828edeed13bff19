import { and, eq, like } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { remindOfBookings, remindUntil } from '../../../api/carpool/bookings-reminders.usecases.ts'
import { bookRide } from '../../../api/carpool/bookings.usecases.ts'
import { createRideIndexes } from '../../../api/carpool/ride-index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDatabase } from '../../../db/client.ts'
import { localMail, notification, outbox, traveller } from '../../../db/schema/index.ts'
import { book, clearTrips, did, offer } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

// Nobody forgets: a driver of a request, the two of a ride.

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller
const wall = (moment: string) => Date.parse(`${moment}:00+01:00`)
const remind = () => remindOfBookings(app().deps)
const told = async (topic: string, bookingId: string) =>
  (
    await app()
      .database.read.select({ at: outbox.createdAt })
      .from(outbox)
      .where(and(eq(outbox.topic, `booking.${topic}`), eq(outbox.subject, `booking:${bookingId}`)))
  ).map(({ at }) => at)

const mailsTo = ({ email }: Traveller, subject: string) =>
  app()
    .database.read.select()
    .from(localMail)
    .where(and(eq(localMail.recipient, email), like(localMail.subject, subject)))
const travellerOf = async (who: Traveller) => {
  const answer = await who.call(`/api/travellers/me?territory=${demoSiren}`)
  return ((await answer.json()) as { id: string }).id
}

beforeAll(async () => {
  aires = await someAires(app())
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  await clearTrips(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale' })
})

describe('A request that waits', () => {
  it('is recalled to its driver once, in the evening before a morning’s deadline, with the link to answer', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [booking] = await book(app(), passenger, aires.ouest, aires.est)
    for (const [moment, times] of [
      ['2026-11-24T17:59', 0],
      // More than half of the time to answer is left.
      ['2026-11-24T19:30', 0],
      ['2026-11-24T20:30', 1],
      ['2026-11-25T06:30', 1],
    ] as const) {
      app().clock.set(wall(moment))
      // The worker itself, whose task comes round by then.
      await app().worker.runOnce()
      expect(await told('answer-soon', booking!.id), moment).toHaveLength(times)
    }
    const mail = await waitForMail(app(), driver.email, 'attend votre réponse')
    expect(mail.text).toContain('Pascale attend votre réponse.')
    expect(mail.text).toMatch(/trajets\/reponse#\S+/)
  })

  it('is recalled once by two processes at the same moment, and not at all once it is answered', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [booking] = await book(app(), passenger, aires.ouest, aires.est)
    const second = await aTraveller(app(), { name: 'Sacha' })
    const [answered] = await book(app(), second, aires.ouest, aires.est)
    await did(driver, answered!, 'accept')
    app().clock.set(wall('2026-11-24T20:45'))
    const other = await openDatabase({ url: app().config.databaseUrl })
    try {
      await Promise.all([remind(), remindOfBookings({ ...app().deps, database: other }), remind()])
    } finally {
      await other.close()
    }
    expect(await told('answer-soon', booking!.id)).toHaveLength(1)
    expect(await told('answer-soon', answered!.id)).toHaveLength(0)
  })

  it('answered before the reminder leaves troubles nobody', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [booking] = await book(app(), passenger, aires.ouest, aires.est)
    app().clock.set(wall('2026-11-24T20:45'))
    await remind()
    await did(driver, booking!, 'accept')
    await app().worker.runOnce()
    expect(await told('answer-soon', booking!.id)).toHaveLength(1)
    expect(await mailsTo(driver, '%attend votre réponse%')).toEqual([])
  })
})

describe('A ride that comes', () => {
  it('is recalled to both on its eve, once', async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    const [booking] = await book(app(), passenger, aires.ouest, aires.est)
    await did(driver, booking!, 'accept')
    for (const [moment, times] of [
      ['2026-11-24T17:59', 0],
      ['2026-11-24T18:00', 1],
      ['2026-11-25T06:30', 1],
    ] as const) {
      app().clock.set(wall(moment))
      await remind()
      expect(await told('day', booking!.id), moment).toHaveLength(times)
    }
    await app().worker.runOnce()
    expect((await waitForMail(app(), driver.email, 'Rappel')).text).toContain('Votre trajet avec Pascale')
    expect((await waitForMail(app(), passenger.email, 'Rappel')).text).toContain(
      'Votre trajet avec Dominique',
    )
  })

  it('agreed in the evening is recalled in the morning, and one agreed just before is not', async () => {
    await offer(app(), driver, aires.ouest, aires.est, { time: '09:00' })
    app().clock.set(wall('2026-11-24T21:00'))
    const [late] = await book(app(), passenger, aires.ouest, aires.est, { at: '2026-11-25T09:00' })
    await did(driver, late!, 'accept')
    app().clock.set(wall('2026-11-24T21:29'))
    await remind()
    expect(await told('day', late!.id)).toHaveLength(0)
    app().clock.set(wall('2026-11-25T07:05'))
    const second = await aTraveller(app(), { name: 'Sacha' })
    const [last] = await book(app(), second, aires.ouest, aires.est, { at: '2026-11-25T09:00' })
    await did(driver, last!, 'accept')
    await remind()
    expect(await told('day', late!.id)).toHaveLength(1)
    app().clock.set(wall('2026-11-25T08:50'))
    await remind()
    expect(await told('day', last!.id)).toHaveLength(0)
  })

  it('of two cars is one reminder for the passenger, that tells the whole way', async () => {
    const other = await aTraveller(app(), { name: 'Claude' })
    await offer(app(), driver, aires.ouest, aires.milieu)
    await offer(app(), other, aires.milieu, aires.loin, { time: '08:00' })
    const [first, second] = await book(app(), passenger, aires.ouest, aires.loin)
    await did(driver, first!, 'accept')
    await did(other, second!, 'accept')
    app().clock.set(wall('2026-11-24T18:30'))
    await remind()
    await app().worker.runOnce()
    const mail = await waitForMail(app(), passenger.email, 'Rappel')
    expect(mail.text).toContain('Votre trajet avec Dominique')
    expect(mail.text).toContain('de Aire milieu à Aire loin. Avec Claude.')
    expect(await mailsTo(passenger, 'Rappel%')).toHaveLength(1)
    await waitForMail(app(), other.email, 'Rappel')
  })

  it('is mailed to nobody who has no account: the clerk calls them', async () => {
    const { deps } = app()
    const id = deps.ids.next()
    await deps.database.write(async (tx) => {
      await tx.insert(traveller).values({
        id,
        territorySiren: demoSiren,
        name: 'Odette',
        locale: 'fr',
        agreedAt: deps.clock.now(),
        enteredByUserId: 'agent',
        createdAt: deps.clock.now(),
        activeAt: deps.clock.now(),
      })
    })
    await offer(app(), driver, aires.ouest, aires.est)
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const { body } = await bookRide(
      { ...deps, indexes: createRideIndexes(deps) },
      {
        passenger: async (tx) => (await tx.select().from(traveller).where(eq(traveller.id, id)))[0]!,
        enteredByUserId: 'agent',
        request: toBook(app(), rides[0]!),
        write: { key: deps.ids.next(), route: 'POST /api/bookings', requestHash: 'x' },
        caller: { address: '127.0.0.1', device: null },
      },
    )
    await did(driver, body.bookings[0]!, 'accept')
    app().clock.set(wall('2026-11-24T18:30'))
    await remind()
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'Rappel')
    const people = await deps.database.read
      .select({ person: notification.person })
      .from(notification)
      .where(eq(notification.subject, `booking:${body.bookings[0]!.id}`))
    expect(new Set(people.map(({ person }) => person))).toEqual(
      new Set([`traveller:${await travellerOf(driver)}`]),
    )
  })
})

it('nobody is woken: what is near in the day, the next day in the evening, nothing at night', () => {
  const rule = { ahead: 2 * 3_600_000, eveUntil: '23:59' }
  expect(remindUntil(wall('2026-11-24T05:59'), rule)).toBeNull()
  expect(remindUntil(wall('2026-11-24T06:00'), rule)).toBe(wall('2026-11-24T08:00'))
  expect(remindUntil(wall('2026-11-24T18:00'), rule)).toBe(wall('2026-11-25T23:59'))
  expect(remindUntil(wall('2026-11-24T21:30'), rule)).toBeNull()
})
