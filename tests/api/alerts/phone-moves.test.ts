import { randomBytes } from 'node:crypto'
import { eq, isNotNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { listCommunes } from '../../../api/territory/territory.usecases.ts'
import {
  alertSubscription,
  eventFollower,
  incident,
  incidentFollower,
  notification,
  phoneMove,
  traveller,
  travellerDevice,
  wish,
} from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { aWish } from '../../support/wishes.ts'

// Changing phones without an account, by a code on the old one's screen; and what a push lets its reader answer.

let t: DemoApp
let pushes: PushService
beforeEach(async () => {
  pushes = await openPushService()
  t = await openDemoApp({ env: { PUSH_ALLOW_LOOPBACK: '1' } })
  t.clock.set('2026-12-10T10:00:00Z')
})
afterEach(async () => {
  await t.close()
  await pushes.close()
})

const aCode = () => randomBytes(16).toString('base64url')

async function aPhone() {
  const phone = { id: uuidv7(), secret: aCode(), subscription: pushes.subscribe() }
  const call = async (method: string, path: string, body?: unknown, secret = phone.secret) => {
    const headers = { 'Bocage-Device-Secret': secret }
    const answer = await t.call(`/api/devices/${phone.id}${path}`, { method, headers, body })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  expect((await call('PUT', '', { subscription: phone.subscription, locale: 'fr' })).status).toBe(201)
  const follow = (communes: { commune: string; kinds: string[] }[]) =>
    call('PUT', '/alerts', { territory: demoSiren, locale: 'fr', communes })
  const received = () =>
    pushes.received
      .filter(({ endpoint }) => endpoint === phone.subscription.endpoint)
      .map((one) => one.content)
  return { ...phone, call, follow, received }
}
type Phone = Awaited<ReturnType<typeof aPhone>>
async function move(from: Phone, to: Phone) {
  const code = aCode()
  await from.call('PUT', '/move', { code, sealed: '' })
  return to.call('POST', '/taken-over', { code })
}

describe('A new phone', () => {
  it('takes over communes by the code of the old one, which is told and follows nothing', async () => {
    const [old, next] = [await aPhone(), await aPhone()]
    await old.follow([
      { commune: '59053', kinds: ['danger', 'roads'] },
      { commune: '59481', kinds: ['danger'] },
    ])
    await next.follow([{ commune: '59053', kinds: ['danger', 'life'] }])
    await old.call('PUT', '/preferences', { quiet: null, stopped: ['event'] })
    const code = aCode()
    const sealed = randomBytes(300).toString('base64url')
    expect((await old.call('GET', '/move')).body).toEqual({ state: 'none', expiresAt: null })
    const shown = await old.call('PUT', '/move', { code, sealed })
    expect(shown).toMatchObject({ status: 200, body: { state: 'shown' } })

    const taken = await next.call('POST', '/taken-over', { code })
    expect(taken).toMatchObject({ status: 200, body: { sealed, communes: 2 } })
    const communes = (body: Record<string, unknown>) => body['communes']
    expect(communes((await next.call('GET', '/alerts')).body)).toEqual([
      { territory: demoSiren, commune: '59053', kinds: ['danger', 'roads', 'life'] },
      { territory: demoSiren, commune: '59481', kinds: ['danger'] },
    ])
    // It followed something, and keeps what it wanted: a code of somebody else's would silence it.
    expect((await next.call('GET', '/preferences')).body).toMatchObject({
      quiet: { from: '22:00', to: '07:00' },
      stopped: [],
    })
    expect(communes((await old.call('GET', '/alerts')).body)).toEqual([])
    expect((await old.call('GET', '/move')).body).toEqual({ state: 'taken', expiresAt: null })

    // Its answer was lost on the way: asked again, the same, and the old phone is told once.
    expect(await next.call('POST', '/taken-over', { code })).toEqual(taken)
    await t.worker.runOnce()
    expect(old.received()).toMatchObject([
      { title: 'Vos alertes ont changé de téléphone', url: '/mes-alertes' },
    ])
    expect(next.received()).toEqual([])

    // What the old one follows again meanwhile is its own, though the code is used once more.
    await old.follow([{ commune: '59053', kinds: ['danger'] }])
    expect(await next.call('POST', '/taken-over', { code })).toEqual(taken)
    expect(communes((await old.call('GET', '/alerts')).body)).toHaveLength(1)
  })

  it('that followed nothing takes the kinds and quiet hours as well', async () => {
    const [old, next] = [await aPhone(), await aPhone()]
    await old.call('PUT', '/preferences', { quiet: null, stopped: ['event'] })
    expect((await move(old, next)).status).toBe(200)
    expect((await next.call('GET', '/preferences')).body).toMatchObject({ quiet: null, stopped: ['event'] })
  })

  it('is told there of what waited for the morning, each once, and the old one of none of it', async () => {
    const [old, next] = [await aPhone(), await aPhone()]
    const clerk = await anAgent(t, { scope: { kind: 'territory', id: demoSiren } })
    const [one, two] = [await report(t), await report(t)]
    await t.database.write((tx) => tx.update(incident).set({ published: true }))
    for (const [id, phones] of [
      [one.id, [old]],
      [two.id, [old, next]],
    ] as const)
      for (const phone of phones)
        await t.call(`/api/incidents/${id}/followers`, { body: { id: uuidv7(), deviceId: phone.id } })
    await old.follow([
      { commune: '59053', kinds: ['roads'] },
      { commune: '59481', kinds: ['roads'] },
    ])
    await next.follow([{ commune: '59481', kinds: ['roads'] }])
    t.clock.set('2026-12-10T22:00:00Z')
    const tell = async (title: string, commune: string) => {
      const at = t.clock.now()
      const said = {
        kind: 'roads',
        title,
        words: 'Par le chemin de halage.',
        communes: [commune],
        whole: false,
      }
      const when = { startsAt: at, endsAt: at + 2 * 86_400_000, send: true }
      const body = { id: uuidv7(), territory: demoSiren, ...said, ...when }
      expect((await clerk.post('/api/desk/alerts', body)).status).toBe(201)
    }
    await tell('Pont fermé', '59053')
    await tell('Pont ouvert', '59481')
    for (const { id } of [one, two]) await clerk.move(id, { to: 'resolved', words: 'Fait' })
    await t.worker.runOnce()
    expect([...old.received(), ...next.received()]).toEqual([])
    // A worker that died holds one of them.
    const { read } = t.database
    const [held] = await read.select().from(notification).where(eq(notification.address, old.id))
    await t.database.write((tx) =>
      tx
        .update(notification)
        .set({ leaseOwner: 'dead', leaseUntil: t.clock.now() - 1 })
        .where(eq(notification.id, held!.id)),
    )
    expect((await move(old, next)).status).toBe(200)

    t.clock.set('2026-12-11T06:30:00Z')
    await t.worker.runOnce()
    const titles = next.received().map(({ title }) => String(title))
    expect(titles.filter((title) => /Pont/.test(title)).toSorted()).toEqual([
      'Routes : Pont fermé',
      'Routes : Pont ouvert',
    ])
    const tags = next.received().map(({ tag }) => tag)
    for (const { id } of [one, two]) expect(tags.filter((tag) => tag === `incident:${id}`)).toHaveLength(1)
    expect(old.received().map(({ title }) => title)).toEqual(['Vos alertes ont changé de téléphone'])
  })

  it('is one of a person’s few phones that are told of their rides, in the place of the old one', async () => {
    const phones = []
    for (let i = 0; i < 6; i++) phones.push(await aPhone())
    const [next, ...five] = phones as [Phone, ...Phone[]]
    const at = t.clock.now()
    await t.database.write(async (tx) => {
      const own = { territorySiren: demoSiren, name: 'Jo', locale: 'fr', createdAt: at, activeAt: at }
      const travellerId = uuidv7()
      await tx.insert(traveller).values({ id: travellerId, ...own })
      const rows = five.map(({ id }, i) => ({ travellerId, deviceId: id, createdAt: at + i }))
      await tx.insert(travellerDevice).values(rows)
    })
    expect((await move(five.at(-1)!, next)).status).toBe(200)
    const told = await t.database.read.select().from(travellerDevice)
    expect(told.map(({ deviceId }) => deviceId).toSorted()).toEqual(
      [next, ...five.slice(0, -1)].map(({ id }) => id).toSorted(),
    )
  })

  it('follows as many communes as a phone may, the rest staying where they were; a longer list can be shortened', async () => {
    const communes = await listCommunes({ database: t.database, territorySiren: demoSiren })
    const some = (from: number, to: number) =>
      communes.slice(from, to).map(({ code }) => ({ commune: code, kinds: ['danger'] }))
    const [old, next] = [await aPhone(), await aPhone()]
    const countOf = async (phone: Phone) =>
      ((await phone.call('GET', '/alerts')).body['communes'] as unknown[]).length
    await old.follow(some(0, 15))
    await next.follow(some(10, 25))
    expect((await move(old, next)).body).toMatchObject({ communes: 20 })
    expect([await countOf(old), await countOf(next)]).toEqual([5, 20])
    expect((await next.follow(some(0, 21))).status).toBe(422)

    // As moves left it before they were bounded.
    const [row] = await t.database.read
      .select()
      .from(alertSubscription)
      .where(eq(alertSubscription.deviceId, next.id))
    await t.database.write(async (tx) => {
      await tx.delete(alertSubscription).where(eq(alertSubscription.deviceId, next.id))
      const rows = communes.slice(0, 23).map(({ code }) => ({ ...row!, id: uuidv7(), communeCode: code }))
      await tx.insert(alertSubscription).values(rows)
    })
    expect((await next.follow(some(0, 24))).status).toBe(422)
    expect((await next.follow(some(0, 22))).status).toBe(200)
    expect((await next.follow(some(0, 23))).status).toBe(422)
  })

  it('is told there of the reports, events and wishes that the old one followed, each once', async () => {
    const [old, next] = [await aPhone(), await aPhone()]
    const [one, two] = [await report(t), await report(t)]
    await t.database.write((tx) => tx.update(incident).set({ published: true }))
    const meeting = await publish(t, { title: 'Loto' })
    const followReport = (id: string, { id: deviceId }: Phone) =>
      t.call(`/api/incidents/${id}/followers`, { body: { id: uuidv7(), deviceId, locale: 'fr' } })
    const followed = [
      await followReport(one.id, old),
      await followReport(two.id, old),
      await followReport(two.id, next),
      await t.call(`/api/events/${meeting.id}/followers`, { body: { deviceId: old.id, locale: 'fr' } }),
      await t.call('/api/wishes', {
        body: aWish({ kind: 'incidents', commune: '59053' }),
        headers: { 'Bocage-Push-Device': old.id, 'Bocage-Device-Secret': old.secret },
      }),
    ]
    expect(followed.map(({ status }) => Math.floor(status / 100))).toEqual([2, 2, 2, 2, 2])
    await old.call('PUT', '/preferences', { quiet: null, stopped: ['incident'] })
    expect((await move(old, next)).status).toBe(200)
    expect((await next.call('GET', '/preferences')).body).toMatchObject({ stopped: [] })
    const { read } = t.database
    const reports = await read.select().from(incidentFollower).where(isNotNull(incidentFollower.deviceId))
    expect(reports.map((row) => [row.incidentId, row.deviceId]).toSorted()).toEqual(
      [
        [one.id, next.id],
        [two.id, next.id],
      ].toSorted(),
    )
    expect((await read.select().from(eventFollower)).map(({ deviceId }) => deviceId)).toEqual([next.id])
    expect(await read.select().from(wish)).toMatchObject([{ owner: `device:${next.id}`, deviceId: next.id }])
  })

  it('stays the reporter’s where it followed their report as anybody does', async () => {
    const [old, next] = [await aPhone(), await aPhone()]
    const own = await report(t)
    await t.database.write((tx) => tx.update(incident).set({ published: true }))
    await t.call('/api/reporter/incident/devices', {
      body: { id: uuidv7(), deviceId: old.id, locale: 'fr' },
      headers: { 'Bocage-Secret': own.secret },
    })
    const email = 'jo@exemple.fr'
    await t.database.write((tx) =>
      tx.update(incidentFollower).set({ email }).where(eq(incidentFollower.deviceId, old.id)),
    )
    await t.call(`/api/incidents/${own.id}/followers`, { body: { id: uuidv7(), deviceId: next.id } })
    expect((await move(old, next)).status).toBe(200)
    const left = () =>
      t.database.read.select().from(incidentFollower).where(eq(incidentFollower.incidentId, own.id))
    expect(await left()).toMatchObject([{ kind: 'reporter', email, deviceId: next.id }])

    // And the other way: who follows as anybody does comes to the reporter's phone.
    const third = await aPhone()
    await t.call(`/api/incidents/${own.id}/followers`, { body: { id: uuidv7(), deviceId: third.id } })
    expect((await move(third, next)).status).toBe(200)
    expect(await left()).toMatchObject([{ kind: 'reporter', email, deviceId: next.id }])
  })
})

describe('A code', () => {
  it('serves one phone, for a quarter of an hour, never its own, and no code made up', async () => {
    const [old, next, third] = [await aPhone(), await aPhone(), await aPhone()]
    const code = aCode()
    await old.call('PUT', '/move', { code, sealed: '' })
    const take = async (phone: Phone, by = code) =>
      (await phone.call('POST', '/taken-over', { code: by })).status
    expect(await take(old)).toBe(404)
    expect(await take(next, aCode())).toBe(404)
    expect(await take(next)).toBe(200)
    expect(await take(third)).toBe(404)
    const another = aCode()
    await old.call('PUT', '/move', { code: another, sealed: '' })
    const newest = aCode()
    await old.call('PUT', '/move', { code: newest, sealed: '' })
    expect(await take(third, another)).toBe(404)
    t.clock.advance({ minutes: 16 })
    expect((await old.call('GET', '/move')).body).toEqual({ state: 'none', expiresAt: null })
    expect(await take(third, newest)).toBe(404)
    for (const bad of ['', 'court', 'x'.repeat(65), 'é'.repeat(30)]) expect(await take(third, bad)).toBe(422)
    expect((await old.call('PUT', '/move', { code: aCode(), sealed: 'A'.repeat(120_001) })).status).toBe(422)

    // Nobody else's code is shown, read or replaced.
    expect((await old.call('PUT', '/move', { code: aCode(), sealed: '' }, aCode())).status).toBe(404)
    expect((await old.call('GET', '/move', undefined, aCode())).status).toBe(404)
    t.clock.advance({ hours: 7 })
    await t.worker.runOnce()
    const left = await t.database.read.select().from(phoneMove).where(eq(phoneMove.deviceId, old.id))
    expect(left).toEqual([])
  })
})

describe('A push that asks whether it is mended', () => {
  it('is answered from the notification, once whatever is sent again, by its reporter alone', async () => {
    const [reporter, second, neighbour] = [await aPhone(), await aPhone(), await aPhone()]
    const clerk = await anAgent(t, { scope: { kind: 'territory', id: demoSiren } })
    const own = await report(t)
    await t.database.write((tx) => tx.update(incident).set({ published: true }))
    const secret = { 'Bocage-Secret': own.secret }
    for (const { id: deviceId } of [reporter, second])
      await t.call('/api/reporter/incident/devices', {
        body: { id: uuidv7(), deviceId, locale: 'fr' },
        headers: secret,
      })
    await t.call(`/api/incidents/${own.id}/followers`, { body: { id: uuidv7(), deviceId: neighbour.id } })
    await clerk.move(own.id, { to: 'resolved', words: 'Fait' })
    await t.worker.runOnce()
    expect(neighbour.received().at(-1)).not.toHaveProperty('actions')
    const lastOf = (phone: Phone) =>
      phone.received().at(-1) as {
        id: string
        kind: string
        actions: { action: string; title: string; post: { path: string; secret: string; body: object } }[]
      }
    const push = lastOf(reporter)
    expect(push.kind).toBe('incident')
    expect(push.actions.map(({ title }) => title)).toEqual(['C’est réparé', 'Toujours là'])
    const press = (phone: Phone, button: number, more: object = {}) => {
      const { id, actions } = lastOf(phone)
      const { post } = actions[button]!
      return t.call(post.path, {
        body: { ...post.body, id, ...more },
        headers: { 'Bocage-Secret': post.secret, 'Idempotency-Key': uuidv7() },
      })
    }
    const told = async (kind: string) => {
      const answer = await t.call('/api/reporter/incident', { headers: secret })
      const { history, status } = (await answer.json()) as { status: string; history: { kind: string }[] }
      return { status, count: history.filter((entry) => entry.kind === kind).length }
    }
    // On one phone, then on the other: each push has its own id, and it is one answer.
    expect((await press(reporter, 1)).status).toBe(201)
    t.clock.advance({ minutes: 1 })
    expect(await (await press(second, 1)).json()).toEqual({ id: push.id })
    expect(await told('reopened')).toEqual({ status: 'reopened', count: 1 })

    t.clock.advance({ hours: 1 })
    expect((await clerk.move(own.id, { to: 'resolved', words: 'Refait' })).status).toBe(200)
    await t.worker.runOnce()
    expect((await press(reporter, 0)).status).toBe(201)
    t.clock.advance({ minutes: 1 })
    expect((await press(second, 0)).status).toBe(201)
    expect(await told('confirmed-mended')).toEqual({ status: 'resolved', count: 1 })
    // With something to add it is one more entry.
    expect((await press(second, 0, { id: uuidv7(), words: 'Merci.' })).status).toBe(201)
    expect(await told('confirmed-mended')).toEqual({ status: 'resolved', count: 2 })
  })
})
