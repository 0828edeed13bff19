import { describe, expect, it } from 'vitest'
import { newIncident } from '../../../api/incidents/incidents.schemas.ts'
import { filtersOf, queryOf } from '../../../web/incidents/around/filters.ts'
import { toRequest } from '../../../web/incidents/report/report-request.ts'
import { bodyInSentence, bodyInWords, inCommune } from '../../../api/incidents/body-words.rules.ts'
import { hoursInWords } from '../../../web/communes/opening-hours.ts'
import { fitWithin } from '../../../web/ui/photo-shrink.ts'
import type { StoredDraft } from '../../../web/offline/stored.ts'

const aDraft = (change: Partial<StoredDraft> = {}): StoredDraft => ({
  id: '01a20f63-3ee7-715a-9fad-fd39443cf2af',
  key: '01a20f63-3ee7-715a-9fad-fd39443cf2b0',
  territory: '200043321',
  photos: [],
  place: { position: { lon: 3.79, lat: 50.29, accuracy: 12 }, named: null, words: '' },
  communeCode: null,
  categoryId: '01a20f68-05e0-72f3-a1a8-23ef498bd303',
  answers: {},
  departmentalRoad: null,
  words: '',
  email: '',
  phone: '',
  ...change,
})

describe('a report on the wire', () => {
  it.each([
    ['by position', aDraft()],
    ['by name and words', aDraft({ place: { position: null, named: '59053', words: 'devant le calvaire' } })],
    ['at the edge of two communes', aDraft({ communeCode: '59053' })],
    [
      'with everything',
      aDraft({ words: 'Trou', email: 'a@b.fr', phone: '06 12 34 56 78', departmentalRoad: true }),
    ],
    [
      'placed by hand',
      aDraft({ place: { position: { lon: 3.79, lat: 50.29, accuracy: null }, named: null, words: '' } }),
    ],
  ])('fits what the server takes: %s', (_, draft) => {
    const { success, error } = newIncident.safeParse({ ...toRequest(draft, 'fr'), photos: [] })
    expect(error?.issues ?? []).toEqual([])
    expect(success).toBe(true)
  })

  it('says the commune only where the resident chose it', () => {
    expect(toRequest(aDraft(), 'fr').communeCode).toBeUndefined()
    expect(toRequest(aDraft({ communeCode: '59053' }), 'fr').communeCode).toBe('59053')
    const named = aDraft({ place: { position: null, named: '59481', words: 'la mare' } })
    expect(toRequest(named, 'fr')).toMatchObject({ communeCode: '59481', position: null, place: 'la mare' })
  })

  it('leaves out a contact that was not given', () => {
    expect(toRequest(aDraft({ email: '  ' }), 'fr').contact).toBeUndefined()
    expect(toRequest(aDraft({ email: ' a@b.fr ' }), 'fr').contact).toEqual({ email: 'a@b.fr' })
  })
})

describe('filters in the address', () => {
  it('come back as they were written, and write nothing at the start', () => {
    expect(queryOf(filtersOf({}))).toEqual({})
    const query = { q: 'lampadaire', commune: '59053', status: 'closed', bbox: '3,50,4,51' }
    expect(queryOf(filtersOf(query))).toEqual(query)
  })

  it('ignore what nobody offers', () => {
    expect(filtersOf({ status: 'x', q: ['a', 'b'] })).toMatchObject({ status: 'open', q: 'a' })
  })
})

describe('a body in a sentence', () => {
  it.each([
    ['Commune de Bavay', 'La commune de Bavay'],
    ['Communauté de communes du Pays de Mormal', 'La communauté de communes du Pays de Mormal'],
    ['Département du Nord', 'Le Département du Nord'],
    ['Noréade', 'Noréade'],
  ])('%s → %s', (name, said) => {
    expect(bodyInWords(name, 'fr')).toBe(said)
    expect(bodyInWords(name, 'en')).toBe(name)
  })

  it('is said inside a sentence with its article', () => {
    expect(bodyInSentence('Commune du Quesnoy').of).toBe('de la commune du Quesnoy')
    expect(bodyInSentence('Département du Nord')).toEqual({
      the: 'le Département du Nord',
      of: 'du Département du Nord',
      to: 'au Département du Nord',
    })
    expect(bodyInSentence('Enedis').to).toBe('à Enedis')
    expect(['Bavay', 'Le Quesnoy', 'La Longueville', 'Les Fins'].map(inCommune)).toEqual([
      'à Bavay',
      'au Quesnoy',
      'à La Longueville',
      'aux Fins',
    ])
  })
})

describe('opening hours', () => {
  it('say together the days that open alike, and not the closed ones', () => {
    const days = [
      { day: 4, spans: [['09:00', '12:00']] as [string, string][] },
      { day: 1, spans: [['09:00', '12:00']] as [string, string][] },
      { day: 2, spans: [] },
      { day: 6, spans: [['08:30', '11:00']] as [string, string][] },
    ]
    expect(hoursInWords({ days }, 'fr')).toEqual([
      { days: 'lundi, jeudi', spans: '9 h – 12 h' },
      { days: 'samedi', spans: '8 h 30 – 11 h' },
    ])
  })
})

describe('a photo made light', () => {
  it('fits, keeps its proportions, and never grows', () => {
    expect(fitWithin(4000, 3000, 2048)).toEqual({ width: 2048, height: 1536 })
    expect(fitWithin(3000, 6000, 2048)).toEqual({ width: 1024, height: 2048 })
    expect(fitWithin(640, 480, 2048)).toEqual({ width: 640, height: 480 })
    expect(fitWithin(20_000, 3, 2048)).toEqual({ width: 2048, height: 1 })
  })
})
