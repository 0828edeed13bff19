import { randomBytes } from 'node:crypto'
import { and, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eraseOldAgenda, contactRetentionDays } from '../../../api/agenda/agenda-retention.usecases.ts'
import { ask, decline } from '../../../api/agenda/moderation.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventAuthorDevice, eventFollower, localMail } from '../../../db/schema/index.ts'
import {
  actOn,
  agendaDeps,
  anEvent,
  approveEvent,
  asAuthor,
  propose,
  type Proposed,
} from '../../support/agenda.ts'
import { slugOf } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'

// What becomes of a proposal, on the phone of who made it without an account; a mail in its place when it cannot be reached.

const house = useDemoApp()
const app = () => house.current
let pushes: PushService
beforeAll(async () => {
  pushes = await openPushService()
})
afterAll(() => pushes.close())
beforeEach(() => void app().clock.set('2026-11-24T08:00:00Z'))

type Phone = { id: string; secret: string; subscription: Subscription }
async function aPhone(): Promise<Phone> {
  const id = app().deps.ids.next()
  const secret = randomBytes(24).toString('base64url')
  const subscription = pushes.subscribe()
  const headers = { 'Bocage-Device-Secret': secret }
  const body = { subscription, locale: 'fr' }
  expect((await app().call(`/api/devices/${id}`, { method: 'PUT', body, headers })).status).toBe(201)
  return { id, secret, subscription }
}
const onPhone = (
  event: Pick<Proposed, 'id' | 'secret'>,
  phone: Pick<Phone, 'id' | 'secret'>,
  method: string,
) =>
  app().call(`/api/author/events/${event.id}/devices/${phone.id}`, {
    method,
    headers: { 'Bocage-Secret': event.secret, 'Bocage-Device-Secret': phone.secret },
  })
/** A phone that is told of an event by whoever holds its private link. */
async function phoneOf(event: Proposed): Promise<Phone> {
  const phone = await aPhone()
  const answer = await onPhone(event, phone, 'PUT')
  expect(answer.status, await answer.clone().text()).toBe(200)
  expect(await answer.json()).toEqual({ told: true })
  return phone
}
const isTold = async (event: Proposed, phone: Phone) => (await onPhone(event, phone, 'GET')).json()
const received = ({ subscription }: Phone) =>
  pushes.received.filter(({ endpoint }) => endpoint === subscription.endpoint).map(({ content }) => content)
const mailsTo = ({ email }: Proposed, subject: string) =>
  app()
    .database.read.select()
    .from(localMail)
    .where(and(eq(localMail.recipient, email), like(localMail.subject, `%${subject}%`)))
const question = async ({ id }: Proposed) =>
  ask(agendaDeps(app()), { ...(await actOn(app(), id)), words: 'Dans quelle rue ?' })
const devicesOf = ({ id }: Pick<Proposed, 'id'>) =>
  app().database.read.select().from(eventAuthorDevice).where(eq(eventAuthorDevice.eventId, id))

