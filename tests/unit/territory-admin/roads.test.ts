import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { ownerOf } from '../../../api/territory/road-owners.ts'
import { importTerritory } from '../../../api/territory/territory-import.usecases.ts'
import { importRoads } from '../../../api/territory/territory-roads.usecases.ts'
import { parseContours } from '../../../api/territory/territory.contours.ts'
import { parseRoads } from '../../../api/territory/territory.roads-file.ts'
import { createDirectory, listBodies } from '../../../api/territory/territory.usecases.ts'
import { road } from '../../../db/schema/index.ts'
import { createTestClock } from '../../support/clock.ts'
import { openTestDatabase } from '../../support/database.ts'
import { aRoad, type Feature, geojson, squaresOf, sudAvesnois } from '../../support/epci-file.ts'

let opened: Awaited<ReturnType<typeof openTestDatabase>>
const clock = createTestClock()

beforeEach(async () => {
  opened = await openTestDatabase()
  const contours = parseContours(geojson(squaresOf(sudAvesnois)))
  await importTerritory({ ...given(), siren: sudAvesnois, contours })
})
afterEach(() => opened.close())

const given = () => ({ database: opened.database, clock, ids: systemIds })
const importFeatures = (features: Feature[], options: { dryRun?: boolean } = {}) =>
  importRoads({ ...given(), siren: sudAvesnois, file: parseRoads(geojson(features)), ...options })
const stored = () => opened.database.read.select().from(road)
const bodyName = async (id: string | null) =>
  (await listBodies({ ...opened, territorySiren: sudAvesnois })).find((body) => body.id === id)?.name ?? null

const west = 4
const east = 4.2
/** Three roads across the territory, 100 m and more apart. */
const network = () => [
  aRoad(
    { ref: 'RD 42', owner: 'Conseil départemental du Nord', name: 'Rue de Trélon' },
    [west, 50.01],
    [east, 50.01],
  ),
  aRoad({ ref: 'N2', owner: 'État' }, [west, 50.012], [east, 50.012]),
  aRoad({ ref: 'C 4' }, [west, 50.014], [east, 50.014]),
]

