import { isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoIncidents } from '../../../db/seed/demo-incidents.ts'
import { incident, incidentUpdate, outbox } from '../../../db/schema/index.ts'
import { createDemoAccounts } from '../../../api/demo-accounts.ts'
import { openDemoContent } from '../../../api/demo/demo-content.usecases.ts'
import { countQueues } from '../../../api/incidents/desk.usecases.ts'
import { statuses } from '../../../api/incidents/incidents.rules.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { testApp, type TestApp } from '../../support/app.ts'

let app: TestApp
let staff: Awaited<ReturnType<typeof createDemoAccounts>>

beforeAll(async () => {
  app = await testApp()
  await openDemoTerritory(app.deps)
  staff = await createDemoAccounts(app.deps)
})
afterAll(() => app.close())

const fill = (media = app.media) => openDemoContent({ ...app.deps, directory: app.directory, media, staff })
const rows = () => app.database.read.select().from(incident).orderBy(incident.createdAt)
const list = async (query = '') =>
  (await (await app.request(`/api/incidents?limit=100${query}`)).json()) as {
    items: { words: string | null; photos: { thumbUrl: string }[] }[]
  }

describe('The demo', () => {
  it('cut short while it fills goes on at the next start, and ends as if it had not been', async () => {
    let left = 5
    const failing = {
      ...app.media,
      processor: {
        process: (read: () => Promise<Uint8Array>) =>
          left-- > 0 ? app.media.processor.process(read) : Promise.reject(new Error('power cut')),
      },
    }
    await expect(fill(failing)).rejects.toThrow('power cut')
    const before = await rows()
    expect(before.length).toBeGreaterThan(5)
    expect(before.length).toBeLessThan(demoIncidents.length)
    await fill()
    const after = await rows()
    expect(after).toHaveLength(demoIncidents.length)
    expect(after.map(({ reference }) => reference)).toEqual(
      after.map((_, rank) => `LQN-26-${String(rank + 1).padStart(4, '0')}`),
    )
  })

  it('does nothing once filled', async () => {
    const before = JSON.stringify([await rows(), await app.database.read.select().from(incidentUpdate)])
    await fill()
    expect(JSON.stringify([await rows(), await app.database.read.select().from(incidentUpdate)])).toBe(before)
  })

  it('shows every status, with nothing in the future and a history in order', async () => {
    const all = await rows()
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(statuses))
    const history = await app.database.read.select().from(incidentUpdate)
    for (const { id, createdAt } of all) {
      const moments = history.filter(({ incidentId }) => incidentId === id).map(({ at }) => at)
      expect(Math.min(...moments)).toBe(createdAt)
      expect(Math.max(...moments)).toBeLessThanOrEqual(app.clock.now())
    }
  })

  it('gives each desk something to do: to sort, late, its own, to publish', async () => {
    const counts = async (actor: (typeof staff)['admin']) =>
      (await countQueues({ ...app.deps, actor })).counts
    const admin = await counts(staff.admin)
    for (const queue of ['to-sort', 'in-progress', 'late', 'to-publish'] as const)
      expect(admin[queue], queue).toBeGreaterThan(0)
    expect((await counts(staff.technician)).mine).toBeGreaterThan(0)
  })

  it('keeps from the public what nobody approved, or what was hidden', async () => {
    const { items } = await list()
    const shown = items.map(({ words }) => words)
    for (const { words, waiting, hidden } of demoIncidents)
      expect(shown.includes(words), words).toBe(!waiting && !hidden)
  })

  it('has photos that open', async () => {
    const { items } = await list()
    const [first] = items.flatMap(({ photos }) => photos)
    const answer = await app.request(first?.thumbUrl ?? '/none')
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
  })

  it('mails nobody about what is said to have happened', async () => {
    const left = await app.database.read.select().from(outbox).where(isNull(outbox.doneAt))
    expect(left).toEqual([])
  })
})
