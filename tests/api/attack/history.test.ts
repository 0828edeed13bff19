import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { audit, incidentUpdate } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { anAgent, bodyOf, useDesk } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'
import type { ApiDocument } from '../../support/openapi.ts'

const house = useDesk()
const history = () => house.current.database.read.select().from(incidentUpdate).orderBy(incidentUpdate.id)
const trail = () => house.current.database.read.select().from(audit).orderBy(audit.id)

/** A report with a history of its own. */
async function lived() {
  const { clerk } = house.current
  const sent = await report(house.current, { contact: { email: 'r@exemple.fr' } })
  await clerk.edit(sent.id, { published: true, publicWords: 'Pneus' })
  await clerk.move(sent.id, { to: 'acknowledged', words: 'Vu' })
  await clerk.post(`/api/desk/incidents/${sent.id}/notes`, {
    id: systemIds.next(),
    words: 'Pour nous',
    public: false,
  })
  return sent
}

describe('a history', () => {
  it('only grows, whatever is done to a report', async () => {
    const { clerk, call } = house.current
    const sent = await lived()
    const other = await report(house.current)
    const before = await history()
    expect(before.length).toBeGreaterThanOrEqual(5)
    const quesnoy = await bodyOf(house.current, { commune: 'Le Quesnoy' })
    await clerk.edit(sent.id, { hiddenReason: 'Une plaque se lit' })
    await clerk.edit(sent.id, { hiddenReason: null, published: true, publicWords: null })
    await clerk.edit(sent.id, { bodyId: quesnoy.id, place: 'Ailleurs' })
    await clerk.move(sent.id, { to: 'resolved', words: 'Fait' })
    await call('/api/reporter/incident/contact', {
      method: 'DELETE',
      headers: { 'Bocage-Secret': sent.secret },
    })
    const { version } = await clerk.ticket(sent.id)
    await clerk.post(
      `/api/desk/incidents/${sent.id}/merge`,
      { id: systemIds.next(), intoId: other.id },
      { version },
    )
    const after = await history()
    const kept = new Map(after.map((entry) => [entry.id, entry]))
    expect(before.map(({ id }) => kept.get(id))).toEqual(before)
    expect(after.length).toBeGreaterThan(before.length + 4)
  })

  it('has no address that rewrites or removes an entry', async () => {
    const document = (await (await house.current.request('/api/openapi.json')).json()) as ApiDocument
    const writes = Object.entries(document.paths).flatMap(([path, item]) =>
      ['put', 'patch', 'delete'].filter((method) => item[method]).map((method) => `${method} ${path}`),
    )
    expect(writes.filter((write) => /update|history|note|entr|audit/.test(write))).toEqual([])
    const { id } = await lived()
    const { history: entries } = await house.current.clerk.ticket(id)
    for (const entry of entries)
      for (const path of [
        `/api/desk/incidents/${id}/notes/${entry.id}`,
        `/api/desk/incidents/${id}/history/${entry.id}`,
      ]) {
        expect((await house.current.clerk.remove(path)).status).toBe(404)
        expect((await house.current.clerk.patch(path, { words: 'autre' }, { version: 1 })).status).toBe(404)
      }
  })

  it('cannot be given a past or a future that did not happen', async () => {
    const { clerk, clock } = house.current
    const { id } = await report(house.current)
    const before = clock.now()
    clock.advance({ hours: 2 })
    for (const happenedAt of [
      1,
      before - 86_400_000,
      clock.now() + 86_400_000 * 365,
      Number.MAX_SAFE_INTEGER,
    ]) {
      const note = { id: systemIds.next(), words: 'Vu', happenedAt }
      expect((await clerk.post(`/api/desk/incidents/${id}/notes`, note)).status).toBe(201)
    }
    const { history: entries } = await clerk.ticket(id)
    for (const { at } of entries) {
      expect(at).toBeGreaterThanOrEqual(before)
      expect(at).toBeLessThanOrEqual(clock.now())
    }
  })

  it('is not signed by anybody else than who writes it', async () => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const note = { id: systemIds.next(), words: 'Vu', authorId: systemIds.next() }
    expect((await clerk.post(`/api/desk/incidents/${id}/notes`, note)).status).toBe(422)
    const move = { id: systemIds.next(), to: 'acknowledged', authorKind: 'reporter' }
    expect((await clerk.post(`/api/desk/incidents/${id}/moves`, move, { version: 1 })).status).toBe(422)
  })
})

describe('the database itself refuses to rewrite', () => {
  const attempts = (table: string) => [
    sql.raw(`update ${table} set id = id`),
    sql.raw(`delete from ${table}`),
    sql.raw(`replace into ${table} select * from ${table} limit 1`),
    sql.raw(`insert or replace into ${table} select * from ${table} limit 1`),
    sql.raw(
      `insert into ${table} select * from ${table} where true limit 1 on conflict do update set id = excluded.id`,
    ),
  ]
  it.each(attempts('incident_update').map((_, i) => i))('a history (%i)', async (i) => {
    await lived()
    const before = await history()
    const attempt = attempts('incident_update')[i] ?? sql``
    await expect(house.current.database.write((tx) => tx.run(attempt))).rejects.toThrow()
    expect(await history()).toEqual(before)
  })

  it.each(attempts('audit').map((_, i) => i))('the trail of an administration (%i)', async (i) => {
    const admin = await anAgent(house.current, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
    const path = `/api/territories/${demoSiren}/settings`
    const { version } = (await (await admin.get(path)).json()) as { version: number }
    expect((await admin.patch(path, { name: `Mormal ${i} ${version}` }, { version })).status).toBe(200)
    const before = await trail()
    expect(before.length).toBeGreaterThan(0)
    const attempt = attempts('audit')[i] ?? sql``
    await expect(house.current.database.write((tx) => tx.run(attempt))).rejects.toThrow()
    expect(await trail()).toEqual(before)
  })
})

it('years later, when all that names people is forgotten, a history is whole', async () => {
  await lived()
  const before = await history()
  house.current.clock.advance({ days: 1000 })
  await house.current.worker.runOnce()
  expect(await history()).toEqual(before)
})
