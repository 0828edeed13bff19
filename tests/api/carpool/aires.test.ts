import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBnlc } from '../../../api/carpool/carpool.bnlc.ts'
import { refreshNational } from '../../../api/carpool/aires-refresh.usecases.ts'
import { createRemoteReader } from '../../../api/platform/remote-file.ts'
import { useFeeds } from '../../support/feeds.ts'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import { importAires } from '../../../api/carpool/aires-import.usecases.ts'
import type { AireList, PublicAire } from '../../../api/carpool/aires.schemas.ts'
import { loadTravel, readEdition } from '../../../api/carpool/aires.usecases.ts'
import { NO_ROAD } from '../../../api/carpool/travel.rules.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { bnlcFile, missingBnlc } from '../../support/bnlc.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'

const house = useDemoApp()
const app = () => house.current
const header = 'id_lieu,nom_lieu,ad_lieu,com_lieu,insee,type,ouvert,source,Xlong,Ylat,nbre_pl,lumiere'
const lineOf = (id: string, name: string, { lon, lat }: { lon: number; lat: number }, insee = '59053') =>
  `${id},${name},Rue Haute,BAVAY,${insee},Parking,true,200043321,${lon},${lat},12,true`
const fileOf = (...lines: string[]) => [header, ...lines].join('\r\n')
const bring = (text: string, options: { evenIfMany?: boolean; dryRun?: boolean } = {}) =>
  importAires(app().deps, { text, ...options })
const list = async (query = '') =>
  (await (await app().call(`/api/aires?territory=${demoSiren}${query}`)).json()) as AireList

describe('The national base', () => {
  it('is imported, again without change, updated, withdrawn, and never doubled', async () => {
    const bavay = await communeOf(app(), 'Bavay')
    const [one, two] = [
      lineOf('59053-C-001', 'Halle de Bavay', bavay),
      lineOf('59053-C-002', 'Stade de Bavay', { ...bavay, lon: bavay.lon + 0.004 }),
    ]
    expect(await bring(fileOf(one, two), { dryRun: true })).toMatchObject({ added: 2, selections: [] })
    expect((await list()).items).toEqual([])
    expect(await bring(fileOf(one, two))).toMatchObject({ lines: 2, added: 2, updated: 0, withdrawn: 0 })
    const edition = await readEdition({ database: app().database, territorySiren: demoSiren })
    expect(await bring(fileOf(two, one))).toMatchObject({ added: 0, updated: 0, unchanged: 2 })
    expect(await readEdition({ database: app().database, territorySiren: demoSiren })).toBe(edition)

    const renamed = one.replace('Halle de Bavay', 'Halle aux grains')
    expect(await bring(fileOf(renamed))).toMatchObject({ updated: 1, withdrawn: 1 })
    const { items } = await list()
    expect(items.map(({ name, listed }) => [name, listed])).toEqual([['Halle aux grains', true]])
    expect(await bring(fileOf(renamed, two))).toMatchObject({ added: 0, updated: 1, unchanged: 1 })
    expect((await list()).items.map(({ name }) => name)).toEqual(['Halle aux grains', 'Stade de Bavay'])
  })

  it('that lost a good part of its lines is refused whole, unless told; a refused line withdraws nothing', async () => {
    const bavay = await communeOf(app(), 'Bavay')
    const many = Array.from({ length: 12 }, (_, n) =>
      lineOf(`59053-C-1${String(n).padStart(2, '0')}`, `Arrêt ${n}`, { ...bavay, lat: bavay.lat + n / 5000 }),
    )
    await bring(fileOf(...many), { evenIfMany: true })
    await expect(bring(fileOf(...many.slice(0, 5)))).rejects.toThrow('sans doute incomplet')
    expect((await list()).total).toBe(12)
    const broken = many.map((line, n) => (n === 3 ? line.replace(/,59053,/, ',,') : line))
    expect(await bring(fileOf(...broken))).toMatchObject({ refused: 1, withdrawn: 0, unchanged: 11 })
    expect((await list()).total).toBe(12)
  })

  it.skipIf(missingBnlc())(
    'is read to its last line, in a few seconds, and changes nothing the second time',
    async () => {
      const text = readFileSync(bnlcFile, 'utf8')
      const report = await bring(text, { evenIfMany: true })
      expect(report.lines).toBe(2473)
      expect(report.added + report.refused).toBe(2473)
      expect(await bring(text)).toMatchObject({ added: 0, updated: 0, withdrawn: 0 })
    },
  )
})

