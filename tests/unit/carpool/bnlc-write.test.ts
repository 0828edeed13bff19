import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aireKinds, wordsOf } from '../../../api/carpool/bnlc-fields.rules.ts'
import type { AireKind } from '../../../api/carpool/bnlc-fields.rules.ts'
import { writeBnlc } from '../../../api/carpool/bnlc-write.ts'
import { parseBnlc } from '../../../api/carpool/carpool.bnlc.ts'

/** Words as they are kept: what a file is read into. */
const words = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a, "b"', 'x;y', 'Été 2026', '12', 'true'))
  .map((text) => wordsOf(text))
  .filter((text) => text === null || !/^[=+\-@＝＋－＠]/.test(text))
const count = fc.option(fc.nat({ max: 99_999 }))
const anAire = fc.record({
  localId: words,
  name: words.map((name) => name ?? 'Gare'),
  address: words,
  communeCode: fc.constant('59053'),
  communeName: fc.constant('Bavay'),
  kind: fc.constantFrom(...(Object.keys(aireKinds) as AireKind[])),
  updatedOn: fc.option(fc.constantFrom('2026-02-28', '2024-02-29')),
  open: fc.boolean(),
  source: fc.option(fc.constant('200043321')),
  // Zero has no sign once it is written.
  lon: fc.double({ min: -5, max: 9, noNaN: true }).map((lon) => lon + 0),
  lat: fc.double({ min: 42, max: 51, noNaN: true }),
  spaces: count,
  accessibleSpaces: count,
  maxStayMinutes: count,
  openingHours: fc.option(fc.constant('Mo-Fr 08:00-20:00')),
  owner: words,
  lit: fc.option(fc.boolean()),
  comment: words,
})

describe('Aires written in the form of the BNLC', () => {
  it('are read back as they were, whatever their words', () => {
    fc.assert(
      fc.property(fc.array(anAire, { minLength: 1, maxLength: 5 }), (list) => {
        const aires = list.map((aire, i) => ({ ...aire, id: `59053-C-00${i}`, name: `${i} ${aire.name}` }))
        const read = parseBnlc(writeBnlc(aires), () => ({ code: '59053', name: 'Bavay', near: [] }))
        expect(read.reports).toEqual([])
        expect(
          read.aires.map(({ line, declaredInsee, declaredCommune, ...aire }) => {
            expect([line > 1, declaredInsee, declaredCommune]).toEqual([true, '59053', 'Bavay'])
            return aire
          }),
        ).toEqual(aires)
      }),
    )
  })

  it('have the official columns, and no text that a spreadsheet would run', () => {
    const [aire] = fc.sample(anAire, { numRuns: 1, seed: 1 })
    const text = writeBnlc([{ ...aire!, id: '59053-C-001', name: '=HYPERLINK("x")', lon: -1.5 }])
    expect(text.split('\r\n')[0]).toBe(
      'id_lieu,id_local,nom_lieu,ad_lieu,com_lieu,insee,type,date_maj,ouvert,source,Xlong,Ylat,nbre_pl,nbre_pmr,duree,horaires,proprio,lumiere,comm',
    )
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain(',-1.5,')
  })
})
