/** What a change of a published event is to those who meant to come. Pure. */
import { compareSchedules } from './schedule-compare.rules.ts'
import type { Occurrence, Schedule } from './schedule.rules.ts'

/** A date as its clock reads: `2026-12-05T19:00`, or a day. */
type Wall = string
/** Kept with the entry of the history that it explains. Each list holds the first few, by start. */
export type EventNews = {
  moved: { from: Wall; to: Wall }[]
  cancelled: Wall[]
  restored: Wall[]
  added: Wall[]
  removed: Wall[]
  /** Dates beside those listed. */
  more: number
  place: { from: string | null; to: string | null } | null
}

type Told = { schedule: Schedule; placeId: string | null }
const listed = 5
/** Dates of a year and a half, one a day: beyond, nobody has noted it yet. */
const window = { horizonMs: 548 * 86_400_000, limit: 600 }

const startsOf = (dates: Occurrence[]): Wall[] => dates.slice(0, listed).map(({ start }) => start)

/** What differs between two versions, of what is still to come at `at`; null when nothing does. */
export function newsOf(before: Told, after: Told, at: number): EventNews | null {
  const place = before.placeId === after.placeId ? null : { from: before.placeId, to: after.placeId }
  const same = JSON.stringify(before.schedule) === JSON.stringify(after.schedule)
  if (same) return place && { moved: [], cancelled: [], restored: [], added: [], removed: [], more: 0, place }
  const changes = compareSchedules(before.schedule, after.schedule, {
    from: at,
    until: at + window.horizonMs,
    limit: window.limit,
  })
  const lists = [changes.moved, changes.cancelled, changes.restored, changes.added, changes.removed]
  const news: EventNews = {
    moved: changes.moved
      .slice(0, listed)
      .map(({ before: was, after: is }) => ({ from: was.start, to: is.start })),
    cancelled: startsOf(changes.cancelled),
    restored: startsOf(changes.restored),
    added: startsOf(changes.added),
    removed: startsOf(changes.removed),
    more: lists.reduce((sum, list) => sum + Math.max(0, list.length - listed), 0),
    place,
  }
  return place || lists.some((list) => list.length > 0) ? news : null
}
