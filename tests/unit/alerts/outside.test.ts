import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCap } from '../../../api/alerts/alert.cap.ts'
import type { PublicAlert } from '../../../api/alerts/alert.schemas.ts'
import { departementsOfNuts } from '../../../api/alerts/nuts.rules.ts'
import { communesOf, type OutsideArea } from '../../../api/alerts/outside-message.rules.ts'
import { readOutside } from '../../../api/alerts/outside.read.ts'
import { readXml, XmlRefused } from '../../../api/platform/xml-read.ts'
import { aCap, anAtom } from '../../support/outside.ts'

const at = Date.parse('2026-11-26T18:00:00Z')
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const read = (text: string) => readOutside(bytes(text), 'https://meteo.example/feed')
const fault = (given: Uint8Array) => {
  try {
    readXml(given)
    return 'none'
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error
    return error.fault
  }
}

describe('A file of XML from a stranger', () => {
  it('is refused when it declares entities, small or growing, or leads elsewhere', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`).join('')}]><alert>&lol9;</alert>`
    expect(fault(bytes(bomb))).toBe('doctype')
    expect(fault(bytes('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'))).toBe('doctype')
    expect(fault(bytes('<a>&unknown;</a>'))).toBe('doctype')
  })
  it('is refused when it is nested or long without end, cut short, or no XML', () => {
    expect(fault(bytes('<a>'.repeat(100) + '</a>'.repeat(100)))).toBe('too-deep')
    expect(fault(bytes(`<a>${'<b/>'.repeat(200_001)}</a>`))).toBe('too-many')
    for (const text of ['', 'rien', '<a>', '<a></b>', '<a/><b/>', '<a b=c/>', '<a', '<!-- a'])
      expect(fault(bytes(text)), text).toBe('not-xml')
  })
  it('is read in the encoding it says, and refused when that is not so', () => {
    const said = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>Météo</a>`
    expect(readXml(bytes(said('ISO-8859-1'), 'latin1')).text).toBe('Météo')
    expect(readXml(bytes(`\uFEFF${said('UTF-16')}`, 'utf16le')).text).toBe('Météo')
    expect(fault(bytes(said('UTF-8'), 'latin1'))).toBe('unknown-encoding')
    expect(fault(bytes(said('EBCDIC-FR')))).toBe('unknown-encoding')
  })
  it('never does anything but be read or refused', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b c="d">',
      '</b>',
      '&amp;',
      '<![CDATA[x',
      ']]>',
      '<!--',
      '-->',
      '<?x',
      '"',
      ' ',
      'é',
      '<',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(['none', 'not-xml', 'doctype', 'too-deep']).toContain(fault(bytes(pieces.join(''))))
      }),
    )
  })
})

describe('A message from outside', () => {
  it('is read with its French words, severity, moments and area', () => {
    expect(read(aCap({ sent: at })).messages).toMatchObject([
      {
        identifier: 'FR.METEO.2026.1',
        kind: 'alert',
        severity: 'severe',
        event: 'Vent violent',
        title: 'Vigilance orange vent violent',
        words: 'Rafales de 110 km/h.\n\nRestez chez vous.',
        startsAt: at,
        endsAt: at + 12 * 3_600_000,
        web: 'https://meteo.example/vigilance',
        areas: [{ words: 'Nord', geocodes: [{ name: 'INSEE_DEP', value: '59' }] }],
      },
    ])
  })
  it('is nobody’s here when it is an exercise, a test, an answer between programs or restricted', () => {
    for (const over of [{ status: 'Exercise' }, { status: 'Test' }, { msgType: 'Ack' }, { scope: 'Private' }])
      expect(read(aCap({ sent: at, ...over })), JSON.stringify(over)).toMatchObject({
        messages: [],
        refused: 0,
      })
    for (const over of [{ msgType: 'Hello' }, { identifier: '' }])
      expect(read(aCap({ sent: at, ...over })), JSON.stringify(over)).toMatchObject({
        messages: [],
        refused: 1,
      })
  })
  it('without an end lasts a day', () => {
    expect(read(aCap({ sent: at, expires: null })).messages[0]?.endsAt).toBe(at + 24 * 3_600_000)
  })
  it('in Atom is by a link, inside the entry, or the entry itself, rid of marks', () => {
    const { messages, links, refused } = read(
      anAtom(
        [
          { id: 'a', updated: at, capUrl: '/cap/a.xml' },
          { id: 'b', updated: at, inline: aCap({ sent: at, identifier: 'inline' }) },
          {
            id: 'c',
            updated: at,
            title: 'Avis',
            summary: '&lt;p&gt;Forêts &lt;b&gt;fermées&lt;/b&gt;.&lt;/p&gt;',
          },
          { id: '', updated: at },
        ],
        at,
      ),
    )
    expect(links).toMatchObject([{ id: 'a', url: 'https://meteo.example/cap/a.xml', updatedAt: at }])
    expect(messages.map(({ identifier, words }) => [identifier, words.split('\n')[0]])).toEqual([
      ['inline', 'Rafales de 110 km/h.'],
      ['c', 'Forêts fermées .'],
    ])
    expect(refused).toBe(1)
  })
  it('of ours is read as it was written: words, moments, communes, edition and end', () => {
    const ours: PublicAlert = {
      id: '0193f7f0-0000-7000-8000-000000000001',
      territory: '245901152',
      kind: 'danger',
      title: 'Inondation <rue & place>',
      words: 'Montez à l’étage.\nFermez le gaz.',
      street: 'rue du Moulin',
      area: null,
      image: null,
      document: null,
      issuer: 'Commune de Bavay',
      whole: false,
      communes: [{ code: '59053', name: 'Bavay' }],
      startsAt: at,
      endsAt: at + 7_200_000,
      phase: 'current',
      endWords: null,
      language: 'fr',
      publishedAt: at,
      changedAt: at + 60_000,
      edition: 2,
      path: '/alertes/0193f7f0-0000-7000-8000-000000000001',
    }
    const head = {
      host: 'bocage.example',
      publicUrl: 'https://bocage.example',
      territory: 'Mormal',
      demo: false,
      editions: { sentAt: [at, at + 60_000], ended: false },
    }
    const [message] = read(writeCap(ours, head)).messages
    expect(message).toMatchObject({
      identifier: `bocage.example-${ours.id}-2`,
      kind: 'update',
      references: [`bocage.example-${ours.id}-1`],
      severity: 'severe',
      title: ours.title,
      words: ours.words,
      web: `https://bocage.example${ours.path}`,
      sentAt: ours.changedAt,
      startsAt: ours.startsAt,
      endsAt: ours.endsAt,
    })
    expect(message?.areas).toMatchObject([
      { words: 'Bavay : rue du Moulin', geocodes: [{ name: 'INSEE', value: '59053' }] },
    ])
    expect(
      read(writeCap({ ...ours, endWords: 'Fini.' }, { ...head, editions: { ...head.editions, ended: true } }))
        .messages,
    ).toMatchObject([{ kind: 'cancel' }])
    expect(read(writeCap(ours, { ...head, demo: true })).messages).toEqual([])
  })
})

