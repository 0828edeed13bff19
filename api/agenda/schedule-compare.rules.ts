/** What an edit of a schedule changes for who meant to come: what followers are told. */
import { datesOf } from './schedule-dates.rules.ts'
import { expandSchedule, occurrenceIn, type Occurrence, type Schedule } from './schedule.rules.ts'

export type DateChanges = {
  added: Occurrence[]
  moved: { before: Occurrence; after: Occurrence }[]
  cancelled: Occurrence[]
  /** Takes place after all. */
  restored: Occurrence[]
  /** Is no date of the event any more, and is not even shown as cancelled. */
  removed: Occurrence[]
}

/**
 * The dates that differ between two schedules of an event, of those that start in the window before or after the
 * edit (as in `expandSchedule`). A date keeps its name when it is moved; when the whole series is (19:00 becomes
 * 20:00), the one date gone and the one date new on a day are the same, moved. Dates that were cancelled already are
 * news only when restored.
 */
export function compareSchedules(
  before: Schedule,
  after: Schedule,
  window: { from: number; until: number; limit: number },
): DateChanges {
  const old = datesIn(before, window)
  const now = datesIn(after, window)
  const changes: DateChanges = { added: [], moved: [], cancelled: [], restored: [], removed: [] }
  // Beyond what both schedules were expanded to, a date missing from one is not gone: it was not looked at.
  const known = Math.min(old.until, now.until)
  const gone: Occurrence[] = []
  const fresh: Occurrence[] = []
  for (const recurrence of new Set([...old.byName.keys(), ...now.byName.keys()])) {
    const was = old.byName.get(recurrence) ?? old.find(recurrence)
    const is = now.byName.get(recurrence) ?? now.find(recurrence)
    if (Math.min(was?.startAt ?? Infinity, is?.startAt ?? Infinity) >= known) continue
    if (was && is) note(changes, was, is)
    else if (was && !was.cancelled) gone.push(was)
    else if (is && !is.cancelled) fresh.push(is)
  }
  for (const was of gone) {
    const sameDay = (date: Occurrence) => dayOf(date) === dayOf(was)
    const is = fresh.filter(sameDay).length === 1 && gone.filter(sameDay).length === 1 && fresh.find(sameDay)
    if (is) changes.moved.push({ before: was, after: is })
    else changes.removed.push(was)
  }
  const paired = new Set(changes.moved.map(({ after }) => after))
  changes.added = fresh.filter((date) => !paired.has(date))
  for (const list of [changes.added, changes.cancelled, changes.restored, changes.removed])
    list.sort((a, b) => a.startAt - b.startAt)
  changes.moved.sort((a, b) => a.after.startAt - b.after.startAt)
  return changes
}

function datesIn(schedule: Schedule, window: { from: number; until: number; limit: number }) {
  const { occurrences, expandedUntil } = expandSchedule(schedule, window)
  const dates = datesOf(schedule)
  return {
    byName: new Map(occurrences.map((date) => [date.recurrence, date])),
    until: expandedUntil ?? Infinity,
    find: (recurrence: string) => occurrenceIn(schedule, dates, recurrence),
  }
}

function note(changes: DateChanges, was: Occurrence, is: Occurrence): void {
  if (!was.cancelled && is.cancelled) changes.cancelled.push(is)
  else if (was.cancelled && !is.cancelled) changes.restored.push(is)
  else if (!is.cancelled && (was.startAt !== is.startAt || was.endAt !== is.endAt))
    changes.moved.push({ before: was, after: is })
}

function dayOf({ start }: Occurrence): string {
  return start.slice(0, 10)
}
