import { and, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PushAction } from '../../../api/alerts/alerts.types.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { MOST_WISHES } from '../../../api/wishes/wishes.rules.ts'
import { wishesAtOnce } from '../../../api/wishes/wish-notifications.usecases.ts'
import { device, localMail, outbox, wish, wishCause, wishKey } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { offer } from '../../support/bookings.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { communeOf, report } from '../../support/incidents.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { aTraveller, someAires, type Traveller } from '../../support/rides.ts'
import { aWish, aWishingPhone } from '../../support/wishes.ts'

// « Prévenez-moi de… »: what happens finds who wishes for it, and they are told once. Real database, worker, encryption.

const house = useDemoApp()
const app = () => house.current
let pushes: PushService
let admin: Agent
let bavay: Awaited<ReturnType<typeof communeOf>>

beforeAll(async () => {
  pushes = await openPushService()
  app().clock.set('2026-11-24T08:00:00Z')
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  bavay = await communeOf(app(), 'Bavay')
})
afterAll(() => pushes.close())
beforeEach(async () => {
  await app().database.write(async (tx) => {
    await tx.delete(wish)
    await tx.delete(wishCause)
  })
})

const phone = (cookie?: string) => aWishingPhone(app(), pushes, cookie)
/** Lets a minute pass, as the tasks of the worker do between two looks, and all that follows be sent. */
async function later() {
  app().clock.advance({ minutes: 2 })
  while ((await app().worker.runOnce()).notifications > 0);
}
const problem = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
/** A report that anyone may see. */
async function seen(where: Parameters<typeof report>[1] = {}) {
  const { id } = await report(app(), where)
  await admin.edit(id, { published: true, publicWords: 'Des pneus' })
  return id
}
const titles = (one: Awaited<ReturnType<typeof phone>>) => one.received().map(({ title }) => title)

describe('A saved search of the agenda', () => {
  it('tells once of each new event that meets it, and of no other', async () => {
    const [market, free, other] = [await phone(), await phone(), await phone()]
    await market.wish({ kind: 'events', query: { commune: bavay.code, q: 'Noël' } }, { name: 'Noël à Bavay' })
    await free.wish({ kind: 'events', query: { free: 'true' } })
    await other.wish({ kind: 'events', query: { commune: (await communeOf(app(), 'Le Quesnoy')).code } })
    const { id } = await publish(app(), { free: false })
    await publish(app(), { title: 'Loto', description: 'Des lots.', free: false })
    await later()
    await later()
    expect(market.received()).toEqual([
      expect.objectContaining({
        title: 'Nouveau dans l’agenda : Marché de Noël',
        body: expect.stringContaining('Vous avez demandé à être prévenu : Noël à Bavay.'),
        url: expect.stringContaining('/agenda/2026-12-05-marche-de-noel'),
      }),
    ])
    expect([free.received(), other.received()]).toEqual([[], []])
    const kept = await app()
      .database.read.select()
      .from(wishCause)
      .where(eq(wishCause.id, `events:${id}`))
    expect(kept).toMatchObject([{ doneAt: expect.any(Number) }])
  })

  it('of several communes, around a point, of an organizer, for an age: each asks all it says', async () => {
    const [communes, near, aged] = [await phone(), await phone(), await phone()]
    const leQuesnoy = await communeOf(app(), 'Le Quesnoy')
    await communes.wish({
      kind: 'events',
      query: { free: 'true' },
      communes: [bavay.code, leQuesnoy.code],
    })
    await near.wish({ kind: 'events', query: { near: `${bavay.lat},${bavay.lon}`, within: '2' } })
    await aged.wish({ kind: 'events', query: { age: '8', commune: leQuesnoy.code } })
    await publish(app(), { title: 'Bal', commune: 'Le Quesnoy', free: true, ageMin: 18 })
    await publish(app(), { title: 'Conte', commune: 'Le Quesnoy', free: false, ageMin: 6, ageMax: 10 })
    await publish(app(), { title: 'Vide-grenier', free: true })
    await later()
    expect(titles(communes)).toEqual(['2 nouveautés dans l’agenda'])
    expect(titles(near)).toEqual(['Nouveau dans l’agenda : Vide-grenier'])
    expect(titles(aged)).toEqual(['Nouveau dans l’agenda : Conte'])
  })

  it('tells a person once of all that their wishes ask, whatever the number of events', async () => {
    const one = await phone()
    await one.wish({ kind: 'events', query: { commune: bavay.code } })
    await one.wish({ kind: 'events', query: { q: 'fanfare' } })
    for (let n = 0; n < 6; n++) await publish(app(), { title: `Fanfare ${n}` })
    await publish(app(), { title: 'Fanfare ailleurs', commune: 'Le Quesnoy' })
    await later()
    expect(titles(one)).toEqual(['7 nouveautés dans l’agenda'])
    expect(String(one.received()[0]?.['body'])).toContain('Et 3 de plus.')
  })

  it('says nothing of what is past, taken back before it was told, or published again', async () => {
    const one = await phone()
    await one.wish({ kind: 'events', query: { commune: bavay.code } })
    await publish(app(), { on: '2026-11-20' })
    await publish(app(), {}, { status: 'submitted' })
    await later()
    expect(one.received()).toEqual([])
  })
})

