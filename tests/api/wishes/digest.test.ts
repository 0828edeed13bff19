import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { digestAtOnce, startDigests } from '../../../api/wishes/digest.usecases.ts'
import { alert, alertCommune, device, localMail, outbox, wish, wishKey } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { communeOf, report } from '../../support/incidents.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { aTraveller } from '../../support/rides.ts'
import { aWish, aWishingPhone } from '../../support/wishes.ts'

// The week of a commune, on the day and at the hour each chose: the real database, worker and encryption.

const house = useDemoApp()
const app = () => house.current
let pushes: PushService
let admin: Agent
let bavay: string

beforeAll(async () => {
  pushes = await openPushService()
  // A Tuesday, at nine.
  app().clock.set('2026-11-24T08:00:00Z')
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  bavay = (await communeOf(app(), 'Bavay')).code
})
afterAll(() => pushes.close())
beforeEach(() => app().database.write((tx) => tx.delete(wish)))

const sunday = () => ({ kind: 'digest', commune: bavay, weekday: 7, hour: 18 })
const run = async () => {
  while ((await app().worker.runOnce()).notifications > 0);
}

describe('A weekly digest', () => {
  it('says nothing when there is nothing, and comes the next week with what there is', async () => {
    const phone = await aWishingPhone(app(), pushes)
    await phone.wish(sunday(), { name: 'La semaine à Bavay', path: `/agenda?commune=${bavay}` })
    app().clock.set('2026-11-29T17:01:00Z')
    await run()
    expect(phone.received()).toEqual([])
    const at = app().clock.now()
    const alertId = systemIds.next()
    await app().database.write(async (tx) => {
      const said = {
        kind: 'roads',
        status: 'published',
        issuer: 'Bavay',
        title: 'Rue barrée',
        words: 'Oui',
      } as const
      const times = {
        startsAt: at,
        endsAt: at + 9e8,
        publishedAt: at + 1,
        changedAt: at,
        createdAt: at,
        updatedAt: at,
      }
      await tx.insert(alert).values({ id: alertId, territorySiren: demoSiren, ...said, ...times })
      await tx.insert(alertCommune).values({ alertId, communeCode: bavay })
    })
    await publish(app(), { title: 'Loto', on: '2026-12-08' })
    await publish(app(), { title: 'Trop loin', on: '2026-12-24' })
    await publish(app(), { title: 'Ailleurs', on: '2026-12-08', commune: 'Le Quesnoy' })
    const { id } = await report(app())
    await admin.edit(id, { published: true })
    await admin.move(id, { to: 'resolved', words: 'Enlevé' })
    app().clock.set('2026-12-06T16:59:00Z')
    await run()
    expect(phone.received()).toEqual([])
    app().clock.set('2026-12-06T17:01:00Z')
    await run()
    await run()
    expect(phone.received()).toMatchObject([{ title: 'La semaine à Bavay', urgent: false }])
    const body = String(phone.received()[0]?.['body'])
    expect(body).toContain('1 alerte, 1 rendez-vous à venir, 1 signalement réglé')
    expect(body).toContain('Loto : mardi 8 décembre')
    expect(body).toContain('Vous avez demandé à être prévenu : La semaine à Bavay.')
  })

  it('of two workers at once is one, and of a worker that slept for a month too', async () => {
    const phone = await aWishingPhone(app(), pushes)
    await phone.wish(sunday())
    await publish(app(), { title: 'Galette', on: '2027-01-13' })
    // Sunday 10 January, 18 h, and four before it that nobody woke for.
    app().clock.set('2027-01-11T09:00:00Z')
    await Promise.all([startDigests(app().deps), startDigests(app().deps), startDigests(app().deps)])
    await run()
    expect(phone.received()).toHaveLength(1)
    await publish(app(), { title: 'Vœux', on: '2027-01-20' })
    app().clock.set('2027-01-17T17:00:00Z')
    await run()
    expect(phone.received()).toHaveLength(2)
  })

  it('goes by mail to an account, whole and with its one click to stop', async () => {
    const reader = await aTraveller(app())
    const asked = aWish(sunday(), { name: 'La semaine à Bavay' })
    expect((await reader.call('/api/wishes', { body: asked })).status).toBe(201)
    await publish(app(), { title: 'Chandeleur', on: '2027-01-27' })
    app().clock.set('2027-01-24T17:00:00Z')
    await run()
    const mails = await app()
      .database.read.select()
      .from(localMail)
      .where(eq(localMail.recipient, reader.email))
    const mail = mails.find(({ subject }) => subject === 'La semaine à Bavay')
    expect(mail?.text).toContain('Dans les sept jours :\n– Chandeleur : mercredi 27 janvier')
    expect(mail?.text).toContain('/ne-plus-prevenir#')
  })

  it('of thousands goes a thousand at a time, nobody twice', { timeout: 90_000 }, async () => {
    const phone = await aWishingPhone(app(), pushes)
    await phone.wish(sunday())
    const [kept] = await app().database.read.select().from(wish)
    const [key] = await app().database.read.select().from(wishKey)
    const people = digestAtOnce + 10
    const at = app().clock.now()
    await app().database.write(async (tx) => {
      for (let n = 0; n < people; n++) {
        const { endpoint, keys } = pushes.subscribe()
        const [id, wishId] = [systemIds.next(), systemIds.next()]
        const secretHash = randomBytes(8).toString('hex')
        const times = { createdAt: at, lastSeenAt: at }
        await tx.insert(device).values({ id, endpoint, ...keys, secretHash, locale: 'fr', ...times })
        await tx.insert(wish).values({ ...kept!, id: wishId, owner: `device:${id}`, deviceId: id })
        await tx.insert(wishKey).values({ key: key!.key, wishId })
      }
    })
    await publish(app(), { title: 'Carnaval', on: '2027-02-02' })
    app().clock.set('2027-01-31T17:00:00Z')
    const before = pushes.received.length
    await run()
    const told = pushes.received.slice(before)
    expect(new Set(told.map(({ endpoint }) => endpoint)).size).toBe(people + 1)
    expect(told).toHaveLength(people + 1)
    const rows = await app().database.read.select().from(outbox).where(eq(outbox.topic, 'wish.digest'))
    expect(rows.at(-1)).toMatchObject({ cursor: expect.any(String), doneAt: expect.any(Number) })
  })
})
