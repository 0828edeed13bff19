import { describe, expect, it } from 'vitest'
import { freshForMs, mayRefresh, roomOfPacks, whatFits } from '../../../web/offline/pack/limits.ts'
import { packBytes, type KeptPack } from '../../../web/offline/pack/shelf.ts'

const aPack = (name: string, bytes: number): KeptPack => ({
  code: name,
  name,
  territory: '200043321',
  lang: 'fr',
  at: 0,
  etag: '',
  parts: { agenda: { version: 'a', bytes: bytes - 10 }, aires: { version: 'b', bytes: 10 } },
})
const names = (packs: readonly KeptPack[]) => packs.map(({ name }) => name)

describe('what a phone keeps of communes', () => {
  it('is its own first, then those looked at before while there is room', () => {
    const packs = [aPack('Bavay', 400), aPack('Gussignies', 900), aPack('Le Quesnoy', 500)]
    const { stay, goes } = whatFits(packs, 1000)
    expect([names(stay), names(goes)]).toEqual([['Bavay', 'Le Quesnoy'], ['Gussignies']])
    expect(stay.reduce((sum, pack) => sum + packBytes(pack), 0)).toBe(900)
  })

  it('is three communes at most, and none where nothing fits', () => {
    const packs = ['a', 'b', 'c', 'd'].map((name) => aPack(name, 10))
    expect(names(whatFits(packs, 1_000_000).goes)).toEqual(['d'])
    expect(names(whatFits(packs, 9).stay)).toEqual([])
  })

  it('is still its own commune when the map took all the room there was', () => {
    const packs = [aPack('Bavay', 401), aPack('Gussignies', 100)]
    const room = (first: KeptPack) => roomOfPacks({ limitBytes: 1000, mapBytes: 600, first })
    expect(names(whatFits(packs, room(packs[0]!)).stay)).toEqual(['Bavay'])
    expect(names(whatFits([aPack('Bavay', 1001)], room(aPack('Bavay', 1001))).stay)).toEqual([])
    expect(room(aPack('Bavay', 200))).toBe(400)
  })
})

describe('a pack', () => {
  const asked = { when: 'always', network: undefined, age: freshForMs } as const

  it('is refreshed once it is old, or was never read', () => {
    expect(mayRefresh(asked)).toBe(true)
    expect(mayRefresh({ ...asked, age: null })).toBe(true)
    expect(mayRefresh({ ...asked, age: freshForMs - 1 })).toBe(false)
    // Read tomorrow, says a clock that was put back: nobody knows how old it is.
    expect(mayRefresh({ ...asked, age: -1 })).toBe(true)
  })

  it('costs nothing to who saves data, has hardly any network, or said no', () => {
    expect(mayRefresh({ ...asked, network: { saveData: true } })).toBe(false)
    expect(mayRefresh({ ...asked, network: { effectiveType: 'slow-2g' } })).toBe(false)
    expect(mayRefresh({ ...asked, network: { effectiveType: '3g' } })).toBe(true)
    expect(mayRefresh({ ...asked, when: 'never' })).toBe(false)
  })

  it('waits for the wifi when it was told to, and for the person where the phone says nothing', () => {
    expect(mayRefresh({ ...asked, when: 'wifi', network: { type: 'wifi' } })).toBe(true)
    expect(mayRefresh({ ...asked, when: 'wifi', network: { type: 'cellular', effectiveType: '4g' } })).toBe(
      false,
    )
    expect(mayRefresh({ ...asked, when: 'wifi' })).toBe(false)
  })
})
