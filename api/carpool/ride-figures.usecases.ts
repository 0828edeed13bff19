import type { Database } from '../../db/client.ts'
import { writeCsv } from '../platform/csv.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { weekdayOf } from '../platform/days.rules.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import { findUnmetPairs, sumByHour, type FigureLine } from './ride-counts.repository.ts'
import { LEAST, monthBefore, monthsBetween, told, toldKm } from './ride-figures.rules.ts'
import type { RideFigureRow, RideFigures, UnmetPairs } from './ride-figures.schemas.ts'
import { findAireRefs } from './trips.repository.ts'

type Given = { database: Pick<Database, 'read'>; clock: { now: () => number } }
type Asked = { territory: string; from?: string | undefined; to?: string | undefined }
const longestMonths = 60

/** The months asked for: the last twelve unless said, five years at most, in order whichever way round they were given. */
function periodOf({ from, to }: Asked, now: number): { from: string; to: string } {
  const last = to ?? wallOfInstant(now).day.slice(0, 7)
  const first = from ?? monthBefore(last, 11)
  const [early, late] = first <= last ? [first, last] : [last, first]
  const oldest = monthBefore(late, longestMonths - 1)
  return { from: early < oldest ? oldest : early, to: late }
}

function toRow(key: string, lines: readonly FigureLine[]): RideFigureRow {
  const sum = (kind: FigureLine['kind'], of: 'count' | 'metres' = 'count') =>
    lines.reduce((all, line) => all + (line.kind === kind ? line[of] : 0), 0)
  return {
    key,
    offered: told(sum('offered')),
    asked: told(sum('asked')),
    booked: told(sum('booked')),
    shared: told(sum('shared')),
    sharedKm: toldKm(sum('shared', 'metres'), sum('shared')),
    unmet: told(sum('unmet')),
  }
}

/** Rides of a territory by month, day of the week and hour, as they may be told of. */
export async function readRideFigures({ database, clock }: Given, asked: Asked): Promise<RideFigures> {
  const { read } = database
  const period = periodOf(asked, clock.now())
  const within = { territorySiren: asked.territory, from: `${period.from}-01`, to: `${period.to}-31` }
  const lines = await sumByHour(read, within)
  const rowsOf = (keyOf: (line: FigureLine) => string, keys: readonly string[]) => {
    const of = Map.groupBy(lines, keyOf)
    return keys.map((key) => toRow(key, of.get(key) ?? []))
  }
  const weekdays = new Map([...new Set(lines.map(({ day }) => day))].map((day) => [day, weekdayOf(day)]))
  const count = (n: number, from: number) => Array.from({ length: n }, (_, i) => String(i + from))
  return {
    territory: asked.territory,
    ...period,
    least: LEAST,
    total: toRow('', lines),
    months: rowsOf(({ day }) => day.slice(0, 7), monthsBetween(period.from, period.to)),
    weekdays: rowsOf(({ day }) => String(weekdays.get(day)), count(7, 1)),
    hours: rowsOf(({ hour }) => String(hour), count(24, 0)),
  }
}

/** Where people looked for a ride in vain, the most first. Pairs of fewer than five searches are nowhere. */
export async function readUnmetPairs(
  { database, clock }: Given,
  { cursor, limit, ...asked }: Asked & { cursor?: string | undefined; limit: number },
): Promise<UnmetPairs> {
  const { read } = database
  const period = periodOf(asked, clock.now())
  const offset = cursor ? Math.max(0, Math.trunc(Number(decodeCursor(cursor, ['number'])[0]))) : 0
  const rows = await findUnmetPairs(read, {
    territorySiren: asked.territory,
    from: `${period.from}-01`,
    to: `${period.to}-31`,
    least: LEAST,
    offset,
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const ids = page.flatMap(({ originId, destinationId }) => [originId, destinationId])
  const aires = await findAireRefs(read, { territorySiren: asked.territory, ids })
  const communes = new Map<string, string>()
  for (const id of new Set(ids))
    if (!aires.has(id)) {
      const commune = await communeByCode({ database: database as Database, code: id })
      if (commune) communes.set(id, commune.name)
    }
  const endOf = (id: string) => {
    const aire = aires.get(id)
    const commune = aire?.commune ?? communes.get(id) ?? null
    return { id, name: aire?.name ?? commune ?? '?', commune }
  }
  return {
    items: page.map(({ originId, destinationId, count, hours }) => ({
      from: endOf(originId),
      to: endOf(destinationId),
      count: told(count)!,
      hours: (JSON.parse(hours) as [number, number][])
        .toSorted(([a], [b]) => a - b)
        .flatMap(([hour, n]) => {
          const shown = told(n)
          return shown === null ? [] : [{ hour, count: shown }]
        }),
    })),
    nextCursor: rows.length > limit ? encodeCursor([offset + limit]) : null,
  }
}

const few = 'moins de 5'
const header = [
  'periode',
  'offerts',
  'demandes',
  'accordes',
  'partages',
  'km_partages',
  'recherches_sans_reponse',
]

/** The same by month for a French spreadsheet, the whole on the last line. */
export async function writeRideFiguresCsv(given: Given, asked: Asked): Promise<string> {
  const { months, total } = await readRideFigures(given, asked)
  return writeCsv(
    header,
    [...months, { ...total, key: 'Ensemble' }].map((row) => [
      row.key,
      ...[row.offered, row.asked, row.booked, row.shared, row.sharedKm, row.unmet].map((one) => one ?? few),
    ]),
  )
}
