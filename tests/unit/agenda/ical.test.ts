import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeIcal } from '../../../api/agenda/agenda.ical.ts'
import { placeWords, practicalLines } from '../../../api/agenda/exported-event.ts'
import { expandSchedule, type Schedule } from '../../../api/agenda/schedule.rules.ts'
import { dayMs } from '../../../api/platform/wall.rules.ts'
import { aHead, anExportedEvent, made, randomEvent, readIcal } from '../../support/agenda-exports.ts'
import { aSchedule } from '../../support/schedules.ts'

const until = made + 300 * dayMs

/** The instants of a schedule as our own expansion gives them. */
function ours(schedule: Schedule, cancelled = false) {
  return expandSchedule(schedule, { from: -Infinity, until, limit: 5000 })
    .occurrences.map((date) => ({
      startAt: date.allDay ? Date.parse(date.start) : date.startAt,
      endAt: date.allDay ? Date.parse(date.end) + dayMs : date.endAt,
      cancelled: cancelled || date.cancelled,
    }))
    .toSorted((a, b) => a.startAt - b.startAt || a.endAt - b.endAt)
}

function theirs(document: string) {
  const [event] = readIcal(document).events
  return event?.dates(until).map(({ startAt, endAt, cancelled }) => ({ startAt, endAt, cancelled }))
}

const written = (schedule: Partial<Schedule>) =>
  writeIcal(aHead(), [anExportedEvent({ schedule: aSchedule(schedule) })])

