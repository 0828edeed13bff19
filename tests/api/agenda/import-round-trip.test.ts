import ICAL from 'ical.js'
import { expect, it } from 'vitest'
import { readIcal } from '../../../api/agenda/agenda-import.ical.ts'
import { readOpenAgenda } from '../../../api/agenda/agenda-import.openagenda.ts'
import type { ImportedEvent, ReadFile } from '../../../api/agenda/import-draft.ts'
import { useDesk } from '../../support/desk.ts'
import { aCalendar } from '../../support/feeds.ts'
import { anOrganizerImporter } from '../../support/imports.ts'

const house = useDesk()
const app = () => house.current

const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT1H', 'END:VALARM']
const given = aCalendar([
  {
    uid: 'simple',
    title: 'Conférence',
    lines: ['DESCRIPTION:Deux lignes\\,\\nune virgule', 'URL:https://source.example/1', ...alarm],
  },
  { uid: 'sans-fin', title: 'Départ de la marche', start: '20261211T080000', end: '' },
  {
    uid: 'serie',
    title: 'Atelier chant',
    start: '20261212T190000',
    end: '20261212T210000',
    lines: [
      'RRULE:FREQ=WEEKLY;BYDAY=SA;UNTIL=20270430T210000Z',
      'EXDATE;TZID=Europe/Paris:20261226T190000',
      'ATTENDEE:mailto:a@b.example',
    ],
  },
  {
    uid: 'serie',
    title: 'Atelier chant',
    start: '20270103T150000',
    end: '20270103T170000',
    lines: ['RECURRENCE-ID;TZID=Europe/Paris:20270102T190000'],
  },
  {
    uid: 'serie',
    title: 'Atelier chant',
    start: '20270109T190000',
    end: '20270109T210000',
    lines: ['RECURRENCE-ID;TZID=Europe/Paris:20270109T190000', 'STATUS:CANCELLED', 'COMMENT:Salle prise'],
  },
  {
    uid: 'liste',
    title: 'Don du sang',
    start: '20261214T100000',
    end: '20261214T120000',
    lines: ['RDATE;TZID=Europe/Paris:20270115T100000,20270215T100000'],
  },
]).replace(
  'END:VCALENDAR',
  [
    'BEGIN:VEVENT',
    'UID:jours',
    'SUMMARY:Exposition',
    'DTSTART;VALUE=DATE:20261219',
    'DTEND;VALUE=DATE:20261222',
    'LOCATION:Halle\\, Maroilles',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n'),
)

/** Every date of a calendar by title, as ical.js, which made neither file, counts them: instants, or days. */
function datesOf(text: string): Record<string, string[]> {
  const calendar = ICAL.Component.fromString(text)
  const parts = calendar.getAllSubcomponents('vevent')
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const found: Record<string, string[]> = {}
  for (const part of parts.filter((one) => !one.hasProperty('recurrence-id'))) {
    const event = new ICAL.Event(part, {
      exceptions: parts.filter(
        (one) =>
          one.hasProperty('recurrence-id') &&
          one.getFirstPropertyValue('uid') === part.getFirstPropertyValue('uid'),
      ),
    })
    const say = (time: ICAL.Time) =>
      time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString()
    const dates = new Set<string>()
    // RFC 5545 §3.8.5.2: DTSTART is a date beside those of RDATE, which ical.js forgets.
    if (part.hasProperty('rdate')) dates.add(`${say(event.startDate)} – ${say(event.endDate)}`)
    const iterator = event.iterator()
    for (let next = iterator.next(); next && dates.size < 500; next = iterator.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next)
      const off = item.component.getFirstPropertyValue('status') === 'CANCELLED' ? ' annulé' : ''
      dates.add(`${say(startDate)} – ${say(endDate)}${off}`)
    }
    found[event.summary] = [...dates].sort()
  }
  return found
}

/** The zone that a file names without describing it: ical.js takes it for the reader's own. */
const described = (text: string, zones: string) => text.replace('VERSION:2.0', `VERSION:2.0\r\n${zones}`)
const eventsIn = (file: ReadFile | { fault: string }): Record<string, ImportedEvent> => {
  if ('fault' in file) throw new Error(file.fault)
  return Object.fromEntries(file.events.map((event) => [event.title, event]))
}

it('A calendar brought in and given out again keeps every date, word and place, and says what it left out', async () => {
  const me = await anOrganizerImporter(app())
  const preview = await me.preview(given)
  expect(Object.fromEntries(preview.dropped.map(({ name, count }) => [name, count]))).toEqual({
    VALARM: 1,
    ATTENDEE: 1,
  })
  expect((await me.import(given)).counts).toMatchObject({ created: 5, refused: 0 })
  const answer = await app().request(`/api/events.ics?organizer=${me.organizerId}`)
  expect(answer.status).toBe(200)
  const out = await answer.text()

  const zones = /BEGIN:VTIMEZONE[\s\S]*?END:VTIMEZONE/.exec(out)?.[0] ?? ''
  expect(datesOf(out)).toEqual(datesOf(described(given, zones)))
  const now = app().clock.now()
  const [before, after] = [
    eventsIn(readIcal(Buffer.from(given), { now })),
    eventsIn(readIcal(Buffer.from(out), { now })),
  ]
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort())
  for (const [title, event] of Object.entries(before)) {
    const again = after[title]
    expect(again?.schedule, title).toEqual(event.schedule)
    expect(again?.description.startsWith(event.description), title).toBe(true)
    expect(again?.place?.name?.split(', ')[0], title).toBe(event.place?.name?.split(', ')[0])
  }
})

it('and as OpenAgenda’s export gives the same dates, place by place', async () => {
  const me = await anOrganizerImporter(app())
  const calendar = aCalendar([
    {
      uid: '1',
      title: 'Soirée contes',
      start: '20270116T200000',
      end: '20270116T220000',
      lines: ['CATEGORIES:Contes'],
    },
    {
      uid: '2',
      title: 'Goûter',
      start: '20270117T160000',
      end: '20270117T180000',
      where: 'Halle\\, Maroilles',
    },
  ])
  await me.import(calendar)
  const out = await app().request(`/api/events.openagenda.json?organizer=${me.organizerId}`)
  const now = app().clock.now()
  const before = eventsIn(readIcal(Buffer.from(calendar), { now }))
  const after = eventsIn(readOpenAgenda(Buffer.from(await out.arrayBuffer()), { now }))
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort())
  for (const [title, event] of Object.entries(before)) {
    expect(after[title]?.schedule, title).toEqual(event.schedule)
    expect(event.place?.name, title).toBe(
      [after[title]?.place?.name, after[title]?.place?.commune].join(', '),
    )
    expect(after[title]?.categories, title).toEqual(expect.arrayContaining(event.categories))
  }
  // Given back to the one it came from, it is what it already has.
  const again = await me.import(
    Buffer.from(
      await (await app().request(`/api/events.openagenda.json?organizer=${me.organizerId}`)).arrayBuffer(),
    ),
  )
  expect(again.counts).toMatchObject({ created: 0, known: 2 })
})