describe('Whom a message concerns', () => {
  const communes = [
    { code: '59053', lon: 3.79, lat: 50.29 },
    { code: '59481', lon: 3.64, lat: 50.25 },
    { code: '62041', lon: 2.78, lat: 50.29 },
  ]
  const area = (over: Partial<OutsideArea>): OutsideArea[] => [
    { words: null, geocodes: [], polygons: [], circles: [], ...over },
  ]
  // A boundary of the tests: the nearest centre within 2 km.
  const communeAt = (point: { lon: number; lat: number }) =>
    Promise.resolve(
      communes.find((one) => Math.hypot((one.lon - point.lon) * 71, (one.lat - point.lat) * 111) < 2)?.code ??
        null,
    )
  const concerned = async (areas: OutsideArea[]) => communesOf(areas, { communes, communeAt })
  const code = (name: string, value: string) => concerned(area({ geocodes: [{ name, value }] }))

  it('is said by INSEE, ISO, NUTS or EMMA codes', async () => {
    const nord = { whole: false, codes: ['59053', '59481'] }
    expect(await code('INSEE', '59053')).toEqual({ whole: false, codes: ['59053'] })
    for (const [name, value] of [
      ['INSEE', '59'],
      ['code_departement', '75'],
      ['dep', '59'],
      ['ISO3166-2', 'FR-59'],
      ['NUTS3', 'FRE11'],
      ['EMMA_ID', 'FR059'],
    ] as const)
      if (value !== '75') expect(await code(name, value), name).toEqual(nord)
    expect((await code('NUTS1', 'FRE')).codes).toEqual(['59053', '59481', '62041'])
    expect(await code('NUTS3', 'FR101')).toEqual({ whole: false, codes: [] })
    expect(await code('NUTS3', 'DE111')).toEqual({ whole: false, codes: [] })
    expect(departementsOfNuts('FR')).toHaveLength(96)
    expect(new Set(departementsOfNuts('FR')).size).toBe(96)
  })
  it('is drawn: the communes whose middle is inside, and those that its edge crosses', async () => {
    const square = (west: number, south: number, east: number, north: number): [number, number][] => [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]
    const drawn = (ring: [number, number][]) => concerned(area({ polygons: [ring] }))
    expect((await drawn(square(3.7, 50.2, 3.9, 50.4))).codes).toEqual(['59053'])
    // Its west side passes a kilometre from the middle of Le Quesnoy.
    expect((await drawn(square(3.65, 50.2, 3.9, 50.4))).codes).toEqual(['59053', '59481'])
    expect(await drawn(square(10, 40, 11, 41))).toEqual({ whole: false, codes: [] })
    expect((await concerned(area({ circles: [{ lat: 50.29, lon: 3.79, km: 5 }] }))).codes).toEqual(['59053'])
  })
  it('is the whole territory when it names nothing that can be read', async () => {
    expect(await concerned(area({ words: 'Quelque part' }))).toEqual({ whole: true, codes: [] })
    expect(await code('SAME', '006109')).toEqual({ whole: true, codes: [] })
  })
})
