import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { incidentFollower, incidentUpdate, localMail, outbox, rateLimit } from '../../../db/schema/index.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { anIncident, report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { anUpload, uploadRequest } from '../media/uploads.ts'

/** The limits as they are in a town hall, behind a proxy that says where each request comes from. */
let app: DemoApp
let clerk: Agent
beforeAll(async () => {
  app = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '1', TRUST_PROXY: '1' } })
  clerk = await anAgent(app, { scope: { kind: 'territory', id: demoSiren } })
})
afterAll(() => app.close())

type From = { address: string; device?: string }
const from = ({ address, device }: From) => ({
  'X-Forwarded-For': address,
  ...(device ? { 'Bocage-Device': device } : {}),
})
const send = async (who: From, change: Parameters<typeof anIncident>[1] = {}) =>
  app.call('/api/incidents', { body: await anIncident(app, change), headers: from(who) })
/** How many of `count` tries were let through. */
async function passed(count: number, attempt: (i: number) => Promise<Response>): Promise<number> {
  let through = 0
  for (let i = 0; i < count; i++) {
    const { status } = await attempt(i)
    expect([200, 201, 202, 429]).toContain(status)
    if (status !== 429) through++
  }
  return through
}
const nextHour = () => app.clock.advance({ hours: 1 })
const mailsTo = async (recipient: string) => {
  await app.worker.runOnce()
  return app.database.read.select().from(localMail).where(eq(localMail.recipient, recipient))
}

describe('a village behind one address', () => {
  it('reports a storm, while one phone that floods is refused and told when to come back', async () => {
    nextHour()
    const village = '198.51.100.7'
    expect(await passed(60, () => send({ address: village, device: 'greedy' }))).toBe(30)
    const honest = await Promise.all(
      Array.from({ length: 150 }, (_, i) => send({ address: village, device: `phone-${i}` })),
    )
    expect(honest.filter(({ status }) => status !== 201)).toEqual([])
    const refused = await send({ address: village, device: 'greedy' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests' })
  })

  it('a phone that changes its name each time is stopped by its address', async () => {
    nextHour()
    const through = await passed(620, (i) => send({ address: '198.51.100.8', device: `mask-${i}` }))
    expect(through).toBe(600)
  }, 60_000)
})

describe('an address', () => {
  it('is the one the nearest proxy saw, whatever the client wrote before it', async () => {
    nextHour()
    const through = await passed(40, (i) => send({ address: `203.0.113.${i}, 198.51.100.9`, device: 'same' }))
    expect(through).toBe(30)
    const counters = await app.database.read.select().from(rateLimit)
    expect(JSON.stringify(counters)).not.toMatch(/198\.51\.100|203\.0\.113/)
  })

  it('without a proxy to trust, a header makes nobody else', async () => {
    const direct = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '0.01', TRUST_PROXY: '0' } })
    let refused = 0
    for (let i = 0; i < 10; i++) {
      const body = await anIncident(direct)
      const { status } = await direct.call('/api/incidents', {
        body,
        headers: {
          'X-Forwarded-For': `203.0.113.${i}`,
          'X-Real-IP': `203.0.113.${i}`,
          Forwarded: `for=203.0.113.${i}`,
        },
      })
      if (status === 429) refused++
    }
    expect(refused).toBe(4)
    await direct.close()
  })

  it('of IPv6 is the whole network a subscriber is given: its 2⁶⁴ addresses are one', async () => {
    nextHour()
    const one = (i: number) => `2001:db8:1:2:${i.toString(16)}::${i.toString(16)}`
    const through = await passed(620, (i) => send({ address: one(i), device: `v6-${i}` }))
    expect(through).toBe(600)
    expect((await send({ address: '2001:db8:1:3::1', device: 'neighbour' })).status).toBe(201)
  }, 60_000)

  it('is the same with or without its port, and as IPv4 dressed in IPv6', async () => {
    nextHour()
    const before = (await app.database.read.select().from(rateLimit)).length
    for (const address of [
      '192.0.2.1',
      '192.0.2.1:4711',
      '::ffff:192.0.2.1',
      '[::ffff:192.0.2.1]:80',
      '::FFFF:c000:201',
    ])
      expect((await send({ address })).status).toBe(201)
    expect((await app.database.read.select().from(rateLimit)).length).toBe(before + 1)
  })
})

