import { randomBytes } from 'node:crypto'
import { and, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PushAction } from '../../../api/alerts/alerts.types.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { localMail, travellerDevice } from '../../../db/schema/index.ts'
import { book, clearTrips, did, json, offer, slugOf } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import { aTraveller, someAires, type Traveller } from '../../support/rides.ts'

// News of bookings on a phone that asked for them, encrypted for it; a mail in their place when it cannot be reached.

const house = useDemoApp()
const app = () => house.current
let pushes: PushService
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  pushes = await openPushService()
  aires = await someAires(app())
})
afterAll(() => pushes.close())
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  await clearTrips(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678', phoneShared: true })
})

type Phone = { id: string; secret: string; subscription: Subscription }
/** A phone that is registered, and told of somebody's rides. */
async function phoneOf(who: Traveller): Promise<Phone> {
  const id = app().deps.ids.next()
  const secret = randomBytes(24).toString('base64url')
  const subscription = pushes.subscribe()
  const headers = { 'Bocage-Device-Secret': secret }
  const body = { subscription, locale: 'fr' }
  expect((await app().call(`/api/devices/${id}`, { method: 'PUT', body, headers })).status).toBe(201)
  expect(await json(await onDevice(who, id, 'PUT', headers))).toEqual({ told: true })
  return { id, secret, subscription }
}
const onDevice = (who: Traveller, id: string, method: string, headers: Record<string, string> = {}) =>
  who.call(`/api/travellers/me/devices/${id}?territory=${demoSiren}`, { method, headers })
const mailsTo = ({ email }: Traveller, subject: string) =>
  app()
    .database.read.select()
    .from(localMail)
    .where(and(eq(localMail.recipient, email), like(localMail.subject, `%${subject}%`)))
const received = ({ subscription }: Phone) =>
  pushes.received.filter(({ endpoint }) => endpoint === subscription.endpoint).map(({ content }) => content)
const ask = async () => {
  await offer(app(), driver, aires.ouest, aires.est)
  return (await book(app(), passenger, aires.ouest, aires.est))[0]!
}

describe('A phone that is told of one’s rides', () => {
  it('receives the request, with a button that accepts it by the secret of the link; no mail goes', async () => {
    const phone = await phoneOf(driver)
    const booking = await ask()
    await app().worker.runOnce()
    const [content] = received(phone)
    expect(content).toMatchObject({
      title: 'Pascale demande à venir avec vous.',
      lang: 'fr',
      urgent: true,
      url: expect.stringContaining('/trajets/reponse#'),
    })
    expect(JSON.stringify(content)).not.toContain('612345678')
    expect(await mailsTo(driver, 'demande une place')).toEqual([])
    const [accept, see] = content!['actions'] as PushAction[]
    expect([accept!.title, see!.title, see!.post]).toEqual(['J’accepte', 'Voir', undefined])
    const { path, secret, body } = accept!.post!
    // As the service worker does, twice.
    const press = () =>
      app().call(path, {
        body,
        headers: { 'Bocage-Secret': secret, 'Idempotency-Key': String(content!['id']) },
      })
    expect(await json(await press())).toMatchObject({ id: booking.id, status: 'CONFIRMED' })
    expect((await press()).status).toBe(200)
    await app().worker.runOnce()
    expect(await mailsTo(passenger, 'C’est d’accord')).toHaveLength(1)
  })

  it('keeps the telephone of the other off its locked screen', async () => {
    const booking = await ask()
    const phone = await phoneOf(passenger)
    await did(driver, booking, 'accept')
    const shared = await aTraveller(app(), { name: 'Lou', phone: '+33699887766', phoneShared: true })
    const own = await phoneOf(shared)
    const [theirs] = await book(app(), shared, aires.ouest, aires.est)
    await did(driver, theirs!, 'accept')
    await app().worker.runOnce()
    expect(received(phone).map(({ title }) => title)).toEqual([
      'Dominique vous prend : votre trajet est confirmé.',
    ])
    expect(received(own)).toHaveLength(1)
    app().clock.set('2026-11-25T06:00:00Z')
    const drivers = await phoneOf(driver)
    await did(passenger, booking, 'late', { minutes: 5 })
    await app().worker.runOnce()
    const titles = received(drivers).map(({ title }) => title)
    expect(titles).toContain('Pascale aura environ 5 minutes de retard.')
    expect(JSON.stringify(received(drivers))).not.toContain('612345678')
  })

  it('that is gone, or whose service is down, is replaced by the mail: one, however many phones fail', async () => {
    const [gone, down] = [await phoneOf(driver), await phoneOf(driver)]
    pushes.answer(410, gone.subscription)
    pushes.answer(503, down.subscription)
    await ask()
    await app().worker.runOnce()
    expect(await mailsTo(driver, 'demande une place')).toHaveLength(1)
    for (let n = 0; n < 4; n++) {
      app().clock.advance({ minutes: 1 })
      await app().worker.runOnce()
    }
    const [mail, ...others] = await mailsTo(driver, 'demande une place')
    expect(others).toEqual([])
    expect(mail!.text).toMatch(/trajets\/reponse#\S+/)
    // Tried a few times, not for two days.
    expect(received(down)).toHaveLength(3)
    expect(received(gone)).toHaveLength(1)
    expect(await json(await onDevice(driver, gone.id, 'GET'))).toEqual({ told: false })
  })

  it('whose service asks for a long wait is replaced by the mail at once', async () => {
    const phone = await phoneOf(driver)
    pushes.answer({ status: 429, headers: { 'retry-after': '3600' } }, phone.subscription)
    await ask()
    await app().worker.runOnce()
    expect(await mailsTo(driver, 'demande une place')).toHaveLength(1)
  })

  it('is one’s own to add, and to stop; who leaves or is forgotten is told no more', async () => {
    const phone = await phoneOf(driver)
    expect(
      await slugOf(await onDevice(passenger, phone.id, 'PUT', { 'Bocage-Device-Secret': 'x'.repeat(32) })),
    ).toBe('404 device-unknown')
    expect((await app().call(`/api/travellers/me/devices/${phone.id}?territory=${demoSiren}`)).status).toBe(
      401,
    )
    expect(await json(await onDevice(passenger, phone.id, 'GET'))).toEqual({ told: false })
    expect(await json(await onDevice(driver, phone.id, 'DELETE'))).toEqual({ told: false })
    await ask()
    await app().worker.runOnce()
    expect(received(phone)).toEqual([])
    expect(await mailsTo(driver, 'demande une place')).toHaveLength(1)
    await onDevice(driver, phone.id, 'PUT', { 'Bocage-Device-Secret': phone.secret })
    expect(
      (await driver.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })).status,
    ).toBe(204)
    const left = await app()
      .database.read.select()
      .from(travellerDevice)
      .where(eq(travellerDevice.deviceId, phone.id))
    expect(left).toEqual([])
  })
})

