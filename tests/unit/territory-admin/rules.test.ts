import { assert, constantFrom, double, integer, jsonValue, property, record, string, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf, pointInside } from '../../../api/territory/centres.rules.ts'
import { emergencyNumbers } from '../../../api/territory/emergency.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import {
  fullEpciName,
  ofCommune,
  referencePrefix,
  slugOf,
  territoryName,
} from '../../../api/territory/names.rules.ts'
import { parseContours } from '../../../api/territory/territory.contours.ts'
import { ImportRefused } from '../../../api/territory/territory.files.ts'
import { parseRoads } from '../../../api/territory/territory.roads-file.ts'
import { locateQuery, openingHours } from '../../../api/territory/territory.schemas.ts'
import { departementBodyName, departementOf } from '../../../db/seed/departement-bodies.ts'
import { polygon, square } from '../../support/geo-shapes.ts'

describe('French names', () => {
  it.each([
    ['Bavay', 0, 'de Bavay'],
    ['Englefontaine', 1, 'd’Englefontaine'],
    ['Le Quesnoy', 2, 'du Quesnoy'],
    ['La Longueville', 3, 'de La Longueville'],
    ['Les Autels', 4, 'des Autels'],
    ['L’Orée de Mormal', 5, 'de l’Orée de Mormal'],
    ['Aux Marais', 6, 'des Marais'],
    ['Saint-Martin', undefined, 'de Saint-Martin'],
  ])('%s after “de”', (name, liaison, said) => {
    expect(ofCommune(name, liaison)).toBe(said)
  })

  it.each([
    ['CC du Pays de Mormal', 'Communauté de communes du Pays de Mormal', 'Pays de Mormal'],
    ['CA de la Porte du Hainaut', 'Communauté d’agglomération de la Porte du Hainaut', 'Porte du Hainaut'],
    ["CC d'Auberive Vingeanne", 'Communauté de communes d’Auberive Vingeanne', 'Auberive Vingeanne'],
    ['Métropole Européenne de Lille', 'Métropole Européenne de Lille', 'Métropole Européenne de Lille'],
  ])('%s in full, and as people say it', (short, full, said) => {
    expect([fullEpciName(short), territoryName(short)]).toEqual([full, said])
  })

  it.each([
    ['L’Orée de Mormal', 'l-oree-de-mormal'],
    ['Rœulx', 'roeulx'],
    ['Écoust-Saint-Mein', 'ecoust-saint-mein'],
  ])('%s in an address', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })

  it('every slug is plain and stable', () => {
    assert(
      property(string({ unit: 'grapheme' }), (name) => {
        expect(slugOf(name)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/)
        expect(slugOf(slugOf(name))).toBe(slugOf(name))
      }),
    )
  })

  it('three letters for references, other than those taken', () => {
    expect(referencePrefix('Sud Artois', new Set())).toBe('SAR')
    expect(referencePrefix('Sud Artois', new Set(['SAR']))).toBe('SAT')
    assert(
      property(string(), (name) => {
        const taken = new Set<string>()
        for (let i = 0; i < 5; i++) {
          const prefix = referencePrefix(name, taken)
          expect(prefix).toMatch(/^[A-Z]{3}$/)
          expect(taken.has(prefix)).toBe(false)
          taken.add(prefix)
        }
      }),
    )
  })

  it('names the département of a commune code, overseas and Corsica too', () => {
    expect(['59053', '2A004', '97411'].map(departementOf)).toEqual(['59', '2A', '974'])
    expect(departementBodyName('59')).toBe('Département du Nord')
    expect(departementBodyName('2B')).toBe('Collectivité de Corse')
  })
})

describe('Emergency numbers', () => {
  it('begin with 112, and end with the electricity line of the département', () => {
    const numbers = emergencyNumbers('59').map(({ number }) => number)
    expect(numbers[0]).toBe('112')
    expect(numbers.at(-1)).toBe('09 72 67 50 59')
    expect(emergencyNumbers('2A').at(-1)?.number).toBe('09 72 67 50 20')
    expect(emergencyNumbers('974').some(({ id }) => id === 'power')).toBe(false)
  })
})

describe('The centre of a commune whose source gives none', () => {
  // As files write them: seven decimals at most.
  const degrees = (min: number, max: number) =>
    integer({ min: min * 1e7, max: max * 1e7 }).map((value) => value / 1e7)
  const [side, west, south] = [degrees(0.001, 0.5), degrees(-4, 8), degrees(42, 50)]

  it('is inside, even when its middle is a hole', () => {
    assert(
      property(west, south, side, (west, south, side) => {
        const ring = (from: number, size: number) =>
          square(west + from * side, south + from * side, size * side)
        const geometry = polygon(ring(0, 1), ring(0.3, 0.4))
        const [lon, lat] = pointInside(geometry)
        const locator = buildLocator([{ code: '1', name: '', geometry }])
        expect(locator.locate(lon, lat)).toBe('1')
        const [minLon, minLat, maxLon, maxLat] = boundsOf(geometry)
        expect(lon > minLon && lon < maxLon && lat > minLat && lat < maxLat).toBe(true)
      }),
    )
  })
})

describe('Files', () => {
  const refusesOrReads = (parse: (text: string) => unknown, text: string) => {
    try {
      parse(text)
    } catch (error) {
      expect(error).toBeInstanceOf(ImportRefused)
    }
  }

  it('of anything at all are read or refused, never a fault of ours', () => {
    const feature = record(
      {
        type: constantFrom('Feature', 'x'),
        properties: jsonValue(),
        geometry: record({
          type: constantFrom('Polygon', 'MultiPolygon', 'LineString'),
          coordinates: jsonValue(),
        }),
      },
      { requiredKeys: [] },
    )
    assert(
      property(tuple(feature, jsonValue(), string()), ([feature, anything, text]) => {
        const inFile = JSON.stringify({ type: 'FeatureCollection', features: [feature, anything] })
        for (const parse of [parseContours, parseRoads])
          for (const content of [inFile, JSON.stringify(anything), text]) refusesOrReads(parse, content)
      }),
    )
  })
})

describe('Schemas', () => {
  it('accept a point in France however it is written, and only numbers', () => {
    const lat = double({ min: 42, max: 51, noNaN: true })
    const lon = double({ min: -4, max: 8, noNaN: true })
    assert(
      property(lat, lon, (lat, lon) => {
        const query = { lat: lat.toFixed(6), lon: lon.toFixed(6) }
        expect(locateQuery.parse(query)).toEqual({ lat: Number(query.lat), lon: Number(query.lon) })
        const swapped = locateQuery.safeParse({ lat: query.lon, lon: query.lat })
        expect(swapped.error?.issues[0]?.message).toBe('swapped-coordinates')
      }),
    )
    assert(
      property(string(), (text) => {
        const { success } = locateQuery.safeParse({ lat: text, lon: '3' })
        expect(success).toBe(/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) && Math.abs(Number(text)) <= 90)
      }),
    )
  })

  it('refuse hours that are none', () => {
    const parse = (...spans: unknown[]) => openingHours.safeParse({ days: [{ day: 1, spans }] }).success
    expect(parse(['09:00', '12:00'], ['13:00', '17:30'])).toBe(true)
    expect(parse(['12:00', '09:00'])).toBe(false)
    expect(parse(['09:00', '24:00'])).toBe(false)
    expect(parse(['9:00', '12:00'])).toBe(false)
  })
})
