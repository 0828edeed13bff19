import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../web/offline/sent-words.ts'

describe('what a person wrote, shown when it cannot leave as it is', () => {
  it('is whole of an alert: where, what its files show, and each of its languages', () => {
    const body = {
      kind: 'roads',
      title: 'Route barrée',
      words: 'Passez par Houdain.',
      street: 'route du Quesnoy',
      communes: ['59053'],
      image: { mediaId: 'a', alt: 'La route sous l’eau' },
      document: { mediaId: 'b', name: 'Plan de la déviation' },
      translations: {
        en: { title: 'Road closed', words: 'Go by Houdain.' },
        nl: { title: 'Weg dicht', words: 'Rijd om.' },
      },
      tell: false,
    }
    expect(wordsOf({ body }).split('\n')).toEqual([
      'Route barrée',
      'Passez par Houdain.',
      'route du Quesnoy',
      'La route sous l’eau',
      'Plan de la déviation',
      'Road closed',
      'Go by Houdain.',
      'Weg dicht',
      'Rijd om.',
    ])
  })

  it('is the words of a move or a note, and nothing of a press', () => {
    expect(wordsOf({ body: { to: 'resolved', words: 'Rebouché.' } })).toBe('Rebouché.')
    expect(wordsOf({ body: { assigneeId: 'odile', street: null, image: null, translations: {} } })).toBe('')
  })
})