describe('an event in a calendar application', () => {
  it('keeps title, words, place, dates and state through a parser that owes us nothing, whatever people typed', () => {
    fc.assert(
      fc.property(randomEvent, (event) => {
        const document = writeIcal(aHead(), [event])
        const [read] = readIcal(document).events
        expect(read?.uid).toBe(event.id)
        expect(read?.value('summary')).toBe(event.title)
        expect(read?.value('description')).toBe(
          [event.description, practicalLines(event).join('\n')].filter(Boolean).join('\n\n'),
        )
        expect(read?.value('location')).toBe(placeWords(event))
        expect(read?.value('url')).toBe(event.url)
        expect(read?.value('sequence')).toBe(event.sequence)
        expect(read?.master.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe(
          event.organizer?.name,
        )
        expect(read?.value('attach')).toBe(event.image?.url ?? null)
        expect(read?.value('conference')).toBe(event.onlineUrl)
        expect(theirs(document)).toEqual(ours(event.schedule, event.cancelled))
      }),
      { numRuns: 400 },
    )
  })

  it('is written in lines of at most 75 octets that end as the standard wants', () => {
    fc.assert(
      fc.property(fc.array(randomEvent, { maxLength: 3 }), (events) => {
        const document = writeIcal(aHead(), events)
        expect(document.endsWith('END:VCALENDAR\r\n')).toBe(true)
        expect(document.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        for (const line of document.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(Buffer.from(document).toString()).toBe(document)
      }),
      { numRuns: 100 },
    )
  })

  it('follows the wall clock through both changes of hour', () => {
    const document = written({ rule: 'FREQ=WEEKLY;UNTIL=20271130' })
    expect(document).toContain('DTSTART;TZID=Europe/Paris:20261205T190000')
    expect(document).toContain('RRULE:FREQ=WEEKLY;UNTIL=20271130T225900Z')
    expect(document).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Paris')
    const [event] = readIcal(document).events
    const hours = event?.dates(until).map(({ startAt }) => new Date(startAt).getUTCHours())
    expect(new Set(hours)).toEqual(new Set([17, 18]))
    expect(new Set(event?.dates(until).map(({ start }) => start.slice(11)))).toEqual(new Set(['19:00']))
  })

  it('has its first date alone when its rule ends before it', () => {
    const zone = 'America/Guadeloupe'
    const spans = [{ start: '2027-03-28T01:45', end: '2027-03-28T01:46' }]
    const schedule = aSchedule({ zone, spans, rule: 'FREQ=YEARLY;UNTIL=20270328T020000Z' })
    expect(written(schedule)).not.toContain('RRULE')
    expect(theirs(written(schedule))).toEqual(ours(schedule))
    expect(ours(schedule)).toHaveLength(1)
  })

  it('gives each week its own length when the first ends in the lost hour', () => {
    const spans = [{ start: '2026-03-28T22:00', end: '2026-03-29T02:00' }]
    const schedule = aSchedule({ spans, rule: 'FREQ=WEEKLY;UNTIL=20260420' })
    expect(theirs(written(schedule))).toEqual(ours(schedule))
    expect(new Set(ours(schedule).map(({ startAt, endAt }) => endAt - startAt))).toEqual(
      new Set([4 * 3_600_000]),
    )
  })

  it('ends a ball of the night when clocks change at the hour that was announced', () => {
    const schedule = {
      spans: [{ start: '2027-03-20T22:00', end: '2027-03-21T05:00' }],
      rule: 'FREQ=WEEKLY;COUNT=3',
    }
    const document = written(schedule)
    expect(document).toContain('RECURRENCE-ID;TZID=Europe/Paris:20270327T220000')
    const [, nightOfChange] = theirs(document) ?? []
    expect(nightOfChange && (nightOfChange.endAt - nightOfChange.startAt) / 3_600_000).toBe(6)
  })

  it('holds a start in the lost hour an hour later, and one in the doubled hour the first time', () => {
    const lost = theirs(written({ spans: [{ start: '2027-03-28T02:30', end: '2027-03-28T04:00' }] }))
    expect(lost?.map(({ startAt }) => new Date(startAt).toISOString())).toEqual(['2027-03-28T01:30:00.000Z'])
    const doubled = theirs(written({ spans: [{ start: '2026-10-25T02:30', end: '2026-10-25T04:00' }] }))
    expect(doubled?.map(({ startAt }) => new Date(startAt).toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
    ])
  })

  it('says which date of a series was cancelled and why, which was moved, and which never was', () => {
    const document = written({
      rule: 'FREQ=WEEKLY;COUNT=5',
      exceptions: ['2026-12-12T19:00'],
      changes: [
        { recurrence: '2026-12-19T19:00', cancelled: true, reason: 'Tempête' },
        { recurrence: '2026-12-26T19:00', span: { start: '2026-12-27T15:00', end: '2026-12-27T18:00' } },
      ],
    })
    expect(document).toContain('EXDATE;TZID=Europe/Paris:20261212T190000')
    const [event] = readIcal(document).events
    expect(event?.dates(until).map(({ start, cancelled, reason }) => [start, cancelled, reason])).toEqual([
      ['2026-12-05T19:00', false, null],
      ['2026-12-19T19:00', true, 'Tempête'],
      ['2026-12-27T15:00', false, null],
      ['2027-01-02T19:00', false, null],
    ])
  })

  it('ends what lasts all day on the morning after', () => {
    const document = written({ allDay: true, spans: [{ start: '2026-12-05', end: '2026-12-06' }] })
    expect(document).toContain('DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207')
    expect(document).not.toContain('VTIMEZONE')
  })

  it('shows a mail address only when its owner chose to show it, and a place only where it is', () => {
    const contact = { name: 'Anne', email: 'anne@exemple.fr', phone: null }
    expect(writeIcal(aHead(), [anExportedEvent()])).toContain(
      'ORGANIZER;CN="Comité des fêtes de Bavay":invalid:nomail',
    )
    expect(writeIcal(aHead(), [anExportedEvent({ contact })])).toContain('mailto:anne@exemple.fr')
    const { place } = anExportedEvent()
    const vague = anExportedEvent({ place: place && { ...place, positionApproximate: true } })
    expect(writeIcal(aHead(), [anExportedEvent()])).toContain('GEO:50.298;3.793')
    expect(writeIcal(aHead(), [vague])).not.toContain('GEO:')
  })

  it('is cancelled as a whole, with every date and the reason', () => {
    const event = anExportedEvent({
      cancelled: true,
      statusWords: 'Salle inondée',
      schedule: aSchedule({
        rule: 'FREQ=WEEKLY;COUNT=2',
        changes: [
          { recurrence: '2026-12-12T19:00', span: { start: '2026-12-13T10:00', end: '2026-12-13T11:00' } },
        ],
      }),
    })
    const [read] = readIcal(writeIcal(aHead(), [event])).events
    expect(read?.dates(until).map(({ cancelled, reason }) => [cancelled, reason])).toEqual([
      [true, 'Salle inondée'],
      [true, 'Salle inondée'],
    ])
  })

  it('cannot be given a line of somebody else’s making', () => {
    const title = 'Fête\r\nATTENDEE:mailto:x@y.z\rX-A:1'
    const organizer = { name: 'Nom":mailto:faux@exemple.fr\r\nX-B:1', url: null }
    const bookingUrl = 'https://exemple.fr/\r\nX-C:1'
    const document = writeIcal(aHead({ title }), [
      anExportedEvent({ title, organizer, bookingUrl, onlineUrl: bookingUrl }),
    ])
    expect(document).not.toMatch(/^(?:ATTENDEE|X-A|X-B|X-C)/m)
    expect(readIcal(document).events[0]?.master.getAllProperties('attendee')).toEqual([])
  })

  it('tells calendar programs its name and how often to ask again', () => {
    const { calendar } = readIcal(writeIcal(aHead({ title: 'Agenda : Bavay' }), []))
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Agenda : Bavay')
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H')
  })
})
