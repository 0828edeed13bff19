import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { importCountry } from '../../../api/territory/territory-country.usecases.ts'
import { importTerritory } from '../../../api/territory/territory-import.usecases.ts'
import { parseContours } from '../../../api/territory/territory.contours.ts'
import { ImportRefused } from '../../../api/territory/territory.files.ts'
import {
  createDirectory,
  findResponsibility,
  listBodies,
  listCategories,
  listCommunes,
  listTerritories,
} from '../../../api/territory/territory.usecases.ts'
import { audit, setting } from '../../../db/schema/index.ts'
import { createTestClock } from '../../support/clock.ts'
import { openTestDatabase } from '../../support/database.ts'
import { type Feature, geojson, middleOf, squaresOf, sudAvesnois } from '../../support/epci-file.ts'
import { missingData, readContours, readEpcis } from '../../support/geo-data.ts'
import { multi, polygon, square } from '../../support/geo-shapes.ts'
import { oracle } from '../../support/geo-oracle.ts'

let opened: Awaited<ReturnType<typeof openTestDatabase>>
const clock = createTestClock()

beforeEach(async () => {
  opened = await openTestDatabase()
})
afterEach(() => opened.close())

const given = () => ({ database: opened.database, clock, ids: systemIds })
const importOf = (text: string, options: { siren?: string; dryRun?: boolean } = {}) =>
  importTerritory({ ...given(), siren: sudAvesnois, contours: parseContours(text), ...options })
const importFeatures = (features: Feature[], options?: Parameters<typeof importOf>[1]) =>
  importOf(geojson(features), options)
const everything = async () => {
  const { read } = opened.database
  return JSON.stringify([
    await listTerritories(opened),
    await listCommunes({ ...opened, territorySiren: sudAvesnois }),
    await read.select().from(audit),
    await read.select().from(setting),
  ])
}

describe('Opening a territory', () => {
  it('brings its communes, bodies, categories and who is in charge', async () => {
    const report = await importFeatures(squaresOf(sudAvesnois))
    expect(report.territory).toEqual({ siren: sudAvesnois, name: 'Sud Avesnois', created: true })
    expect(report.added).toHaveLength(12)
    const bodies = await listBodies({ ...opened, territorySiren: sudAvesnois })
    expect(bodies.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Commune de Fourmies',
        'Commune d’Anor',
        'Communauté de communes du Sud Avesnois',
        'Département du Nord',
      ]),
    )
    expect(bodies).toHaveLength(14)
    const categories = await listCategories({ ...opened, territorySiren: sudAvesnois })
    expect(categories.filter(({ onRoad }) => onRoad).map(({ slug }) => slug)).toEqual([
      'nid-de-poule',
      'signalisation',
    ])
    for (const { id, targetDays } of categories)
      expect(
        await findResponsibility({
          ...opened,
          territorySiren: sudAvesnois,
          categoryId: id,
          communeCode: '59012',
        }),
      ).toMatchObject({ bodyName: 'Commune d’Anor', targetDays })
  })

  it('gives water and sewers to a communauté d’agglomération, whose they are by law', async () => {
    const siren = '200042190'
    await importFeatures(squaresOf(siren), { siren })
    const categories = await listCategories({ ...opened, territorySiren: siren })
    const inCharge = async (slug: string) =>
      findResponsibility({
        ...opened,
        territorySiren: siren,
        categoryId: categories.find((category) => category.slug === slug)?.id ?? '',
        communeCode: '59172',
      })
    expect((await inCharge('eau-assainissement')).bodyKind).toBe('epci')
    expect((await inCharge('proprete')).bodyName).toBe('Commune de Denain')
  })

  it('writes nothing the second time, and says so', async () => {
    await importFeatures(squaresOf(sudAvesnois))
    const before = await everything()
    const again = await importFeatures(squaresOf(sudAvesnois))
    expect(again).toMatchObject({ differs: false, added: [], changed: [], unchanged: 12 })
    expect(await everything()).toBe(before)
  })

  it('writes nothing in a dry run, and says what it would do', async () => {
    const before = await everything()
    const report = await importFeatures(squaresOf(sudAvesnois), { dryRun: true })
    expect(report).toMatchObject({ differs: true, territory: { created: true } })
    expect(report.added).toHaveLength(12)
    expect(await everything()).toBe(before)
  })

  it('takes a new boundary without touching what administrators decided', async () => {
    await importFeatures(squaresOf(sudAvesnois))
    const bodies = JSON.stringify(await listBodies({ ...opened, territorySiren: sudAvesnois }))
    const [first, ...rest] = squaresOf(sudAvesnois)
    const moved = { ...first!, geometry: polygon(square(4, 50, 0.019)) }
    const report = await importFeatures([moved, ...rest])
    expect(report.changed).toEqual([
      expect.objectContaining({ name: 'Fourmies', fields: expect.arrayContaining(['contour']) }),
    ])
    expect(JSON.stringify(await listBodies({ ...opened, territorySiren: sudAvesnois }))).toBe(bodies)
  })

  it('tells which communes have no boundary, keeping what was known of them', async () => {
    await importFeatures(squaresOf(sudAvesnois))
    const report = await importFeatures(squaresOf(sudAvesnois).slice(1))
    expect(report.missingBoundary).toEqual([{ code: '59249', name: 'Fourmies', kept: true }])
    expect(report.differs).toBe(false)
    const directory = createDirectory(opened)
    expect((await directory.locate(middleOf(0))).commune?.name).toBe('Fourmies')
  })

  it('tells which boundaries are no commune any more, and what they were merged into', async () => {
    const bermeries = {
      type: 'Feature' as const,
      properties: { code: '59070', nom: 'Bermeries' },
      geometry: polygon(square(3, 50, 0.01)),
    }
    const report = await importFeatures([...squaresOf(sudAvesnois), bermeries])
    expect(report.unknownBoundary).toEqual([
      { code: '59070', name: 'Bermeries', mergedInto: 'L’Orée de Mormal (59006)' },
    ])
  })

  it('puts a commune nouvelle together from the older boundaries, counting none of its surface twice', async () => {
    const siren = '200043321'
    const features = squaresOf(siren)
    const part = (code: string, west: number) => ({
      type: 'Feature' as const,
      properties: { code, nom: code },
      geometry: polygon(square(west, 51, 0.02)),
    })
    const others = features.filter(({ properties }) => properties['code'] !== '59006')
    const report = await importFeatures([...others, part('59006', 3), part('59070', 3.02)], { siren })
    expect(report.assembled).toEqual([{ code: '59006', name: 'L’Orée de Mormal', from: ['59006', '59070'] }])
    const directory = createDirectory(opened)
    for (const lon of [3.01, 3.03])
      expect((await directory.locate({ lon, lat: 51.01 })).commune?.code, String(lon)).toBe('59006')

    const whole = { ...part('59006', 3), geometry: polygon(square(3, 51, 0.04)) }
    await importFeatures([...others, whole, part('59070', 3.02)], { siren })
    directory.invalidate()
    for (const lon of [3.01, 3.03])
      expect((await directory.locate({ lon, lat: 51.01 })).commune?.code, String(lon)).toBe('59006')
  })
})