describe('An area', () => {
  it('is told of what opens and closes in it once anyone may see it, and never holds where one is', async () => {
    const [near, commune, far] = [await phone(), await phone(), await phone()]
    const exact = { lat: bavay.lat + 0.0013, lon: bavay.lon - 0.0017 }
    await near.wish({ kind: 'incidents', ...exact, radius: 2000 }, { name: 'À 2 km de Bavay' })
    await commune.wish({ kind: 'incidents', commune: bavay.code })
    await far.wish({ kind: 'incidents', commune: (await communeOf(app(), 'Le Quesnoy')).code })
    const [kept] = await app().database.read.select().from(wish).where(eq(wish.deviceId, near.id))
    expect(JSON.stringify(kept)).not.toContain(String(exact.lat))
    const id = await seen()
    const { id: hidden } = await report(app())
    await later()
    for (const one of [near, commune]) expect(titles(one)).toEqual(['Dépôt sauvage, Bavay : signalé'])
    await admin.move(id, { to: 'resolved', words: 'Enlevé' })
    await admin.move(hidden, { to: 'resolved', words: 'Enlevé' })
    await later()
    expect(titles(near)).toEqual(['Dépôt sauvage, Bavay : signalé', 'Dépôt sauvage, Bavay : c’est réglé'])
    // Seen again after it was hidden is no news.
    await admin.edit(id, { hiddenReason: 'doublon' })
    await admin.edit(id, { hiddenReason: null, published: true })
    await later()
    expect([near.received().length, commune.received().length, far.received().length]).toEqual([2, 2, 0])
  })
})

describe('A pair of aires', () => {
  let aires: Awaited<ReturnType<typeof someAires>>
  let driver: Traveller
  beforeAll(async () => {
    aires = await someAires(app())
    driver = await aTraveller(app(), { name: 'Dominique' })
  })

  it('is told of a trip that serves it, once however many days it has, and the driver is not', async () => {
    const [both, back] = [await phone(), await phone()]
    const own = await phone(driver.cookie)
    for (const one of [both, own]) await one.wish({ kind: 'rides', from: aires.milieu, to: aires.est })
    await back.wish({ kind: 'rides', from: aires.est, to: aires.milieu })
    await later()
    await offer(app(), driver, aires.ouest, aires.est, { regular: { weekdays: [1, 2, 3, 4, 5] } })
    await later()
    expect(titles(both)).toEqual(['Un nouveau trajet partagé'])
    expect(String(both.received()[0]?.['body'])).toContain('Dominique')
    expect([own.received(), back.received()]).toEqual([[], []])
    app().clock.advance({ hours: 49 })
    await later()
    expect(both.received()).toHaveLength(1)
  })

  it('of two places that are none, or one, is refused', async () => {
    const one = await phone()
    for (const [from, to] of [
      [aires.est, aires.est],
      [aires.est, systemIds.next()],
    ])
      expect(await problem(await one.ask({ kind: 'rides', from, to }))).toBe('wish-aires')
  })
})

