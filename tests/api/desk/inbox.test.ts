import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import type { DeskItem, DeskList, DeskSetup } from '../../../api/incidents/desk.schemas.ts'
import { territory } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { anAgent, bodyOf, useDesk, type Agent } from '../../support/desk.ts'
import { categoryOf, communeOf, report } from '../../support/incidents.ts'

const house = useDesk()
const list = async (agent: Agent, query: string) => {
  const answer = await agent.get(`/api/desk/incidents?limit=100&${query}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as DeskList).items
}
const references = (items: DeskItem[]) => items.map(({ reference }) => reference)

describe('each sees what their role covers, and nothing else', () => {
  it('a body its own, a commune what lies in it, the territory everything', async () => {
    const { technician, clerk } = house.current
    const bavay = await report(house.current)
    const maroilles = await report(house.current, { commune: 'Maroilles' })
    const maroillesClerk = await anAgent(house.current, {
      scope: { kind: 'commune', id: (await communeOf(house.current, 'Maroilles')).code },
    })
    expect(references(await list(technician, 'queue=all'))).toEqual([bavay.reference])
    expect(references(await list(maroillesClerk, 'queue=all'))).toEqual([maroilles.reference])
    expect(references(await list(clerk, 'queue=all'))).toEqual([maroilles.reference, bavay.reference])
    expect((await maroillesClerk.get(`/api/desk/incidents/${bavay.id}`)).status).toBe(404)
    expect((await maroillesClerk.post(`/api/desk/incidents/${bavay.id}/read`)).status).toBe(404)
    const bodyId = (await bodyOf(house.current, { commune: 'Bavay' })).id
    expect(await list(maroillesClerk, `queue=all&body=${bodyId}`)).toEqual([])
    expect(await list(maroillesClerk, `queue=all&q=${bavay.reference}`)).toEqual([])
  })

  it('nothing of another territory, even to its administrator', async () => {
    const other = '200000001'
    await house.current.database.write((tx) =>
      tx.insert(territory).values({
        siren: other,
        name: 'Ailleurs',
        slug: 'ailleurs',
        referencePrefix: 'AIL',
        createdAt: 1,
      }),
    )
    const stranger = await anAgent(house.current, {
      role: 'admin',
      scope: { kind: 'territory', id: other, territory: other },
    })
    const { id } = await report(house.current)
    expect(await list(stranger, 'queue=all')).toEqual([])
    expect(await list(stranger, `queue=all&territory=${demoSiren}`)).toEqual([])
    expect((await stranger.get(`/api/desk/incidents/${id}`)).status).toBe(404)
    const move = { id: systemIds.next(), to: 'acknowledged' }
    const moved = await stranger.post(`/api/desk/incidents/${id}/moves`, move, { version: 1 })
    expect(moved.status).toBe(404)
    const merged = await stranger.post(
      `/api/desk/incidents/${id}/merge`,
      { id: systemIds.next(), intoId: id },
      { version: 1 },
    )
    expect(merged.status).toBe(404)
    const setup = (await (await stranger.get('/api/desk/setup')).json()) as DeskSetup
    expect(setup.territories.map(({ siren }) => siren)).toEqual([other])
  })

  it('nobody without a session; a stranger’s contact stays with staff', async () => {
    const { call, clerk } = house.current
    const { id } = await report(house.current, {
      contact: { email: 'anne@exemple.fr', phone: '06 12 34 56 78' },
    })
    expect((await call(`/api/desk/incidents/${id}`)).status).toBe(401)
    expect((await call('/api/desk/incidents')).status).toBe(401)
    expect((await call('/api/desk/incidents.csv')).status).toBe(401)
    expect((await clerk.ticket(id)).contact).toEqual({
      name: null,
      email: 'anne@exemple.fr',
      phone: '06 12 34 56 78',
    })
    const queue = await clerk.get('/api/desk/incidents?queue=all')
    expect(await queue.text()).not.toContain('anne@exemple.fr')
  })
})

describe('the queues', () => {
  it('unread before read, then the soonest due; late ones are counted', async () => {
    const { clerk, clock } = house.current
    const commune = 'Locquignol'
    const code = (await communeOf(house.current, commune)).code
    const slow = await report(house.current, { commune, category: 'nid-de-poule' })
    const soon = await report(house.current, { commune })
    const read = await report(house.current, { commune })
    await clerk.post(`/api/desk/incidents/${read.id}/read`)
    const order = async () => references(await list(clerk, `queue=to-sort&commune=${code}`))
    expect(await order()).toEqual([soon.reference, slow.reference, read.reference])
    expect(await list(clerk, `queue=late&commune=${code}`)).toEqual([])
    clock.advance({ days: 9 })
    const late = await list(clerk, `queue=late&commune=${code}`)
    expect(references(late).toSorted()).toEqual([soon.reference, read.reference].toSorted())
    expect(late.every((item) => item.late)).toBe(true)
    const { counts } = (await (await clerk.get('/api/desk/counts')).json()) as {
      counts: Record<string, number>
    }
    expect(counts['late']).toBe((await list(clerk, 'queue=late')).length)
    expect(counts['to-sort']).toBe((await list(clerk, 'queue=to-sort')).length)
    expect(counts['to-publish']).toBe((await list(clerk, 'queue=to-publish')).length)
  })

  it('what a resident adds to a ticket under way comes back to be read', async () => {
    const { clerk, call } = house.current
    const { id, secret, reference } = await report(house.current)
    await clerk.move(id, { to: 'in_progress' })
    expect(references(await list(clerk, 'queue=to-sort'))).not.toContain(reference)
    const added = await call('/api/reporter/incident/updates', {
      headers: { 'Bocage-Secret': secret },
      body: { id: systemIds.next(), words: 'Il y en a plus' },
    })
    expect(added.status).toBe(201)
    expect(references(await list(clerk, 'queue=to-sort'))).toContain(reference)
    expect(references(await list(clerk, 'queue=in-progress'))).toContain(reference)
  })

  it('page after page without a hole or a double', async () => {
    const { clerk } = house.current
    const whole = (await list(clerk, 'queue=to-sort')).map(({ id }) => id)
    const paged: string[] = []
    let cursor = ''
    do {
      const answer = await clerk.get(
        `/api/desk/incidents?queue=to-sort&limit=2&cursor=${cursor}`.replace(/&cursor=$/, ''),
      )
      const page = (await answer.json()) as DeskList
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(paged).toEqual(whole)
    expect(whole.length).toBeGreaterThan(5)
  })

  it('filters: words without accents, category, commune, assignee, box', async () => {
    const { clerk, technician } = house.current
    const { id, reference } = await report(house.current, {
      words: 'Débris d’éternit près du lavoir',
      category: 'autre',
    })
    await clerk.edit(id, { assigneeId: technician.userId })
    const bavay = await communeOf(house.current, 'Bavay')
    const autre = await categoryOf(house.current, 'autre')
    for (const query of [
      'q=debris%20ETERNIT',
      `q=${reference.toLowerCase()}`,
      `category=${autre.id}`,
      `assignee=${technician.userId}`,
      `category=${autre.id}&commune=${bavay.code}&bbox=${bavay.lon - 0.01},${bavay.lat - 0.01},${bavay.lon + 0.01},${bavay.lat + 0.01}`,
    ])
      expect(references(await list(clerk, `queue=all&${query}`)), query).toEqual([reference])
    expect(references(await list(technician, 'queue=mine'))).toEqual([reference])
    expect(await list(clerk, 'queue=mine')).toEqual([])
    expect(references(await list(clerk, 'queue=all&assignee=none'))).not.toContain(reference)
    expect(await list(clerk, 'queue=all&q="; drop table')).toEqual([])
  })

  it('watching costs nothing while nothing happens', async () => {
    const { clerk } = house.current
    const first = await clerk.get('/api/desk/incidents?queue=to-sort')
    const tag = first.headers.get('etag') ?? ''
    const again = await clerk.get('/api/desk/incidents?queue=to-sort', { 'If-None-Match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await report(house.current)
    const changed = await clerk.get('/api/desk/incidents?queue=to-sort', { 'If-None-Match': tag })
    expect(changed.status).toBe(200)
  })
})

describe('several at once', () => {
  it('each is told apart: one that has moved on stops no other', async () => {
    const { clerk } = house.current
    const [a, b, c] = [await report(house.current), await report(house.current), await report(house.current)]
    await clerk.move(b.id, { to: 'acknowledged' })
    const items = [a, b, c].map(({ id }) => ({ id, version: 1, updateId: systemIds.next() }))
    const key = systemIds.next()
    const body = { items, to: 'acknowledged', words: 'Bien reçu' }
    const answer = await clerk.post('/api/desk/bulk', body, { key })
    const { results } = (await answer.json()) as {
      results: { ok: boolean; problem: { type: string } | null }[]
    }
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true])
    expect(results[1]?.problem?.type).toBe('/problems/stale-version')
    await clerk.post('/api/desk/bulk', body, { key })
    expect((await clerk.ticket(a.id)).history).toHaveLength(2)
    const given = await clerk.post('/api/desk/bulk', {
      items: [{ id: a.id, version: 2, updateId: systemIds.next() }],
      assigneeId: clerk.userId,
    })
    expect(given.status).toBe(200)
    expect((await clerk.ticket(a.id)).assignee?.id).toBe(clerk.userId)
  })
})

describe('what one takes away', () => {
  it('a CSV a French spreadsheet opens, with no formula and no contact', async () => {
    const { clerk, technician } = house.current
    await report(house.current, {
      words: '=HYPERLINK("http://mal.example";"cliquez")',
      contact: { email: 'anne@exemple.fr' },
    })
    const answer = await clerk.get('/api/desk/incidents.csv?queue=all')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = bytes.toString('utf8')
    expect(text.split('\r\n')[0]).toContain('reference;categorie;commune')
    expect(text).toContain(`"'=HYPERLINK(""http://mal.example"";""cliquez"")"`)
    expect(text).not.toContain('anne@exemple.fr')
    expect((await technician.get('/api/desk/incidents.csv')).status).toBe(403)
  })

  it('views of one’s own', async () => {
    const { clerk, technician } = house.current
    const id = systemIds.next()
    const view = { name: 'Routes en retard', query: 'queue=late&q=route', position: 0 }
    expect((await clerk.put(`/api/desk/views/${id}`, view)).status).toBe(200)
    expect((await technician.put(`/api/desk/views/${id}`, { ...view, name: 'Volée' })).status).toBe(404)
    await technician.remove(`/api/desk/views/${id}`)
    expect(await (await clerk.get('/api/desk/views')).json()).toEqual({ items: [{ id, ...view }] })
    expect(await (await technician.get('/api/desk/views')).json()).toEqual({ items: [] })
    expect((await clerk.put(`/api/desk/views/${id}`, { ...view, query: 'x"><script>' })).status).toBe(422)
    expect((await clerk.remove(`/api/desk/views/${id}`)).status).toBe(204)
    expect(await (await clerk.get('/api/desk/views')).json()).toEqual({ items: [] })
  })
})