describe('A broken file', () => {
  const [first, ...rest] = squaresOf(sudAvesnois)
  const withFirst = (geometry: unknown) => geojson([{ ...first, geometry }, ...rest])
  const ring = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates: [coordinates] })
  const whole = geojson(squaresOf(sudAvesnois))
  it.each([
    ['cut short', whole.slice(0, whole.length / 2)],
    ['empty', ''],
    ['not JSON', '<html>502</html>'],
    ['another JSON', '[1, 2]'],
    ['without shapes', geojson([])],
    ['of another place', geojson(squaresOf('240200634'))],
    ['half of the communes', geojson(squaresOf(sudAvesnois).slice(6))],
    ['a shape that is a point', withFirst({ type: 'Point', coordinates: [4, 50] })],
    ['a shape that is missing', withFirst(null)],
    ['a ring that does not close', withFirst(ring([4, 50], [4.1, 50], [4.1, 50.1], [4, 50.1]))],
    ['a ring of three points', withFirst(ring([4, 50], [4.1, 50], [4, 50]))],
    ['a ring without surface', withFirst(ring([4, 50], [4.1, 50], [4.2, 50], [4, 50]))],
    ['a point that is words', withFirst(ring([4, 50], ['4.1', 50], [4.1, 50.1], [4, 50]))],
    ['a point off the globe', withFirst(ring([4, 50], [4, 91], [4.1, 50.1], [4, 50]))],
    ['in Lambert 93', withFirst(ring([7e5, 6.6e6], [7.1e5, 6.6e6], [7.1e5, 6.7e6], [7e5, 6.6e6]))],
    ['swapped', withFirst(ring([50, 4], [50.1, 4], [50.1, 4.1], [50, 4]))],
    ['twice the same commune', geojson([...squaresOf(sudAvesnois), first])],
  ])('(%s) changes nothing and says why in one sentence', async (_, text) => {
    for (const known of [false, true]) {
      if (known) await importFeatures(squaresOf(sudAvesnois))
      const before = await everything()
      // Async, so that a refusal to parse counts as one to import.
      const refusal: unknown = await (async () => importOf(text))().catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(ImportRefused)
      expect((refusal as Error).message).toMatch(/^[^\n]+\. Rien n’a été changé\.$/)
      expect(await everything()).toBe(before)
    }
  })
  it('of an unknown SIREN is refused', async () => {
    await expect(importFeatures(squaresOf(sudAvesnois), { siren: '999999999' })).rejects.toThrow(
      ImportRefused,
    )
  })

  it('may hold faults that are none of this territory’s: they are told', async () => {
    const elsewhere = {
      type: 'Feature' as const,
      properties: { code: '75056', nom: 'Paris' },
      geometry: null,
    }
    const nameless = { type: 'Feature' as const, properties: {}, geometry: polygon(square(2, 48, 1)) }
    const report = await importFeatures([...squaresOf(sudAvesnois), elsewhere, nameless])
    expect(report.refused).toEqual([
      { what: '75056', reason: 'contour absent' },
      { what: 'forme n° 14', reason: 'code INSEE absent ou illisible' },
    ])
  })
})

