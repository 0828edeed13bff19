import { and, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { body, category, commune, incident } from '../../db/schema/index.ts'
import type { Membership } from '../platform/policy.ts'
import { withinScopes } from './desk.repository.ts'

export type FigureFilters = {
  scopes: Membership[]
  territorySiren?: string | undefined
  bodyId?: string | undefined
  communeCode?: string | undefined
  categoryId?: string | undefined
  /** Epoch milliseconds of the report: from, and before. */
  from: number
  until: number
}
/** What rows are gathered by. Months come as instants, since SQLite knows no time zone. */
export type Grouping =
  | { by: 'category' | 'commune' | 'body' }
  | { by: 'month'; months: { key: string; from: number; until: number }[] }

/** Incidents of a group that took `tenths` of a day to be acknowledged; null for those not acknowledged yet. */
export type CountLine = {
  key: string
  tenths: number | null
  count: number
  open: number
  resolved: number
  declined: number
  late: number
}
export type ResolutionLine = { key: string; tenths: number; count: number }

/** A tenth of a day, written so that SQLite divides as real numbers. */
const tenthMs = sql.raw('8640000.0')

function keyOf(grouping: Grouping): SQL {
  switch (grouping.by) {
    case 'category':
      return sql`incident.category_id`
    case 'commune':
      return sql`incident.commune_code`
    case 'body':
      return sql`incident.body_id`
    case 'month':
      return sql`case ${sql.join(
        grouping.months.map(({ key, until }) => sql`when incident.created_at < ${until} then ${key}`),
        sql` `,
      )} end`
  }
}

function whereOf(filters: FigureFilters): SQL | undefined {
  return and(
    withinScopes(filters.scopes),
    // Naming both values of `published` lets `incident_public` find the days: territory, published, created_at.
    sql`${incident.published} in (0, 1)`,
    gte(incident.createdAt, filters.from),
    lt(incident.createdAt, filters.until),
    filters.territorySiren ? eq(incident.territorySiren, filters.territorySiren) : undefined,
    filters.bodyId ? eq(incident.bodyId, filters.bodyId) : undefined,
    filters.communeCode ? eq(incident.communeCode, filters.communeCode) : undefined,
    filters.categoryId ? eq(incident.categoryId, filters.categoryId) : undefined,
  )
}

/** Counts by group and by time to acknowledge, in tenths of a day: as fine as what is shown, and few lines. */
export function countByAcknowledgement(
  read: Reader,
  filters: FigureFilters,
  { grouping, now }: { grouping: Grouping; now: number },
): Promise<CountLine[]> {
  return read.all<CountLine>(sql`
    select ${keyOf(grouping)} as "key", round((acknowledged_at - created_at) / ${tenthMs}) as tenths,
      count(*) as "count", sum(open) as open, sum(status = 'resolved') as resolved,
      sum(status = 'declined') as declined,
      sum((open = 1 and due_at < ${now}) or (open = 0 and coalesce(resolved_at > due_at, 0))) as late
    from incident where ${whereOf(filters)} group by 1, 2`)
}

/** Counts by group and by time to resolve, in tenths of a day. */
export function countByResolution(
  read: Reader,
  filters: FigureFilters,
  { grouping }: { grouping: Grouping },
): Promise<ResolutionLine[]> {
  return read.all<ResolutionLine>(sql`
    select ${keyOf(grouping)} as "key", round((resolved_at - created_at) / ${tenthMs}) as tenths,
      count(*) as "count"
    from incident where ${whereOf(filters)} and status = 'resolved' group by 1, 2`)
}

const named = { category, commune, body }

/** Names of the groups, by key; months have none. */
export async function readLabels(
  read: Reader,
  by: Grouping['by'],
  keys: string[],
): Promise<Map<string, string>> {
  if (by === 'month' || keys.length === 0) return new Map()
  const table = named[by]
  const key = by === 'commune' ? commune.code : by === 'category' ? category.id : body.id
  const rows = await read.select({ key, name: table.name }).from(table).where(inArray(key, keys))
  return new Map(rows.map((row) => [row.key, row.name]))
}