describe('A ride that comes up for what one waits for', () => {
  const wish = () => ({
    id: app().deps.ids.next(),
    territory: demoSiren,
    from: aires.ouest,
    to: aires.est,
    firstDay: '2026-11-25',
    time: '07:30',
    walk: 0,
  })
  const comesUp = async () => {
    await offer(app(), driver, aires.ouest, aires.est)
    app().clock.advance({ minutes: 1 })
    await app().worker.runOnce()
  }

  it('is told on the phone, which opens it ready to be booked, or stops it in one press; no mail goes', async () => {
    const phone = await phoneOf(passenger)
    const asked = wish()
    await json(await passenger.call('/api/ride-requests', { body: asked }), 201)
    await comesUp()
    const [content, ...more] = received(phone)
    expect(more).toEqual([])
    expect(content).toMatchObject({
      title: 'Un trajet convient à votre demande.',
      body: expect.stringContaining('avec Dominique'),
      url: expect.stringContaining('/trajets/reserver?trajet='),
      why: expect.stringContaining('Vous avez demandé'),
      lang: 'fr',
    })
    expect(await mailsTo(passenger, 'Un trajet pour vous')).toEqual([])
    const stop = (content!['actions'] as PushAction[]).find(({ action }) => action === 'stop')!.post!
    // As the service worker does.
    const { path, secret, body } = stop
    const press = () =>
      app().call(path, {
        body,
        headers: { 'Bocage-Secret': secret, 'Idempotency-Key': String(content!['id']) },
      })
    expect(await json(await press())).toEqual({ stopped: true })
    expect((await press()).status).toBe(200)
    await comesUp()
    expect(received(phone)).toHaveLength(1)
  })

  it('is told by mail, with its way to stop, when the phone cannot be reached', async () => {
    const gone = await phoneOf(passenger)
    pushes.answer(410, gone.subscription)
    await json(await passenger.call('/api/ride-requests', { body: wish() }), 201)
    await comesUp()
    await app().worker.runOnce()
    const [mail, ...more] = await mailsTo(passenger, 'Un trajet pour vous')
    expect(more).toEqual([])
    expect(mail!.text).toContain('/trajets/ne-plus-prevenir#')
  })
})
