import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mobileNumber } from '../../../api/alerts/phone-number.rules.ts'
import { fitText, isStop, mostSegments, segmentsOf, toGsm } from '../../../api/alerts/sms-text.rules.ts'

describe('A text message', () => {
  it('is counted as operators count it (3GPP TS 23.038, TS 23.040)', () => {
    expect([0, 160, 161, 306, 307, 459].map((length) => segmentsOf('a'.repeat(length)))).toEqual([
      1, 1, 2, 2, 3, 3,
    ])
    // Each weighs two septets.
    expect([80, 81].map((length) => segmentsOf('€'.repeat(length)))).toEqual([1, 2])
    // One letter outside the alphabet, and all are sixteen bits.
    expect([70, 71, 134, 135].map((length) => segmentsOf(`ê${'a'.repeat(length - 1)}`))).toEqual([1, 2, 2, 3])
    // A pair of code units is never cut: 66 units fill the first part, the 67th would be half a picture.
    expect(segmentsOf('🌊'.repeat(35))).toBe(1)
    expect(segmentsOf(`${'🌊'.repeat(66)}`)).toBe(2)
    expect(segmentsOf(`a${'🌊'.repeat(66)}`)).toBe(2)
    expect(segmentsOf(`${'🌊'.repeat(67)}`)).toBe(3)
    // An escape and its letter stay together: 152 septets and two do not fit in 153.
    expect(segmentsOf(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toBe(3)
  })

  it('is written in the cheap alphabet where it has letters for it', () => {
    expect(toGsm('« Forêt » : l’été, ça brûle… œuf, 12 h')).toBe('"Foret" : l\'été, ca brule... oeuf, 12 h')
    expect(toGsm('🌊 eau')).toBe('🌊 eau')
    const french = fc.string({
      unit: fc.constantFrom(...'aàâäeéèêëiîïoôöuùûüyÿcçœæÀÂÉÈÊÎÔÛÇ’« »—… '),
      maxLength: 40,
    })
    fc.assert(fc.property(french, (text) => segmentsOf(toGsm(text)) === 1))
  })

  it('is cut after a word so that head, address and way to stop are whole, and it stays cheap', () => {
    const around = { head: 'Bavay. Danger : crue', tail: 'https://bocage.example/alertes/1\nStop' }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (words) => {
        const text = fitText({ ...around, words })
        expect(segmentsOf(text)).toBeLessThanOrEqual(mostSegments)
        expect(text.startsWith(around.head) && text.endsWith(around.tail)).toBe(true)
      }),
    )
    const long = fitText({ ...around, words: 'montez à l’étage '.repeat(60) })
    expect(long).toMatch(/(étage|à|montez)\.\.\.\nhttps/)
  })

  it('answered STOP, in whatever way people write it, stops', () => {
    expect(['STOP', ' stop.', 'Arrêt', 'arreter svp', 'Stop SMS'].map(isStop)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(['', 'merci', 'ne pas arreter', 'nonstop'].map(isStop)).toEqual([false, false, false, false])
  })
})

it('a mobile number is known however it is written, and no other is written to', () => {
  for (const written of ['06 12 34 56 78', '+33 6 12 34 56 78', '0033612345678', '+33 (0)6-12.34.56.78'])
    expect([written, mobileNumber(written)]).toEqual([written, '+33612345678'])
  expect(mobileNumber('+32 470 12 34 56')).toBe('+32470123456')
  for (const written of [
    '03 27 12 34 56',
    '0899123456',
    '+33 8 99 12 34 56',
    '06 12 34 56',
    '+1 900 555 0199',
    '',
    '06123456789',
  ])
    expect([written, mobileNumber(written)]).toEqual([written, null])
})
