import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommunePack, PackPartName } from '../../../api/communes/pack.schemas.ts'
import { packLimits } from '../../../api/communes/pack.rules.ts'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { territory } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf, report } from '../../support/incidents.ts'
import { anOffer, aTraveller, json, someAires } from '../../support/rides.ts'

// What a phone keeps of a commune for where there is no network.

const app = useDemoApp()
beforeAll(async () => {
  // What is reported is read at once, without its words.
  await app.current.deps.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
})

const ask = (address: string, { query = '', headers = {} as Record<string, string> } = {}) =>
  app.current.call(`/api/communes/${address}/pack${query}`, { headers })
const read = async (address: string, query = '') => json<CommunePack>(await ask(address, { query }))
const versionsOf = ({ parts }: CommunePack) =>
  Object.entries(parts)
    .map(([name, { version }]) => `${name}.${version}`)
    .join()
const sentIn = ({ parts }: CommunePack) =>
  (Object.keys(parts) as PackPartName[]).filter((name) => parts[name].data !== undefined)

describe('The pack of a commune', () => {
  it('holds what one reads there without network, and nothing of who reported, drives or wrote', async () => {
    const { ouest, est, milieu } = await someAires(app.current)
    const driver = await aTraveller(app.current, { name: 'Zéphyrine Q.', phone: '06 12 34 56 78' })
    const regular = { weekdays: [1, 2, 3, 4, 5], lastDay: null, holidaysOff: true, exceptions: [] }
    const offer = async (over: Record<string, unknown>) => {
      const answer = await driver.call('/api/trips', { body: anOffer(app.current, ouest, est, over) })
      expect(answer.status, await answer.clone().text()).toBe(201)
    }
    await offer({ regular, note: 'Je klaxonne deux fois' })
    await offer({ time: '18:00', originId: milieu })
    const accepted = await report(app.current, {
      commune: 'Le Quesnoy',
      contact: { email: 'riverain@exemple.fr' },
    })
    const event = await publish(app.current, { commune: 'Le Quesnoy', title: 'Loto des anciens' })
    await publish(app.current, { commune: 'Bavay', title: 'Bal de Bavay' })

    const pack = await read('le-quesnoy')
    expect(sentIn(pack)).toEqual(['commune', 'alerts', 'agenda', 'aires', 'trips', 'incidents'])
    const { commune, agenda, aires, trips, incidents } = pack.parts
    expect(pack).toMatchObject({ code: '59481', name: 'Le Quesnoy', lang: 'fr', territory: demoSiren })
    expect(commune.data?.townHall).toHaveProperty('openingHours')
    expect(agenda.data?.occurrences.map(({ title }) => title)).toEqual(['Loto des anciens'])
    expect(agenda.data?.events[0]).toMatchObject({ id: event.id, title: 'Loto des anciens' })
    expect(agenda.data?.categories.length).toBeGreaterThan(3)
    expect(aires.data?.aires.map(({ id }) => id)).toEqual(expect.arrayContaining([ouest, est, milieu]))
    // Only the one that comes again; it is nobody's.
    expect(trips.data?.trips).toEqual([
      {
        originId: ouest,
        destinationId: est,
        time: '07:30',
        weekdays: [1, 2, 3, 4, 5],
        holidaysOff: true,
        priceCents: expect.any(Number),
        lastDay: null,
      },
    ])
    expect(incidents.data?.incidents.map(({ id }) => id)).toContain(accepted.id)
    const said = JSON.stringify(pack)
    for (const own of ['Zéphyrine', '06 12', 'klaxonne', 'riverain@', driver.email])
      expect(said, own).not.toContain(own)
  })

  it('is not sent again unchanged: as a whole, then part by part', async () => {
    const first = await ask('le-quesnoy')
    const pack = await json<CommunePack>(first)
    const tag = first.headers.get('etag') ?? ''
    const have = `?have=${versionsOf(pack)}`
    const same = await ask('le-quesnoy', { query: have, headers: { 'if-none-match': tag } })
    expect([same.status, await same.text()]).toEqual([304, ''])
    expect(sentIn(await read('le-quesnoy', have))).toEqual([])

    await report(app.current, { commune: 'Le Quesnoy', category: 'nid-de-poule' })
    const later = await ask('le-quesnoy', { query: have, headers: { 'if-none-match': tag } })
    expect(later.status).toBe(200)
    expect(sentIn(await json<CommunePack>(later))).toEqual(['incidents'])
    // What was said in another language is not had.
    const english = await ask('le-quesnoy', { query: '?lang=en', headers: { 'if-none-match': tag } })
    expect(english.status).toBe(200)
  })

  it('is bounded, and compressed on its way', async () => {
    const { code, name } = await communeOf(app.current, 'Bavay')
    const aires = Array.from({ length: packLimits.aires + 20 }, (_, n) => ({
      id: app.current.deps.ids.next(),
      name: `Aire numéro ${n}`,
      address: null,
      commune: { code, name },
      lon: 3.79 + n / 10_000,
      lat: 50.29,
      kind: 'aire' as const,
      spaces: 10,
      lit: null,
    }))
    await addOwnAires(app.current.deps, { territorySiren: demoSiren, aires })
    for (let n = 0; n < 6; n++)
      await publish(app.current, {
        title: `Exposition ${n}`,
        allDay: true,
        on: '2026-11-20',
        rule: 'FREQ=DAILY;COUNT=60',
      })
    const pack = await read('bavay')
    const { agenda, aires: kept } = pack.parts
    expect(kept.data?.aires).toHaveLength(packLimits.aires)
    expect(agenda.data?.occurrences).toHaveLength(packLimits.occurrences)
    const days = agenda.data?.occurrences.map(({ start }) => start) ?? []
    expect(days.every((day) => day < '2026-12-26')).toBe(true)
    const plain = JSON.stringify(pack).length
    for (const [encoding, unpack] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const answer = await ask('bavay', { headers: { 'accept-encoding': encoding } })
      if (answer.headers.get('content-encoding') !== encoding) continue
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(JSON.parse(unpack(bytes).toString())).toEqual(pack)
      expect(bytes.byteLength).toBeLessThan(plain / 4)
      expect(bytes.byteLength).toBeLessThan(60_000)
    }
    const gzipped = await ask('bavay', { headers: { 'accept-encoding': 'gzip' } })
    expect(gzipped.headers.get('content-encoding')).toBe('gzip')
  })

  it('of no commune is refused with those it may have meant, and asks for nothing absurd', async () => {
    expect((await ask('bavai')).status).toBe(404)
    expect((await ask('bavay', { query: '?have=<script>' })).status).toBe(422)
    expect((await ask('bavay', { query: '?have=of.another,older.one' })).status).toBe(200)
  })
})
