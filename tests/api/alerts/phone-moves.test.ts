import { randomBytes } from 'node:crypto'
import { eq, isNotNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventFollower, incident, incidentFollower, phoneMove, wish } from '../../../db/schema/index.ts'
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

describe('A new phone', () => {
  it('takes over communes, kinds and quiet hours by the code of the old one, which is told and follows nothing', async () => {
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
      { commune: '59053', kinds: ['danger', 'roads', 'life'] },
      { commune: '59481', kinds: ['danger'] },
    ])
    expect((await next.call('GET', '/preferences')).body).toMatchObject({ quiet: null, stopped: ['event'] })
    expect(communes((await old.call('GET', '/alerts')).body)).toEqual([])
    expect((await old.call('GET', '/move')).body).toEqual({ state: 'taken', expiresAt: null })

    // Its answer was lost on the way: asked again, the same, and the old phone is told once.
    expect(await next.call('POST', '/taken-over', { code })).toEqual(taken)
    await t.worker.runOnce()
    expect(old.received()).toMatchObject([
      { title: 'Vos alertes ont changé de téléphone', url: '/mes-alertes' },
    ])
    expect(next.received()).toEqual([])
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
    const code = aCode()
    await old.call('PUT', '/move', { code, sealed: '' })
    expect((await next.call('POST', '/taken-over', { code })).status).toBe(200)
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
    const [reporter, neighbour] = [await aPhone(), await aPhone()]
    const clerk = await anAgent(t, { scope: { kind: 'territory', id: demoSiren } })
    const own = await report(t)
    await t.database.write((tx) => tx.update(incident).set({ published: true }))
    const secret = { 'Bocage-Secret': own.secret }
    await t.call('/api/reporter/incident/devices', {
      body: { id: uuidv7(), deviceId: reporter.id, locale: 'fr' },
      headers: secret,
    })
    await t.call(`/api/incidents/${own.id}/followers`, { body: { id: uuidv7(), deviceId: neighbour.id } })
    await clerk.move(own.id, { to: 'resolved', words: 'Fait' })
    await t.worker.runOnce()
    expect(neighbour.received().at(-1)).not.toHaveProperty('actions')
    const push = reporter.received().at(-1) as {
      id: string
      kind: string
      actions: { action: string; title: string; post: { path: string; secret: string; body: object } }[]
    }
    expect(push.kind).toBe('incident')
    expect(push.actions.map(({ title }) => title)).toEqual(['C’est réparé', 'Toujours là'])
    const { post } = push.actions[1]!
    const press = () =>
      t.call(post.path, {
        body: { ...post.body, id: push.id },
        headers: { 'Bocage-Secret': post.secret, 'Idempotency-Key': push.id },
      })
    expect((await press()).status).toBe(201)
    expect((await press()).status).toBe(201)
    const { history, status } = (await (
      await t.call('/api/reporter/incident', { headers: secret })
    ).json()) as { status: string; history: { kind: string }[] }
    expect(status).toBe('reopened')
    expect(history.filter(({ kind }) => kind === 'reopened')).toHaveLength(1)
  })
})
