import { beforeAll, describe, expect, it } from 'vitest'
import { territory } from '../../../db/schema/index.ts'
import type { IncidentList, IncidentMap } from '../../../api/incidents/incidents.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDemoApp, useDemoApp } from '../../support/demo-app.ts'
import { anAgent } from '../../support/desk.ts'
import { categoryOf, communeOf, report } from '../../support/incidents.ts'

const app = useDemoApp()
const list = async (query: Record<string, string> = {}) =>
  (await (
    await app.current.call(`/api/incidents?${new URLSearchParams({ territory: demoSiren, ...query })}`)
  ).json()) as IncidentList

beforeAll(async () => {
  await app.current.deps.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
  for (let i = 0; i < 12; i++) {
    app.current.clock.advance({ minutes: 5 })
    await report(app.current, { commune: i % 2 ? 'Bavay' : 'Le Quesnoy', words: `Dépôt numéro ${i}` })
  }
  await report(app.current, {
    category: 'eclairage',
    commune: 'Maroilles',
    words: 'Réverbère éteint, appelez le 06 12 34 56 78 ou paul@exemple.fr',
  })
})

describe('what others see', () => {
  it('newest first, in pages that neither miss nor repeat', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: IncidentList = await list({ limit: '5', ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toHaveLength(13)
    expect(new Set(seen).size).toBe(13)
  })

  it('by text, accents ignored, the beginning of a word being enough', async () => {
    expect((await list({ q: 'reverb' })).items).toHaveLength(1)
    expect((await list({ q: 'DEPOT 7' })).items).toHaveLength(1)
    expect((await list({ q: '"; drop table incident --' })).items).toHaveLength(0)
  })

  it('by commune, category, status, day, box and nearness', async () => {
    const bavay = await communeOf(app.current, 'Bavay')
    expect((await list({ commune: bavay.code })).items).toHaveLength(6)
    expect((await list({ category: (await categoryOf(app.current, 'eclairage')).id })).items).toHaveLength(1)
    expect((await list({ status: 'closed' })).items).toHaveLength(0)
    expect((await list({ from: '2026-11-25' })).items).toHaveLength(0)
    const bbox = [bavay.lon - 0.001, bavay.lat - 0.001, bavay.lon + 0.001, bavay.lat + 0.001].join(',')
    expect((await list({ bbox })).items).toHaveLength(6)
    const near = await list({ near: `${bavay.lat},${bavay.lon}` })
    expect(near.items[0]).toMatchObject({ commune: { name: 'Bavay' }, distanceMetres: 0 })
  })

  it('never an address or a telephone left in the words', async () => {
    const [item] = (await list({ q: 'réverbère' })).items
    expect(item?.words).toBe('Réverbère éteint, appelez le […] ou […]')
  })

  it('as GeoJSON in [lon, lat] order and as CSV that no spreadsheet runs', async () => {
    await report(app.current, { commune: 'Obies', words: '=HYPERLINK("http://mal.example")' })
    const geojson = (await (
      await app.current.call(`/api/incidents.geojson?territory=${demoSiren}`)
    ).json()) as {
      features: { geometry: { coordinates: [number, number] } }[]
    }
    expect(geojson.features).toHaveLength(14)
    expect(geojson.features[0]?.geometry.coordinates[1]).toBeGreaterThan(50)
    const csv = await (await app.current.call(`/api/incidents.csv?territory=${demoSiren}`)).text()
    expect(csv.split('\r\n')).toHaveLength(16)
    expect(csv).toContain(`"'=HYPERLINK(""http://mal.example"")"`)
  })

  it('on the map one by one when few, and in groups that add up when many', async () => {
    const map = async (bbox: string) =>
      (await (
        await app.current.call(`/api/incidents/map?territory=${demoSiren}&bbox=${bbox}&status=all`)
      ).json()) as IncidentMap
    expect((await map('3,50,4,51')).items).toHaveLength(14)
    for (let i = 0; i < 100; i++) await report(app.current, { commune: i % 2 ? 'Bavay' : 'Landrecies' })
    const many = await map('3,50,4,51')
    expect(many.items).toHaveLength(0)
    expect(many.clusters.reduce((sum, cluster) => sum + cluster.count, 0)).toBe(114)
    expect(many.clusters.length).toBeGreaterThan(1)
  })
})

describe('those around a place', () => {
  it('are the nearest, even when hundreds of newer ones lie a little further; none is beyond 5 km', async () => {
    const crowded = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '1000' } })
    try {
      await crowded.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
      const { code, lat, lon } = await communeOf(crowded, 'Bavay')
      const metresNorth = (metres: number) => ({ lat: lat + metres / 111_195, lon, accuracy: 0 })
      const place = (position: { lat: number; lon: number; accuracy: number }) =>
        report(crowded, { position, communeCode: code })
      const close = await place(metresNorth(40))
      const corner = await place({ lat: lat + 0.04, lon: lon + 0.06, accuracy: 0 })
      crowded.clock.advance({ minutes: 1 })
      for (let i = 0; i < 520; i++) await place(metresNorth(400 + i))
      const near = async (query: string) =>
        ((await (await crowded.call(`/api/incidents?near=${lat},${lon}&${query}`)).json()) as IncidentList)
          .items
      const found = await near('limit=100')
      expect(found[0]).toMatchObject({ id: close.id, distanceMetres: 40 })
      expect(found).toHaveLength(100)
      const metres = found.map(({ distanceMetres }) => distanceMetres ?? 0)
      expect(metres).toEqual(metres.toSorted((a, b) => a - b))
      expect(metres.at(-1)).toBeLessThan(600)
      const older = await near(`limit=100&q=${corner.reference}`)
      expect(older.map(({ id }) => id)).not.toContain(corner.id)
      expect(await near(`category=${(await categoryOf(crowded, 'eclairage')).id}`)).toEqual([])
    } finally {
      await crowded.close()
    }
  }, 60_000)
})

describe('a day', () => {
  it('is that of Paris, as people and figures count it, for residents as at the desk', async () => {
    const late = await openDemoApp()
    try {
      await late.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
      late.clock.set('2026-11-25T23:30:00Z')
      await report(late)
      const clerk = await anAgent(late, { scope: { kind: 'territory', id: demoSiren } })
      const count = async (answer: Promise<Response>) =>
        ((await (await answer).json()) as IncidentList).items.length
      for (const [query, found] of [
        ['from=2026-11-26', 1],
        ['from=2026-11-26&to=2026-11-26', 1],
        ['to=2026-11-25', 0],
        ['from=2026-11-27', 0],
      ] as const) {
        expect(await count(late.call(`/api/incidents?${query}`)), query).toBe(found)
        expect(await count(clerk.get(`/api/desk/incidents?queue=all&${query}`)), query).toBe(found)
      }
    } finally {
      await late.close()
    }
  })
})
