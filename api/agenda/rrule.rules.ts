/** The text of a recurrence rule (RFC 5545 §3.3.10) read into its parts, refused when it is not one we keep. */
import { instantOf, readWall, wallOf } from '../platform/wall.rules.ts'

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/** `{ day: 'TU', nth: 1 }` is the first Tuesday, -1 the last, 0 every one. */
export type RuleDay = { day: Weekday; nth: number }
export type Rule = {
  freq: Frequency
  interval: number
  count?: number
  /** As written: a day, a wall time, or with Z an instant. */
  until?: string
  byDay?: RuleDay[]
  byMonth?: number[]
  byMonthDay?: number[]
  byYearDay?: number[]
  byWeekNo?: number[]
  byHour?: number[]
  byMinute?: number[]
  bySetPos?: number[]
  weekStart?: Weekday
}

/** What keeps a rule from being a way to keep the machine busy. */
export const ruleLimits = {
  /** Characters of its text. */
  text: 1000,
  /** Dates by COUNT: three a week for six years. */
  count: 1000,
  interval: 1000,
  /** Times of one day by BYHOUR and BYMINUTE. */
  timesADay: 24,
} as const

export type RuleFault =
  | 'rule-unreadable'
  | 'rule-too-often'
  | 'rule-unsupported'
  | 'rule-count-too-large'
  | 'rule-interval-too-large'
  | 'rule-count-and-until'

type Lists = 'byMonth' | 'byMonthDay' | 'byYearDay' | 'byWeekNo' | 'byHour' | 'byMinute' | 'bySetPos'
/** Parts that are lists of numbers: their bounds; `signed` ones count from the end when negative, and have no zero. */
const lists: Record<string, { key: Lists; min: number; max: number; signed: boolean }> = {
  BYMONTH: { key: 'byMonth', min: 1, max: 12, signed: false },
  BYMONTHDAY: { key: 'byMonthDay', min: 1, max: 31, signed: true },
  BYYEARDAY: { key: 'byYearDay', min: 1, max: 366, signed: true },
  BYWEEKNO: { key: 'byWeekNo', min: 1, max: 53, signed: true },
  BYHOUR: { key: 'byHour', min: 0, max: 23, signed: false },
  BYMINUTE: { key: 'byMinute', min: 0, max: 59, signed: false },
  BYSETPOS: { key: 'bySetPos', min: 1, max: 366, signed: true },
}
/** RFC 5545 §3.3.10: parts that MUST NOT be used with a frequency. */
const forbidden: Record<Frequency, readonly Lists[]> = {
  DAILY: ['byYearDay', 'byWeekNo'],
  WEEKLY: ['byYearDay', 'byWeekNo', 'byMonthDay'],
  MONTHLY: ['byYearDay', 'byWeekNo'],
  YEARLY: [],
}
/** Parts and frequencies of RFC 5545 and 7529 that an agenda has no use for: an event every second, other calendars. */
const tooOften = ['SECONDLY', 'MINUTELY', 'HOURLY']
const unsupported = ['BYSECOND', 'RSCALE', 'SKIP']

/** The parts of a rule, or what is wrong with it. Never throws. */
export function parseRule(text: string): { rule: Rule } | { fault: RuleFault } {
  const unreadable = { fault: 'rule-unreadable' } as const
  if (text.length > ruleLimits.text) return unreadable
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const [name, value, ...more] = part.split('=')
    if (!name || !value || more.length || parts.has(name)) return unreadable
    parts.set(name, value)
  }
  const freq = parts.get('FREQ')
  if (freq && tooOften.includes(freq)) return { fault: 'rule-too-often' }
  if (unsupported.some((name) => parts.has(name))) return { fault: 'rule-unsupported' }
  if (!isFrequency(freq)) return unreadable
  const rule: Rule = { freq, interval: 1 }
  for (const [name, value] of parts) if (name !== 'FREQ' && !readPart(rule, name, value)) return unreadable
  const fault = refuse(rule)
  return fault ? { fault } : { rule }
}

/** The text of a rule, parts in the order people write them. `parseRule` reads it back to the same parts. */
export function writeRule(rule: Rule): string {
  const parts = [`FREQ=${rule.freq}`]
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`)
  if (rule.byDay) parts.push(`BYDAY=${rule.byDay.map(({ day, nth }) => `${nth || ''}${day}`).join(',')}`)
  for (const [name, { key }] of Object.entries(lists))
    if (rule[key]) parts.push(`${name}=${rule[key].join(',')}`)
  if (rule.weekStart) parts.push(`WKST=${rule.weekStart}`)
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`)
  if (rule.until !== undefined) parts.push(`UNTIL=${rule.until}`)
  return parts.join(';')
}

