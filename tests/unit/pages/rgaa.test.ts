import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { statements } from '../../../api/pages/accessibility.words.ts'

const grid = readFileSync('docs/rgaa.md', 'utf8')
const rows = [...grid.matchAll(/^\| (\d+)\.(\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, theme = '', criterion = '', state = '', , how = '']) => ({
    theme,
    number: `${theme}.${criterion}`,
    state,
    how,
  }),
)
const count = (state: string) => rows.filter((row) => row.state === state).length
/** How many criteria each of the thirteen themes of RGAA 4.1 has. */
const themes = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]

describe('the grid of the RGAA', () => {
  it('has each of the 106 criteria once, with a state and how it is known', () => {
    const all = themes.flatMap((most, at) => Array.from({ length: most }, (_, n) => `${at + 1}.${n + 1}`))
    expect(all).toHaveLength(106)
    expect(rows.map(({ number }) => number)).toEqual(all)
    const states = new Set(['met', 'not met', 'not verified', 'not applicable'])
    expect(rows.filter(({ state, how }) => !states.has(state) || how.trim() === '')).toEqual([])
  })

  it('is what the statement says of it, in every language, and each criterion not met is named there', () => {
    const [met, not, unknown, none] = ['met', 'not met', 'not verified', 'not applicable'].map(count)
    const applicable = rows.length - (none ?? 0)
    const share = Math.round((100 * (met ?? 0)) / applicable)
    expect(grid).toContain(`${met} met, ${not} not met, ${unknown} not verified, ${none} not applicable.`)
    for (const [language, { results, content }] of Object.entries(statements)) {
      const numbers = results.share.map((line) =>
        line
          .match(/\d+/g)
          ?.map(Number)
          .toSorted((a, b) => a - b),
      )
      expect(numbers, language).toEqual([
        [met],
        [not],
        [unknown],
        [none],
        [share, applicable].toSorted((a, b) => a - b),
      ])
      const faults = content.faults.list.join(' ')
      for (const { number } of rows.filter(({ state }) => state === 'not met'))
        expect(faults, language).toContain(` ${number})`)
    }
  })
})
