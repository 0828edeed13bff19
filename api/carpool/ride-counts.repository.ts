import { sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { wallOfInstant } from '../platform/paris-time.ts'

/** What is counted: departures offered, seats asked for, asked and agreed, driven together, looked for in vain. */
export const countedKinds = ['offered', 'asked', 'booked', 'shared', 'unmet'] as const
export type CountedKind = (typeof countedKinds)[number]

export type Counted = {
  territorySiren: string
  kind: CountedKind
  /** When it leaves, or was to leave: counted by its wall day and hour. */
  at: number
  originId: string
  destinationId: string
  count?: number
  /** Passenger-metres. */
  metres?: number
}

/** Adds to the counts, in the transaction of what is counted. Of nobody: no person, no id of a ride. */
export async function addCounts(tx: Tx, rows: readonly Counted[]): Promise<void> {
  for (const { territorySiren, kind, at, originId, destinationId, count = 1, metres = 0 } of rows) {
    const { day, time } = wallOfInstant(at)
    await tx.run(sql`insert into carpool_count (territory_siren, day, hour, kind, origin_id, destination_id, count, metres)
      values (${territorySiren}, ${day}, ${Number(time.slice(0, 2))}, ${kind}, ${originId}, ${destinationId}, ${count}, ${metres})
      on conflict do update set count = count + excluded.count, metres = metres + excluded.metres`)
  }
}

/** What a booking becomes is counted once: when it was not that yet. */
export async function countBookingMove(
  tx: Tx,
  { id, status, kind }: { id: string; status: string; kind: CountedKind },
): Promise<void> {
  const rows = await tx.all<{
    territorySiren: string
    at: number
    originId: string
    destinationId: string
    metres: number
  }>(sql`select territory_siren as territorySiren, pick_up_at as at, pick_up_id as originId,
      drop_off_id as destinationId, metres * seats as metres from booking where id = ${id} and status <> ${status}`)
  await addCounts(
    tx,
    rows.map((row) => ({ ...row, kind, metres: kind === 'shared' ? row.metres : 0 })),
  )
}

export type FigureLine = { day: string; kind: CountedKind; hour: number; count: number; metres: number }
type Within = { territorySiren: string; from: string; to: string }

/**
 * Sums of a territory between two days, both included, by day, kind and hour: one walk along the primary key, in its
 * order, whatever is made of them after.
 */
export function sumByHour(read: Reader, { territorySiren, from, to }: Within): Promise<FigureLine[]> {
  return read.all<FigureLine>(sql`select day, kind, hour, sum(count) as count, sum(metres) as metres
    from carpool_count where territory_siren = ${territorySiren} and day >= ${from} and day <= ${to}
    group by day, kind, hour`)
}

export type UnmetPair = { originId: string; destinationId: string; count: number; hours: string }

/** Pairs looked for in vain, the most first, with the count of each hour; those below `least` are left out. */
export function findUnmetPairs(
  read: Reader,
  {
    territorySiren,
    from,
    to,
    least,
    offset,
    limit,
  }: Within & { least: number; offset: number; limit: number },
): Promise<UnmetPair[]> {
  return read.all<UnmetPair>(sql`with base as (
      select origin_id as originId, destination_id as destinationId, hour, sum(count) as n from carpool_count
      where territory_siren = ${territorySiren} and day >= ${from} and day <= ${to} and kind = 'unmet' group by 1, 2, 3)
    select originId, destinationId, sum(n) as count, json_group_array(json_array(hour, n)) as hours from base
    group by 1, 2 having sum(n) >= ${least} order by 3 desc, 1, 2 limit ${limit} offset ${offset}`)
}

/**
 * Days long past are folded into one week of their month: the month, the day of the week and the hour remain, which is all
 * that figures say. Answers how many rows were folded.
 */
export async function foldOldDays(
  tx: Tx,
  { territorySirens, before, limit }: { territorySirens: readonly string[]; before: string; limit: number },
): Promise<number> {
  let folded = 0
  for (const siren of territorySirens) {
    const [old] = await tx.all<{ day: string }>(sql`select day from carpool_count
      where territory_siren = ${siren} and day < ${before} and substr(day, 9) > '07' order by day limit 1`)
    if (!old) continue
    const day = firstOf(old.day)
    await tx.run(sql`insert into carpool_count (territory_siren, day, hour, kind, origin_id, destination_id, count, metres)
      select territory_siren, ${day}, hour, kind, origin_id, destination_id, count, metres from carpool_count
      where territory_siren = ${siren} and day = ${old.day}
      on conflict do update set count = count + excluded.count, metres = metres + excluded.metres`)
    await tx.run(sql`delete from carpool_count where territory_siren = ${siren} and day = ${old.day}`)
    if (++folded >= limit) break
  }
  return folded
}

/** The same day of the week in the first seven days of its month: `2026-11-26` → `2026-11-05`. */
const firstOf = (day: string) =>
  `${day.slice(0, 8)}${String(((Number(day.slice(8)) - 1) % 7) + 1).padStart(2, '0')}`
