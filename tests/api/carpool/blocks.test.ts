import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BlockList } from '../../../api/carpool/blocks.schemas.ts'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { DeparturesAnswer } from '../../../api/carpool/rides.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
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

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  ahead++
  driver = await aTraveller(app(), { name: 'Dominique', phone: '+33611111111', phoneShared: true })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33622222222', phoneShared: true })
})

/** Each test rides on a day of its own: nothing of another is found. */
let ahead = 0
const day = () => new Date(Date.UTC(2026, 10, 24 + ahead)).toISOString().slice(0, 10)
const offer = (who: Traveller, over: Record<string, unknown> = {}, [from, to] = [aires.ouest, aires.est]) =>
  who
    .call('/api/trips', { body: anOffer(app(), from!, to!, { firstDay: day(), ...over }) })
    .then((answer) => json(answer, 201))
const way = () => ({ from: aires.ouest, to: aires.est, at: `${day()}T07:30` })
const foundBy = async (who: Pick<Traveller, 'call'>) =>
  (await find(who, way())).rides.map(({ legs }) => legs[0]!.driver.name)
const booked = async (who = passenger) => (await bookFound(app(), who, way()))[0]!
const block = (who: Traveller, id: string) => who.call(`/api/bookings/${id}/block`, { method: 'PUT' })
const stateOf = async (id: string) => json<BookingView>(await passenger.call(`/api/bookings/${id}`))

