import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { CallList } from '../../../api/carpool/desk-rides.schemas.ts'
import type { PersonView } from '../../../api/carpool/desk-people.schemas.ts'
import type { HelperView } from '../../../api/carpool/helpers.schemas.ts'
import { suspend } from '../../../api/carpool/suspensions.usecases.ts'
import { findTraveller } from '../../../api/carpool/travellers.repository.ts'
import type { TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { audit, territory } from '../../../db/schema/index.ts'
import { aPerson, bookForThem, calls, enter, good } from '../../support/desk-rides.ts'
import { anAgent, useDesk, waitForMail, type Agent } from '../../support/desk.ts'
import { aHelper, nameHelper, speaking, type Helper } from '../../support/helpers.ts'
import { anOffer, aTraveller, find, slugOf, someAires, toBook, type Traveller } from '../../support/rides.ts'
import { caudresis } from '../../support/territories.ts'

// A volunteer, no member of staff, books for people without a phone: for those whom they entered, and for nobody else.

const house = useDesk()
const app = () => house.current
const clerk = () => house.current.clerk
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let one: Helper
let two: Helper
let stranger: Agent

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Mehdi', phone: '0611223344', phoneShared: true })
  const { siren, name } = caudresis
  await app().database.write((tx) =>
    tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
  )
  stranger = await anAgent(app(), { scope: { kind: 'territory', id: siren, territory: siren } })
  one = await aHelper(app(), clerk(), { name: 'Jeanne' })
  two = await aHelper(app(), clerk(), { name: 'Yvon' })
})

let hour = 5
async function aRide() {
  const time = `${String((hour = (hour + 1) % 24)).padStart(2, '0')}:10`
  const { trip } = await good<TripWritten>(
    await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { time }) }),
  )
  const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: `2026-11-25T${time}` })
  return rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
}
const helpers = async (who = clerk()) =>
  (await good<{ items: HelperView[] }>(await who.get(`/api/desk/ride-helpers?territory=${demoSiren}`))).items
const toCall = async (who: Agent): Promise<CallList['items']> => (await calls(who, 'to-call', '', 100)).items
const callOf = (list: CallList['items'], { id }: { id: string }) =>
  list.find((call) => call.booking.id === id)
async function accepted(who: Agent, person: PersonView): Promise<BookingView> {
  const booking = await bookForThem(app(), who, { person, ride: await aRide() })
  await good(await driver.call(`/api/bookings/${booking.id}/accept`, { method: 'POST' }))
  return booking
}

