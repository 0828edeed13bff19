import { describe, expect, it } from 'vitest'
import { shorten } from '../../../web/desk/print/shorten.ts'
import {
  frameAround,
  frameOf,
  namesIn,
  outlinesIn,
  placeIn,
  scaleOf,
  tilesUnder,
} from '../../../web/desk/print/static-map.ts'
import { fromCentre } from '../../../web/desk/shared/from-centre.ts'
import type { MapAreas } from '../../../web/ui/map/map-types.ts'

const size = { width: 360, height: 260 }
const bavay = { lon: 3.7931, lat: 50.2971 }

function square(name: string, lon: number, lat: number, weight: number): MapAreas['features'][number] {
  const ring = [
    [lon - 0.02, lat - 0.02],
    [lon + 0.02, lat - 0.02],
    [lon + 0.02, lat + 0.02],
    [lon - 0.02, lat - 0.02],
  ]
  return {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: [ring] },
    properties: { name, lon, lat, weight },
  }
}
const areasOf = (...features: MapAreas['features']): MapAreas => ({ type: 'FeatureCollection', features })

describe('a map for paper', () => {
  it('puts a place where tile servers put it', () => {
    // The tile of Greenwich at zoom 10, by the formula every slippy map shares: x = 511, y = 340.
    const frame = frameAround({ lon: 0, lat: 51.4779 }, 10, size)
    const urls = tilesUnder(frame, 'https://tiles.example/{z}/{x}/{y}.png').map(({ url }) => url)
    expect(urls).toContain('https://tiles.example/10/511/340.png')
    expect(urls).toContain('https://tiles.example/10/512/340.png')
  })

  it('covers its whole frame with tiles, and no more', () => {
    const frame = frameAround(bavay, 16, size)
    const tiles = tilesUnder(frame, '{z}/{x}/{y}')
    expect(Math.min(...tiles.map(({ x }) => x))).toBeLessThanOrEqual(0)
    expect(Math.max(...tiles.map(({ x }) => x + 256))).toBeGreaterThanOrEqual(size.width)
    expect(tiles.every(({ x, y }) => x > -256 && y > -256 && x < size.width && y < size.height)).toBe(true)
  })

  it('shows bounds whole, in the middle, over the share it is given', () => {
    const frame = frameOf([3.75, 50.27, 3.83, 50.32], size, 0.5)
    const west = placeIn(frame, { lon: 3.75, lat: 50.32 })
    const east = placeIn(frame, { lon: 3.83, lat: 50.27 })
    expect((west.x + east.x) / 2).toBeCloseTo(size.width / 2, 6)
    expect((west.y + east.y) / 2).toBeCloseTo(size.height / 2, 6)
    const shares = [(east.x - west.x) / size.width, (east.y - west.y) / size.height]
    expect(Math.max(...shares)).toBeCloseTo(0.5, 6)
  })

  it('draws only the communes that are seen', () => {
    const frame = frameAround(bavay, 12, size)
    const areas = areasOf(square('Bavay', bavay.lon, bavay.lat, 1), square('Lille', 3.06, 50.63, 2))
    expect(outlinesIn(frame, areas)).toHaveLength(1)
  })

  it('writes the more important of two names that collide, and always its own', () => {
    const frame = frameAround(bavay, 11, size)
    const areas = areasOf(
      square('Bavay', bavay.lon, bavay.lat, 5),
      square('Louvignies', bavay.lon, bavay.lat + 0.03, 1),
      square('Houdain', bavay.lon + 0.005, bavay.lat + 0.03, 9),
    )
    const written = namesIn(frame, areas, { taken: [placeIn(frame, bavay)], own: 'Bavay' })
    expect(written.map(({ name }) => name)).toEqual(['Bavay', 'Houdain'])
  })

  it('has a scale of a round length', () => {
    const frame = frameAround(bavay, 16, size)
    const { metres, pixels } = scaleOf(frame, bavay.lat, 90)
    expect(metres).toBe(100)
    const end = placeIn(frame, {
      lon: bavay.lon + 100 / (111_320 * Math.cos((bavay.lat * Math.PI) / 180)),
      lat: 0,
    })
    expect(end.x - size.width / 2).toBeCloseTo(pixels, 0)
  })
})

describe('a place said from the centre of its commune', () => {
  it.each([
    ['n', 0, 0.01],
    ['ne', 0.0157, 0.01],
    ['e', 0.01, 0],
    ['se', 0.0157, -0.01],
    ['s', 0, -0.01],
    ['sw', -0.0157, -0.01],
    ['w', -0.01, 0],
    ['nw', -0.0157, 0.01],
  ])('is to the %s', (direction, lon, lat) => {
    expect(fromCentre(bavay, { lon: bavay.lon + lon, lat: bavay.lat + lat }).direction).toBe(direction)
  })

  it('is as far as the crow flies', () => {
    expect(fromCentre(bavay, { lon: bavay.lon, lat: bavay.lat + 0.01 }).metres).toBeCloseTo(1113, 0)
  })
})

describe('a text on paper', () => {
  const room = { lines: 3, width: 20 }

  it('stays whole when it fits', () => {
    expect(shorten('Un trou\ndevant la mairie', room)).toEqual({
      text: 'Un trou\ndevant la mairie',
      cut: false,
    })
  })

  it.each([
    ['long', 'mot '.repeat(400)],
    ['of one endless word', 'x'.repeat(5000)],
    ['of many short lines', 'a\n'.repeat(400)],
  ])('is cut when %s, and says so', (_, text) => {
    const { text: kept, cut } = shorten(text, room)
    expect(cut).toBe(true)
    const lines = kept
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length - 1) / room.width)), 0)
    expect(lines).toBeLessThanOrEqual(room.lines)
  })

  it('is cut between words', () => {
    expect(shorten('Le lampadaire devant la boulangerie est cassé depuis lundi', room).text).toBe(
      'Le lampadaire devant la boulangerie est cassé depuis lundi',
    )
    expect(shorten('Le lampadaire devant la boulangerie est cassé depuis lundi soir', room).text).toBe(
      'Le lampadaire devant la boulangerie est cassé depuis lundi…',
    )
  })
})
