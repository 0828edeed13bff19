import { sql, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import {
  ageBits,
  type Box,
  durationBits,
  eventMask,
  eventOf,
  type ListQuery,
  ordAt,
  ordsAnHour,
} from './listing.rules.ts'

// Which dates a list holds, and where they stand in it. The table `occurrence_key` is kept by triggers (migration
// agenda_lists): (key, ord, bits), in that order on disk, so that a list is walked from any of its places.

/** A circle, flat as the ground is over a hundred kilometres: degrees of latitude weigh one, of longitude `cos`. */
export type Circle = { lon: number; lat: number; cos: number; degrees: number }
export type Asked = ListQuery & {
  /** FTS5 expression over the texts of events. */
  match: string | null
  /** Only these places: few, found beforehand. */
  ords: readonly number[] | null
  box: Box | null
  circle: Circle | null
}
/** Between two places, both left out. */
export type Stretch = { after: number; before: number; backwards?: boolean; limit: number }
export const wholeTime = { after: -Number.MAX_SAFE_INTEGER, before: Number.MAX_SAFE_INTEGER } as const

/** A ligature and its letters are the same word; unlike accents, the full-text index does not fold them. */
const spellings = (word: string) => [
  ...new Set([
    word,
    word.replace(/œ/gi, 'oe').replace(/æ/gi, 'ae'),
    word.replace(/oe/gi, 'œ').replace(/ae/gi, 'æ'),
  ]),
]

/** Words looked for of one question: each reads its own part of the index, and nobody remembers more of a title. */
const mostWords = 12

/** FTS5 query of what a person typed: every word once, as a prefix; nothing they type is an operator. */
export function matchExpression(text: string): string | null {
  const all = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const words = [...new Set(all)].slice(0, mostWords)
  const terms = words.map((word) => {
    const either = spellings(word).map((spelling) => `"${spelling}"${word.length > 1 ? '*' : ''}`)
    return either.length > 1 ? `(${either.join(' OR ')})` : either[0]
  })
  return terms.length > 0 ? terms.join(' AND ') : null
}

const listed = (values: readonly (number | string)[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )
const all = (conditions: (SQL | null)[]) => {
  const given = conditions.filter((condition) => condition !== null)
  return given.length > 0 ? sql`and ${sql.join(given, sql` and `)}` : sql``
}

/** What a place `k` of the list that leads must have besides. */
function conditions({ groups, bits, age, box, circle }: Asked, leading: readonly number[]): (SQL | null)[] {
  return [
    bits > 0 ? sql`(k.bits & ${bits}) = ${bits}` : null,
    age === null
      ? null
      : sql`((k.bits >> ${ageBits.minShift}) & ${ageBits.mask}) <= ${age} and ((k.bits >> ${ageBits.maxShift}) & ${ageBits.mask}) >= ${Math.min(age, ageBits.mask)}`,
    ...groups
      .filter((group) => group !== leading)
      .map(
        (group) =>
          sql`exists (select 1 from occurrence_key p where p.key in (${listed(group)}) and p.ord = k.ord)`,
      ),
    box
      ? sql`exists (select 1 from occurrence o where o.ord = k.ord
          and o.lon between ${box[0]} and ${box[2]} and o.lat between ${box[1]} and ${box[3]})`
      : null,
    circle
      ? sql`exists (select 1 from occurrence o where o.ord = k.ord and
          (o.lon - ${circle.lon}) * (o.lon - ${circle.lon}) * ${circle.cos * circle.cos} +
          (o.lat - ${circle.lat}) * (o.lat - ${circle.lat}) <= ${circle.degrees * circle.degrees})`
      : null,
  ]
}

const counted = 300

/** The shortest list from here on, as far as it is worth counting: the one to walk. */
async function chooseLeader(read: Reader, groups: number[][], stretch: Stretch): Promise<number[]> {
  const [first = [], ...others] = groups
  if (others.length === 0) return first
  let leader = first
  let shortest = Number.POSITIVE_INFINITY
  for (const group of groups) {
    let length = 0
    for (const key of group) {
      const [row] = await read.all<{ n: number }>(sql`select count(*) as n from (select 1 from occurrence_key
        where key = ${key} and ord > ${stretch.after} and ord < ${stretch.before} limit ${counted})`)
      length += row?.n ?? 0
      if (length >= Math.min(shortest, counted)) break
    }
    if (length < shortest) [leader, shortest] = [group, length]
  }
  return leader
}

// Events that a text may be in, for each way of looking: each date of a few; dates in time, among a set; or, of a text
// that is in a good part of all, dates in time, a batch at a time.
const fewEvents = 200
const manyEvents = 10_000

/** Row numbers of the events that hold a text when they are few; else whether they are a good part of all. */
type Held = { few: number[] } | { few: null; many: boolean }
// Asked once for all that one question walks.
const held = new WeakMap<Asked, Promise<Held>>()

async function findHeld(read: Reader, match: string): Promise<Held> {
  const few = await read.all<{ seq: number }>(
    sql`select rowid as seq from event_fts where event_fts match ${match} limit ${fewEvents + 1}`,
  )
  if (few.length <= fewEvents) return { few: few.map(({ seq }) => seq) }
  const [row] = await read.all<{ n: number }>(sql`select count(*) as n from
    (select 1 from event_fts where event_fts match ${match} limit ${manyEvents + 1})`)
  return { few: null, many: (row?.n ?? 0) > manyEvents }
}

function heldBy(read: Reader, asked: Asked, match: string): Promise<Held> {
  const known = held.get(asked) ?? findHeld(read, match)
  held.set(asked, known)
  return known
}

/** Those of some places whose event holds a text: one reading of the full-text index between two rows. */
async function holding(read: Reader, match: string, ords: number[]): Promise<number[]> {
  if (ords.length === 0) return []
  const seqs = ords.map(eventOf)
  const [row] = await read.all<{ seqs: string }>(sql`select json_group_array(rowid) as seqs from event_fts
    where event_fts match ${match} and rowid between ${Math.min(...seqs)} and ${Math.max(...seqs)}`)
  const found = new Set(JSON.parse(row?.seqs ?? '[]') as number[])
  return ords.filter((ord) => found.has(eventOf(ord)))
}

const inTextOf = ({ match }: Asked) =>
  match === null
    ? null
    : sql`(k.ord & ${eventMask}) in (select rowid from event_fts where event_fts match ${match})`

/**
 * Places of the dates asked for, in order. `extra` narrows by what a place `k` says of itself. One list is walked, from
 * `after`: (key, ord) is its primary key; the others are looked up by both.
 */
export async function walk(
  read: Reader,
  asked: Asked,
  stretch: Stretch,
  extra: SQL | null = null,
): Promise<number[]> {
  const { after, before, backwards = false, limit } = stretch
  const direction = backwards ? sql`desc` : sql`asc`
  if (asked.groups.some((group) => group.length === 0) || before <= after) return []
  if (asked.ords !== null) return readPlaces(read, placesAmong(asked, asked.ords, stretch, extra))
  if (asked.match !== null) {
    const found = await heldBy(read, asked, asked.match)
    if (found.few !== null) {
      const [leading = []] = asked.groups
      return readPlaces(
        read,
        sql`select distinct k.ord as ord
          from json_each(${JSON.stringify(found.few)}) s
          cross join occurrence o on o.event_seq = s.value and o.ord > ${after} and o.ord < ${before}
          cross join occurrence_key k on k.key in (${listed(leading)}) and k.ord = o.ord
          where true ${all([...conditions(asked, leading), extra])} order by k.ord ${direction} limit ${limit}`,
      )
    }
    if (found.many && limit > 0) return walkCommonText(read, asked, asked.match, stretch, extra)
  }
  const leading = await chooseLeader(read, asked.groups, stretch)
  return readPlaces(
    read,
    placesOf(leading, stretch, all([...conditions(asked, leading), inTextOf(asked), extra])),
  )
}

/** Places (`ord`) in the order of a query. As one text: of the many that an export walks, each row costs its own object. */
async function readPlaces(read: Reader, query: SQL): Promise<number[]> {
  const [row] = await read.all<{ places: string }>(
    sql`select json_group_array(ord) as places from (${query})`,
  )
  return JSON.parse(row?.places ?? '[]') as number[]
}

/** Those of a few places that are in the lists asked for, in order. */
function placesAmong(
  asked: Asked,
  ords: readonly number[],
  { after, before, backwards, limit }: Stretch,
  extra: SQL | null,
): SQL {
  const [leading = []] = asked.groups
  const direction = backwards ? sql`desc` : sql`asc`
  return sql`select distinct k.ord as ord from json_each(${JSON.stringify(ords)}) s
    cross join occurrence_key k on k.key in (${listed(leading)}) and k.ord = s.value
    where k.ord > ${after} and k.ord < ${before} ${all([...conditions(asked, leading), inTextOf(asked), extra])}
    order by k.ord ${direction} limit ${limit}`
}

/** Places of one list, or of several put together, in order. */
function placesOf(
  leading: readonly number[],
  { after, before, backwards, limit }: Stretch,
  narrowed: SQL,
): SQL {
  const direction = backwards ? sql`desc` : sql`asc`
  const one = (key: number) => sql`select k.ord as ord from occurrence_key k
    where k.key = ${key} and k.ord > ${after} and k.ord < ${before} ${narrowed}
    order by k.ord ${direction} limit ${limit}`
  const [only] = leading
  if (leading.length === 1 && only !== undefined) return one(only)
  const lists = leading.map((key) => sql`select * from (${one(key)})`)
  return sql`select distinct ord from (${sql.join(lists, sql` union all `)})
    order by ord ${direction} limit ${limit}`
}

const commonBatch = 400

/** Dates in time, then which of their events hold the text. */
async function walkCommonText(
  read: Reader,
  asked: Asked,
  match: string,
  stretch: Stretch,
  extra: SQL | null,
): Promise<number[]> {
  const bare = { ...asked, match: null }
  const found: number[] = []
  let { after, before } = stretch
  for (;;) {
    const batch = await walk(read, bare, { ...stretch, after, before, limit: commonBatch }, extra)
    found.push(...(await holding(read, match, batch)))
    const last = batch.at(-1)
    if (last === undefined || batch.length < commonBatch || found.length >= stretch.limit)
      return found.slice(0, stretch.limit)
    if (stretch.backwards) before = last
    else after = last
  }
}

const minuteOf = (instant: number) => Math.floor(ordAt(instant) / (eventMask + 1))
const duration = sql`((k.bits >> ${durationBits.shift}) & ${durationBits.mask})`

/** Dates that began before an instant and are over by then. */
export function walkPast(read: Reader, asked: Asked, instant: number, stretch: Stretch): Promise<number[]> {
  const extra = sql`case when ${duration} < ${durationBits.long}
    then (k.ord >> 27) + ${duration} <= ${minuteOf(instant)}
    else not exists (select 1 from occurrence o where o.ord = k.ord and o.end_at > ${instant}) end`
  return walk(read, asked, { ...stretch, before: Math.min(stretch.before, ordAt(instant)) }, extra)
}

type LongDate = { ord: number; startAt: number; endAt: number }

const dayMs = durationBits.longMs
const daysMs = 8 * dayMs
const lasts = sql.raw('end_at - start_at')

/**
 * Dates of more than a day that meet a stretch of time (instants). Those of some days are among the places of the days
 * before (index occurrence_days); the longer ones, few, are found by their end (occurrence_long).
 */
export async function findLong(
  read: Reader,
  asked: Asked,
  { territorySirens, from, to }: { territorySirens: readonly string[]; from: number; to: number },
): Promise<LongDate[]> {
  if (territorySirens.length === 0 || asked.groups.some((group) => group.length === 0)) return []
  const meets = sql`select ord, start_at as startAt, end_at as endAt from occurrence
    where territory_siren in (${listed(territorySirens)}) and end_at > ${from} and ord < ${ordAt(to)}`
  const found = [
    ...(await read.all<LongDate>(sql`${meets} and ord > ${ordAt(from - daysMs) - 1}
      and ${lasts} > ${sql.raw(`${dayMs}`)} and ${lasts} <= ${sql.raw(`${daysMs}`)}`)),
    ...(await read.all<LongDate>(sql`${meets} and ${lasts} > ${sql.raw(`${daysMs}`)}`)),
  ]
  if (found.length === 0) return []
  const [leading = []] = asked.groups
  const ords = JSON.stringify(found.map(({ ord }) => ord))
  const rows = await read.all<{ ord: number }>(sql`select distinct k.ord as ord from json_each(${ords}) s
    cross join occurrence_key k on k.key in (${listed(leading)}) and k.ord = s.value
    where true ${all(conditions(asked, leading))}`)
  const asks = rows.map(({ ord }) => ord)
  const kept = new Set(asked.match === null ? asks : await holding(read, asked.match, asks))
  if (asked.ords !== null) {
    const among = new Set(asked.ords)
    return found.filter(({ ord }) => kept.has(ord) && among.has(ord))
  }
  return found.filter(({ ord }) => kept.has(ord))
}

/**
 * Dates that began before an instant and are not over, the first first. Those of a day at most are among the places of
 * the day before; text is looked for last, since they are few.
 */
export async function findRunning(
  read: Reader,
  asked: Asked,
  instant: number,
  { territorySirens, to }: { territorySirens: readonly string[]; to: number },
): Promise<number[]> {
  const bare = { ...asked, match: null }
  const end = Math.min(instant, to)
  const short = await walk(
    read,
    bare,
    { after: ordAt(instant - dayMs) - 1, before: ordAt(end), limit: -1 },
    sql`${duration} < ${durationBits.long} and (k.ord >> 27) + ${duration} > ${minuteOf(instant)}`,
  )
  const long = await findLong(read, bare, { territorySirens, from: instant, to: end })
  const running = [...new Set([...short, ...long.map(({ ord }) => ord)])].toSorted((a, b) => a - b)
  return asked.match === null ? running : holding(read, asked.match, running)
}

/** How many dates of a day at most start in each hour of a stretch, hours counted since 2000. */
export async function countByHour(
  read: Reader,
  asked: Asked,
  { after, before }: Pick<Stretch, 'after' | 'before'>,
): Promise<{ hour: number; count: number }[]> {
  if (asked.groups.some((group) => group.length === 0) || before <= after) return []
  const stretch = { after, before, limit: -1 }
  const short = sql`${duration} < ${durationBits.long}`
  const leading = asked.ords === null ? await chooseLeader(read, asked.groups, stretch) : []
  const places =
    asked.ords === null
      ? placesOf(leading, stretch, all([...conditions(asked, leading), inTextOf(asked), short]))
      : placesAmong(asked, asked.ords, stretch, short)
  return read.all<{ hour: number; count: number }>(
    sql`select cast(ord / ${ordsAnHour} as integer) as hour, count(*) as count from (${places}) group by 1`,
  )
}
