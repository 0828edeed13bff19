import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedFields, mergeEdits } from '../../../web/admin/edit/merge.ts'

const base = { name: 'Éclairage', days: 10, questions: ['Quelle rue ?'] }

describe('Two people editing the same thing', () => {
  it('keeps what each changed when they changed different fields', () => {
    const merge = mergeEdits({ base, mine: { ...base, days: 5 }, theirs: { ...base, name: 'Lampadaire' } })
    expect(merge).toEqual({
      merged: { ...base, days: 5, name: 'Lampadaire' },
      clashes: [],
      taken: ['name'],
    })
  })

  it('keeps mine and names the field when both changed it differently', () => {
    const merge = mergeEdits({
      base,
      mine: { ...base, questions: ['La mienne'] },
      theirs: { ...base, questions: ['La leur'] },
    })
    expect(merge.merged.questions).toEqual(['La mienne'])
    expect(merge.clashes).toEqual(['questions'])
  })

  it('has nothing to ask when both made the same change', () => {
    const same = { ...base, days: 3 }
    expect(mergeEdits({ base, mine: same, theirs: same })).toEqual({ merged: same, clashes: [], taken: [] })
  })

  it('never loses a field one of them changed', () => {
    const value = fc.record({ a: fc.nat(2), b: fc.nat(2), c: fc.nat(2) })
    fc.assert(
      fc.property(value, value, value, (before, mine, theirs) => {
        const { merged, clashes } = mergeEdits({ base: before, mine, theirs })
        for (const field of changedFields(before, mine)) expect(merged[field]).toBe(mine[field])
        for (const field of changedFields(before, theirs))
          expect(clashes.includes(field) || merged[field] === theirs[field]).toBe(true)
      }),
    )
  })
})