describe('Roads of a territory', () => {
  it('propose the owner of the nearest within reach, nearest first', async () => {
    const report = await importFeatures(network())
    expect(report).toMatchObject({
      added: 3,
      bodiesAdded: ['État (direction interdépartementale des routes)'],
      refused: [],
    })
    const directory = createDirectory(opened)
    expect(await directory.hasRoads(sudAvesnois)).toBe(true)
    const near = (lat: number, metres: number) =>
      directory.roadsNear({ territorySiren: sudAvesnois, lat, lon: 4.05, metres })
    const [departmental] = await near(50.01005, 25)
    expect(departmental).toMatchObject({ ref: 'D 42' })
    expect(departmental?.distanceMetres).toBeCloseTo(5.6, 0)
    expect(await bodyName(departmental?.bodyId ?? null)).toBe('Département du Nord')
    const [national] = await near(50.012, 25)
    expect(await bodyName(national?.bodyId ?? null)).toBe('État (direction interdépartementale des routes)')
    const [communal] = await near(50.014, 25)
    expect(communal).toMatchObject({ ref: 'C 4', owner: 'commune', bodyId: null })
    expect((await near(50.0111, 200)).map(({ ref }) => ref)).toEqual(['N 2', 'D 42'])
    expect(await near(50.011, 50)).toEqual([])
  })

  it('are the same once imported twice, and nothing is written in a dry run', async () => {
    await importFeatures(network(), { dryRun: true })
    expect(await stored()).toEqual([])
    await importFeatures(network())
    const before = JSON.stringify(await stored())
    expect(await importFeatures(network())).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 3 })
    expect(JSON.stringify(await stored())).toBe(before)
  })

  it('follow the file: a line with an id is changed, one that is gone is removed', async () => {
    const [first, second, third] = network()
    const named = (feature: Feature | undefined, id: string, properties: object = {}): Feature => ({
      ...feature!,
      properties: { ...feature!.properties, id, ...properties },
    })
    await importFeatures([named(first, 'a'), named(second, 'b'), named(third, 'c')])
    const report = await importFeatures([named(first, 'a', { ref: 'D 43' }), named(second, 'b')])
    expect(report).toMatchObject({ added: 0, changed: 1, removed: 1, unchanged: 1 })
    expect((await stored()).map(({ ref }) => ref).toSorted()).toEqual(['D 43', 'N 2'])
  })

  it('of another place, of nobody or of no shape are told, line by line', async () => {
    const report = await importFeatures([
      ...network(),
      aRoad({ ref: 'D 1', owner: 'departement' }, [2, 48], [2.1, 48]),
      aRoad({ owner: 'departement' }, [west, 50.01], [east, 50.01]),
      aRoad({ ref: 'Chemin vert' }, [west, 50.01], [east, 50.01]),
      aRoad({ ref: 'D 2' }, [50.01, west], [50.01, east]),
      {
        type: 'Feature',
        properties: { ref: 'D 3' },
        geometry: { type: 'LineString', coordinates: [[4, 50]] },
      },
    ])
    expect(report).toMatchObject({ added: 3, elsewhere: 1 })
    expect(report.refused.map(({ reason }) => reason)).toEqual([
      'numéro de route absent (ref)',
      'propriétaire absent (owner), et le numéro ne le dit pas',
      'latitude et longitude sont inversées',
      'tracé de moins de deux points',
    ])
  })

  it('stay as they were when the file is broken, of elsewhere or half of what is known', async () => {
    await importFeatures(network())
    const before = JSON.stringify(await stored())
    for (const text of ['', '{"type":"FeatureCollection","features":[', '[]', geojson([])])
      expect(() => parseRoads(text)).toThrow('Rien n’a été changé')
    const [first] = network()
    await expect(importFeatures([first!])).rejects.toThrow('incomplet')
    await expect(importFeatures([aRoad({ ref: 'D 1' }, [2, 48], [2.1, 48])])).rejects.toThrow('ne passe dans')
    await expect(importFeatures([aRoad({}, [west, 50], [east, 50])])).rejects.toThrow('utilisable')
    expect(JSON.stringify(await stored())).toBe(before)
  })

  it('wait for their territory', async () => {
    const file = parseRoads(geojson(network()))
    await expect(importRoads({ ...given(), siren: '200043321', file })).rejects.toThrow('n’est pas ouvert')
  })
})

describe('The owner a road file names', () => {
  const nord = { id: 'nord', kind: 'departement', name: 'Département du Nord', active: true }
  const epci = { id: 'epci', kind: 'epci', name: 'Communauté de communes du Sud Avesnois', active: true }
  const anor = { id: 'anor', kind: 'commune', name: 'Commune d’Anor', active: true }
  const bodies = [nord, epci, anor]

  it.each([
    ['Département du Nord', 'nord'],
    ['DEPARTEMENT DU NORD', 'nord'],
    ['Conseil départemental du Nord', 'nord'],
    ['CD59', 'nord'],
    ['département', 'nord'],
    ['departement', 'nord'],
    ['EPCI', 'epci'],
    ["Commune d'Anor", 'anor'],
  ])('%s is the body %s', (owner, bodyId) => {
    expect(ownerOf(owner, bodies)).toEqual({ bodyId })
  })

  it('is each commune itself for “commune”, and a new body when the territory has none', () => {
    expect(ownerOf('commune', bodies)).toEqual({ bodyId: null })
    expect(ownerOf('Département de l’Aisne', bodies)).toEqual({ name: 'Département de l’Aisne' })
    expect(ownerOf('CD02', bodies)).toEqual({ name: 'CD02' })
    expect(ownerOf('DIR Nord', bodies)).toEqual({ name: 'DIR Nord' })
    const two = [nord, { ...nord, id: 'aisne', name: 'Département de l’Aisne' }]
    expect(ownerOf('departement', two)).toEqual({ name: 'departement' })
  })
})