describe('The right to book for others', () => {
  it('is given by staff to somebody who shares rides here, who is told; given twice, it is given once', async () => {
    const person = await aTraveller(app(), { name: 'Odette' })
    const before = await person.call(`/api/desk/ride-calls?territory=${demoSiren}`)
    expect(await slugOf(before)).toBe('403 forbidden')
    const named = await nameHelper(clerk(), person.email.toUpperCase())
    expect(named.status).toBe(201)
    expect((await nameHelper(clerk(), person.email)).status).toBe(200)
    const listed = (await helpers()).filter(({ email }) => email === person.email)
    expect(listed).toHaveLength(1)
    await app().worker.runOnce()
    const mail = await waitForMail(app(), person.email, 'Vous pouvez réserver pour quelqu’un')
    expect(mail.text).toContain('Demandez toujours l’accord de la personne')
    expect((await person.call(`/api/desk/ride-calls?territory=${demoSiren}`)).status).toBe(200)
    const account = await good<{ others: string[] }>(await person.call('/api/account'))
    expect(account.others).toContain('helper')
  })

  it('is given to nobody unknown, under age or suspended, nor by anybody but staff of the territory', async () => {
    expect(await slugOf(await nameHelper(clerk(), 'personne@trajets.example'))).toBe('404 helper-unknown')
    // Staff who share no rides here are unknown as well.
    expect(await slugOf(await nameHelper(clerk(), `${clerk().userId}@mairie.example`))).toBe(
      '404 helper-unknown',
    )
    const child = await aTraveller(app(), { name: 'Lou', minor: true })
    expect(await slugOf(await nameHelper(clerk(), child.email))).toBe('409 helper-unfit')
    expect((await nameHelper(stranger, driver.email)).status).toBe(403)
    expect((await nameHelper(house.current.technician, driver.email)).status).toBe(403)
    expect((await nameHelper(speaking(app(), one), driver.email)).status).toBe(403)
    const list = `/api/desk/ride-helpers?territory=${demoSiren}`
    for (const who of [stranger, house.current.technician, speaking(app(), one)])
      expect((await who.get(list)).status).toBe(403)
    expect((await helpers()).map(({ email }) => email)).not.toContain(driver.email)
  })

  it('is taken away at once, is told and kept on record; the desk goes on with whom they entered', async () => {
    const gone = await aHelper(app(), clerk(), { name: 'Roland' })
    const person = await enter(app(), gone)
    const booking = await accepted(gone, person)
    expect(callOf(await toCall(clerk()), booking)?.helper).toBe('Roland')
    expect((await stranger.remove(`/api/desk/ride-helpers/${gone.id}`)).status).toBe(404)
    expect((await gone.remove(`/api/desk/ride-helpers/${gone.id}`)).status).toBe(403)
    for (const _ of [1, 2])
      expect((await clerk().remove(`/api/desk/ride-helpers/${gone.id}`)).status).toBe(204)
    await app().worker.runOnce()
    await waitForMail(app(), gone.email, 'Vous ne réservez plus pour d’autres personnes')
    for (const path of [
      `ride-people/${person.id}`,
      `ride-people?territory=${demoSiren}`,
      `ride-calls?territory=${demoSiren}`,
      `ride-bookings/${booking.id}`,
    ])
      expect((await gone.get(`/api/desk/${path}`)).status, path).toBe(403)
    const again = await gone.post('/api/desk/ride-people', aPerson(app()))
    expect(again.status).toBe(403)
    const call = callOf(await toCall(clerk()), booking)
    expect([call?.person.id, call?.helper]).toEqual([person.id, null])
    const kept = await app().database.read.select().from(audit)
    expect(
      kept.filter(({ subject }) => subject === gone.userId).map(({ action, userId }) => [action, userId]),
    ).toEqual([
      ['helper.named', clerk().userId],
      ['helper.ended', clerk().userId],
    ])
    // Their own rides are theirs still.
    expect((await gone.get(`/api/travellers/me?territory=${demoSiren}`)).status).toBe(200)
  })

  it('ends when they are suspended, are a minor after all, or ask to be forgotten', async () => {
    const suspended = await aHelper(app(), clerk(), { name: 'Gaston' })
    await app().database.write(async (tx) => {
      const row = (await findTraveller(tx, suspended.id))!
      await suspend(tx, app().deps, { row, reason: 'Des propos déplacés.' })
    })
    expect((await suspended.get(`/api/desk/ride-calls?territory=${demoSiren}`)).status).toBe(403)
    expect(await slugOf(await nameHelper(clerk(), suspended.email))).toBe('409 helper-unfit')
    const minor = await aHelper(app(), clerk(), { name: 'Enzo' })
    const me = { territory: demoSiren, name: 'Enzo', agreed: true, minor: true }
    await good(await minor.put('/api/travellers/me', me))
    expect((await minor.get(`/api/desk/ride-calls?territory=${demoSiren}`)).status).toBe(403)
    const leaving = await aHelper(app(), clerk(), { name: 'Paule' })
    expect((await leaving.remove(`/api/travellers/me?territory=${demoSiren}`)).status).toBe(204)
    expect((await leaving.get(`/api/desk/ride-calls?territory=${demoSiren}`)).status).toBe(401)
    const left = (await helpers()).map(({ email }) => email)
    expect([left.includes(minor.email), left.includes(leaving.email)]).toEqual([false, false])
  })
})

