import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { incident, incidentCounter, incidentTile, incidentUpdate, outbox } from '../../../db/schema/index.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { anIncident, categoryOf, report } from '../../support/incidents.ts'

let app: DemoApp
/** A second process of the same kind, on the same file. */
let beside: TestApp
let clerk: Agent
let colleague: Agent
beforeAll(async () => {
  app = await openDemoApp()
  beside = await testApp({ env: { DATABASE_URL: app.config.databaseUrl }, clock: app.clock })
  const scope = { kind: 'territory', id: demoSiren } as const
  clerk = await anAgent(app, { scope })
  colleague = await anAgent(app, { scope, name: 'Dominique' })
})
afterAll(async () => {
  await beside.close()
  await app.close()
})

const times = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)))
const post = (on: Pick<TestApp, 'request'>, path: string, json: unknown, key = systemIds.next()) =>
  on.request(path, { method: 'POST', json, headers: { 'Idempotency-Key': key } })
const referenceOf = async (answer: Response) => ((await answer.json()) as { reference: string }).reference
const numberOf = (reference: string) => Number(reference.split('-')[2])

describe('a hundred reports at once, through two processes', () => {
  it('have each their number, without a gap', async () => {
    const answers = await times(100, async (i) =>
      post(i % 2 ? beside : app, '/api/incidents', await anIncident(app)),
    )
    expect(answers.map(({ status }) => status).filter((status) => status !== 201)).toEqual([])
    const numbers = (await Promise.all(answers.map(referenceOf))).map(numberOf).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => (numbers[0] ?? 0) + i))
  })

  it('of one key are one', async () => {
    const body = await anIncident(app)
    const key = systemIds.next()
    const answers = await times(40, (i) => post(i % 2 ? beside : app, '/api/incidents', body, key))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    const rows = await app.database.read.select().from(incident).where(eq(incident.id, body.id))
    expect(rows).toHaveLength(1)
    const events = await app.database.read
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `incident:${body.id}`))
    expect(events).toHaveLength(1)
  })

  it('of one id and forty keys are one, and the others are told so', async () => {
    const body = await anIncident(app)
    const answers = await times(40, (i) => post(i % 2 ? beside : app, '/api/incidents', body))
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(statuses).toEqual([201, ...Array<number>(39).fill(409)])
  })
})

describe('fifty “moi aussi” at once', () => {
  it('count fifty, and each is in the history', async () => {
    const { id } = await report(app)
    const answers = await times(50, (i) =>
      post(i % 2 ? beside : app, `/api/incidents/${id}/me-too`, { id: systemIds.next() }),
    )
    const counts = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { meTooCount: number }).meTooCount),
    )
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    expect((await clerk.ticket(id)).meTooCount).toBe(50)
    const history = await app.database.read
      .select()
      .from(incidentUpdate)
      .where(and(eq(incidentUpdate.incidentId, id), eq(incidentUpdate.kind, 'me-too')))
    expect(history).toHaveLength(50)
  })
})