/**
 * The last wall moment (wall milliseconds) at which a date of the rule may start; null without UNTIL. A day means to
 * its end, a wall time is itself, an instant (Z) what the clocks of `zone` read then. RFC 5545 wants an instant
 * where DTSTART has a zone; calendars in use write all three.
 */
export function lastWall(rule: Rule, zone: string): number | null {
  if (rule.until === undefined) return null
  const [, year, month, day, hour, minute, second, utc] = untilForm.exec(rule.until) ?? []
  if (!hour) return wallEndOfDay(`${year}-${month}-${day}`)
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return utc ? wallOf(ms, zone) : ms
}

/**
 * A rule that `parseRule` reads, as RFC 5545 wants it exported: UNTIL is a day of an all-day event and an instant of
 * another, whichever way it was written.
 */
export function exportRule(rule: Rule, { zone, allDay }: { zone: string; allDay: boolean }): string {
  const last = lastWall(rule, zone)
  if (last === null) return writeRule(rule)
  const stamp = new Date(allDay ? last : instantOf(last, zone).at).toISOString().replace(/[-:]|\.\d+/g, '')
  return writeRule({ ...rule, until: allDay ? stamp.slice(0, 8) : stamp })
}

const untilForm = /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?))?$/

function wallEndOfDay(day: string): number {
  return Date.parse(`${day}T23:59:59Z`)
}

function isFrequency(text: string | undefined): text is Frequency {
  return frequencies.some((frequency) => frequency === text)
}

function isWeekday(text: string | undefined): text is Weekday {
  return weekdays.some((weekday) => weekday === text)
}

/** Sets one part of `rule`; false when it is not one. */
function readPart(rule: Rule, name: string, value: string): boolean {
  const list = lists[name]
  if (list) {
    const numbers = value.split(',').map((text) => (/^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN))
    const fits = (n: number) => {
      const size = list.signed ? Math.abs(n) : n
      return size >= list.min && size <= list.max
    }
    rule[list.key] = [...new Set(numbers)]
    return numbers.every(fits)
  }
  if (name === 'INTERVAL' || name === 'COUNT') {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : 0
    rule[name === 'COUNT' ? 'count' : 'interval'] = number
    return number > 0
  }
  if (name === 'UNTIL') {
    const [, year, month, day] = untilForm.exec(value) ?? []
    rule.until = value
    return readWall(`${year}-${month}-${day}`, true) !== null
  }
  if (name === 'WKST') {
    if (!isWeekday(value)) return false
    rule.weekStart = value
    return true
  }
  if (name === 'BYDAY') {
    const days = value.split(',').map(readDay)
    if (!days.every((day) => day !== null)) return false
    rule.byDay = days
    return true
  }
  return false
}

function readDay(text: string): RuleDay | null {
  const [, nth, day] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? []
  if (!isWeekday(day)) return null
  const number = nth === undefined ? 0 : Number(nth)
  return nth !== undefined && (number === 0 || Math.abs(number) > 53) ? null : { day, nth: number }
}

/** What the standard or our limits refuse of a rule whose parts are each well written. */
function refuse(rule: Rule): RuleFault | null {
  if (rule.count !== undefined && rule.until !== undefined) return 'rule-count-and-until'
  if ((rule.count ?? 0) > ruleLimits.count) return 'rule-count-too-large'
  if (rule.interval > ruleLimits.interval) return 'rule-interval-too-large'
  if (forbidden[rule.freq].some((key) => rule[key])) return 'rule-unreadable'
  const counted = rule.byDay?.some((day) => day.nth !== 0) ?? false
  if (counted && (rule.freq === 'DAILY' || rule.freq === 'WEEKLY' || rule.byWeekNo)) return 'rule-unreadable'
  const by = Object.values(lists).some(({ key }) => key !== 'bySetPos' && rule[key]) || rule.byDay
  if (rule.bySetPos && !by) return 'rule-unreadable'
  if ((rule.byHour?.length ?? 1) * (rule.byMinute?.length ?? 1) > ruleLimits.timesADay)
    return 'rule-too-often'
  return null
}
