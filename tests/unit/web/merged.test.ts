import { describe, expect, it } from 'vitest'
import { merged } from '../../../web/offline/merged.ts'

const photos = (...ids: string[]) => ids.map((id) => ({ id }))
const form = (words: string, ...ids: string[]) => ({ words, place: 'Rue Haute', photos: photos(...ids) })

describe('what two windows made of one form', () => {
  it('has a field as it was changed in either', () => {
    const there = { ...form('Un chien'), place: 'Rue Basse' }
    expect(merged({ base: form('Un chien'), mine: form('Un chien errant'), there })).toEqual({
      ...form('Un chien errant'),
      place: 'Rue Basse',
    })
  })

  it('has what was changed here where both changed it', () => {
    expect(merged({ base: form('Un'), mine: form('Deux'), there: form('Trois') })).toEqual(form('Deux'))
  })

  it('has the photos added in either', () => {
    expect(merged({ base: form('', 'a'), mine: form('', 'a', 'b'), there: form('', 'a', 'c') })).toEqual(
      form('', 'a', 'b', 'c'),
    )
  })

  it('has no photo that was taken out in either', () => {
    expect(merged({ base: form('', 'a', 'b'), mine: form('', 'b'), there: form('', 'a') })).toEqual(form(''))
  })
})
