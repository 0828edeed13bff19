import { describe, expect, it } from 'vitest'
import { enteredIncident, type DeskItem } from '../../../api/incidents/desk.schemas.ts'
import type { AcceptedIncident, PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { changedElsewhere } from '../../../web/desk/enter/arrived.ts'
import {
  asAnother,
  faultsOf,
  inTerritory,
  newEntry,
  toEntered,
  type Entry,
  type Sending,
} from '../../../web/desk/enter/entry.ts'
import { similarOf } from '../../../web/desk/enter/similar.ts'
import { figureFiltersOf, figureQueryOf, within } from '../../../web/desk/figures/figures-query.ts'

const pin = { lon: 3.7931, lat: 50.2971 }
const anEntry = (change: Partial<Entry> = {}): Entry => ({
  ...newEntry('200043321'),
  categoryId: '01a20f68-05e0-72f3-a1a8-23ef498bd303',
  communeCode: '59053',
  place: 'devant le calvaire',
  ...change,
})

describe('a report entered for someone', () => {
  it.each([
    ['in words', anEntry()],
    ['by a pin, with nothing said', anEntry({ pin, place: '', communeCode: '' })],
    [
      'with everything',
      anEntry({ pin, words: 'Trou', name: 'M. Leroy', phone: '03 27 00 00 00', email: 'a@b.fr' }),
    ],
    ['about a road', anEntry({ departmentalRoad: true, channel: 'counter' })],
  ])('fits what the server takes: %s', (_, entry) => {
    expect(faultsOf(entry)).toEqual([])
    const { success, error } = enteredIncident.safeParse({ ...toEntered(entry, []), locale: 'fr' })
    expect(error?.issues).toBeUndefined()
    expect(success).toBe(true)
  })

  it('sends nothing empty: a contact without anything in it is none', () => {
    expect(toEntered(anEntry({ name: '  ', words: ' ' }), [])).not.toHaveProperty('contact')
    expect(toEntered(anEntry({ words: ' ' }), [])).not.toHaveProperty('words')
  })

  it('lets the pin decide the commune', () => {
    expect(toEntered(anEntry({ pin }), [])).not.toHaveProperty('communeCode')
  })

  it('is told all that is missing, in the order of the page', () => {
    const nothing = anEntry({ categoryId: '', communeCode: '', place: ' ', phone: 'x', email: 'x' })
    expect(faultsOf(nothing)).toEqual(['category', 'commune', 'place', 'phone', 'email'])
  })

  it('is a new report each time', () => {
    expect(newEntry('200043321').id).not.toBe(newEntry('200043321').id)
  })
})

describe('a report that may have arrived', () => {
  const sent = (change: Partial<Entry> = {}): Sending => ({ ...toEntered(anEntry(change), []), locale: 'fr' })

  it('keeps its names in another territory, and leaves them as another report', () => {
    const tried = anEntry({ words: 'Trou', tried: [sent()], joins: { other: 'name' } })
    const { id, key, joins } = tried
    const moved = inTerritory(tried, '200030633')
    expect(moved).toMatchObject({ id, key, joins, words: 'Trou', siren: '200030633', categoryId: '' })
    expect(moved.tried).toHaveLength(1)
    const another = asAnother(tried)
    expect(another).toMatchObject({ words: 'Trou', place: tried.place, tried: [], joins: {} })
    expect([another.id, another.key]).not.toEqual([id, key])
  })

  it('says what was changed since that words more do not say', () => {
    const since = (now: Sending) =>
      changedElsewhere({ id: 'x', now, received: { accepted: {} as AcceptedIncident, sent: sent() } })
    expect(since(sent({ words: 'Autres mots' }))).toEqual([])
    expect(since(sent({ place: 'ailleurs' }))).toEqual(['place'])
    expect(since(sent({ departmentalRoad: true, pin, name: 'M. Leroy' }))).toEqual([
      'category',
      'place',
      'contact',
    ])
    expect(changedElsewhere({ id: 'x', now: sent({ place: 'ailleurs' }), received: null })).toEqual([])
  })
})

describe('reports that may be the same', () => {
  const listed = (id: string, change: Partial<DeskItem> = {}) =>
    ({
      id,
      reference: id,
      open: true,
      position: { ...pin, accuracy: null, approximate: false },
      createdAt: 1,
      ...change,
    }) as DeskItem

  it('are open, each once, the nearest first, then the latest', () => {
    const near = [
      { id: 'b', reference: 'b', distanceMetres: 30, photos: [], createdAt: 1 } as unknown as PublicIncident,
    ]
    const found = similarOf({
      near,
      pin,
      listed: [
        listed('old', { position: { ...pin, accuracy: null, approximate: true }, createdAt: 2 }),
        listed('new', { position: { ...pin, accuracy: null, approximate: true }, createdAt: 3 }),
        listed('closed', { open: false }),
        listed('a'),
        listed('b', {
          position: { lon: pin.lon, lat: pin.lat + 0.0003, accuracy: null, approximate: false },
        }),
      ],
    })
    expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'new', 'old'])
    expect(found[1]?.metres).toBeCloseTo(33, 0)
  })

  it('are five at most', () => {
    const many = Array.from({ length: 20 }, (_, index) => listed(String(index)))
    expect(similarOf({ near: [], listed: many, pin: null })).toHaveLength(5)
  })
})

describe('the address of figures', () => {
  it('says what is shown, and nothing by default', () => {
    expect(figureQueryOf(figureFiltersOf({}))).toEqual({})
    const query = { by: 'month', commune: '59053', from: '2026-01-01' }
    expect(figureQueryOf(figureFiltersOf(query))).toEqual(query)
    expect(figureFiltersOf({ by: 'weather' }).by).toBe('category')
  })

  it.each([
    ['category', 'x', { by: 'commune', category: 'x' }],
    ['commune', '59053', { commune: '59053' }],
    ['body', 'y', { body: 'y' }],
    ['month', '2028-02', { from: '2028-02-01', to: '2028-02-29' }],
    ['month', '2026-12', { from: '2026-12-01', to: '2026-12-31' }],
  ])('leads from a %s to what is within it', (by, key, query) => {
    expect(figureQueryOf(within(figureFiltersOf({ by }), key))).toEqual(query)
  })
})
