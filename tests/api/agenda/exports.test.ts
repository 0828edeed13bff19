import { parse as parseCsv } from 'csv-parse/sync'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { formats } from '../../../api/agenda/exports.formats.ts'
import { openDatabase } from '../../../db/client.ts'
import { eventContact, place } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { readIcal } from '../../support/agenda-exports.ts'
import { communeOf } from '../../support/incidents.ts'
import { type DemoApp, openDemoApp } from '../../support/demo-app.ts'

const names = Object.keys(formats) as (keyof typeof formats)[]
let app: DemoApp
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

beforeAll(async () => {
  app = await openDemoApp()
  await publish(app, { title: 'Marché de Noël' })
  await publish(app, { title: 'Loto de l’école', commune: 'Gommegnies', on: '2026-12-12', free: true })
  await publish(app, {
    title: 'Chorale',
    on: '2026-11-26',
    rule: 'FREQ=WEEKLY;COUNT=10',
    accessibility: ['mi'],
    ageMin: 12,
  })
  await publish(app, { title: 'Exposition finie', on: '2026-11-10' })
  await publish(app, { title: 'Pas encore vue' }, { status: 'submitted' })
}, 60_000)
afterAll(() => app.close())

/** Titles that a format says, read by a parser of that format. */
async function titlesIn(name: keyof typeof formats, query: string): Promise<string[]> {
  const answer = await get(`/api/events.${name}${query}`)
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const read: Record<typeof name, () => (string | undefined)[]> = {
    ics: () => readIcal(text).events.map(({ value }) => String(value('summary'))),
    atom: () => (parseAtomFeed(text).entries ?? []).map(({ title }) => title?.value),
    rss: () => (parseRssFeed(text).items ?? []).map(({ title }) => title),
    csv: () => [
      ...new Set(
        (parseCsv(text, { bom: true, delimiter: ';', columns: true }) as { titre: string }[]).map(
          ({ titre }) => titre,
        ),
      ),
    ],
    json: () => (JSON.parse(text) as { items: { title: string }[] }).items.map(({ title }) => title),
    'openagenda.json': () =>
      (JSON.parse(text) as { events: { title: { fr: string } }[] }).events.map(({ title }) => title.fr),
  }
  return read[name]().map((title) => title ?? '')
}

describe('What is on, elsewhere', () => {
  it.each(names)('is the same events in every format: %s', async (name) => {
    const all = await titlesIn(name, '')
    expect(all.filter((title) => title !== 'Exposition finie')).toEqual([
      'Chorale',
      'Marché de Noël',
      'Loto de l’école',
    ])
    // Calendars keep what has just been.
    expect(all.includes('Exposition finie')).toBe(name === 'ics')
  })

  it.each(names)('is narrowed by the filters of the lists: %s', async (name) => {
    const { code } = await communeOf(app, 'Gommegnies')
    expect(await titlesIn(name, `?commune=${code}`)).toEqual(['Loto de l’école'])
    expect(await titlesIn(name, '?access=mi')).toEqual(['Chorale'])
    expect(await titlesIn(name, '?q=marche')).toEqual(['Marché de Noël'])
    expect(await titlesIn(name, '?from=2026-12-10&to=2026-12-13')).toEqual(['Chorale', 'Loto de l’école'])
    expect(await titlesIn(name, '?ride=true')).toEqual([])
  })

  it.each(names)('refuses a filter that means nothing, in words: %s', async (name) => {
    const answer = await get(`/api/events.${name}?commune=Bavay`)
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect((await get(`/api/events.${name}?cursor=rien`)).status).toBe(422)
  })
})

