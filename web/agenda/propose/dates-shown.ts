import type { WhenDraft } from './event-draft.ts'
import { repeatDays } from './repeat-days.ts'
import { spanOf, type WallSpan } from './schedule-draft.ts'
import { addDays } from '../list/days.ts'
import { instantOfWall } from './wall-instant.ts'

/** A date as readers will be shown it, in the shape that `when-words.ts` says. */
export type ShownDate = {
  /** Day that names it. */
  day: string
  start: string
  end: string
  startAt: number
  endAt: number
  allDay: boolean
  /** Taken out of the repetition. */
  without: boolean
}

function shown(span: WallSpan, allDay: boolean, without: boolean): ShownDate {
  return {
    day: span.start.slice(0, 10),
    ...span,
    startAt: instantOfWall(span.start),
    endAt: instantOfWall(allDay ? addDays(span.end, 1) : span.end),
    allDay,
    without,
  }
}

const isWhole = (day: string) => /^20\d\d-\d\d-\d\d$/.test(day)

/** What is said of the dates as one writes them: at most `limit`, and whether there are more. What is not whole is left out. */
export function datesShown(when: WhenDraft, limit: number): { dates: ShownDate[]; more: boolean } {
  const { allDay, kind, repeat, without } = when
  const whole = when.dates.filter(({ day, from }) => isWhole(day) && (allDay || from !== ''))
  const [first] = whole
  if (!first) return { dates: [], more: false }
  if (kind === 'one') return { dates: [shown(spanOf(first, allDay), allDay, false)], more: false }
  if (kind === 'several') {
    const all = whole.map((date) => shown(spanOf(date, allDay), allDay, false))
    return { dates: all.sort((a, b) => a.startAt - b.startAt).slice(0, limit), more: all.length > limit }
  }
  // Begun today and not seen from here: its dates are known to the server alone.
  if (when.otherRule) return { dates: [shown(spanOf(first, allDay), allDay, false)], more: true }
  const { days, more } = repeatDays(repeat, first.day, limit)
  const length = Date.parse(spanOf(first, true).end) - Date.parse(first.day)
  const dates = days.map((day) => {
    const lastDay = length > 0 ? addDays(day, length / 86_400_000) : ''
    return shown(spanOf({ ...first, day, lastDay }, allDay), allDay, without.includes(day))
  })
  return { dates, more }
}