describe('somebody else’s mailbox', () => {
  it('is not flooded by reports made in its name', async () => {
    nextHour()
    const victim = 'victime@exemple.fr'
    const through = await passed(80, (i) =>
      send(
        { address: `192.0.2.${i}`, device: `r-${i}` },
        { contact: { email: i % 2 ? victim : victim.toUpperCase() } },
      ),
    )
    expect(through).toBeLessThanOrEqual(30)
    expect((await mailsTo(victim)).length).toBeLessThanOrEqual(30)
    expect((await send({ address: '192.0.2.1' }, { contact: { email: 'autre@exemple.fr' } })).status).toBe(
      201,
    )
  })

  it('nor by wishes to follow, however many reports there are', async () => {
    nextHour()
    const victim = 'suivie@exemple.fr'
    const published = await Promise.all(Array.from({ length: 12 }, () => report(app)))
    const wish = (i: number, email: string) =>
      app.call(`/api/incidents/${published[i % 12]?.id}/followers`, {
        body: { id: systemIds.next(), email },
        headers: from({ address: `192.0.2.${i}`, device: `f-${i}` }),
      })
    await passed(24, (i) => wish(i, i % 2 ? victim : 'Suivie@Exemple.fr'))
    expect((await mailsTo(victim)).length).toBeLessThanOrEqual(10)
    const meToo = await app.call(`/api/incidents/${published[11]?.id}/me-too`, {
      body: { id: systemIds.next(), email: victim },
      headers: from({ address: '192.0.2.77' }),
    })
    expect(meToo.status).toBe(429)
  })

  it('nor by passers-by who say again and again that it is not mended', async () => {
    nextHour()
    const follower = 'voisine@exemple.fr'
    const sent = await report(app, { contact: { email: follower } })
    await clerk.edit(sent.id, { published: true })
    await clerk.move(sent.id, { to: 'acknowledged' })
    await clerk.move(sent.id, { to: 'resolved', words: 'Fait' })
    const before = (await mailsTo(follower)).length
    const say = (i: number) =>
      app.call(`/api/incidents/${sent.id}/still-there`, {
        body: { id: systemIds.next(), words: `Toujours là ${i}` },
        headers: from({ address: `192.0.2.${i}`, device: `s-${i}` }),
      })
    expect(await passed(15, say)).toBe(15)
    expect((await mailsTo(follower)).length).toBe(before + 1)
    expect((await clerk.ticket(sent.id)).history.filter(({ kind }) => kind === 'still-there')).toHaveLength(
      15,
    )
    app.clock.advance({ minutes: 5 })
    await clerk.move(sent.id, { to: 'reopened', words: 'On y retourne' })
    await clerk.move(sent.id, { to: 'resolved', words: 'Refait' })
    const again = (await mailsTo(follower)).length
    expect((await say(99)).status).toBe(201)
    expect((await mailsTo(follower)).length).toBe(again + 1)
  })
})

describe('rows', () => {
  it('of phones to tell do not grow with what the holder of one link asks', async () => {
    nextHour()
    const { secret, id } = await report(app)
    const follow = () =>
      app.call('/api/reporter/incident/devices', {
        body: { id: systemIds.next(), deviceId: systemIds.next() },
        headers: { 'Bocage-Secret': secret, ...from({ address: '192.0.2.9', device: 'one' }) },
      })
    expect(await passed(60, follow)).toBeLessThanOrEqual(20)
    const followers = await app.database.read
      .select()
      .from(incidentFollower)
      .where(eq(incidentFollower.incidentId, id))
    expect(followers.length).toBeLessThanOrEqual(10)
  })

  it('of a refused write: none is left, not even in the counters', async () => {
    nextHour()
    const count = async () => ({
      counters: (await app.database.read.select().from(rateLimit)).length,
      events: (await app.database.read.select().from(outbox)).length,
      history: (await app.database.read.select().from(incidentUpdate)).length,
    })
    const before = await count()
    for (let i = 0; i < 20; i++) {
      const body = await anIncident(app, {
        photos: [{ id: systemIds.next(), uploadToken: systemIds.secret() }],
      })
      const answer = await app.call('/api/incidents', {
        body,
        headers: from({ address: `198.18.0.${i}`, device: `x-${i}` }),
      })
      expect(answer.status).toBe(422)
    }
    expect(await count()).toEqual(before)
  })

  it('of photos that nobody attaches are few a day from one phone, however slowly it sends them', async () => {
    const slow = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '0.02' } })
    const photo = await aPhoto()
    const statuses: number[] = []
    for (let i = 0; i < 8; i++) {
      const request = uploadRequest(photo, anUpload())
      const headers = { ...Object.fromEntries(new Headers(request.headers)), 'Bocage-Device': 'slow' }
      statuses.push((await slow.request('/api/media', { ...request, headers })).status)
      slow.clock.advance({ minutes: 11 })
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 429, 429])
    await slow.close()
  })

  it('of counters and of addresses never confirmed are forgotten in time', async () => {
    expect((await app.database.read.select().from(rateLimit)).length).toBeGreaterThan(100)
    app.clock.advance({ days: 40 })
    await app.worker.runOnce()
    expect(await app.database.read.select().from(rateLimit)).toEqual([])
    const followers = await app.database.read.select().from(incidentFollower)
    expect(followers.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([])
  })
})
