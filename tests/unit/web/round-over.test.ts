import { expect, it } from 'vitest'
import { isOver } from '../../../web/offline/round-over.ts'
import { neededOf, sortFiles } from '../../../web/service-worker/some-phones.ts'

const hour = 3_600_000
const round = { account: 'odile', at: 1_000 * hour }

it('a round leaves the phone when nobody or somebody else is signed in, and after two days', () => {
  const later = (hours: number, account: string | null | undefined) =>
    isOver(round, { account, now: round.at + hours * hour })
  expect(later(47, 'odile')).toBe(false)
  expect(later(47, undefined)).toBe(false)
  expect(later(1, null)).toBe(true)
  expect(later(1, '')).toBe(true)
  expect(later(1, 'bruno')).toBe(true)
  expect(later(49, 'odile')).toBe(true)
  expect(later(49, undefined)).toBe(true)
})

it('every phone keeps the files of residents, those of the desk are named for phones that took a round', () => {
  const entry = (url: string) => ({ url, revision: null })
  const residents = [entry('index.html'), entry('assets/app-1.js'), entry('assets/RoundPage-1.css')]
  const files = sortFiles([...residents, entry('assets/desk/RoundPage-1.js'), entry('assets/layers-1.png')])
  expect(files.forAll).toEqual(residents)
  expect(files.some).toEqual(['/assets/desk/RoundPage-1.js', '/assets/layers-1.png'])
})

it('a new version has what draws the map ready where the background of one is kept, before it takes over', () => {
  const entry = (url: string) => ({ url, revision: null })
  const names = ['basemap-1', 'desk/RoundPage-1', 'missing-methods-1']
  const { some } = sortFiles(names.map((name) => entry(`assets/${name}.js`)))
  expect(some).toHaveLength(3)
  const none = { hasRound: false, hasBasemap: false, isOld: false }
  expect(neededOf(some, { ...none, hasBasemap: true })).toEqual(['/assets/basemap-1.js'])
  expect(neededOf(some, { ...none, hasRound: true })).toEqual(['/assets/desk/RoundPage-1.js'])
  expect(neededOf(some, { ...none, isOld: true })).toEqual(['/assets/missing-methods-1.js'])
  expect(neededOf(some, none)).toEqual([])
})
