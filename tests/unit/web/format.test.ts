import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { civilDay, formatDay, formatDistance, formatNumber, formatTime } from '../../../web/locales/format.ts'
import nl from '../../../web/locales/nl.json'

const now = Date.parse('2026-11-24T20:00:00Z')
const at = (text: string) => Date.parse(text)

describe('dates, as a French person says them', () => {
  it('say the day without the year of today', () => {
    expect(formatDay(at('2026-03-05T12:00:00Z'), 'fr', now)).toBe('jeudi 5 mars')
    expect(formatDay(at('2027-03-05T12:00:00Z'), 'fr', now)).toBe('vendredi 5 mars 2027')
  })

  it('call the first of a month the first, and no other day', () => {
    expect(formatDay(at('2026-12-01T12:00:00Z'), 'fr', now)).toBe('mardi 1er décembre')
    expect(formatDay(at('2026-12-11T12:00:00Z'), 'fr', now)).toBe('vendredi 11 décembre')
    expect(formatDay(at('2026-12-31T12:00:00Z'), 'fr', now)).toBe('jeudi 31 décembre')
  })

  it('leave out minutes on the hour', () => {
    expect(formatTime(at('2026-03-05T18:00:00Z'), 'fr')).toBe('19\u00a0h')
    expect(formatTime(at('2026-03-05T06:05:00Z'), 'fr')).toBe('7\u00a0h\u00a005')
    expect(formatTime(at('2026-03-05T23:30:00Z'), 'fr')).toBe('0\u00a0h\u00a030')
    expect(formatTime(at('2026-03-05T18:05:00Z'), 'en')).toBe('7:05 pm')
  })

  it('follow the clock of Paris across the change of hour', () => {
    expect(formatTime(at('2026-03-29T00:59:00Z'), 'fr')).toBe('1\u00a0h\u00a059')
    expect(formatTime(at('2026-03-29T01:00:00Z'), 'fr')).toBe('3\u00a0h')
    expect(civilDay(at('2026-10-24T21:59:59Z'))).toBe(civilDay(at('2026-10-24T10:00:00Z')))
    expect(civilDay(at('2026-10-24T22:00:00Z'))).toBe(civilDay(at('2026-10-24T10:00:00Z')) + 1)
  })
})

describe('dates, hours and distances in Dutch and English', () => {
  it('say the day with its year when it is another', () => {
    expect(formatDay(at('2026-12-01T12:00:00Z'), 'nl', now)).toBe('dinsdag 1 december')
    expect(formatDay(at('2027-03-05T12:00:00Z'), 'nl', now)).toBe('vrijdag 5 maart 2027')
    expect(formatDay(at('2026-12-01T12:00:00Z'), 'en', now)).toBe('Tuesday 1 December')
  })

  it('count twenty-four hours in Dutch', () => {
    expect(formatTime(at('2026-03-05T18:00:00Z'), 'nl')).toBe('19:00')
    expect(formatTime(at('2026-03-05T06:05:00Z'), 'nl')).toBe('07:05')
    expect(formatTime(at('2026-03-05T23:30:00Z'), 'nl')).toBe('00:30')
  })

  it.each([
    ['nl', '400 m', '1 km', '1,2 km', '12.345'],
    ['en', '400 m', '1 km', '1.2 km', '12,345'],
  ])('say distances and numbers in %s', (locale, near, one, far, number) => {
    const said = [412, 1000, 1240].map((metres) => formatDistance(metres, locale).replaceAll('\u00a0', ' '))
    expect(said.map((words) => words.replace(/(\d)(k?m)$/, '$1 $2'))).toEqual([near, one, far])
    expect(formatNumber(12_345, locale)).toBe(number)
  })
})

describe('plural forms in Dutch', () => {
  const { t } = createI18n({ legacy: false, locale: 'nl', messages: { nl } }).global

  it('are none, one and many', () => {
    const rides = (n: number) => t('carpool.rides.count', { n }, n)
    expect([0, 1, 2].map(rides)).toEqual(['Geen rit', 'Eén rit', '2 ritten'])
    const communes = (n: number) => t('commune.count', { n }, n)
    expect([0, 1, 53].map(communes)).toEqual(['0 gemeenten', '1 gemeente', '53 gemeenten'])
  })
})

describe('distances and numbers', () => {
  it.each([
    [3, '10 m'],
    [44, '40 m'],
    [412, '400 m'],
    [938, '950 m'],
    [951, '1 km'],
    [1240, '1,2 km'],
    [14_300, '14 km'],
  ])('%s metres is « %s »', (metres, said) => {
    expect(formatDistance(metres, 'fr').replaceAll('\u00a0', ' ')).toBe(said)
  })

  it('are never written with the narrow space that the font lacks', () => {
    expect(formatDistance(1240, 'fr') + formatNumber(1_234_567, 'fr')).not.toContain('\u202f')
  })
})
