/** What several changes of an event come to, for somebody who has heard of none of them. Pure. */
import type { EventNews } from './events-news.rules.ts'

/** Takes a value out of a list; true when it was there. */
function take(list: string[], value: string): boolean {
  const at = list.indexOf(value)
  if (at >= 0) list.splice(at, 1)
  return at >= 0
}

/**
 * One after the other, the oldest first: a date moved twice is moved once, what was undone is not told, nor what is over
 * on a day (`2026-12-05`). Null when nothing is left.
 */
export function sumNews(all: readonly EventNews[], today: string): EventNews | null {
  const sum: EventNews = {
    moved: [],
    cancelled: [],
    restored: [],
    added: [],
    removed: [],
    more: 0,
    place: null,
  }
  for (const { moved, cancelled, restored, added, removed, more, place } of all) {
    for (const { from, to } of moved) {
      const before = sum.moved.find((one) => one.to === from)
      if (before) before.to = to
      else if (take(sum.added, from)) sum.added.push(to)
      else sum.moved.push({ from, to })
    }
    for (const wall of cancelled) if (!take(sum.restored, wall)) sum.cancelled.push(wall)
    for (const wall of restored) if (!take(sum.cancelled, wall)) sum.restored.push(wall)
    for (const wall of added) if (!take(sum.removed, wall)) sum.added.push(wall)
    for (const wall of removed) {
      const moves = sum.moved.find(({ to }) => to === wall)
      if (moves) sum.moved.splice(sum.moved.indexOf(moves), 1)
      if (!take(sum.added, wall)) sum.removed.push(moves?.from ?? wall)
    }
    sum.more += more
    if (place) sum.place = { from: sum.place ? sum.place.from : place.from, to: place.to }
  }
  const isToCome = (wall: string) => wall.slice(0, 10) >= today
  const news: EventNews = {
    moved: sum.moved.filter(({ from, to }) => from !== to && (isToCome(from) || isToCome(to))),
    cancelled: sum.cancelled.filter(isToCome),
    restored: sum.restored.filter(isToCome),
    added: sum.added.filter(isToCome),
    removed: sum.removed.filter(isToCome),
    more: sum.more,
    place: sum.place && sum.place.from !== sum.place.to ? sum.place : null,
  }
  const { more, place, ...lists } = news
  return more > 0 || place || Object.values(lists).some(({ length }) => length > 0) ? news : null
}

export type Standing = 'on' | 'cancelled' | 'gone'
/** How an event stood before an entry of its history; of the others, nothing is known. */
const before: Record<string, Standing> = {
  cancelled: 'on',
  declined: 'on',
  restored: 'cancelled',
  approved: 'gone',
  published: 'gone',
}

/** How it stood before some entries, the oldest first, when it stands as `now` after them. */
export function stoodBefore(kinds: readonly string[], now: Standing): Standing {
  for (const kind of kinds) {
    const stood = before[kind]
    if (stood) return stood
  }
  return now
}