describe('What one follows', () => {
  it('is listed with how one is told, stopped by a press in the list, or in the message', async () => {
    const one = await phone()
    const first = await one.wish({ kind: 'events', query: { commune: bavay.code } }, { name: 'Bavay' })
    const second = await one.wish({ kind: 'incidents', commune: bavay.code })
    expect(await one.list()).toMatchObject([
      { id: first.id, name: 'Bavay', by: 'this-phone', kind: 'events' },
      { id: second.id, kind: 'incidents' },
    ])
    const stranger = await phone()
    expect(await problem(await stranger.stop(first))).toBe('wish-not-found')
    expect((await one.stop(second)).status).toBe(204)
    await publish(app())
    await later()
    const [stop] = one.received()[0]!['actions'] as PushAction[]
    expect(stop).toMatchObject({ title: 'Ne plus me prévenir', post: { path: '/api/wishes/stop' } })
    for (let n = 0; n < 2; n++) {
      const pressed = { body: {}, headers: { 'Bocage-Secret': stop!.post!.secret } }
      expect((await app().call('/api/wishes/stop', pressed)).status).toBe(200)
    }
    expect(await one.list()).toEqual([])
    const madeUp = { body: {}, headers: { 'Bocage-Secret': `${second.id}.${'a'.repeat(32)}` } }
    expect((await app().call('/api/wishes/stop', madeUp)).status).toBe(200)
  })

  it('stopped while its message waits for the push service, is told nothing', async () => {
    const [one, other] = [await phone(), await phone()]
    const wanted = { kind: 'events', query: { commune: bavay.code } }
    const left = await one.wish(wanted)
    await other.wish(wanted)
    pushes.answer(503)
    await publish(app())
    await later()
    expect((await one.stop(left)).status).toBe(204)
    pushes.answer(201)
    const before = [one, other].map((each) => each.received().length)
    app().clock.advance({ minutes: 10 })
    await app().worker.runOnce()
    expect([one, other].map((each, i) => each.received().length - before[i]!)).toEqual([0, 1])
  })

  it('with an account goes by mail where no phone asked, and in place of a push that cannot arrive', async () => {
    const [reader, owner] = [await aTraveller(app()), await aTraveller(app())]
    const wanted = { kind: 'events', query: { commune: bavay.code } }
    expect((await reader.call('/api/wishes', { body: aWish(wanted, { name: 'Bavay' }) })).status).toBe(201)
    const gone = await phone(owner.cookie)
    await gone.wish(wanted)
    pushes.answer(410, gone.subscription)
    await publish(app())
    await later()
    const mailsTo = ({ email }: Traveller) =>
      app()
        .database.read.select()
        .from(localMail)
        .where(and(eq(localMail.recipient, email), like(localMail.subject, 'Nouveau dans l’agenda%')))
    const [mail] = await mailsTo(reader)
    expect(mail?.text).toContain('Vous avez demandé à être prévenu : Bavay.')
    const secret = /\/ne-plus-prevenir#(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    expect(await mailsTo(owner)).toHaveLength(1)
    // The one click of mail programs.
    expect((await app().call(`/api/wishes/stop/${secret}`, { body: {} })).status).toBe(200)
    const mine = (await (await reader.call('/api/wishes')).json()) as { items: unknown[] }
    expect(mine.items).toEqual([])
  })

  it('is refused: of nobody, another’s phone, too wide, too many, elsewhere, not understood', async () => {
    const wide = { kind: 'events', query: {} }
    expect(await problem(await app().call('/api/wishes', { body: aWish(wide) }))).toBe('wish-too-wide')
    const fair = { kind: 'events', query: { commune: bavay.code } }
    expect(await problem(await app().call('/api/wishes', { body: aWish(fair) }))).toBe('wish-of-nobody')
    const one = await phone()
    const wrong = { ...one.headers, 'Bocage-Device-Secret': 'a'.repeat(32) }
    expect((await app().call('/api/wishes', { body: aWish(fair), headers: wrong })).status).toBe(404)
    const refused = async (wanted: object) => problem(await one.ask(wanted))
    expect(await refused({ kind: 'events', query: { commune: '75056' } })).toBe('wish-place')
    expect(await refused({ kind: 'events', query: { category: 'rien-de-tel' } })).toBe('wish-events')
    expect(await refused({ kind: 'events', query: { drop: 'table' } })).toBe('wish-events')
    expect(await refused({ kind: 'events', query: { q: '?' } })).toBe('wish-events')
    expect(await refused({ kind: 'incidents' })).toBe('wish-place')
    expect(await refused({ kind: 'incidents', lat: 0, lon: 0, radius: 1000 })).toBe('wish-place')
    expect((await one.ask({ kind: 'incidents', lat: 50, lon: 3, radius: 1 })).status).toBe(422)
    expect((await one.ask(fair, { path: '//evil.example' })).status).toBe(422)
    expect((await one.ask(fair, { name: ' ' })).status).toBe(422)
    const key = systemIds.next()
    const body = aWish(fair)
    const twice = () =>
      app().call('/api/wishes', { body, headers: { ...one.headers, 'Idempotency-Key': key } })
    expect([(await twice()).status, (await twice()).status]).toEqual([201, 201])
    expect(await one.list()).toHaveLength(1)
    for (let n = 1; n < MOST_WISHES; n++) await one.wish(fair)
    expect(await problem(await one.ask(fair))).toBe('too-many-wishes')
  })
})

describe('One event that thousands wish for', () => {
  it(
    'is told by parts: nobody left out, nobody twice, with a wish of their own or two',
    { timeout: 90_000 },
    async () => {
      const people = wishesAtOnce + 10
      const [kept] = await (async () => {
        const one = await phone()
        await one.wish({ kind: 'events', query: { commune: bavay.code } })
        return app().database.read.select().from(wish)
      })()
      const [key] = await app().database.read.select().from(wishKey)
      const subscriptions = Array.from({ length: people }, () => pushes.subscribe())
      const at = app().clock.now()
      await app().database.write(async (tx) => {
        for (const [i, { endpoint, keys }] of subscriptions.entries()) {
          const id = systemIds.next()
          const times = { createdAt: at, lastSeenAt: at }
          await tx.insert(device).values({ id, endpoint, ...keys, secretHash: id, locale: 'fr', ...times })
          for (let n = 0; n <= i % 2; n++) {
            const wishId = systemIds.next()
            await tx.insert(wish).values({ ...kept!, id: wishId, owner: `device:${id}`, deviceId: id })
            await tx.insert(wishKey).values({ key: key!.key, wishId })
          }
        }
      })
      const before = pushes.received.length
      await publish(app())
      await later()
      const told = pushes.received.slice(before)
      expect(told).toHaveLength(people + 1)
      expect(new Set(told.map(({ endpoint }) => endpoint)).size).toBe(people + 1)
      const steps = await app().database.read.select().from(outbox).where(eq(outbox.topic, 'wish.events'))
      expect(steps.at(-1)).toMatchObject({ doneAt: expect.any(Number), cursor: expect.any(String) })
    },
  )
})
