import { eq, sql } from 'drizzle-orm'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PublicEvent } from '../../../api/agenda/agenda.schemas.ts'
import { prepareContent } from '../../../api/agenda/content.usecases.ts'
import { recordEventChange } from '../../../api/agenda/events-changes.usecases.ts'
import type { EventRow } from '../../../api/agenda/events.repository.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventContact, eventEntry, eventFlag, eventFollower, eventViews } from '../../../db/schema/index.ts'
import { anEvent, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { openPushService } from '../../support/push-service.ts'

const demo = useDemoApp()
const read = async (key: string) => (await demo.current.request(`/api/events/${key}`)) as Response
const event = async (key: string) => (await (await read(key)).json()) as PublicEvent
const problem = async (answer: Response) => [answer.status, ((await answer.json()) as { type: string }).type]

async function cancel(row: EventRow, words: string, replacedById: string | null = null): Promise<void> {
  const { database, clock } = demo.current
  await database.write((tx) =>
    recordEventChange(tx, {
      before: row,
      change: { status: 'cancelled', statusWords: words, replacedById },
      entries: [],
      at: clock.now(),
    }),
  )
}

describe('An event', () => {
  it('is read by its id and by its address, with its dates and all that is said of it', async () => {
    const row = await publish(demo.current, {
      title: 'Soupe à l’oignon',
      description: '**Apportez** un bol',
      rule: 'FREQ=WEEKLY;COUNT=3',
      free: false,
      price: '5 €',
      ageMin: 6,
      accessibility: ['mi'],
      bookingUrl: 'https://exemple.fr/soupe',
    })
    const found = await event(row.id)
    expect(found).toMatchObject({
      id: row.id,
      path: '/agenda/2026-12-05-soupe-a-l-oignon-bavay',
      status: 'published',
      past: false,
      descriptionHtml: '<p><strong>Apportez</strong> un bol</p>\n',
      free: false,
      price: '5 €',
      ageMin: 6,
      accessibility: ['mi'],
      organizer: { id: null, name: 'Comité des fêtes', slug: null },
      contact: null,
      followers: 0,
    })
    expect(found.place?.name).toBe('Salle des fêtes')
    expect(found.rule).toContain('samedi')
    expect(found.dates.map(({ start }) => start)).toEqual([
      '2026-12-05T19:00',
      '2026-12-12T19:00',
      '2026-12-19T19:00',
    ])
    expect(await event('2026-12-05-soupe-a-l-oignon-bavay')).toEqual(found)
  })

  it('shows how to reach its author only when the author chose to', async () => {
    const { database, clock } = demo.current
    const row = await publish(demo.current, { title: 'Contact' })
    const contact = {
      eventId: row.id,
      name: 'Ada',
      email: 'ada@exemple.fr',
      phone: '0327',
      createdAt: clock.now(),
    }
    await database.write((tx) => tx.insert(eventContact).values(contact))
    expect((await event(row.id)).contact).toBeNull()
    await database.write((tx) =>
      tx.update(eventContact).set({ shown: true }).where(eq(eventContact.eventId, row.id)),
    )
    expect((await event(row.id)).contact).toEqual({ name: 'Ada', email: 'ada@exemple.fr', phone: '0327' })
  })

  it('stays in lists when cancelled, says why and what takes its place', async () => {
    const other = await publish(demo.current, { title: 'Bal de printemps', on: '2027-03-20' })
    const row = await publish(demo.current, { title: 'Bal d’hiver', on: '2026-12-20' })
    await cancel(row, 'La salle a pris l’eau', other.id)
    expect(await event(row.id)).toMatchObject({
      status: 'cancelled',
      statusWords: 'La salle a pris l’eau',
      replacedBy: { path: '/agenda/2027-03-20-bal-de-printemps-bavay', title: 'Bal de printemps' },
    })
    const list = await demo.current.request('/api/events?q=hiver')
    const { items } = (await list.json()) as { items: { cancelled: boolean; reason: string }[] }
    expect(items).toMatchObject([{ cancelled: true, reason: 'La salle a pris l’eau' }])
  })

  it('is unknown before it is published, and said to be withdrawn after', async () => {
    const { database, clock } = demo.current
    const waiting = await publish(demo.current, { title: 'En attente' }, { status: 'submitted' })
    expect(await problem(await read(waiting.id))).toEqual([404, '/problems/event-not-found'])
    expect(await problem(await read(systemIds.next()))).toEqual([404, '/problems/event-not-found'])
    expect(await problem(await read('2026-12-05-rien-du-tout'))).toEqual([404, '/problems/event-not-found'])
    const row = await publish(demo.current, { title: 'Publicité' })
    await database.write((tx) =>
      recordEventChange(tx, { before: row, change: { status: 'declined' }, entries: [], at: clock.now() }),
    )
    expect(await problem(await read(row.id))).toEqual([410, '/problems/event-withdrawn'])
    const list = await demo.current.request('/api/events?q=publicite')
    expect(((await list.json()) as { items: [] }).items).toEqual([])
  })

  it('is open to the pages of other sites, and asked again costs nothing when nothing changed', async () => {
    for (const path of ['/api/events', '/api/events/categories?territory=200043321']) {
      const first = await demo.current.request(path)
      expect(first.headers.get('access-control-allow-origin')).toBe('*')
      expect(Date.parse(first.headers.get('last-modified') ?? '')).toBeGreaterThan(0)
      const tag = first.headers.get('etag') ?? ''
      const again = await demo.current.request(path, { headers: { 'If-None-Match': tag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    const plain = await (await demo.current.request('/api/events')).text()
    const packed = await demo.current.request('/api/events', { headers: { 'Accept-Encoding': 'gzip, br' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(plain)
    const asked = await demo.current.request('/api/events', {
      method: 'OPTIONS',
      headers: { Origin: 'https://mairie.example', 'Access-Control-Request-Method': 'GET' },
    })
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD'])
    const write = await demo.current.request('/api/events', {
      method: 'OPTIONS',
      headers: { Origin: 'https://mairie.example', 'Access-Control-Request-Method': 'POST' },
    })
    expect(write.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('Whoever follows an event', () => {
  it('by email is told once the link of the first mail is used, and no more once they stop', async () => {
    const { database, call, request, worker } = demo.current
    const row = await publish(demo.current, { title: 'Kermesse' })
    const body = { email: 'Lectrice@Exemple.fr' }
    for (let n = 0; n < 2; n++)
      expect((await call(`/api/events/${row.id}/followers`, { body })).status).toBe(201)
    expect((await event(row.id)).followers).toBe(0)
    await worker.runOnce()
    const { text } = await waitForMail(demo.current, 'lectrice@exemple.fr')
    const secret = /\/abonnement\/confirmer\?agenda#(\S+)/.exec(text)?.[1] ?? ''
    const press = (action: string) =>
      call(`/api/event-followers/${action}`, { method: 'POST', headers: { 'Bocage-Secret': secret } })
    const confirmed = await press('confirm')
    expect([confirmed.status, await confirmed.json()]).toEqual([
      200,
      { eventId: row.id, path: '/agenda/2026-12-05-kermesse-bavay' },
    ])
    expect((await event(row.id)).followers).toBe(1)
    const opened = await request(`/api/event-followers/stop/${secret}`)
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/abonnement/arreter?agenda#${secret}`,
    ])
    const oneClick = await request(`/api/event-followers/stop/${secret}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(oneClick.status).toBe(200)
    const kept = await database.read.select().from(eventFollower).where(eq(eventFollower.eventId, row.id))
    expect(kept).toEqual([])
    expect((await press('stop')).status).toBe(200)
    expect(await problem(await press('confirm'))).toEqual([404, '/problems/event-link-not-valid'])
  })

  it('on a device is stopped by that device alone, and once stopped stays so', async () => {
    const { call } = demo.current
    const row = await publish(demo.current, { title: 'Bourse aux jouets' })
    const [deviceId, secret] = [systemIds.next(), 'a'.repeat(32)]
    const pushes = await openPushService()
    const subscription = pushes.subscribe()
    const registered = await call(`/api/devices/${deviceId}`, {
      method: 'PUT',
      body: { subscription, locale: 'fr' },
      headers: { 'Bocage-Device-Secret': secret },
    })
    expect(registered.status).toBe(201)
    await pushes.close()
    await call(`/api/events/${row.id}/followers`, { body: { deviceId } })
    const stop = (by: string) =>
      call(`/api/events/${row.id}/followers/stop`, { body: { deviceId }, headers: { 'Bocage-Secret': by } })
    // A stranger learns nothing, and stops nothing.
    expect((await stop('b'.repeat(32))).status).toBe(200)
    expect((await event(row.id)).followers).toBe(1)
    for (const _ of [1, 2]) expect(await (await stop(secret)).json()).toEqual({ following: false })
    expect((await event(row.id)).followers).toBe(0)
  })

  it('on a device counts at once; an event that nobody may see is not followed', async () => {
    const { call } = demo.current
    const row = await publish(demo.current, { title: 'Vide-grenier' })
    await call(`/api/events/${row.id}/followers`, { body: { deviceId: systemIds.next() } })
    expect((await event(row.id)).followers).toBe(1)
    const waiting = await publish(demo.current, { title: 'Pas encore' }, { status: 'submitted' })
    const refused = await call(`/api/events/${waiting.id}/followers`, {
      body: { deviceId: systemIds.next() },
    })
    expect(await problem(refused)).toEqual([404, '/problems/event-not-found'])
    const empty = await call(`/api/events/${row.id}/followers`, { body: {} })
    expect(await problem(empty)).toEqual([422, '/problems/invalid-request'])
  })
})

describe('A reader who finds an event wrong', () => {
  it('puts it before the moderators, with a line in its history, and changes nothing', async () => {
    const { database, call } = demo.current
    const row = await publish(demo.current, { title: 'Fausse date' })
    const id = systemIds.next()
    const body = { id, reason: 'wrong', words: 'C’est le 6' }
    expect((await call(`/api/events/${row.id}/flags`, { body })).status).toBe(201)
    expect(await database.read.select().from(eventFlag).where(eq(eventFlag.id, id))).toMatchObject([
      { eventId: row.id, territorySiren: demoSiren, reason: 'wrong', words: 'C’est le 6', settledAt: null },
    ])
    const entries = await database.read.select().from(eventEntry).where(eq(eventEntry.eventId, row.id))
    expect(entries.map(({ kind, authorKind }) => [kind, authorKind])).toContainEqual(['flagged', 'reader'])
    expect((await event(row.id)).version).toBe(row.version)
    // Another sending with the id of this one.
    expect((await call(`/api/events/${row.id}/flags`, { body })).status).toBe(409)
  })
})

describe('A view', () => {
  it('is one opening of the page in a browser, on our site; it says nothing of who', async () => {
    const row = await publish(demo.current, { title: 'Regardée' })
    const address = '2026-12-05-regardee-bavay'
    const own = { 'Sec-Fetch-Site': 'same-origin', 'User-Agent': 'Mozilla/5.0 Firefox/150.0' }
    const open = (key: string, headers: Record<string, string>) =>
      demo.current.request(`/api/events/${key}`, { headers })
    await open(address, own)
    await open(address, own)
    // Followed events read again by the phone, other sites, robots.
    await open(row.id, own)
    await open(address, { ...own, 'Sec-Fetch-Site': 'cross-site' })
    await open(address, { ...own, 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' })
    await open(address, {})
    await demo.current.finish()
    const rows = await demo.current.database.read
      .select()
      .from(eventViews)
      .where(eq(eventViews.eventId, row.id))
    expect(rows).toEqual([{ eventId: row.id, day: '2026-11-24', count: 2 }])
  })
})

describe('The map', () => {
  it('shows each place with what is on there, and groups when they are many', async () => {
    const { lat, lon } = await communeOf(demo.current, 'Le Quesnoy')
    const at = (n: number) => ({ lat: lat + n * 0.0005, lon })
    await publish(demo.current, {
      commune: 'Le Quesnoy',
      title: 'Premier',
      placeName: 'Un',
      position: at(0),
      on: '2026-12-02',
    })
    await publish(demo.current, {
      commune: 'Le Quesnoy',
      title: 'Second',
      placeName: 'Un',
      position: at(0),
      on: '2026-12-01',
    })
    const bbox = `bbox=${lon - 0.02},${lat - 0.02},${lon + 0.02},${lat + 0.08}`
    const map = async () => (await (await demo.current.request(`/api/events/map?${bbox}`)).json()) as never
    expect(await map()).toMatchObject({
      points: [{ count: 2, placeName: 'Un', next: { title: 'Second', start: '2026-12-01T19:00' } }],
      clusters: [],
      total: 2,
      more: false,
    })
    for (let n = 1; n <= 101; n++)
      await publish(demo.current, {
        commune: 'Le Quesnoy',
        title: `N ${n}`,
        placeName: `N ${n}`,
        position: at(n),
      })
    const { points, clusters, total } = (await map()) as {
      points: []
      clusters: { count: number }[]
      total: number
    }
    expect([points, total]).toEqual([[], 103])
    expect(clusters.length).toBeGreaterThan(3)
    expect(clusters.reduce((sum, { count }) => sum + count, 0)).toBe(103)
  })

  it('asks where', async () => {
    expect(await problem(await demo.current.request('/api/events/map'))).toEqual([
      422,
      '/problems/area-needed',
    ])
  })
})

describe('A territory that opens', () => {
  it('has kinds of events, each with an icon', async () => {
    const answer = await demo.current.request(`/api/events/categories?territory=${demoSiren}`)
    const { items } = (await answer.json()) as { items: { slug: string; name: string; icon: string }[] }
    expect(items.map(({ slug }) => slug)).toContain('fete-brocante')
    expect(items.length).toBe(15)
    expect(items.every(({ icon, name }) => /^[a-z-]+$/.test(icon) && name.length > 2)).toBe(true)
  })
})

it('An event that is withdrawn, and one that is edited, leaves nothing of what it was in the lists', async () => {
  const { database, clock, deps, directory } = demo.current
  const keys = async () => {
    const [row] = await database.read.all<{ n: number }>(sql`select count(*) as n from occurrence_key`)
    return row?.n ?? 0
  }
  const before = await keys()
  const draft = { title: 'Éphémère', rule: 'FREQ=DAILY;COUNT=5', accessibility: ['hi' as const] }
  const row = await publish(demo.current, draft)
  const own = (await keys()) - before
  // In the territory, the commune, each with "hi", at the place and in two sizes of tiles: five dates.
  expect(own).toBe(5 * 7)
  const request = await anEvent(demo.current, { ...draft, accessibility: [], placeId: row.placeId })
  const prepared = await prepareContent({ ...deps, directory }, { territorySiren: demoSiren, request })
  const at = clock.now()
  const edited = await database.write((tx) =>
    recordEventChange(tx, { before: row, prepared, entries: [], at }),
  )
  expect((await keys()) - before).toBe(5 * 5)
  await database.write((tx) =>
    recordEventChange(tx, { before: edited, change: { status: 'declined' }, entries: [], at }),
  )
  expect(await keys()).toBe(before)
})