describe('The national base, day after day', () => {
  const feeds = useFeeds()
  it('is read again by the worker; a half file changes nothing', async () => {
    const bavay = await communeOf(app(), 'Bavay')
    const lines = Array.from({ length: 12 }, (_, n) =>
      lineOf(`59053-C-3${String(n).padStart(2, '0')}`, `Quai ${n}`, { ...bavay, lat: bavay.lat + n / 5000 }),
    )
    await bring(fileOf(...lines), { evenIfMany: true })
    const serve = (text: string) =>
      feeds.current.serve('/bnlc.csv', { body: text, headers: { 'Content-Type': 'text/csv' } })
    const fetchRemote = createRemoteReader({ allowLoopback: true })
    const deps = {
      ...app().deps,
      fetchRemote,
      config: { ...app().config, bnlcUrl: feeds.current.url('/bnlc.csv') },
    }
    serve(fileOf(...lines.map((line) => line.replace('Quai', 'Aire'))))
    expect(await refreshNational(deps)).toMatchObject({ updated: 12 })
    serve(fileOf(...lines.slice(0, 3)))
    expect(await refreshNational(deps)).toBeNull()
    expect((await list('&q=aire')).total).toBe(12)
  })
})

describe('The aires of a territory', () => {
  it('are found by name, commune and box, the nearest first when asked, page after page', async () => {
    const [bavay, quesnoy] = [await communeOf(app(), 'Bavay'), await communeOf(app(), 'Le Quesnoy')]
    const own = (name: string, { code, name: communeName, lon, lat }: typeof bavay) => ({
      id: systemIds.next(),
      name,
      address: null,
      commune: { code, name: communeName },
      lon,
      lat,
      kind: 'aire' as const,
      spaces: 10,
      lit: null,
      busLines: ['Car 401'],
    })
    const aires = [own('Gare routière', quesnoy), own('Église', bavay), own('Étang', bavay)]
    await addOwnAires(app().deps, { territorySiren: demoSiren, aires })
    const before = await readEdition({ database: app().database, territorySiren: demoSiren })
    await addOwnAires(app().deps, { territorySiren: demoSiren, aires })
    expect(await readEdition({ database: app().database, territorySiren: demoSiren })).toBe(before)

    const names = async (query: string) => (await list(query)).items.map(({ name }) => name)
    expect(await names('&own=true&q=eglise')).toEqual(['Église'])
    expect(await names(`&own=true&commune=${quesnoy.code}`)).toEqual(['Gare routière'])
    expect(await names(`&own=true&near=${quesnoy.lat},${quesnoy.lon}&limit=1`)).toEqual(['Gare routière'])
    const box = [quesnoy.lon - 0.01, quesnoy.lat - 0.01, quesnoy.lon + 0.01, quesnoy.lat + 0.01]
    expect(await names(`&own=true&bbox=${box.join()}`)).toEqual(['Gare routière'])
    const all = await names('&own=true')
    const first = await list('&own=true&limit=2')
    const second = await list(`&own=true&limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(all)
    expect((await app().call(`/api/aires?territory=${demoSiren}&cursor=x`)).status).toBe(422)
    expect((await app().call(`/api/aires?territory=${demoSiren}&near=95,3`)).status).toBe(422)
  })

  it('are read one by one, as GeoJSON, and in the form of the national base, unchanged ones not sent again', async () => {
    const { items } = await list('&own=true')
    const [aire] = items
    const path = `/api/aires/${aire?.id}?territory=${demoSiren}`
    const answer = await app().call(path)
    expect((await answer.json()) as PublicAire).toMatchObject({ id: aire?.id, busLines: ['Car 401'] })
    const again = await app().call(path, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await app().call(`/api/aires/${systemIds.next()}?territory=${demoSiren}`)).status).toBe(404)

    const geo = (await (await app().call(`/api/aires.geojson?territory=${demoSiren}&own=true`)).json()) as {
      features: { geometry: { coordinates: [number, number] } }[]
    }
    expect(geo.features.map(({ geometry }) => geometry.coordinates)).toEqual(
      items.map(({ lon, lat }) => [lon, lat]),
    )
    const csv = await (await app().call(`/api/aires.csv?territory=${demoSiren}&own=true`)).text()
    const read = parseBnlc(csv, () => 'unknown')
    expect(read.reports.filter(({ refused }) => refused)).toEqual([])
    expect(read.aires.map(({ name }) => name)).toEqual(items.map(({ name }) => name))
  })

  it('have travel times between them at once, by estimate', async () => {
    const { aireIds, travel, isEstimate } = await loadTravel({
      database: app().database,
      territorySiren: demoSiren,
    })
    expect(aireIds).toEqual(aireIds.toSorted())
    expect(aireIds.length).toBeGreaterThan(2)
    for (let from = 0; from < aireIds.length; from++)
      for (let to = 0; to < aireIds.length; to++)
        if (from !== to) {
          expect(travel.seconds[from * travel.size + to]).toBeLessThan(NO_ROAD)
          expect(isEstimate(from, to)).toBe(true)
        }
  })
})
