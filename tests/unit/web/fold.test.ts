import { describe, expect, it } from 'vitest'
import { fold, matching, namedIn } from '../../../web/ui/fold.ts'

const communes = [
  { name: 'Le Quesnoy', codes: ['59530'] },
  { name: 'Louvignies-Quesnoy', codes: ['59530'] },
  { name: 'Poix-du-Nord', codes: ['59218'] },
  { name: 'Sainte-Cécile', codes: ['62176'] },
  { name: 'Bavay', codes: ['59570'] },
]
const find = (typed: string) =>
  matching(communes, typed, ({ name, codes }) => [name, ...codes], 6).map(({ name }) => name)

describe('finding a place by what people type', () => {
  it('ignores accents, case and hyphens', () => {
    expect(fold('  Poix-du-NORD ')).toBe('poix du nord')
    expect(find('poix du n')).toEqual(['Poix-du-Nord'])
    expect(find('cecile')).toEqual(['Sainte-Cécile'])
  })

  it('knows that St and Ste are saints', () => {
    expect(find('ste cecile')).toEqual(['Sainte-Cécile'])
  })

  it('finds a word inside a name, after those that begin with it', () => {
    expect(find('quesnoy')).toEqual(['Le Quesnoy', 'Louvignies-Quesnoy'])
    expect(find('l')).toEqual(['Le Quesnoy', 'Louvignies-Quesnoy'])
  })

  it('takes a postal code', () => {
    expect(find('5957')).toEqual(['Bavay'])
  })

  it('finds nothing for nothing, or for what is not there', () => {
    expect(find('   ')).toEqual([])
    expect(find('lille')).toEqual([])
  })
})

describe('finding the commune an address names', () => {
  const named = (typed: string) =>
    namedIn(communes, typed, ({ name, codes }) => ({ name, codes })).map(({ item, rest }) => [
      item.name,
      rest,
    ])

  it('keeps the street apart from the commune, with or without its postal code', () => {
    expect(named('12 rue de la Gare, Le Quesnoy')).toEqual([['Le Quesnoy', '12 rue de la Gare']])
    expect(named('place Verte 59218 poix du nord')).toEqual([['Poix-du-Nord', 'place Verte']])
    expect(named('Bavay, 3 rue des Glatignies')).toEqual([['Bavay', '3 rue des Glatignies']])
  })

  it('takes the commune named last when the street bears the name of another', () => {
    expect(named('2 route de Bavay, Louvignies-Quesnoy')).toEqual([
      ['Louvignies-Quesnoy', '2 route de Bavay'],
      ['Bavay', '2 route de, Louvignies-Quesnoy'],
    ])
  })

  it('finds none where only a part of a name is written', () => {
    expect(named('rue du Quesnoy')).toEqual([])
    expect(named('rue de la Gare')).toEqual([])
  })
})
