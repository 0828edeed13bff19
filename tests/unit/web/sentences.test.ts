import { describe, expect, it } from 'vitest'
import { sentencesOf } from '../../../web/shell/sentences.ts'

describe('reading a screen aloud', () => {
  it('goes line by line and sentence by sentence', () => {
    expect(sentencesOf('Mes suivis\n\nReçu. La commune répond.\n')).toEqual([
      'Mes suivis',
      'Reçu.',
      'La commune répond.',
    ])
  })

  it('says nothing of marks alone', () => {
    expect(sentencesOf('+\n−\n…')).toEqual([])
  })

  it('loses no word of a long text, and cuts no word', () => {
    const text = Array.from({ length: 120 }, (_, index) => `mot${index}`).join(' ')
    const pieces = sentencesOf(text)
    expect(pieces.join(' ')).toBe(text)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(200)
  })
})