describe('A program that asks again', () => {
  it.each(names)('is told that nothing changed, and all when it did: %s', async (name) => {
    const path = `/api/events.${name}`
    const first = await get(path)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('public, no-cache')
    for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const again = await get(path, { 'If-None-Match': tag })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    await publish(app, { title: `Neuf ${name}`, on: '2027-02-01' })
    const changed = await get(path, { 'If-None-Match': etag })
    expect(changed.status).toBe(200)
    expect(await changed.text()).toContain(`Neuf ${name}`)
  })

  it('may ask by the date instead, which never hides a change of the same second', async () => {
    const ask = async (headers: Record<string, string>) => (await get('/api/events.ics', headers)).status
    await publish(app, { title: 'Premier', on: '2027-02-01' })
    const early = (await get('/api/events.ics')).headers.get('last-modified') ?? ''
    await publish(app, { title: 'Second', on: '2027-02-01' })
    expect(await ask({ 'If-Modified-Since': early })).toBe(200)
    await setTimeout(1100)
    const settled = (await get('/api/events.ics')).headers.get('last-modified') ?? ''
    expect(await ask({ 'If-Modified-Since': settled })).toBe(304)
    expect(await ask({ 'If-Modified-Since': settled, 'If-None-Match': '"other"' })).toBe(200)
    expect(await ask({ 'If-Modified-Since': 'Thu, 01 Jan 2026 00:00:00 GMT' })).toBe(200)
    expect(await ask({ 'If-Modified-Since': 'hier' })).toBe(200)
  })

  it('is told of what only a place or the date says', async () => {
    await setTimeout(1100)
    const before = await get('/api/events.ics')
    await app.database.write((tx) => tx.update(place).set({ name: 'Salle Jean Mermoz' }))
    const since = { 'If-Modified-Since': before.headers.get('last-modified') ?? '' }
    expect((await get('/api/events.ics', since)).status).toBe(200)
    const moved = await get('/api/events.ics', { 'If-None-Match': before.headers.get('etag') ?? '' })
    expect(await moved.text()).toContain('Salle Jean Mermoz')
    const today = moved.headers.get('etag') ?? ''
    const fixed = (await get('/api/events.ics?from=2026-11-01')).headers.get('etag') ?? ''
    app.clock.advance({ days: 1 })
    expect((await get('/api/events.ics', { 'If-None-Match': today })).status).toBe(200)
    expect((await get('/api/events.ics?from=2026-11-01', { 'If-None-Match': fixed })).status).toBe(304)
  })

  it('is told the same by every process of the server, at once', async () => {
    const database = await openDatabase({ url: app.config.databaseUrl })
    const other = await createApp({ ...app.deps, database })
    try {
      const ask = (headers: Record<string, string>) =>
        other.app.request('http://bocage.test/api/events.atom', { headers })
      const etag = (await get('/api/events.atom')).headers.get('etag') ?? ''
      expect((await ask({ 'If-None-Match': etag })).status).toBe(304)
      await publish(app, { title: 'Écrit par l’un', on: '2026-12-20' })
      const answer = await ask({ 'If-None-Match': etag })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('Écrit par l’un')
      expect(answer.headers.get('etag')).toBe((await get('/api/events.atom')).headers.get('etag'))
    } finally {
      await other.close()
      await database.close()
    }
  })

  it('may be any page of any site, and is given what is compressed when it says so', async () => {
    const answer = await get('/api/events.json', {
      Origin: 'https://mairie.exemple',
      'Accept-Encoding': 'br, gzip',
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag')
    expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    const plain = await get('/api/events.json', { 'Accept-Encoding': 'gzip;q=0' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(gunzipSync(await answer.arrayBuffer()).toString()).toBe(await plain.text())
    const preflight = await app.request('/api/events.ics', {
      method: 'OPTIONS',
      headers: { Origin: 'https://mairie.exemple', 'Access-Control-Request-Method': 'GET' },
    })
    expect(preflight.status).toBe(204)
  })
})

describe('A feed of more than one page', () => {
  it('is gone through without a gap or a double, and says where it goes on', async () => {
    for (let n = 0; n < 120; n++)
      await publish(app, {
        title: `Séance ${n}`,
        on: '2027-03-01',
        start: '10:00',
        end: '11:00',
        placeName: `Lieu ${n % 5}`,
      })
    const seen: string[] = []
    let url: string | undefined = '/api/events.atom?from=2027-03-01&to=2027-03-01'
    let pages = 0
    while (url !== undefined) {
      const answer = await get(url)
      const feed = parseAtomFeed(await answer.text())
      seen.push(...(feed.entries ?? []).map(({ title }) => title?.value ?? ''))
      const next = feed.links?.find(({ rel }) => rel === 'next')?.href
      expect(answer.headers.get('link')).toBe(next === undefined ? null : `<${next}>; rel="next"`)
      url = next
      pages++
    }
    expect(pages).toBe(2)
    expect(seen.toSorted()).toEqual(Array.from({ length: 120 }, (_, n) => `Séance ${n}`).toSorted())
  }, 60_000)
})

describe('One event for a calendar', () => {
  it('has all its dates, and a number that grows when one is moved', async () => {
    const row = await publish(app, {
      title: 'Bal',
      on: '2026-12-31',
      start: '22:00',
      end: '23:30',
      rule: 'FREQ=YEARLY;COUNT=2',
    })
    const answer = await get(`/api/events/${row.id}.ics`)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const [read] = readIcal(await answer.text()).events
    expect(read?.uid).toBe(row.id)
    expect(read?.dates(Date.UTC(2030, 0)).map(({ start }) => start)).toEqual([
      '2026-12-31T22:00',
      '2027-12-31T22:00',
    ])
  })

  it('is not there when nobody may see it, and neither is its author', async () => {
    const hidden = await publish(app, { title: 'Secret' }, { status: 'submitted' })
    expect((await get(`/api/events/${hidden.id}.ics`)).status).toBe(404)
    expect((await get('/api/events/rien.ics')).status).toBe(404)
    const shown = await publish(app, { title: 'Public' })
    await app.database.write((tx) =>
      tx
        .insert(eventContact)
        .values({ eventId: shown.id, name: 'Anne', email: 'anne@exemple.fr', shown: false, createdAt: 0 }),
    )
    for (const name of names)
      expect(await (await get(`/api/events.${name}`)).text()).not.toContain('anne@exemple.fr')
    expect(await (await get(`/api/events/${shown.id}.ics`)).text()).not.toContain('anne@exemple.fr')
  })
})
