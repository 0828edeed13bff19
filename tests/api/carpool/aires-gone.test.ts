import { eq, inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdminAire, AireUse } from '../../../api/carpool/aires-admin.schemas.ts'
import { refreshSelection } from '../../../api/carpool/aires-selection.usecases.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { aire, localMail } from '../../../db/schema/index.ts'
import { anAgent, waitForMail, type Agent } from '../../support/desk.ts'
import { bookForThem, calls, enter } from '../../support/desk-rides.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import {
  anOffer,
  aTraveller,
  bookFound,
  find,
  json,
  slugOf,
  someAires,
  toBook,
  type Traveller,
} from '../../support/rides.ts'

// Aires that are put away while people count on them: by an administrator, or by the national base.

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let driver: Traveller
let passenger: Traveller
const pathOf = (id: string) => `/api/territories/${demoSiren}/aires/${id}`

beforeAll(async () => {
  aires = await someAires(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale' })
})

const offer = async (from: string, to: string, over = {}, who = driver) =>
  (await json<TripWritten>(await who.call('/api/trips', { body: anOffer(app(), from, to, over) }), 201)).trip
const hide = async (id: string, hidden: boolean) => {
  const { version } = await json<AdminAire>(await admin.get(pathOf(id)))
  return json<AdminAire>(await admin.patch(pathOf(id), { hidden }, { version }))
}
const mailsTo = async (email: string, like: string) =>
  (await app().database.read.select().from(localMail).where(eq(localMail.recipient, email))).filter(
    ({ subject }) => subject.includes(like),
  )
const tripsOf = async (who: Traveller) =>
  (await json<{ items: TripView[] }>(await who.call(`/api/trips/mine?territory=${demoSiren}`))).items

describe('An aire hidden with the ride of somebody without a phone on it', () => {
  it('puts them on the list of those to be called, once', async () => {
    const clerk = await anAgent(app(), { scope: { kind: 'territory', id: demoSiren } })
    const trip = await offer(aires.milieu, aires.loin, { time: '15:20' })
    const person = await enter(app(), clerk)
    const { rides } = await find(app(), { from: aires.milieu, to: aires.loin, at: '2026-11-25T15:20' })
    const ride = rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
    const booking = await bookForThem(app(), clerk, { person, ride })
    const theirs = async () =>
      (await calls(clerk, 'to-call')).items.filter((call) => call.booking.id === booking.id)
    expect(await theirs()).toEqual([])
    await hide(aires.milieu, true)
    const told = await theirs()
    expect(told.map(({ topic, as }) => [topic, as])).toEqual([['aire-gone', 'passenger']])
    await hide(aires.milieu, false)
    await driver.call(`/api/trips/${trip.id}/cancel`, { body: {} })
    await app().worker.runOnce()
    await app().database.write((tx) => tx.delete(localMail))
  })
})

describe('An aire hidden by the territory', () => {
  it('tells its drivers and passengers once, keeps bookings, is found by nobody; restored, it is found again', async () => {
    const trip = await offer(aires.ouest, aires.est, { regular: { weekdays: [1, 2, 3, 4, 5, 6, 7] } })
    const search = { from: aires.ouest, to: aires.est }
    const { rides } = await find(app(), search)
    const [booked] = await bookFound(app(), passenger, search)
    // Asked first: counts that tell of nobody.
    expect(await json<AireUse>(await admin.get(`${pathOf(aires.ouest)}/use`))).toEqual({
      trips: null,
      bookings: null,
    })
    await hide(aires.ouest, true)
    await app().worker.runOnce()
    await app().worker.runOnce()
    const toDriver = await waitForMail(app(), driver.email, 'On ne part plus de Aire ouest')
    expect(toDriver.text).toContain('Aire ouest : l’aire la plus proche est Aire milieu, à 5 km.')
    expect(toDriver.text).toContain('Votre trajet de Aire ouest à Aire est n’est plus montré')
    expect(toDriver.text).toContain(`/trajets/mes-trajets/${trip.id}`)
    const toPassenger = await waitForMail(app(), passenger.email, 'On ne part plus de Aire ouest')
    expect(toPassenger.text).toContain(
      'mercredi 25 novembre à 07:30, de Aire ouest à Aire est, avec Dominique',
    )
    expect(await mailsTo(driver.email, 'On ne part plus')).toHaveLength(1)
    expect(await mailsTo(passenger.email, 'On ne part plus')).toHaveLength(1)

    // The booking stands and is answered; both read the real name of the aire.
    expect(await json(await driver.call(`/api/bookings/${booked!.id}/accept`, { body: {} }))).toMatchObject({
      status: 'CONFIRMED',
      pickUp: { name: 'Aire ouest', withdrawn: true },
    })
    expect((await tripsOf(driver))[0]).toMatchObject({ origin: { name: 'Aire ouest', withdrawn: true } })
    // Nobody else searches, books, offers or asks the price by it: each is told so.
    const other = await aTraveller(app(), { name: 'Camille' })
    const query = new URLSearchParams({ territory: demoSiren, from: aires.ouest, to: aires.est })
    for (const answer of [
      await app().call(`/api/rides?${query}`),
      await app().call(`/api/trips/cost?${query}`),
      await other.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
      await other.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est) }),
      await driver.call(`/api/trips/${trip.id}`, {
        method: 'PATCH',
        body: { seats: 4 },
        headers: { 'If-Match': `"${trip.version}"` },
      }),
    ])
      expect(await slugOf(answer)).toBe('409 aire-withdrawn')
    expect((await find(app(), { from: aires.milieu, to: aires.est, at: '2026-11-26T07:30' })).rides).toEqual(
      [],
    )
    // What does not touch the way still changes; another aire makes it found again, the booked day apart.
    const paused = await json<TripView>(await driver.call(`/api/trips/${trip.id}/pause`, { body: {} }))
    const resumed = await json<TripView>(await driver.call(`/api/trips/${paused.id}/resume`, { body: {} }))
    const moved = await json<TripWritten>(
      await driver.call(`/api/trips/${trip.id}`, {
        method: 'PATCH',
        body: { originId: aires.milieu },
        headers: { 'If-Match': `"${resumed.version}"` },
      }),
    )
    expect(moved.keptDays).toEqual(['2026-11-25'])
    expect(
      (await find(app(), { from: aires.milieu, to: aires.est, at: '2026-11-26T07:30' })).rides,
    ).toHaveLength(1)
    await hide(aires.ouest, false)
    await app().worker.runOnce()
    expect(await mailsTo(driver.email, 'On ne part plus')).toHaveLength(1)
    const again = await offer(aires.ouest, aires.loin)
    expect(
      (await find(app(), { from: aires.ouest, to: aires.loin })).rides.map(({ legs }) => legs[0]!.tripId),
    ).toEqual([again.id])
    // Hidden and shown: the trip itself is found again, nothing is done to it.
    await hide(aires.ouest, true)
    expect(
      await slugOf(
        await app().call(
          `/api/rides?${new URLSearchParams({ territory: demoSiren, from: aires.ouest, to: aires.loin })}`,
        ),
      ),
    ).toBe('409 aire-withdrawn')
    await hide(aires.ouest, false)
    await app().worker.runOnce()
    expect((await find(app(), { from: aires.ouest, to: aires.loin })).rides).toHaveLength(1)
    for (const { id } of await tripsOf(driver)) await driver.call(`/api/trips/${id}/cancel`, { body: {} })
  })

  it('says how many people it touches from five on', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => aTraveller(app())))
    const [first] = people
    for (const who of people) await offer(aires.loin, aires.milieu, {}, who)
    expect(await json<AireUse>(await admin.get(`${pathOf(aires.loin)}/use`))).toEqual({
      trips: 5,
      bookings: null,
    })
    await first!.call(`/api/trips/${(await tripsOf(first!))[0]!.id}/cancel`, { body: {} })
    expect(await json<AireUse>(await admin.get(`${pathOf(aires.loin)}/use`))).toMatchObject({ trips: null })
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'territory', id: demoSiren } })
    expect((await clerk.get(`${pathOf(aires.loin)}/use`)).status).toBe(403)
    expect(await slugOf(await admin.get(`${pathOf(app().deps.ids.next())}/use`))).toBe('404 aire-not-found')
    for (const who of people)
      for (const { id } of await tripsOf(who)) await who.call(`/api/trips/${id}/cancel`, { body: {} })
  })
})