describe('Who rides no more with somebody', () => {
  it('is found and booked by them no more, nor finds them; the other is told as of any ride that is off', async () => {
    await offer(driver)
    const own = await booked()
    await json(await driver.call(`/api/bookings/${own.id}/accept`, { method: 'POST' }))
    expect((await stateOf(own.id)).other.phone).toBe('+33611111111')
    const ride = (await find(app(), way())).rides[0]!
    expect((await block(passenger, own.id)).status).toBe(204)
    expect((await block(passenger, own.id)).status).toBe(204)
    expect(await stateOf(own.id)).toMatchObject({
      status: 'CANCELLED',
      cancelled: { by: 'passenger', words: null },
      other: { phone: null },
    })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'Trajet annulé')
    expect(mail.text).toContain('Le trajet avec Pascale est annulé.')
    expect(mail.text).not.toMatch(/bloqu|ne plus|signal/i)

    expect(await foundBy(passenger)).toEqual([])
    // Others, and who has no account, still find them.
    expect(await foundBy(app())).toEqual(['Dominique'])
    expect(await foundBy(await aTraveller(app()))).toEqual(['Dominique'])
    const tried = { body: toBook(app(), ride) }
    expect(await slugOf(await passenger.call('/api/bookings', tried))).toBe('409 departure-gone')

    // The other way round, when the one who was blocked rides.
    await offer(passenger, { time: '07:40' })
    expect(await foundBy(driver)).toEqual(['Dominique'])
    const theirs = (await find(app(), way())).rides.find(({ legs }) => legs[0]!.driver.name === 'Pascale')!
    expect(await slugOf(await driver.call('/api/bookings', { body: toBook(app(), theirs) }))).toBe(
      '409 departure-gone',
    )
    const leaving = async (who: Pick<Traveller, 'call'>) => {
      const path = `/api/rides/departures?territory=${demoSiren}&aire=${aires.ouest}&day=${day()}`
      return (await json<DeparturesAnswer>(await who.call(path))).items.map((one) => one.driver.name)
    }
    expect(await leaving(app())).toEqual(['Dominique', 'Pascale'])
    expect(await leaving(driver)).toEqual(['Dominique'])
    expect(await leaving(passenger)).toEqual(['Pascale'])
  })

  it('has nothing more to read from them: no word, no lateness, no other hour, whatever is still open', async () => {
    await offer(driver)
    const own = await booked()
    await json(await driver.call(`/api/bookings/${own.id}/accept`, { method: 'POST' }))
    // A ride that has begun goes on: nobody is put out of the car.
    app().clock.set(own.pickUpAt + 60_000)
    expect((await block(passenger, own.id)).status).toBe(204)
    expect((await stateOf(own.id)).status).toBe('CONFIRMED')
    const say = { id: app().deps.ids.next(), words: 'Pourquoi ?' }
    for (const who of [driver, passenger]) {
      const path = `/api/bookings/${own.id}`
      expect(await slugOf(await who.call(`${path}/messages`, { body: say }))).toBe('409 booking-settled')
      expect(await slugOf(await who.call(`${path}/late`, { body: { minutes: 10 } }))).toBe(
        '409 booking-settled',
      )
      const view = await json<BookingView>(await who.call(path))
      expect(view.other.phone).toBeNull()
      expect(view.actions).not.toContain('message')
    }
  })

  it('takes both cars of a ride off when one of them is theirs, and no other ride', async () => {
    const second = await aTraveller(app(), { name: 'Sacha' })
    await offer(driver, {}, [aires.ouest, aires.milieu])
    await offer(second, { time: '08:00' }, [aires.milieu, aires.loin])
    const other = await aTraveller(app(), { name: 'Alix' })
    const query = { from: aires.ouest, to: aires.loin, at: `${day()}T07:30` }
    const ride = await bookFound(app(), passenger, query, 'transfer')
    const kept = await bookFound(app(), other, query, 'transfer')
    expect((await block(second, ride[1]!.id)).status).toBe(204)
    for (const { id } of ride) expect((await stateOf(id)).status).toBe('CANCELLED')
    for (const { id } of kept)
      expect(await json(await other.call(`/api/bookings/${id}`))).toMatchObject({
        status: 'WAITING_CONFIRMATION',
      })
    // The second car, alone or in a ride with a change, is found and booked by the passenger no more.
    expect((await find(passenger, query)).rides).toEqual([])
    const { rides } = await find(app(), query)
    expect(await slugOf(await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!) }))).toBe(
      '409 departure-gone',
    )
  })

  it('does not sit in the same car as them either', async () => {
    const third = await aTraveller(app(), { name: 'Alix' })
    await offer(passenger)
    const own = await booked(third)
    expect((await block(third, own.id)).status).toBe(204)
    await offer(driver, { time: '07:35' })
    const { rides } = await find(app(), way())
    const car = rides.find(({ legs }) => legs[0]!.driver.name === 'Dominique')!
    await json(await passenger.call('/api/bookings', { body: toBook(app(), car) }), 201)
    expect(await foundBy(third)).toEqual([])
    expect(await slugOf(await third.call('/api/bookings', { body: toBook(app(), car) }))).toBe(
      '409 departure-gone',
    )
  })

  it('reads whom they said no to, and nobody else does; undone, rides are possible again', async () => {
    await offer(driver)
    const own = await booked()
    await block(passenger, own.id)
    const list = async (who: Traveller) =>
      (await json<BlockList>(await who.call(`/api/travellers/me/blocks?territory=${demoSiren}`))).items
    const [blocked] = await list(passenger)
    expect(blocked).toMatchObject({ name: 'Dominique' })
    expect(await list(driver)).toEqual([])
    const undo = (who: Traveller) =>
      who.call(`/api/travellers/me/blocks/${blocked!.id}`, { method: 'DELETE' })
    // Nobody undoes what another decided.
    expect((await undo(driver)).status).toBe(204)
    expect((await undo(await aTraveller(app()))).status).toBe(204)
    expect(await list(passenger)).toHaveLength(1)
    // Both said no: one of them alone does not undo it.
    expect((await block(driver, own.id)).status).toBe(204)
    expect((await undo(passenger)).status).toBe(204)
    expect(await foundBy(passenger)).toEqual([])
    const [back] = await list(driver)
    await driver.call(`/api/travellers/me/blocks/${back!.id}`, { method: 'DELETE' })
    expect(await foundBy(passenger)).toEqual(['Dominique'])
    await booked()
  })

  it('is obeyed whoever presses first: asked for and blocked at once, no ride is left', async () => {
    for (let n = 0; n < 4; n++) {
      ahead++
      await offer(driver)
      const first = await booked()
      await json(await passenger.call(`/api/bookings/${first.id}/cancel`, { body: {} }))
      const ride = (await find(app(), way())).rides[0]!
      const asked = passenger.call('/api/bookings', { body: toBook(app(), ride) })
      const both = n % 2 ? [asked, block(driver, first.id)] : [block(driver, first.id), asked]
      await Promise.all(both)
      const mine = await json<{ items: BookingView[] }>(
        await passenger.call(`/api/bookings/mine?territory=${demoSiren}`),
      )
      expect(mine.items.map(({ status }) => status)).not.toContain('WAITING_CONFIRMATION')
      passenger = await aTraveller(app(), { name: 'Pascale' })
    }
  })

  it('is a person of a booking: nobody blocks by another’s', async () => {
    await offer(driver)
    const own = await booked()
    const stranger = await aTraveller(app())
    expect(await slugOf(await block(stranger, own.id))).toBe('404 booking-not-found')
    expect((await app().call(`/api/bookings/${own.id}/block`, { method: 'PUT' })).status).toBe(401)
    expect(await foundBy(stranger)).toEqual(['Dominique'])
  })
})