describe('A volunteer who books for others', () => {
  it('enters somebody, books, has them to call, says they were called, prints their slip, takes it back', async () => {
    const person = await enter(app(), one)
    const booking = await accepted(one, person)
    const call = callOf(await toCall(one), booking)!
    expect(call).toMatchObject({ topic: 'confirmed', person: { id: person.id }, helper: 'Jeanne' })
    expect(callOf(await toCall(clerk()), booking)?.helper).toBe('Jeanne')
    const mark = { as: 'passenger', called: true }
    const marked = await one.post(`/api/desk/ride-calls/${booking.id}/called`, mark, {
      version: call.version,
    })
    expect(await marked.json()).toMatchObject({ calledBy: 'Jeanne', helper: 'Jeanne' })
    expect(callOf(await toCall(one), booking)).toBeUndefined()
    const slip = await one.get(`/api/desk/ride-bookings/${booking.id}/slip.pdf`)
    expect([slip.status, slip.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const off = { as: 'passenger', act: 'cancel', reason: 'ill' }
    const cancelled = await good<BookingView>(
      await one.post(`/api/desk/ride-bookings/${booking.id}/acts`, off),
    )
    expect(cancelled.status).toBe('CANCELLED')
  })

  it('offers for a driver without an app, and takes the offer off', async () => {
    const person = await enter(app(), one, { firstName: 'Gilbert' })
    const offer = anOffer(app(), aires.est, aires.loin, { time: '09:40' })
    const { trip } = await good<TripWritten>(
      await one.post(`/api/desk/ride-people/${person.id}/trips`, offer),
    )
    expect((await two.post(`/api/trips/${trip.id}/cancel`, {})).status).toBe(404)
    expect((await one.post(`/api/trips/${trip.id}/cancel`, {})).status).toBe(200)
  })

  it('never reads, calls or acts for whom another volunteer or the desk entered', async () => {
    const theirs = await enter(app(), two)
    const desks = await enter(app(), clerk())
    for (const [keeper, person] of [
      [two, theirs],
      [clerk(), desks],
    ] as const) {
      const booking = await accepted(keeper, person)
      const { version } = callOf(await toCall(keeper), booking)!
      for (const path of [
        `ride-people/${person.id}`,
        `ride-people/${person.id}/bookings`,
        `ride-people/${person.id}/trips`,
        `ride-bookings/${booking.id}`,
        `ride-bookings/${booking.id}?as=driver`,
        `ride-bookings/${booking.id}/slip.pdf`,
      ])
        expect((await one.get(`/api/desk/${path}`)).status, path).toBe(404)
      const called = await one.post(
        `/api/desk/ride-calls/${booking.id}/called`,
        { as: 'passenger', called: true },
        { version },
      )
      expect(await slugOf(called)).toBe('404 ride-call-not-found')
      for (const as of ['driver', 'passenger']) {
        const act = await one.post(`/api/desk/ride-bookings/${booking.id}/acts`, { as, act: 'cancel' })
        expect(await slugOf(act)).toBe('404 booking-not-found')
      }
      const book = await one.post(`/api/desk/ride-people/${person.id}/bookings`, toBook(app(), await aRide()))
      expect(await slugOf(book)).toBe('404 ride-person-not-found')
      const edit = { firstName: 'X', lastName: 'Y', phone: null, phoneShared: false, woman: null }
      expect((await one.patch(`/api/desk/ride-people/${person.id}`, edit, { version: 1 })).status).toBe(404)
      expect((await one.remove(`/api/desk/ride-people/${person.id}`, { version: 1 })).status).toBe(404)
      for (const view of ['to-call', 'soon', 'waiting'])
        expect(callOf((await calls(one, view, '', 100)).items, booking), view).toBeUndefined()
    }
  })

  it('learns from nothing whom others know: the same name and phone is a person of their own', async () => {
    const said = { firstName: 'Denise', lastName: 'Partagée', phone: '03 27 10 20 30' }
    const desks = await enter(app(), clerk(), said)
    const entered = await one.post('/api/desk/ride-people', aPerson(app(), said))
    expect(entered.status).toBe(201)
    const mine = ((await entered.json()) as { person: PersonView }).person
    expect(mine.id).not.toBe(desks.id)
    const again = await one.post('/api/desk/ride-people', aPerson(app(), said))
    expect(await again.json()).toMatchObject({ known: true, person: { id: mine.id } })
    const search = `/api/desk/ride-people?territory=${demoSiren}&q=partagee`
    const found = async (who: Agent) =>
      (await good<{ items: PersonView[] }>(await who.get(search))).items.map(({ id }) => id)
    expect(await found(one)).toEqual([mine.id])
    expect(await found(two)).toEqual([])
    expect((await found(clerk())).toSorted()).toEqual([desks.id, mine.id].toSorted())
    // Staff correct either though both have the name.
    const edit = { ...said, phoneShared: false, woman: null }
    await good(await clerk().patch(`/api/desk/ride-people/${mine.id}`, edit, { version: mine.version }))
  })

  it('counts and pages their own calls alone', async () => {
    const helper = await aHelper(app(), clerk(), { name: 'Maryse' })
    const person = await enter(app(), helper)
    const booked = [await accepted(helper, person), await accepted(helper, person)]
    const first = await calls(helper, 'to-call', '', 1)
    expect(first.toCall).toBe(2)
    const next = await calls(helper, 'to-call', first.nextCursor!, 1)
    expect([...first.items, ...next.items].map(({ booking }) => booking.id).toSorted()).toEqual(
      booked.map(({ id }) => id).toSorted(),
    )
    expect(next.nextCursor).toBeNull()
  })

  it('has no door to the rest of the desk, nor to another territory', async () => {
    for (const path of [
      `aid-requests?territory=${demoSiren}`,
      `ride-reports?territory=${demoSiren}`,
      'setup',
      'incidents',
      `ride-people?territory=${caudresis.siren}`,
      `ride-calls?territory=${caudresis.siren}`,
    ])
      expect((await one.get(`/api/desk/${path}`)).status, path).toBe(403)
    const elsewhere = await one.post('/api/desk/ride-people', aPerson(app(), { territory: caudresis.siren }))
    expect(elsewhere.status).toBe(403)
  })
})