describe('Who proposed an event without an account', () => {
  it('is asked, refused with why, and told that it is published on their phone, once each; no mail goes', async () => {
    const event = await propose(app(), { title: 'Vide-grenier' })
    const phone = await phoneOf(event)
    await question(event)
    await app().worker.runOnce()
    const [asked] = received(phone)
    expect(asked).toMatchObject({
      title: expect.stringContaining('« Vide-grenier »'),
      body: expect.stringContaining('« Dans quelle rue ? »'),
      why: 'Vous avez proposé cet événement, et demandé à être prévenu ici.',
      url: expect.stringContaining(`/agenda/ma-proposition#${event.secret}`),
      kind: 'event',
      lang: 'fr',
    })
    const own = asAuthor(app(), event.id, event)
    expect((await own.answer('Rue des Juifs')).status).toBe(200)
    await app().worker.runOnce()
    // What they did themselves is no news to them.
    expect(received(phone)).toHaveLength(1)

    await decline(agendaDeps(app()), {
      ...(await actOn(app(), event.id)),
      reason: 'other',
      words: 'La rue est en travaux.',
    })
    await app().worker.runOnce()
    expect(received(phone)[1]!['body']).toContain('« La rue est en travaux. »')
    await own.edit({ content: await own.rewritten({ title: 'Vide-grenier, place' }) })
    await approveEvent(app(), event.id)
    await app().worker.runOnce()
    await app().worker.runOnce()
    expect(received(phone)).toHaveLength(3)
    expect(received(phone)[2]!['title']).toContain('Vide-grenier, place')
    expect(await mailsTo(event, 'Vide-grenier')).toHaveLength(1)
    expect((await mailsTo(event, 'Vide-grenier'))[0]!.subject).toMatch(/[Cc]onfirm/)
  })

  it('is written to in its place, once, when no phone can be reached', async () => {
    const event = await propose(app(), { title: 'Loto' })
    const [gone, down] = [await phoneOf(event), await phoneOf(event)]
    pushes.answer(410, gone.subscription)
    pushes.answer(503, down.subscription)
    await question(event)
    for (let n = 0; n < 5; n++) {
      await app().worker.runOnce()
      app().clock.advance({ minutes: 1 })
    }
    const mails = (await mailsTo(event, 'Loto')).filter(({ text }) => text.includes('Dans quelle rue ?'))
    expect(mails).toHaveLength(1)
    expect(mails[0]!.text).toContain('/agenda/ma-proposition#')
    // A phone that is gone is offered anew, and news go by mail again.
    expect(await isTold(event, gone)).toEqual({ told: false })
  })

  it('hears of an event of theirs that they follow as well once on a phone', async () => {
    const event = await propose(app(), { title: 'Bal' })
    await approveEvent(app(), event.id)
    const phone = await phoneOf(event)
    await app().database.write((tx) =>
      tx.insert(eventFollower).values({
        id: app().deps.ids.next(),
        eventId: event.id,
        deviceId: phone.id,
        locale: 'fr',
        stopHash: 'hash-of-a-stop-link',
        confirmedAt: app().clock.now(),
        createdAt: app().clock.now(),
      }),
    )
    await app().worker.runOnce()
    const before = received(phone).length
    await decline(agendaDeps(app()), {
      ...(await actOn(app(), event.id)),
      reason: 'other',
      words: 'Salle fermée.',
    })
    await app().worker.runOnce()
    expect(received(phone).slice(before)).toMatchObject([{ body: expect.stringContaining('Salle fermée') }])
  })
})

