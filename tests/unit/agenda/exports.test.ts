import { parse as parseCsv } from 'csv-parse/sync'
import fc from 'fast-check'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import { writeAtom } from '../../../api/agenda/agenda.atom.ts'
import { writeEventsCsv } from '../../../api/agenda/agenda.csv.ts'
import { renderMarkdown } from '../../../api/agenda/agenda.markdown.ts'
import { toOpenAgenda, writeOpenAgenda } from '../../../api/agenda/agenda.openagenda.ts'
import { writeRss } from '../../../api/agenda/agenda.rss.ts'
import { summaryWords } from '../../../api/agenda/feed-words.ts'
import { aHead, anExportedEvent, datesOf, randomEvent } from '../../support/agenda-exports.ts'
import { aSchedule } from '../../support/schedules.ts'

const some = fc.array(randomEvent, { maxLength: 3 })
const rounds = { numRuns: 100 }
const feedHead = { ...aHead(), firstUrl: 'https://bocage.test/api/events.atom', nextUrl: null }
/** Readers of feeds take the blanks around a text away. */
const trimmed = (text: string | undefined) => text?.trim()

describe('a feed of events', () => {
  it('is read back by a feed reader as the same events, in Atom', () => {
    fc.assert(
      fc.property(some, (events) => {
        const feed = parseAtomFeed(writeAtom(feedHead, events))
        const read = (feed.entries ?? []).map((entry) => ({
          id: entry.id,
          title: trimmed(entry.title?.value ?? String(entry.title)),
          link: entry.links?.[0]?.href,
          updated: entry.updated,
        }))
        expect(read).toEqual(
          events.map(({ id, title, url, updatedAt }) => ({
            id: `urn:uuid:${id}`,
            title,
            link: url,
            updated: new Date(updatedAt).toISOString(),
          })),
        )
      }),
      rounds,
    )
  })

  it('and in RSS', () => {
    fc.assert(
      fc.property(some, (events) => {
        const feed = parseRssFeed(writeRss(feedHead, events))
        expect(
          (feed.items ?? []).map(({ link, title, guid }) => [link, trimmed(title), guid?.value]),
        ).toEqual(events.map(({ url, title, id }) => [url, title, `urn:uuid:${id}`]))
      }),
      rounds,
    )
  })

  it('names its next page where there is one', () => {
    const nextUrl = 'https://bocage.test/api/events.atom?cursor=abc&commune=59053'
    const atom = parseAtomFeed(writeAtom({ ...feedHead, nextUrl }, [anExportedEvent()]))
    expect(atom.links?.find(({ rel }) => rel === 'next')?.href).toBe(nextUrl)
    expect(parseAtomFeed(writeAtom(feedHead, [])).links?.map(({ rel }) => rel)).not.toContain('next')
    expect(writeRss({ ...feedHead, nextUrl }, [])).toContain('rel="next"')
  })

  it('holds the description as HTML that cannot run', () => {
    const description = '**Gras** <script>alert(1)</script> [lien](javascript:alert(1))'
    const feed = parseAtomFeed(writeAtom(feedHead, [anExportedEvent({ description })]))
    const content = feed.entries?.[0]?.content
    expect(content?.value ?? content).toBe(renderMarkdown(description).trim())
    expect(String(content?.value ?? content)).not.toMatch(/<script|href="javascript/)
  })

  it('says in words when and where, and first of all that it is cancelled', () => {
    expect(summaryWords(anExportedEvent())).toBe(
      'samedi 5 décembre 2026 à 19 h · Salle des fêtes, 1 rue de Gommegnies, Bavay · Entrée libre',
    )
    const cancelled = anExportedEvent({ cancelled: true, statusWords: 'Salle inondée', price: null })
    expect(summaryWords(cancelled)).toMatch(/^Annulé \(Salle inondée\) : samedi 5 décembre/)
    const schedule = aSchedule({ allDay: true, spans: [{ start: '2026-12-05', end: '2026-12-06' }] })
    expect(summaryWords(anExportedEvent({ schedule }))).toMatch(
      /^du samedi 5 décembre 2026 au dimanche 6 décembre 2026/,
    )
  })
})

describe('a spreadsheet of events', () => {
  it('has a line a date that another program reads back as it is, formulas disarmed', () => {
    fc.assert(
      fc.property(some, (events) => {
        const rows = parseCsv(writeEventsCsv(events), {
          bom: true,
          delimiter: ';',
          columns: true,
        }) as Record<string, string>[]
        const dates = events
          .flatMap((event) => event.dates.map((date) => ({ event, date })))
          .toSorted((a, b) => a.date.startAt - b.date.startAt)
        expect(rows.map((row) => [row['identifiant'], row['debut'], row['fin']])).toEqual(
          dates.map(({ event, date }) => [
            event.id,
            date.start.replace('T', ' '),
            date.end.replace('T', ' '),
          ]),
        )
        for (const [i, row] of rows.entries()) {
          expect(row['titre']?.replace(/^'/, '')).toBe(dates[i]?.event.title.replace(/^'/, ''))
          for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+@]/)
        }
      }),
      rounds,
    )
  })

  it('says which dates are cancelled or moved', () => {
    const schedule = aSchedule({
      rule: 'FREQ=WEEKLY;COUNT=3',
      changes: [
        { recurrence: '2026-12-12T19:00', cancelled: true, reason: 'Neige' },
        { recurrence: '2026-12-19T19:00', span: { start: '2026-12-20T15:00', end: '2026-12-20T17:00' } },
      ],
    })
    const rows = parseCsv(writeEventsCsv([anExportedEvent({ schedule })]), {
      bom: true,
      delimiter: ';',
      columns: true,
    }) as Record<string, string>[]
    expect(rows.map(({ debut, etat, raison }) => [debut, etat, raison])).toEqual([
      ['2026-12-05 19:00', 'prévu', ''],
      ['2026-12-12 19:00', 'annulé', 'Neige'],
      ['2026-12-20 15:00', 'déplacé', ''],
    ])
  })
})