describe('two agents on one report', () => {
  it('one moves it, the other sees what it has become', async () => {
    const { id } = await report(app)
    const path = `/api/desk/incidents/${id}/moves`
    const agents = [clerk, colleague]
    const answers = await times(20, (i) =>
      (agents[i % 2] ?? clerk).post(
        path,
        { id: systemIds.next(), to: i % 2 ? 'in_progress' : 'acknowledged' },
        { version: 1 },
      ),
    )
    const [won, ...lost] = answers.toSorted((a, b) => a.status - b.status)
    expect(won?.status).toBe(200)
    for (const answer of lost) {
      expect(answer.status).toBe(412)
      expect(await answer.json()).toMatchObject({
        type: '/problems/stale-version',
        current: { id, version: 2 },
      })
    }
    const { history, version } = await clerk.ticket(id)
    expect(version).toBe(2)
    expect(history.filter(({ kind }) => kind === 'status')).toHaveLength(1)
  })

  it('merging each into the other make no circle', async () => {
    const [a, b] = [await report(app), await report(app)]
    const merge = (agent: Agent, from: string, into: string) =>
      agent.post(`/api/desk/incidents/${from}/merge`, { id: systemIds.next(), intoId: into }, { version: 1 })
    const statuses = (await Promise.all([merge(clerk, a.id, b.id), merge(colleague, b.id, a.id)])).map(
      ({ status }) => status,
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const [one, two] = [await clerk.ticket(a.id), await clerk.ticket(b.id)]
    expect([one.mergedInto?.id, two.mergedInto?.id].filter(Boolean)).toHaveLength(1)
  })

  it('whatever they publish and hide at once, the map counts what is published', async () => {
    const sent = await times(12, () => report(app, { commune: 'Jolimetz' }))
    await times(60, async (i) => {
      const { id } = sent[i % 12] ?? sent[0] ?? { id: '' }
      const agent = i % 2 ? clerk : colleague
      const { version } = await agent.ticket(id)
      const edit = i % 3 ? { published: true } : { hiddenReason: `Raison ${i}` }
      await agent.patch(`/api/desk/incidents/${id}`, { id: systemIds.next(), ...edit }, { version })
    })
    const published = await app.database.read.select().from(incident).where(eq(incident.published, true))
    const tiles = await app.database.read.select().from(incidentTile).where(eq(incidentTile.zoom, 7))
    const counted = tiles.reduce((sum, tile) => sum + tile.openCount + tile.closedCount, 0)
    expect(counted).toBe(published.length)
  })
})

describe('the turn of the year', () => {
  it('is that of Paris: numbers begin again at its midnight, and no other', async () => {
    const { id: categoryId } = await categoryOf(app, 'depot-sauvage')
    const at = async (instant: string, count: number) => {
      app.clock.set(instant)
      return times(count, async (i) =>
        referenceOf(
          await post(i % 2 ? beside : app, '/api/incidents', { ...(await anIncident(app)), categoryId }),
        ),
      )
    }
    const before = await at('2026-12-31T22:59:59.999Z', 4)
    const after = await at('2026-12-31T23:00:00.000Z', 4)
    const utc = await at('2027-01-01T00:00:00.000Z', 2)
    for (const reference of before) expect(reference).toMatch(/^LQN-26-/)
    expect([...after, ...utc].toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `LQN-27-${String(number).padStart(4, '0')}`),
    )
    const counters = await app.database.read
      .select()
      .from(incidentCounter)
      .where(eq(incidentCounter.territorySiren, demoSiren))
    expect(counters.map(({ year }) => year).toSorted()).toEqual([2026, 2027])
    // A clock set back by a second counts on in the year it shows.
    const [late = ''] = await at('2026-12-31T22:59:59.000Z', 1)
    expect(numberOf(late)).toBe(Math.max(...before.map(numberOf)) + 1)
    app.clock.set('2026-11-24T08:00:00Z')
  })

  it('promises whole days of Paris, over the change of the hour and over holidays', async () => {
    const dueOf = async (instant: string) => {
      app.clock.set(instant)
      const answer = await post(app, '/api/incidents', await anIncident(app))
      const { dueAt, targetDays } = (await answer.json()) as { dueAt: number; targetDays: number }
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Europe/Paris',
        dateStyle: 'short',
        timeStyle: 'medium',
      })
      return { due: local.format(dueAt), targetDays, ahead: dueAt > Date.parse(instant) }
    }
    const times = new Set<string>()
    for (const instant of [
      '2026-12-31T22:59:59.999Z',
      '2026-12-31T23:00:00Z',
      '2027-03-26T10:00:00Z',
      '2027-03-28T00:59:59Z',
      '2027-03-28T01:00:00Z',
      '2026-10-23T10:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2028-02-28T10:00:00Z',
    ]) {
      const { due, ahead } = await dueOf(instant)
      expect(ahead, instant).toBe(true)
      times.add(due.slice(11))
      const day = new Date(`${due.slice(0, 10)}T12:00:00Z`).getUTCDay()
      expect([0, 6], `${instant} → ${due}`).not.toContain(day)
      expect(due, instant).not.toMatch(/-12-25|-01-01|-05-01|-11-11/)
    }
    // One wall-clock hour for every promise, summer and winter.
    expect(times.size).toBe(1)
    app.clock.set('2026-11-24T08:00:00Z')
  })
})
