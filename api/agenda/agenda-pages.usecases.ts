import type { Reader } from '../../db/client.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { commonProblems } from '../platform/problems.ts'
import type { AgendaQuery } from './agenda-query.ts'
import { flatKm } from './agenda-query.ts'
import { readPositions } from './agenda-list.repository.ts'
import { ordAt } from './listing.rules.ts'
import { findRunning, walk, walkPast, wholeTime } from './occurrences.repository.ts'

/**
 * How a list of dates is gone through, both ways, from an instant that the first page chose and every cursor keeps: what
 * was over by then, what was going on, what was to come; each by start. So an exhibition that runs since June is at the
 * head of today's list and not three months back, and time passing between two pages changes neither.
 */
const part = { past: 0, running: 1, toCome: 2 } as const
type Position = { part: number; ord: number }
export type OrdPage = { ords: number[]; nextCursor: string | null; previousCursor: string | null }
type Cursor = { instant: number; first: number; ord: number; backwards: boolean }
const least = wholeTime.after
const most = wholeTime.before
const minuteMs = 60_000

function write({ instant, first, ord, backwards }: Cursor): string {
  return encodeCursor([instant, first, ord, backwards ? 1 : 0])
}

/** Throws `bad-cursor`. */
function read(cursor: string): Cursor {
  const [instant, first, ord, backwards] = decodeCursor(cursor, ['number', 'number', 'number', 'number']) as [
    number,
    number,
    number,
    number,
  ]
  if (![instant, first, ord].every(Number.isSafeInteger) || first < 0) throw commonProblems['bad-cursor']()
  return { instant, first, ord, backwards: backwards === 1 }
}

type Given = { read: Reader; query: AgendaQuery; now: number; cursor?: string | undefined; limit: number }

/** The dates that go with a question, by start. Throws `bad-cursor`. */
export async function pageByStart({ read: db, query, now, cursor, limit }: Given): Promise<OrdPage> {
  const given = cursor ? read(cursor) : null
  if (given && given.first > part.toCome) throw commonProblems['bad-cursor']()
  const instant = query.from ?? given?.instant ?? Math.floor(now / minuteMs) * minuteMs
  const earliest = query.from === null ? part.past : part.running
  const end = query.to === null ? most : ordAt(query.to)
  const { asked, territorySirens } = query

  const readPart = async (
    which: number,
    after: number,
    before: number,
    backwards: boolean,
    wanted: number,
  ) => {
    const stretch = { after, before: Math.min(before, end), backwards, limit: wanted }
    if (which === part.past) return walkPast(db, asked, instant, stretch)
    if (which === part.toCome)
      return walk(db, asked, { ...stretch, after: Math.max(after, ordAt(instant) - 1) })
    const running = (
      await findRunning(db, asked, instant, { territorySirens, to: query.to ?? Number.MAX_SAFE_INTEGER })
    ).filter((ord) => ord > after && ord < before)
    return (backwards ? running.toReversed() : running).slice(0, wanted)
  }
  const gather = async (from: Position, backwards: boolean): Promise<Position[]> => {
    const found: Position[] = []
    const [step, last] = backwards ? [-1, earliest] : [1, part.toCome]
    for (let which = from.part; backwards ? which >= last : which <= last; which += step) {
      const own = which === from.part
      const ords = await readPart(
        which,
        own && !backwards ? from.ord : least,
        own && backwards ? from.ord : most,
        backwards,
        limit + 1 - found.length,
      )
      found.push(...ords.map((ord) => ({ part: which, ord })))
      if (found.length > limit) break
    }
    return found
  }

  const start = given
    ? { part: Math.max(given.first, earliest), ord: given.ord }
    : { part: part.running, ord: least }
  const backwards = given?.backwards ?? false
  const found = await gather(start, backwards)
  const items = backwards ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const to = (position: Position, back: boolean) =>
    write({ instant, first: position.part, ord: position.ord, backwards: back })
  const [first, last] = [items[0], items.at(-1)]
  const more = found.length > limit
  const ords = items.map(({ ord }) => ord)
  if (backwards)
    return {
      ords,
      previousCursor: more && first ? to(first, true) : null,
      // What stood at the cursor is the first of what follows.
      nextCursor: to(last ?? { ...start, ord: Math.max(start.ord - 1, least) }, false),
    }
  // Whether anything is over already is not looked for until someone goes back to see.
  const hasBefore = given !== null || earliest === part.past
  return {
    ords,
    nextCursor: more && last ? to(last, false) : null,
    previousCursor: hasBefore
      ? to(
          first ??
            (given ? { ...start, ord: Math.min(start.ord + 1, most) } : { part: part.toCome, ord: most }),
          true,
        )
      : null,
  }
}

/** Dates looked at for the nearest: the soonest. */
export const nearestAmong = 2000
/** Events of the next 30 days, unless the last day is said: what is near and far ahead is no answer. */
export const soonMs = 30 * 86_400_000

/** The soonest dates of a stretch of time, and whether there are more than were looked at. */
export async function findSoonest(
  db: Reader,
  query: AgendaQuery,
  { instant, limit }: { instant: number; limit: number },
): Promise<{ ords: number[]; more: boolean }> {
  const to = query.to ?? instant + soonMs
  const before = ordAt(to)
  const running = await findRunning(db, query.asked, instant, {
    territorySirens: query.territorySirens,
    to,
  })
  const coming = await walk(db, query.asked, { after: ordAt(instant) - 1, before, limit: limit + 1 })
  const all = [...running, ...coming]
  return { ords: all.slice(0, limit), more: all.length > limit }
}

/** Each event once, by its next date, the nearest first. Expects a point in `query.near`. Throws `bad-cursor`. */
export async function pageByDistance({ read: db, query, now, cursor, limit }: Given): Promise<OrdPage> {
  const given = cursor ? read(cursor) : null
  const instant = query.from ?? given?.instant ?? Math.floor(now / minuteMs) * minuteMs
  const { near } = query
  if (near === null) return { ords: [], nextCursor: null, previousCursor: null }
  const { ords } = await findSoonest(db, query, { instant, limit: nearestAmong })
  const positions = new Map((await readPositions(db, ords)).map((row) => [row.ord, row]))
  const next = new Map<number, { ord: number; metres: number }>()
  for (const ord of ords) {
    const position = positions.get(ord)
    if (position && !next.has(position.eventSeq))
      next.set(position.eventSeq, { ord, metres: Math.round(flatKm(near, position) * 1000) })
  }
  const sorted = [...next.values()].toSorted((a, b) => a.metres - b.metres || a.ord - b.ord)
  const compare = (one: { ord: number; metres: number }, { first, ord }: Cursor) =>
    one.metres - first || one.ord - ord
  const eligible = given
    ? sorted.filter((one) => (given.backwards ? compare(one, given) < 0 : compare(one, given) > 0))
    : sorted
  const items = given?.backwards ? eligible.slice(-limit) : eligible.slice(0, limit)
  const to = (one: { ord: number; metres: number }, backwards: boolean) =>
    write({ instant, first: one.metres, ord: one.ord, backwards })
  const [first, last] = [items[0], items.at(-1)]
  return {
    ords: items.map(({ ord }) => ord),
    nextCursor: last && sorted.indexOf(last) < sorted.length - 1 ? to(last, false) : null,
    previousCursor: first && sorted.indexOf(first) > 0 ? to(first, true) : null,
  }
}
