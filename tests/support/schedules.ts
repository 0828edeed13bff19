import ICAL from 'ical.js'
import {
  array,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  subarray,
  type Arbitrary,
} from 'fast-check'
import { writeRule, weekdays, type Rule, type RuleDay } from '../../api/agenda/rrule.rules.ts'
import { datesOf } from '../../api/agenda/schedule-dates.rules.ts'
import type { Schedule, ScheduleChange } from '../../api/agenda/schedule.rules.ts'
import { writeWall } from '../../api/platform/wall.rules.ts'

/** A market every Saturday evening of Bavay, unless told otherwise. */
export function aSchedule(over: Partial<Schedule> = {}): Schedule {
  return {
    zone: 'Europe/Paris',
    allDay: false,
    spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
    ...over,
  }
}

/** Epoch milliseconds of an instant written with its offset. */
export const at = (iso: string) => Date.parse(iso)
/** Everything until 2031. */
export const wide = { from: at('2000-01-01T00:00Z'), until: at('2031-01-01T00:00Z'), limit: 5000 }

const some = <T>(values: readonly T[], maxLength: number) =>
  subarray([...values], { minLength: 1, maxLength })
const numbers = (min: number, max: number) => array(integer({ min, max }), { minLength: 1, maxLength: 3 })
const unique = (list: number[]) => [...new Set(list)].sort((a, b) => a - b)
const signed = (max: number) =>
  array(oneof(integer({ min: 1, max }), integer({ min: -max, max: -1 })), { minLength: 1, maxLength: 3 })
const maybe = <T>(arbitrary: Arbitrary<T>) => option(arbitrary, { nil: undefined })
const plainDays = some(weekdays, 4).map((days) => days.map((day): RuleDay => ({ day, nth: 0 })))
const countedDays = (most: number) =>
  array(record({ day: constantFrom(...weekdays), nth: constantFrom(...signedUpTo(most)) }), {
    minLength: 1,
    maxLength: 2,
  })
const signedUpTo = (most: number) => Array.from({ length: most }, (_, i) => [i + 1, -i - 1]).flat()
const months = some([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 4)
const interval = oneof({ weight: 3, arbitrary: constant(1) }, integer({ min: 2, max: 5 }))
const weekStart = maybe(constantFrom(...weekdays))
const none = constant(undefined)

const shape = (freq: Rule['freq'], parts: { [Key in keyof Rule]?: Arbitrary<Rule[Key]> }) =>
  record({ freq: constant(freq), interval, weekStart, ...parts }).map((rule): Rule => {
    const defined = Object.entries(rule).filter(([, value]) => value !== undefined)
    return Object.fromEntries(defined) as Rule
  })

/** Rules of every kind that `parseRule` accepts and that an organizer or a calendar could write; without an end. */
export const aRule: Arbitrary<Rule> = oneof(
  shape('DAILY', {
    byDay: maybe(plainDays),
    byMonth: maybe(months),
    byMonthDay: oneof(none, numbers(1, 28).map(unique)),
  }),
  shape('WEEKLY', { byDay: maybe(plainDays), byMonth: maybe(months) }),
  shape('MONTHLY', { byMonthDay: signed(31).map(unique), byMonth: maybe(months) }),
  shape('MONTHLY', { byDay: oneof(plainDays, countedDays(4)), byMonth: maybe(months) }),
  shape('MONTHLY', { byDay: plainDays, byMonthDay: numbers(1, 31).map(unique) }),
  shape('MONTHLY', { byDay: plainDays, bySetPos: constantFrom([1], [-1], [2], [1, -1]) }),
  shape('YEARLY', {}),
  shape('YEARLY', { byMonth: months, byMonthDay: maybe(signed(28).map(unique)) }),
  shape('YEARLY', { byMonth: months, byDay: oneof(plainDays, countedDays(4)) }),
  shape('YEARLY', { byYearDay: signed(366).map(unique) }),
  shape('YEARLY', { byWeekNo: numbers(1, 52).map(unique), byDay: plainDays }),
  shape('YEARLY', { byDay: countedDays(20) }),
)

/** A start of 2024 to 2027, at any minute of the day. */
export const aStart = integer({ min: 0, max: 4 * 365 * 24 * 60 - 1 }).map((minutes) =>
  writeWall(Date.UTC(2024, 0, 1) + minutes * 60_000, false),
)

/** The first wall starts of a rule as ical.js gives them (it drops a DTSTART outside the rule), until a year. */
export function icalStarts(rule: Rule, start: string, untilYear: number, most = 2000): string[] {
  const iterator = ICAL.Recur.fromString(writeRule(rule)).iterator(
    ICAL.Time.fromDateTimeString(`${start}:00`),
  )
  const starts: string[] = []
  for (
    let next = iterator.next();
    next && next.year < untilYear && starts.length < most;
    next = iterator.next()
  )
    starts.push(next.toString().slice(0, 16))
  return starts
}

const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Indian/Reunion'] as const
/** Hours around both changes of hour are as likely as all others together. */
const aTrickyStart = oneof(
  aStart,
  constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2026-03-08', '2026-11-01').chain((day) =>
    integer({ min: 0, max: 239 }).map((minute) => writeWall(Date.parse(day) + minute * 60_000, false)),
  ),
)
const ends = oneof(
  constant({}),
  integer({ min: 1, max: 60 }).map((count) => ({ count })),
  integer({ min: 0, max: 1500 }).map((days) => ({
    until: writeWall(Date.UTC(2027, 0, 1) + days * 86_400_000, true).replaceAll('-', ''),
  })),
)

/** Schedules as they are once edited: rules with an end or not, exceptions, moved and cancelled dates, in many zones. */
export const anySchedule: Arbitrary<Schedule> = record({
  zone: constantFrom(...zones),
  allDay: constantFrom(false, false, true),
  start: aTrickyStart,
  minutes: integer({ min: 0, max: 3 * 24 * 60 }),
  rule: oneof({ weight: 3, arbitrary: aRule }, none),
  end: ends,
  others: array(aTrickyStart, { maxLength: 4 }),
  picks: array(
    record({ at: integer({ min: 0, max: 40 }), kind: integer({ min: 0, max: 3 }), to: aTrickyStart }),
    {
      maxLength: 6,
    },
  ),
}).map(({ zone, allDay, start, minutes, rule, end, others, picks }) => {
  const text = (wall: string) => (allDay ? wall.slice(0, 10) : wall)
  const span = (wall: string) => ({
    start: text(wall),
    end: text(writeWall(Date.parse(`${wall}Z`) + minutes * 60_000, false)),
  })
  const spans = rule
    ? [span(start)]
    : [...new Set([start, ...others].map(text))].map((wall) => span(allDay ? `${wall}T00:00` : wall))
  const schedule: Schedule = { zone, allDay, spans, ...(rule && { rule: writeRule({ ...rule, ...end }) }) }
  const given = datesOf(schedule)
  const names = given.between(given.first, Date.UTC(2032, 0, 1)).map((wall) => writeWall(wall, allDay))
  const chosen = new Map(picks.map((pick) => [names[pick.at % names.length] ?? '', pick]))
  const exceptions = [...chosen].filter(([, { kind }]) => kind === 0).map(([name]) => name)
  const changes = [...chosen].flatMap(([recurrence, { kind, to }]): ScheduleChange[] => {
    if (kind === 0) return []
    return [{ recurrence, ...(kind !== 1 && { span: span(to) }), ...(kind !== 2 && { cancelled: true }) }]
  })
  return { ...schedule, exceptions, changes }
})
