import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import {
  deleteOccurrences,
  findEvent,
  findToExpand,
  insertOccurrence,
  readOccurrences,
  updateDerived,
  updateOccurrence,
  type EventRow,
  type NewOccurrenceRow,
  type OccurrenceRow,
} from './events.repository.ts'
import { isPublic } from './events.rules.ts'
import { findPlace, type PlaceRow } from './places.repository.ts'
import { expandSchedule, type Occurrence } from './schedule.rules.ts'

const dayMs = 86_400_000
/** How far ahead the dates of a rule are written as rows: the next season's programme, and the one after. */
export const horizonMs = 548 * dayMs
/** Of a rule that began long ago, what is still worth showing as past. */
const pastMs = 365 * dayMs
/** Rows of one event written at a time: one a day over both, and some. The worker writes what is beyond. */
const maxDates = 1000

type Dated = Pick<EventRow, 'schedule' | 'status' | 'publishedAt' | 'territorySiren' | 'communeCode'>
type Where = Pick<PlaceRow, 'lon' | 'lat'> | null

/** The dates of an event that are to be rows now, and what its own row says of them. */
export type Dates = {
  occurrences: Occurrence[]
  derived: Pick<EventRow, 'firstStartAt' | 'lastEndAt' | 'expandedUntil'>
  /** Rows that start before it are left as they are. */
  from: number
}

/** The dates that a schedule gives within the horizon, from a year ago; all of them when they are written one by one. */
export function datesWithin(schedule: EventRow['schedule'], at: number): Dates {
  const ruled = schedule.rule !== undefined
  const from = ruled ? at - pastMs : -Infinity
  const { occurrences, expandedUntil } = expandSchedule(schedule, {
    from,
    until: ruled ? at + horizonMs : Infinity,
    limit: maxDates,
  })
  const ends = occurrences.map(({ endAt }) => endAt)
  return {
    occurrences,
    from,
    derived: {
      firstStartAt: occurrences[0]?.startAt ?? null,
      lastEndAt: ends.length > 0 ? Math.max(...ends) : null,
      expandedUntil,
    },
  }
}

/** Those of an event now: a draft has none as rows, since anyone may send one and nobody reads it in a list. */
export function datesOf({ schedule, status }: Pick<EventRow, 'schedule' | 'status'>, at: number): Dates {
  const dates = datesWithin(schedule, at)
  if (status !== 'draft') return dates
  return { ...dates, occurrences: [], derived: { ...dates.derived, expandedUntil: null } }
}

/** The next dates of a list; when none is to come, its last ones. By start. */
export function nextDates<T extends { startAt: number; endAt: number }>(
  dates: readonly T[],
  { at, limit }: { at: number; limit: number },
): T[] {
  const ordered = dates.toSorted((a, b) => a.startAt - b.startAt)
  const next = ordered.filter(({ endAt }) => endAt > at).slice(0, limit)
  return next.length > 0 ? next : ordered.slice(-limit)
}

function rowOf(event: Dated, seq: number, where: Where, date: Occurrence): NewOccurrenceRow {
  return {
    eventSeq: seq,
    recurrence: date.recurrence,
    startAt: date.startAt,
    endAt: date.endAt,
    start: date.start,
    end: date.end,
    allDay: date.allDay,
    cancelled: date.cancelled,
    moved: date.moved,
    reason: date.reason,
    listed: isPublic(event),
    territorySiren: event.territorySiren,
    communeCode: event.communeCode,
    lon: where?.lon ?? null,
    lat: where?.lat ?? null,
  }
}

/** Writes the dates of a new event. */
export async function insertDates(
  tx: Tx,
  { event, seq, where, dates }: { event: Dated; seq: number; where: Where; dates: Dates },
): Promise<void> {
  for (const date of dates.occurrences) await insertOccurrence(tx, rowOf(event, seq, where, date))
}

/** Brings the rows of an event to its dates: a date that stays keeps its row, so that no list jumps. */
export async function replaceDates(
  tx: Tx,
  { event, where, dates }: { event: Dated & Pick<EventRow, 'seq'>; where: Where; dates: Dates },
): Promise<void> {
  const rows = await readOccurrences(tx, event.seq)
  const known = new Map(rows.map((row) => [row.recurrence, row]))
  for (const date of dates.occurrences) {
    const row = rowOf(event, event.seq, where, date)
    const before = known.get(date.recurrence)
    known.delete(date.recurrence)
    if (!before) await insertOccurrence(tx, row)
    else if (!sameRow(before, row)) await updateOccurrence(tx, before.id, row)
  }
  const rest = [...known.values()]
  await deleteOccurrences(
    tx,
    rest.filter(({ startAt }) => startAt >= dates.from).map(({ id }) => id),
  )
  for (const old of rest.filter(({ startAt }) => startAt < dates.from))
    if (old.listed !== isPublic(event)) {
      const { id, ord: _, ...row } = old
      await updateOccurrence(tx, id, { ...row, listed: isPublic(event) })
    }
}

function sameRow(before: OccurrenceRow, after: NewOccurrenceRow): boolean {
  return (Object.keys(after) as (keyof NewOccurrenceRow)[]).every((key) => before[key] === after[key])
}

const batch = 100
const behindMs = dayMs

/**
 * Moves the horizon on: writes the dates that running rules give beyond what is written. Daily, in the worker; done
 * again it writes nothing twice. Answers how many dates it wrote.
 */
export async function extendOccurrences({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<{ written: number }> {
  const now = clock.now()
  const until = now + horizonMs
  let written = 0
  for (;;) {
    const behind = await findToExpand(database.read, { before: until - behindMs, limit: batch })
    if (behind.length === 0) return { written }
    for (const { id } of behind) written += await database.write((tx) => extend(tx, id, until))
  }
}

async function extend(tx: Tx, id: string, until: number): Promise<number> {
  const event = await findEvent(tx, id)
  if (!event || event.expandedUntil === null || event.expandedUntil >= until) return 0
  const { occurrences, expandedUntil } = expandSchedule(event.schedule, {
    from: event.expandedUntil,
    until,
    limit: maxDates,
  })
  const where = event.placeId ? ((await findPlace(tx, event.placeId)) ?? null) : null
  const known = new Set((await readOccurrences(tx, event.seq)).map(({ recurrence }) => recurrence))
  const fresh = occurrences.filter(({ recurrence }) => !known.has(recurrence))
  for (const date of fresh) await insertOccurrence(tx, rowOf(event, event.seq, where, date))
  const ends = occurrences.map(({ endAt }) => endAt)
  await updateDerived(tx, event.seq, {
    firstStartAt: event.firstStartAt ?? occurrences[0]?.startAt ?? null,
    lastEndAt: ends.length > 0 ? Math.max(event.lastEndAt ?? -Infinity, ...ends) : event.lastEndAt,
    expandedUntil,
  })
  return fresh.length
}