describe('Several territories', () => {
  it('live side by side, each with its own bodies and categories', async () => {
    await importFeatures(squaresOf(sudAvesnois))
    await importFeatures(
      squaresOf('240200634').map((feature, rank) => ({
        ...feature,
        geometry: multi([square(4 + rank * 0.02, 49, 0.02)], [square(4 + rank * 0.02, 48, 0.01)]),
      })),
      { siren: '240200634' },
    )
    const directory = createDirectory(opened)
    expect((await directory.locate({ ...middleOf(0), accuracy: 0 })).territory?.name).toBe('Sud Avesnois')
    expect((await directory.locate({ lon: 4.005, lat: 48.005 })).territory).toEqual({
      siren: '240200634',
      name: 'Portes de la Thiérache',
    })
    const [own, other] = await Promise.all(
      [sudAvesnois, '240200634'].map((territorySiren) => listCategories({ ...opened, territorySiren })),
    )
    expect(own!.map(({ id }) => id).filter((id) => other!.some((theirs) => theirs.id === id))).toEqual([])
    const crossed = { ...opened, territorySiren: '240200634', categoryId: own![0]!.id, communeCode: '59012' }
    await expect(findResponsibility(crossed)).rejects.toThrow('not-found')
  })
})

describe('The communes of the country', () => {
  it('name where a point outside every territory is, and yield to official boundaries', async () => {
    await importFeatures(squaresOf(sudAvesnois))
    const paris = {
      type: 'Feature',
      properties: { code: '75056', nom: 'Paris' },
      geometry: polygon(square(2.2, 48.8, 0.2)),
    }
    const arras = {
      type: 'Feature',
      properties: { code: '62041', nom: 'Arras' },
      geometry: polygon(square(2.7, 50.2, 0.1)),
    }
    const contours = parseContours(geojson([paris, arras, squaresOf(sudAvesnois)[1]]))
    expect(await importCountry({ ...given(), contours })).toMatchObject({ added: 3, changed: 0 })
    expect(await importCountry({ ...given(), contours })).toMatchObject({ added: 0, unchanged: 3 })
    const directory = createDirectory(opened)
    expect(await directory.locate({ lon: 2.75, lat: 50.25 })).toMatchObject({
      commune: null,
      territory: null,
      outside: {
        commune: { code: '62041', name: 'Arras' },
        epci: { siren: expect.stringMatching(/^\d{9}$/), name: expect.stringContaining('Arras') },
      },
    })
    expect((await directory.locate(middleOf(1))).commune?.name).toBe('Anor')
    expect((await directory.locate({ lon: -30, lat: 40 })).outside).toBeNull()
    const half = parseContours(geojson([paris]))
    await expect(importCountry({ ...given(), contours: half })).rejects.toThrow('incomplet')
  })
})

const missing = missingData(
  'communes-59.geojson',
  'communes-62.geojson',
  'communes-02.geojson',
  'epci-members.json',
)
describe.skipIf(missing !== null)(`The five real EPCI${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('are imported side by side from the départements’ files, once', async () => {
    const files: Record<string, string> = { '02': '02', '59': '59', '62': '62' }
    const all = []
    for (const { siren, communes } of readEpcis()) {
      const departement = files[communes[0]!.code.slice(0, 2)]!
      const areas = readContours(`communes-${departement}.geojson`)
      const contours = { contours: areas.map((area) => ({ ...area, centre: null })), refused: [] }
      const report = await importTerritory({ ...given(), siren, contours })
      expect(report.added).toHaveLength(communes.length)
      expect(report.missingBoundary).toEqual([])
      expect((await importTerritory({ ...given(), siren, contours })).differs).toBe(false)
      const codes = new Set(communes.map(({ code }) => code))
      all.push(...areas.filter(({ code }) => codes.has(code)))
    }
    // Their centres lie in them, by an exact oracle, and the directory says so.
    const holders = oracle(all)
    const directory = createDirectory(opened)
    for (const { siren } of readEpcis())
      for (const { code, lon, lat } of await listCommunes({ ...opened, territorySiren: siren })) {
        const found = await directory.locate({ lon, lat })
        expect(found.commune?.code).toBe(code)
        expect(found.territory?.siren).toBe(siren)
        if (code !== '59006') expect(holders(lon, lat)).toContain(code)
      }
  })
})