describe('Aires that the national base no longer has', () => {
  it('are told of in one mail, in the person’s language; who has nothing there hears nothing', async () => {
    const both = await aTraveller(app(), { name: 'Sam', locale: 'nl' })
    await offer(aires.ouest, aires.milieu, {}, both)
    await offer(aires.milieu, aires.est, { time: '09:00' }, driver)
    await bookFound(app(), both, { from: aires.milieu, to: aires.est, at: '2026-11-25T09:00' })
    const elsewhere = await aTraveller(app(), { name: 'Lou' })
    await offer(aires.est, aires.loin, {}, elsewhere)
    const gone = [aires.ouest, aires.milieu]
    await app().database.write((tx) =>
      tx.update(aire).set({ withdrawnAt: app().clock.now() }).where(inArray(aire.id, gone)),
    )
    expect(await refreshSelection(app().deps, demoSiren)).toMatchObject({ left: 2 })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), both.email, 'Er vertrekt niemand meer van 2 carpoolplaatsen')
    expect(await mailsTo(both.email, '2')).toHaveLength(1)
    expect(mail.text).toContain('Aire ouest')
    expect(mail.text).toContain('Aire milieu')
    expect(mail.text).toContain('Aire est')
    expect(mail.text).toContain('Dominique')
    expect(await mailsTo(driver.email, 'On ne part plus de Aire milieu')).toHaveLength(1)
    expect(await mailsTo(elsewhere.email, 'On ne part plus')).toEqual([])
    // Run again, the next day: nothing new to say.
    await refreshSelection(app().deps, demoSiren)
    await app().worker.runOnce()
    expect(await mailsTo(both.email, '2')).toHaveLength(1)
  })
})
