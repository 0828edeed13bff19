import { writeAtom } from './agenda.atom.ts'
import { writeEventsCsv } from './agenda.csv.ts'
import { writeIcal } from './agenda.ical.ts'
import { writeOpenAgenda } from './agenda.openagenda.ts'
import { writeRss } from './agenda.rss.ts'
import type { ExportedEvent, FeedHead } from './exported-event.ts'

export type Written = FeedHead & {
  firstUrl: string
  nextUrl: string | null
  nextCursor: string | null
  total: number
}

export type Format = {
  contentType: string
  /** Events in one document: more are reached by the `Link` header's `next`, and by the format's own when it has one. */
  limit: number
  /** Days before today that it begins at when no first day is asked for. */
  pastDays: number
  withDates: boolean
  write: (head: Written, events: readonly ExportedEvent[]) => string
  /** Kept by browsers as a file of this name. */
  fileName?: string
}

/** What is read of the agenda from elsewhere, by the end of its address. */
export const formats = {
  // What has just been stays in people's calendars, which forget what a feed no longer says.
  ics: {
    contentType: 'text/calendar; charset=utf-8',
    limit: 3000,
    pastDays: 31,
    withDates: false,
    write: writeIcal,
    fileName: 'agenda.ics',
  },
  atom: {
    contentType: 'application/atom+xml; charset=utf-8',
    limit: 100,
    pastDays: 0,
    withDates: true,
    write: writeAtom,
  },
  rss: {
    contentType: 'application/rss+xml; charset=utf-8',
    limit: 100,
    pastDays: 0,
    withDates: true,
    write: writeRss,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8',
    limit: 1000,
    pastDays: 0,
    withDates: true,
    write: (_head, events) => writeEventsCsv(events),
    fileName: 'agenda.csv',
  },
  json: {
    contentType: 'application/json',
    limit: 500,
    pastDays: 0,
    withDates: true,
    write: ({ total, nextCursor }, events) =>
      JSON.stringify({ items: events.map(({ seq: _seq, ...event }) => event), total, nextCursor }),
  },
  'openagenda.json': {
    contentType: 'application/json',
    limit: 300,
    pastDays: 0,
    withDates: true,
    write: ({ total, nextCursor }, events) => writeOpenAgenda(events, { total, after: nextCursor }),
  },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof formats
