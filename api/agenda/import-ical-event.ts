import ICAL from 'ical.js'
import type { CalendarPart } from './import-ical-lines.ts'
import { endAfter, readMoment, type Moment, type Zones } from './import-ical-times.ts'
import type { Complaint } from './import-fit.ts'

type Property = { params: Record<string, string | undefined>; values: unknown[] }

/** What one VEVENT says, its dates read; the rule is as written. */
export type CalendarEvent = {
  part: CalendarPart
  uid: string | null
  title: string | null
  sequence: number
  /** LAST-MODIFIED or DTSTAMP as text: later ones are greater. */
  stamp: string
  start: Moment | null
  end: Moment | null
  rule: string | null
  more: { start: Moment; end: Moment | null }[]
  exceptions: Moment[]
  recurrence: Moment | null
  /** RANGE=THISANDFUTURE: of this date and all that follow. */
  following: boolean
  cancelled: boolean
  text: (name: string) => string | null
  all: (name: string) => Property[]
}

const ruleLine = /^RRULE[;:]/i

/** Properties of an event by name. A line that is none is left out and said; the others are kept. */
function readProperties({ lines }: CalendarPart, complain: Complaint): Map<string, Property[]> {
  const given = lines.filter(({ text }) => !ruleLine.test(text))
  const jCal = parseLines(given.map(({ text }) => text)) ?? []
  if (jCal.length === 0)
    for (const { text } of given) {
      const [one] = parseLines([text]) ?? []
      if (one) jCal.push(one)
      else complain('line-unreadable', false, text)
    }
  const properties = new Map<string, Property[]>()
  for (const [name, params, , ...values] of jCal)
    properties.set(name, [...(properties.get(name) ?? []), { params, values }])
  return properties
}

type JProperty = [
  name: string,
  params: Record<string, string | undefined>,
  type: string,
  ...values: unknown[],
]

function parseLines(lines: string[]): JProperty[] | null {
  try {
    const component = ICAL.Component.fromString(['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n'))
    return component.jCal[1] as JProperty[]
  } catch {
    return null
  }
}

/** Reads one VEVENT. What is wrong with its dates is complained of, and they are null. */
export function readCalendarEvent(
  part: CalendarPart,
  { zones, method, complain }: { zones: Zones; method: string | null; complain: Complaint },
): CalendarEvent {
  const properties = readProperties(part, complain)
  const all = (name: string) => properties.get(name) ?? []
  const text = (name: string) => {
    const value = all(name)[0]?.values[0]
    return typeof value === 'string' && value.trim() !== '' ? value : null
  }
  const moments = (name: string) =>
    all(name).flatMap(({ params, values }) =>
      values.flatMap((value) => {
        const [from, to] = Array.isArray(value) ? (value as unknown[]) : [value]
        const start = typeof from === 'string' ? readMoment(from, params['tzid'], zones) : null
        if (!start) {
          complain('start-unreadable', false, String(from))
          return []
        }
        const until =
          typeof to !== 'string'
            ? null
            : to.startsWith('P')
              ? endAfter(start, to)
              : readMoment(to, params['tzid'], zones)
        return [{ start, end: until }]
      }),
    )
  const moment = (name: string) => {
    const [property] = all(name)
    const value = property?.values[0]
    return typeof value === 'string' ? readMoment(value, property?.params['tzid'], zones) : null
  }
  const start = moment('dtstart')
  if (!start)
    complain(
      all('dtstart').length === 0 ? 'start-missing' : 'start-unreadable',
      true,
      String(all('dtstart')[0]?.values[0] ?? ''),
    )
  const duration = text('duration')
  let end = moment('dtend')
  if (!end && all('dtend').length > 0)
    complain('end-unreadable', false, String(all('dtend')[0]?.values[0] ?? ''))
  if (!end && start && duration) {
    end = endAfter(start, duration)
    if (!end) complain('end-unreadable', false, duration)
  }
  return {
    part,
    uid: text('uid'),
    title: text('summary'),
    sequence: Number(all('sequence')[0]?.values[0] ?? 0) || 0,
    stamp: text('last-modified') ?? text('dtstamp') ?? '',
    start,
    end,
    rule:
      part.lines
        .find(({ text }) => ruleLine.test(text))
        ?.text.replace(/^[^:]*:/, '')
        .trim() ?? null,
    more: moments('rdate'),
    exceptions: moments('exdate').map(({ start }) => start),
    recurrence: moment('recurrence-id'),
    following: all('recurrence-id')[0]?.params['range']?.toUpperCase() === 'THISANDFUTURE',
    cancelled: method === 'CANCEL' || text('status')?.toUpperCase() === 'CANCELLED',
    text,
    all,
  }
}