describe('an event in OpenAgenda’s words', () => {
  it('keeps its words, instants and choices through JSON', () => {
    fc.assert(
      fc.property(some, (events) => {
        const read = JSON.parse(writeOpenAgenda(events, { total: events.length, after: null })) as {
          total: number
          events: ReturnType<typeof toOpenAgenda>[]
        }
        expect(read.total).toBe(events.length)
        for (const [i, event] of events.entries()) {
          const oa = read.events[i]
          expect(oa?.title).toEqual({ fr: event.title })
          expect(oa?.longDescription).toEqual({ fr: event.description })
          expect(oa?.timings.map(({ begin }) => Date.parse(begin))).toEqual(
            event.dates.filter((date) => event.cancelled || !date.cancelled).map(({ startAt }) => startAt),
          )
          expect(
            Object.entries(oa?.accessibility ?? {}).flatMap(([code, yes]) => (yes ? [code] : [])),
          ).toEqual(
            ['hi', 'ii', 'vi', 'pi', 'mi'].filter((code) => event.accessibility.some((one) => one === code)),
          )
          expect(oa?.age).toEqual({ min: event.ageMin, max: event.ageMax })
          expect(oa?.description['fr']?.length).toBeLessThanOrEqual(200)
        }
      }),
      rounds,
    )
  })

  it('has the shape that its readers know', () => {
    const event = anExportedEvent({
      attendanceMode: 'mixed',
      onlineUrl: 'https://exemple.fr/direct',
      bookingUrl: 'https://exemple.fr/billets',
      bookingPhone: '03 27 39 81 65',
      ageMin: 6,
      image: {
        url: 'https://bocage.test/api/media/0193f3a0',
        thumbUrl: 'https://bocage.test/api/media/0193f3a0?size=thumb',
        width: 1600,
        height: 900,
        description: 'Des chalets',
        credit: 'Anne L.',
      },
    })
    expect(toOpenAgenda(event)).toMatchObject({
      uid: 12,
      slug: 'marche-de-noel-bavay',
      attendanceMode: 3,
      status: 1,
      state: 2,
      onlineAccessLink: 'https://exemple.fr/direct',
      timezone: 'Europe/Paris',
      timings: [{ begin: '2026-12-05T19:00:00+01:00', end: '2026-12-05T22:00:00+01:00' }],
      accessibility: { hi: true, mi: true, ii: false, vi: false, pi: false },
      registration: [
        { type: 'link', value: 'https://exemple.fr/billets' },
        { type: 'phone', value: '03 27 39 81 65' },
      ],
      image: {
        base: 'https://bocage.test/api/media/',
        filename: '0193f3a0',
        size: { width: 1600, height: 900 },
      },
      imageCredits: 'Anne L.',
      age: { min: 6, max: null },
      location: {
        name: 'Salle des fêtes',
        city: 'Bavay',
        insee: '59053',
        latitude: 50.298,
        longitude: 3.793,
      },
    })
  })

  it('is cancelled, moved or as planned', () => {
    const moved = aSchedule({
      changes: [
        { recurrence: '2026-12-05T19:00', span: { start: '2026-12-06T15:00', end: '2026-12-06T17:00' } },
      ],
    })
    expect(toOpenAgenda(anExportedEvent({ cancelled: true })).status).toBe(6)
    expect(toOpenAgenda(anExportedEvent({ schedule: moved, dates: datesOf(moved) })).status).toBe(2)
  })
})
