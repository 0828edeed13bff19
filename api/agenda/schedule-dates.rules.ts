/** The wall starts that a schedule gives, asked of a list of dates or of a rule in the same words. */
import { RRuleTemporal } from 'rrule-temporal'
import { lastWall, parseRule, writeRule } from './rrule.rules.ts'
import type { Schedule } from './schedule.rules.ts'
import { dayMs, readWall, wallMs } from '../platform/wall.rules.ts'

export type ScheduleDates = {
  /** Wall milliseconds of the first span. */
  first: number
  /** True for a date that takes place or was moved or cancelled; false for an exception and what no rule gives. */
  has: (recurrence: string) => boolean
  /** Wall starts at or after `from` and before `to`, in order, without exceptions and without moved dates. */
  between: (from: number, to: number) => number[]
  /** The first of those at or after `from`; null when there is none. */
  next: (from: number) => number | null
}

/**
 * Periods (days, weeks …) that a rule may be searched for its next date: eleven years of days, since 29 February is
 * eight years away around 2100. A rule that gives nothing costs 20 ms, once.
 */
const searchedPeriods = 4000
/** Periods from its first date that a rule with COUNT is followed: twenty years of days. */
const countedPeriods = 8000
/** Of a rule no more is asked at once than `searchedPeriods` can hold. */
const askedAtOnce = 3650 * dayMs

/** Throws a RangeError when the schedule cannot be read: `checkSchedule` tells why. */
export function datesOf(schedule: Schedule): ScheduleDates {
  const { allDay } = schedule
  const exceptions = new Set(schedule.exceptions)
  const moved = (schedule.changes ?? []).filter((change) => change.span).map((change) => change.recurrence)
  const hidden = new Set([...exceptions, ...moved].map((recurrence) => wallMs(recurrence, allDay)))
  const shown = (wall: number) => !hidden.has(wall)
  const starts = [...new Set(schedule.spans.map((span) => wallMs(span.start, allDay)))].sort((a, b) => a - b)
  const [first] = starts
  if (first === undefined) throw new RangeError('a schedule has at least one date')

  const given = schedule.rule === undefined ? listed(starts) : ruled(schedule, schedule.rule, first)
  return {
    first,
    has: (recurrence) => {
      const wall = readWall(recurrence, allDay)
      return wall !== null && !exceptions.has(recurrence) && given.between(wall, wall + 1).length > 0
    },
    between: (from, to) => given.between(from, to).filter(shown),
    next: (from) => {
      let wall = given.next(from)
      while (wall !== null && !shown(wall)) {
        const near = given.between(wall, wall + yearMs).find(shown)
        wall = near ?? given.next(wall + yearMs)
      }
      return wall
    },
  }
}

const yearMs = 366 * dayMs
type Given = Pick<ScheduleDates, 'between' | 'next'>

function listed(starts: number[]): Given {
  return {
    between: (from, to) => starts.filter((wall) => wall >= from && wall < to),
    next: (from) => starts.find((wall) => wall >= from) ?? null,
  }
}

/**
 * A rule in the library's hands, in UTC: no hour is lost there, so what it counts is wall time. The first date, when
 * the rule does not give it, is added here: the library's `includeDtstart` forgets it in yearly rules (last Friday of
 * the year) that would give it if they were monthly.
 */
function ruled(schedule: Schedule, text: string, first: number): Given {
  const parsed = parseRule(text)
  if ('fault' in parsed) throw new RangeError(`${parsed.fault}: ${text}`)
  const { rule } = parsed
  const last = lastWall(rule, schedule.zone)
  const until = last === null ? undefined : new Date(last).toISOString().replace(/[-:]|\.\d+/g, '')
  const engine = new RRuleTemporal({
    rruleString: `RRULE:${writeRule({ ...rule, until })}`,
    dtstart: { timeZoneId: 'UTC', toString: () => `${new Date(first).toISOString()}[UTC]` },
    tzid: 'UTC',
    maxIterations: rule.count === undefined ? searchedPeriods : countedPeriods,
  })
  if (rule.count !== undefined) {
    const walls = counted(engine)
    return listed(walls[0] === first ? walls : [first, ...walls].slice(0, rule.count))
  }
  const ruled = asked(engine, first)
  if (ruled.between(first, first + 1).length > 0) return ruled
  return {
    between: (from, to) => [...(from <= first && first < to ? [first] : []), ...ruled.between(from, to)],
    next: (from) => (from <= first ? first : ruled.next(from)),
  }
}

/** All the dates of a rule with COUNT: each window of it would be counted from the first anyway. */
function counted(engine: RRuleTemporal): number[] {
  const walls: number[] = []
  const collect = () => engine.all((date) => walls.push(date.epochMilliseconds) > 0)
  untilTired(collect, [])
  return walls
}

function asked(engine: RRuleTemporal, first: number): Given {
  const piece = (from: number, to: number) =>
    untilTired(() => engine.between(new Date(from), new Date(to - 1), true), [])
  return {
    between: (from, to) => {
      const walls: number[] = []
      for (let at = Math.max(from, first); at < to; at += askedAtOnce)
        for (const date of piece(at, Math.min(at + askedAtOnce, to))) walls.push(date.epochMilliseconds)
      return walls
    },
    next: (from) => untilTired(() => engine.next(new Date(from), true), null)?.epochMilliseconds ?? null,
  }
}

/** A rule that gives nothing in all the periods searched is taken to be over; so is one that leaves the calendar. */
function untilTired<T>(ask: () => T, nothing: T): T {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && /^Maximum |[Oo]ut.of.bounds/.test(error.message)) return nothing
    throw error
  }
}
