import { describe, expect, it } from 'vitest'
import { readIcal } from '../../../api/agenda/agenda-import.ical.ts'
import type { ReadFile } from '../../../api/agenda/import-draft.ts'
import { expandSchedule } from '../../../api/agenda/schedule.rules.ts'

const now = Date.parse('2026-11-26T08:00:00Z')

function read(file: string | Buffer): ReadFile {
  const answer = readIcal(Buffer.isBuffer(file) ? file : Buffer.from(file), { now })
  if ('fault' in answer) throw new Error(answer.fault)
  return answer
}
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
/** A supper in Bavay on 5 December 2026 at 19:00, with other lines. */
const event = (
  lines: string[],
  base = [
    'UID:souper@bavay.example',
    'SUMMARY:Souper',
    'DTSTART;TZID=Europe/Paris:20261205T190000',
    'DTEND;TZID=Europe/Paris:20261205T220000',
  ],
) => {
  const named = new Set(lines.map((line) => /^[\w-]+/.exec(line)?.[0]))
  const kept = base.filter((line) => !named.has(/^[\w-]+/.exec(line)?.[0]))
  return ['BEGIN:VEVENT', ...kept, ...lines, 'END:VEVENT'].join('\r\n')
}
const one = (...lines: string[]) => {
  const { events, faults } = read(calendar(event(lines)))
  return { ...events[0]!, codes: faults.map(({ code }) => code), faults }
}
const spanOf = (...lines: string[]) => one(...lines).schedule.spans[0]

describe('A calendar', () => {
  it('gives its events with their words, place and page', () => {
    const read = one(
      'DESCRIPTION:Soupe\\, fromage\\net chorale',
      'LOCATION:Salle des fêtes\\, 1 rue Haute\\, 59570 Bavay',
      'GEO:50.2985;3.7934',
      'URL:https://bavay.example/souper',
      'CATEGORIES:Repas,Fête',
      'ORGANIZER;CN=Comité des fêtes:mailto:comite@bavay.example',
    )
    expect(read).toMatchObject({
      uid: 'souper@bavay.example',
      line: 3,
      title: 'Souper',
      description: 'Soupe, fromage\net chorale',
      sourceUrl: 'https://bavay.example/souper',
      organizerName: 'Comité des fêtes',
      categories: ['Repas', 'Fête'],
      attendanceMode: 'offline',
      place: {
        name: 'Salle des fêtes, 1 rue Haute, 59570 Bavay',
        position: { lat: 50.2985, lon: 3.7934 },
        whole: true,
      },
      schedule: {
        zone: 'Europe/Paris',
        allDay: false,
        spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
      },
      faults: [],
    })
  })

  it('says what it holds that has no place here, and how often', () => {
    const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT1H', 'ACTION:DISPLAY', 'END:VALARM']
    const { dropped, events } = read(
      calendar(
        event(['ATTENDEE:mailto:a@b.example', 'ATTENDEE:mailto:c@d.example', 'X-FOO:bar', ...alarm]),
        'BEGIN:VTODO',
        'UID:1',
        'SUMMARY:Ranger',
        'END:VTODO',
      ),
    )
    expect(events).toHaveLength(1)
    expect(dropped).toEqual({ VALARM: 1, VTODO: 1, ATTENDEE: 2, 'X-FOO': 1 })
  })

  it('is told from what is none', () => {
    expect(readIcal(Buffer.from(''), { now })).toEqual({ fault: 'empty-file' })
    expect(readIcal(Buffer.from('<html><body>Connexion</body></html>'), { now })).toEqual({
      fault: 'not-a-calendar',
    })
    expect(readIcal(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), { now })).toEqual({
      fault: 'not-a-calendar',
    })
  })

  it('keeps to itself what its owner marked private', () => {
    const { events, faults } = read(
      calendar(
        event(['CLASS:PRIVATE']),
        event(['UID:2', 'CLASS:CONFIDENTIAL']),
        event(['UID:3', 'CLASS:PUBLIC']),
      ),
    )
    expect(events.map(({ uid }) => uid)).toEqual(['3'])
    expect(faults.map(({ code, refused }) => [code, refused])).toEqual([
      ['private', true],
      ['private', true],
    ])
  })

  it('cut by a lost connection gives what is whole, and does not pass for whole', () => {
    const whole = calendar(event([]), event(['UID:deux', 'SUMMARY:Deuxième']))
    const { events, faults, whole: isWhole } = read(whole.slice(0, whole.indexOf('Deuxième') + 3))
    expect(events.map(({ uid }) => uid)).toEqual(['souper@bavay.example'])
    expect(faults).toMatchObject([{ code: 'cut-short', uid: 'deux', line: 9, refused: true }])
    expect(isWhole).toBe(false)
    expect(read(whole).whole).toBe(true)
  })
})