describe('The phones of an author', () => {
  it('are added by the private link and the phone’s own secret, and by neither alone', async () => {
    const event = await propose(app(), { title: 'À moi' })
    const phone = await aPhone()
    expect(await slugOf(await onPhone({ ...event, secret: 'x'.repeat(40) }, phone, 'PUT'))).toBe(
      '404 event-link-not-valid',
    )
    expect(await slugOf(await onPhone(event, { ...phone, secret: 'x'.repeat(32) }, 'PUT'))).toBe(
      '404 device-unknown',
    )
    // The session of an organizer's member is not the link: they may leave it.
    const organizer = await anOrganizer(app())
    const cookie = await signInAs(app(), organizer.email)
    const bySession = await app().call(`/api/author/events/${event.id}/devices/${phone.id}`, {
      headers: { cookie },
    })
    expect(bySession.status).toBe(422)
    expect(await devicesOf(event)).toEqual([])
    for (let n = 0; n < 6; n++) await phoneOf(event)
    expect(await devicesOf(event)).toHaveLength(5)
  })

  it('are told no more once stopped, also of what waits to leave; then the mail goes', async () => {
    const event = await propose(app(), { title: 'Assez' })
    const phone = await phoneOf(event)
    // At night it waits for the morning.
    app().clock.set('2026-11-24T22:30:00Z')
    await question(event)
    await app().worker.runOnce()
    expect(received(phone)).toEqual([])
    expect(await (await onPhone(event, phone, 'DELETE')).json()).toEqual({ told: false })
    app().clock.set('2026-11-25T08:00:00Z')
    for (let n = 0; n < 2; n++) await app().worker.runOnce()
    expect(received(phone)).toEqual([])
    // The question is not lost.
    expect((await mailsTo(event, 'Assez')).at(-1)!.text).toContain('Dans quelle rue ?')
    await decline(agendaDeps(app()), {
      ...(await actOn(app(), event.id)),
      reason: 'other',
      words: 'Trop tard.',
    })
    await app().worker.runOnce()
    expect(received(phone)).toEqual([])
    expect((await mailsTo(event, 'Assez')).at(-1)!.text).toContain('Trop tard.')
  })

  it('are told no more once their person left the organizer: their link opens nothing', async () => {
    const organizer = await anOrganizer(app())
    const one = await signInAs(app(), organizer.email)
    const members = `/api/organizers/${organizer.id}/members`
    const call = (cookie: string, path: string, body: object | undefined, method = 'POST') =>
      app().call(path, { method, headers: { cookie }, ...(body ? { body } : {}) })
    const email = `${app().deps.ids.next()}@petanque.example`
    const { userId } = (await (await call(one, members, { name: 'Cy', email })).json()) as { userId: string }
    const proposal = {
      id: app().deps.ids.next(),
      territory: demoSiren,
      content: await anEvent(app(), { title: 'Concours' }),
      organizerId: organizer.id,
    }
    const sent = await call(await signInAs(app(), email), '/api/events', proposal)
    const event: Proposed = { ...((await sent.json()) as Proposed), email }
    const phone = await phoneOf(event)
    expect((await call(one, `${members}/${userId}`, undefined, 'DELETE')).status).toBe(204)
    await question(event)
    await app().worker.runOnce()
    expect(received(phone)).toEqual([])
  })

  it('go with their person to another phone', async () => {
    const event = await propose(app(), { title: 'Changer de téléphone' })
    const [old, next] = [await phoneOf(event), await aPhone()]
    const code = randomBytes(16).toString('base64url')
    const call = (phone: Phone, method: string, path: string, body: object) =>
      app().call(`/api/devices/${phone.id}${path}`, {
        method,
        body,
        headers: { 'Bocage-Device-Secret': phone.secret },
      })
    expect((await call(old, 'PUT', '/move', { code, sealed: '' })).status).toBe(200)
    expect((await call(next, 'POST', '/taken-over', { code })).status).toBe(200)
    expect([await isTold(event, old), await isTold(event, next)]).toEqual([{ told: false }, { told: true }])
    await question(event)
    await app().worker.runOnce()
    expect(received(next)).toHaveLength(1)
  })

  it('are forgotten with how to reach the author, or 90 days after the event', async () => {
    const waiting = await propose(app(), { title: 'Attend la nuit' })
    const phone = await phoneOf(waiting)
    app().clock.set('2026-11-24T22:30:00Z')
    await question(waiting)
    await app().worker.runOnce()
    expect((await asAuthor(app(), waiting.id, waiting).eraseContact()).status).toBe(204)
    app().clock.set('2026-11-25T08:00:00Z')
    for (let n = 0; n < 2; n++) await app().worker.runOnce()
    expect(received(phone)).toEqual([])
    expect(await mailsTo(waiting, 'question')).toEqual([])
    expect((await mailsTo(waiting, '')).filter(({ text }) => text.includes('Dans quelle rue'))).toEqual([])

    const [erased, old] = [
      await propose(app(), { title: 'Effacé' }),
      await propose(app(), { title: 'Passé' }),
    ]
    for (const event of [erased, old]) await phoneOf(event)
    expect((await asAuthor(app(), erased.id, erased).eraseContact()).status).toBe(204)
    expect(await devicesOf(erased)).toEqual([])
    app().clock.set(`2026-12-10T08:00:00Z`)
    app().clock.advance({ days: contactRetentionDays })
    await eraseOldAgenda(app().deps)
    expect(await devicesOf(old)).toEqual([])
  })
})