describe('Text of a calendar', () => {
  const title = (file: string | Buffer) => read(file).events[0]?.title
  const bytes = (text: string) => Buffer.from(text, 'latin1')

  it('is joined where it was folded, even within a letter', () => {
    const folded = Buffer.concat([
      Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261205T180000Z\r\nSUMMARY:F'),
      Buffer.from([0xc3]),
      Buffer.from('\r\n '),
      Buffer.from([0xaa]),
      Buffer.from('te\r\n\tdu village\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'),
    ])
    expect(title(folded)).toBe('Fêtedu village')
  })

  it.each(['\n', '\r', '\r\n', '\r\r\n'])('is read whatever ends its lines: %j', (end) => {
    expect(title(calendar(event(['SUMMARY:Fête'])).replaceAll('\r\n', end))).toBe('Fête')
  })

  it('in Windows-1252, or in it for one line alone, keeps its accents', () => {
    expect(title(bytes(calendar(event(['SUMMARY:F\xeate \x96 entr\xe9e 5 \x80']))))).toBe('Fête – entrée 5 €')
    const mixed = Buffer.concat([
      Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261205T180000Z\nSUMMARY:Fête\nLOCATION:'),
      bytes('\xc9glise'),
      Buffer.from('\nEND:VEVENT\nEND:VCALENDAR'),
    ])
    expect(read(mixed).events[0]).toMatchObject({ title: 'Fête', place: { name: 'Église' } })
  })

  it('with a mark at its head is read: UTF-8, UTF-16', () => {
    const text = calendar(event(['SUMMARY:Fête']))
    expect(title(`\uFEFF${text}`)).toBe('Fête')
    expect(title(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBe('Fête')
  })

  it('in quoted-printable is unpacked, soft line ends included', () => {
    const read = one(
      'SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:F=C3=AAte, buvette; entr=C3=A9e=',
      ' libre',
      'DESCRIPTION;ENCODING=QUOTED-PRINTABLE:Ligne 1=0D=0ALigne=20=',
      '2',
    )
    expect(read.title).toBe('Fête, buvette; entrée libre')
    expect(read.description).toBe('Ligne 1\nLigne 2')
  })

  it('whose line ends somebody left in is read as one', () => {
    expect(one('DESCRIPTION:Programme :', '- 14 h, jeux', '- 18 h, bal').description).toBe(
      'Programme :\n- 14 h, jeux\n- 18 h, bal',
    )
  })

  it('of a line that is none loses that line alone, and says so', () => {
    const read = one('ATTACH;FMTTYPE="image/png:https://a.example/b', 'DESCRIPTION:Gardé')
    expect(read.description).toBe('Gardé')
    expect(read.codes).toContain('line-unreadable')
  })

  it('in HTML becomes plain words, and no script or disguised link is left', () => {
    const html =
      '<p>Venez <b>nombreux </b>&eacute;couter</p><script>alert(1)</script><ul><li>Un</li><li>Deux</li></ul>' +
      '<a href="https://a.example/x">ici</a> <a href="javascript:alert(1)">là</a><img src=x onerror=alert(1)>'
    const wanted = 'Venez **nombreux** écouter\n\n- Un\n- Deux\n\n[ici](https://a.example/x) là'
    expect(one(`DESCRIPTION:${html}`).description).toBe(wanted)
    const alt = one(
      'DESCRIPTION:Texte nu',
      `X-ALT-DESC;FMTTYPE=text/html:${html.replaceAll(';', '\\;').replaceAll(',', '\\,')}`,
    )
    expect(alt.description).toBe(wanted)
  })
})

describe('Dates of a calendar', () => {
  it('without a zone are those of here, and it is said', () => {
    const floating = one('DTSTART:20261205T190000', 'DTEND:20261205T220000')
    expect(floating.schedule.spans[0]).toEqual({ start: '2026-12-05T19:00', end: '2026-12-05T22:00' })
    expect(floating.codes).toEqual(['floating-time'])
  })

  it('in UTC or another zone are told on the clocks of here', () => {
    expect(spanOf('DTSTART:20261205T180000Z', 'DTEND:20261205T210000Z')).toEqual({
      start: '2026-12-05T19:00',
      end: '2026-12-05T22:00',
    })
    expect(
      spanOf('DTSTART;TZID=America/New_York:20261205T130000', 'DTEND;TZID=America/New_York:20261205T160000')
        ?.start,
    ).toBe('2026-12-05T19:00')
    expect(spanOf('DTSTART:20260705T170000Z', 'DTEND:20260705T190000Z')).toEqual({
      start: '2026-07-05T19:00',
      end: '2026-07-05T21:00',
    })
  })

  it.each([
    'Romance Standard Time',
    'W. Europe Standard Time',
    '/freeassociation.sourceforge.net/Europe/Paris',
    'Europe/Brussels',
    '"Paris, Madrid"',
  ])('of the zone %s are read', (tzid) => {
    const read = one(`DTSTART;TZID=${tzid}:20261205T190000`, `DTEND;TZID=${tzid}:20261205T220000`)
    expect(read.schedule).toMatchObject({
      zone: 'Europe/Paris',
      spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
    })
    expect(read.codes).toEqual([])
  })

  it('of a zone that the file describes are read as it says', () => {
    const zone = (offset: string) => [
      'BEGIN:VTIMEZONE',
      'TZID:Chez nous',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      `TZOFFSETFROM:${offset}`,
      `TZOFFSETTO:${offset}`,
      'END:STANDARD',
      'END:VTIMEZONE',
    ]
    const timed = event(['DTSTART;TZID=Chez nous:20261205T220000', 'DURATION:PT1H', 'DTEND:'].slice(0, 2), [
      'UID:1',
      'SUMMARY:Réunion',
    ])
    expect(read(calendar(...zone('+0400'), timed)).events[0]?.schedule.spans).toEqual([
      { start: '2026-12-05T19:00', end: '2026-12-05T20:00' },
    ])
  })

  it('of a zone that nobody knows are those of here, and it is said', () => {
    const read = one('DTSTART;TZID=Lune:20261205T190000', 'DTEND;TZID=Lune:20261205T220000')
    expect(read.schedule.spans[0]?.start).toBe('2026-12-05T19:00')
    expect(read.faults).toMatchObject([{ code: 'zone-unknown', refused: false, value: 'Lune' }])
  })

  it('without an end have none; a day is itself; DURATION is added', () => {
    const bare = (lines: string[]) =>
      read(calendar(event(lines, ['UID:1', 'SUMMARY:Fête']))).events[0]?.schedule
    expect(bare(['DTSTART:20261205T180000Z'])?.spans).toEqual([
      { start: '2026-12-05T19:00', end: '2026-12-05T19:00' },
    ])
    expect(bare(['DTSTART;VALUE=DATE:20261205'])).toMatchObject({
      allDay: true,
      spans: [{ start: '2026-12-05', end: '2026-12-05' }],
    })
    expect(bare(['DTSTART:20261205'])).toMatchObject({ allDay: true })
    expect(bare(['DTSTART;VALUE=DATE:20261205', 'DTEND;VALUE=DATE:20261207'])?.spans).toEqual([
      { start: '2026-12-05', end: '2026-12-06' },
    ])
    expect(bare(['DTSTART;VALUE=DATE:20261205', 'DTEND;VALUE=DATE:20261205'])?.spans).toEqual([
      { start: '2026-12-05', end: '2026-12-05' },
    ])
    expect(bare(['DTSTART:20261205T180000Z', 'DURATION:PT3H30M'])?.spans[0]?.end).toBe('2026-12-05T22:30')
    expect(bare(['DTSTART;VALUE=DATE:20261205', 'DURATION:P2D'])?.spans).toEqual([
      { start: '2026-12-05', end: '2026-12-06' },
    ])
    // 22:00 to 05:00 is seven hours, and eight in the night of the doubled hour.
    expect(bare(['DTSTART;TZID=Europe/Paris:20261024T220000', 'DURATION:PT8H'])?.spans[0]?.end).toBe(
      '2026-10-25T05:00',
    )
    expect(bare(['DTSTART;TZID=Europe/Paris:20261024T220000', 'DURATION:P1D'])?.spans[0]?.end).toBe(
      '2026-10-25T22:00',
    )
  })

  it('that end before they begin keep their beginning, and it is said', () => {
    const read = one('DTEND;TZID=Europe/Paris:20261205T170000')
    expect(read.schedule.spans).toEqual([{ start: '2026-12-05T19:00', end: '2026-12-05T19:00' }])
    expect(read.faults).toMatchObject([
      { code: 'end-before-start', refused: false, line: 3, title: 'Souper' },
    ])
  })

  it('that are in no calendar refuse their event alone', () => {
    const { events, faults } = read(
      calendar(
        event(['DTSTART:20261305T190000']),
        event(['UID:2', 'DTSTART;VALUE=DATE:20260231']),
        event(['UID:3', 'DTSTART:bientôt']),
        event(['UID:4']),
      ),
    )
    expect(events.map(({ uid }) => uid)).toEqual(['4'])
    expect(faults.filter(({ refused }) => refused).map(({ code, line }) => [code, line])).toEqual([
      ['start-unreadable', 3],
      ['start-unreadable', 9],
      ['start-unreadable', 15],
    ])
  })

  it('are missing: its event is refused, not the others', () => {
    const { events, faults } = read(
      calendar('BEGIN:VEVENT', 'UID:1', 'SUMMARY:Sans date', 'END:VEVENT', event([])),
    )
    expect(events).toHaveLength(1)
    expect(faults).toMatchObject([{ code: 'start-missing', refused: true, uid: '1', title: 'Sans date' }])
  })
})

describe('A series of a calendar', () => {
  const starts = (...lines: string[]) => {
    const { schedule } = one(...lines)
    return expandSchedule(schedule, { from: -Infinity, until: Date.parse('2028-01-01'), limit: 500 })
      .occurrences
  }

  it('keeps its rule, its exceptions and its moved and cancelled dates', () => {
    const file = calendar(
      event([
        'RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=6',
        'EXDATE;TZID=Europe/Paris:20261212T190000',
        'EXDATE;VALUE=DATE:20261219',
      ]),
      event([
        'RECURRENCE-ID;TZID=Europe/Paris:20261226T190000',
        'DTSTART;TZID=Europe/Paris:20261227T180000',
        'DTEND;TZID=Europe/Paris:20261227T200000',
      ]),
      event([
        'RECURRENCE-ID:20270102T180000Z',
        'STATUS:CANCELLED',
        'COMMENT:Neige',
        'DTSTART;TZID=Europe/Paris:20270102T190000',
        'DTEND;TZID=Europe/Paris:20270102T220000',
      ]),
    )
    const { events, faults } = read(file)
    expect(faults).toEqual([])
    expect(events).toHaveLength(1)
    expect(events[0]?.schedule).toEqual({
      zone: 'Europe/Paris',
      allDay: false,
      spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
      rule: 'FREQ=WEEKLY;BYDAY=SA;COUNT=6',
      exceptions: ['2026-12-12T19:00', '2026-12-19T19:00'],
      changes: [
        { recurrence: '2026-12-26T19:00', span: { start: '2026-12-27T18:00', end: '2026-12-27T20:00' } },
        { recurrence: '2027-01-02T19:00', cancelled: true, reason: 'Neige' },
      ],
    })
  })

  it('of dates one by one (RDATE) is a list of them, without those taken out', () => {
    const dates = starts(
      'RDATE;TZID=Europe/Paris:20261212T190000,20261219T190000',
      'RDATE;VALUE=PERIOD:20261226T180000Z/PT1H',
      'EXDATE;TZID=Europe/Paris:20261212T190000',
    )
    expect(dates.map(({ start, end }) => [start, end])).toEqual([
      ['2026-12-05T19:00', '2026-12-05T22:00'],
      ['2026-12-19T19:00', '2026-12-19T22:00'],
      ['2026-12-26T19:00', '2026-12-26T20:00'],
    ])
  })

  it('with a rule and more dates is written date by date, and it is said', () => {
    const read = one('RRULE:FREQ=WEEKLY;COUNT=3', 'RDATE;TZID=Europe/Paris:20261224T190000')
    expect(read.schedule.rule).toBeUndefined()
    expect(read.schedule.spans.map(({ start }) => start.slice(0, 10))).toEqual([
      '2026-12-05',
      '2026-12-12',
      '2026-12-19',
      '2026-12-24',
    ])
    expect(read.codes).toEqual(['rule-and-dates'])
    const endless = one('RRULE:FREQ=DAILY', 'RDATE;TZID=Europe/Paris:20261224T120000')
    expect(endless.schedule.rule).toBe('FREQ=DAILY')
  })

  it('of a hundred thousand dates, by COUNT or by RDATE, is bounded and said', () => {
    const started = performance.now()
    const counted = one('RRULE:FREQ=DAILY;COUNT=100000')
    expect(counted.schedule.rule).toBe('FREQ=DAILY;COUNT=1000')
    expect(counted.codes).toEqual(['rule-count-too-large'])
    const days = Array.from({ length: 100_000 }, (_, day) =>
      new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', ''),
    )
    const listed = one(
      'DTSTART;VALUE=DATE:20000101',
      `RDATE;VALUE=DATE:${days.filter((day) => day < '2199').join(',')}`,
    )
    expect(listed.schedule.spans).toHaveLength(200)
    expect(listed.schedule.spans[0]?.start).toBe('2026-11-26')
    expect(listed.codes).toContain('dates-cut')
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it.each([
    ['FREQ=SECONDLY', 'rule-too-often'],
    ['FREQ=PARFOIS', 'rule-unreadable'],
    ['FREQ=WEEKLY;COUNT=3;UNTIL=20270101', 'rule-count-and-until'],
  ])('whose rule we do not keep (%s) is its first date, and it is said', (rule, code) => {
    const read = one(`RRULE:${rule}`)
    expect(read.schedule).toMatchObject({ spans: [{ start: '2026-12-05T19:00' }] })
    expect(read.schedule.rule).toBeUndefined()
    expect(read.faults).toMatchObject([{ code, refused: false }])
  })

  it('changed at a date that it does not have is told', () => {
    const { events, faults } = read(
      calendar(
        event(['RRULE:FREQ=WEEKLY;COUNT=3']),
        event(['RECURRENCE-ID;TZID=Europe/Paris:20261206T190000']),
      ),
    )
    expect(events).toHaveLength(1)
    expect(faults).toMatchObject([
      { code: 'date-changed-unknown', refused: false, value: '2026-12-06T19:00' },
    ])
  })

  it('whose rule is elsewhere gives its dates as events of their own', () => {
    const { events } = read(
      calendar(
        event([
          'RECURRENCE-ID;TZID=Europe/Paris:20261206T190000',
          'DTSTART;TZID=Europe/Paris:20261206T200000',
          'DTEND;TZID=Europe/Paris:20261206T210000',
        ]),
      ),
    )
    expect(events).toMatchObject([
      { schedule: { spans: [{ start: '2026-12-06T20:00', end: '2026-12-06T21:00' }] } },
    ])
    expect(events[0]?.uid).toMatch(/^souper@bavay\.example\//)
  })

  it('goes on in its own zone', () => {
    const [winter, summer] = starts(
      'DTSTART:20260321T180000Z',
      'DTEND:20260321T190000Z',
      'RRULE:FREQ=WEEKLY;COUNT=3',
    )
    expect([winter?.startAt, summer?.startAt]).toEqual([
      Date.parse('2026-03-21T18:00Z'),
      Date.parse('2026-03-28T18:00Z'),
    ])
  })
})

describe('An event that a calendar holds twice', () => {
  it('is the one of the greater SEQUENCE, then of the later stamp, and the other is told', () => {
    const { events, faults } = read(
      calendar(
        event(['SUMMARY:Ancien', 'SEQUENCE:1', 'DTSTAMP:20261101T000000Z']),
        event(['SUMMARY:Nouveau', 'SEQUENCE:2', 'DTSTAMP:20261001T000000Z']),
        event(['SUMMARY:Très ancien', 'SEQUENCE:0', 'DTSTAMP:20261102T000000Z']),
        event(['UID:b', 'SUMMARY:Tôt', 'DTSTAMP:20261101T000000Z']),
        event(['UID:b', 'SUMMARY:Tard', 'DTSTAMP:20261102T000000Z']),
      ),
    )
    expect(events.map(({ title }) => title)).toEqual(['Nouveau', 'Tard'])
    expect(faults.map(({ code, line }) => [code, line])).toEqual([
      ['uid-twice', 3],
      ['uid-twice', 19],
      ['uid-twice', 27],
    ])
  })

  it('and that has no UID keeps a name of its own from one reading to the next', () => {
    const bare = calendar(
      event([], ['SUMMARY:Fête', 'DTSTART:20261205T180000Z']),
      event([], ['SUMMARY:Bal', 'DTSTART:20261205T180000Z']),
    )
    const [first, again] = [read(bare), read(bare.replace('SUMMARY:Bal', 'DESCRIPTION:x\r\nSUMMARY:Bal'))]
    expect(first.events).toHaveLength(2)
    expect(new Set(first.events.map(({ uid }) => uid)).size).toBe(2)
    expect(again.events.map(({ uid }) => uid)).toEqual(first.events.map(({ uid }) => uid))
    expect(first.faults.map(({ code }) => code)).toContain('uid-missing')
  })
})

describe('An event of a calendar', () => {
  it('that is cancelled is told so, by its status or by the method of the file', () => {
    expect(one('STATUS:CANCELLED', 'COMMENT:Salle inondée')).toMatchObject({
      cancelled: true,
      cancelWords: 'Salle inondée',
    })
    expect(read(calendar('METHOD:CANCEL', event([]))).events[0]?.cancelled).toBe(true)
    expect(one('STATUS:TENTATIVE').cancelled).toBe(false)
  })

  it('online, or at a place and online', () => {
    expect(one('LOCATION:https://visio.example/abc')).toMatchObject({
      attendanceMode: 'online',
      onlineUrl: 'https://visio.example/abc',
      place: null,
    })
    expect(one('LOCATION:Mairie\\, Bavay', 'CONFERENCE;VALUE=URI:https://visio.example/abc')).toMatchObject({
      attendanceMode: 'mixed',
      place: { name: 'Mairie, Bavay' },
    })
  })

  it('without a title is refused; a title too long is cut at a word', () => {
    const { events, faults } = read(calendar(event(['SUMMARY:'])))
    expect(events).toEqual([])
    expect(faults).toMatchObject([{ code: 'title-missing', refused: true }])
    const long = one(`SUMMARY:${'mot '.repeat(60)}`)
    expect(long.title.length).toBeLessThanOrEqual(140)
    expect(long.title).toMatch(/mot…$/)
    expect(long.codes).toEqual(['title-cut'])
  })
})
