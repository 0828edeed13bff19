import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { incident } from '../../db/schema/index.ts'
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
  | { by: 'whole' | 'category' | 'commune' | 'body' }
  | { by: 'month'; months: { key: string; from: number; until: number }[] }

/** One line of figures; times in milliseconds. */
export type FigureLine = {
  key: string
  label: string
  count: number
  open: number
  resolved: number
  declined: number
  late: number
  medianAck: number | null
  medianResolve: number | null
}

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
    case 'whole':
      return sql`''`
  }
}

const labels: Record<Grouping['by'], SQL> = {
  category: sql`(select name from category where id = totals.k)`,
  commune: sql`(select name from commune where code = totals.k)`,
  body: sql`(select name from body where id = totals.k)`,
  month: sql`totals.k`,
  whole: sql`''`,
}

const median = (name: string, of: string) => sql`
  ${sql.raw(name)} as (
    select k, avg(v) as m from (
      select k, ${sql.raw(of)} as v, row_number() over (partition by k order by ${sql.raw(of)}) as r,
        count(*) over (partition by k) as n
      from base where ${sql.raw(of)} is not null)
    where r in ((n + 1) / 2, (n + 2) / 2) group by k)`

/** Figures of the incidents within `scopes`, in one query; medians are exact, by rank. */
export function readFigures(
  read: Reader,
  filters: FigureFilters,
  { grouping, now }: { grouping: Grouping; now: number },
): Promise<FigureLine[]> {
  const where = and(
    withinScopes(filters.scopes),
    gte(incident.createdAt, filters.from),
    lt(incident.createdAt, filters.until),
    filters.territorySiren ? eq(incident.territorySiren, filters.territorySiren) : undefined,
    filters.bodyId ? eq(incident.bodyId, filters.bodyId) : undefined,
    filters.communeCode ? eq(incident.communeCode, filters.communeCode) : undefined,
    filters.categoryId ? eq(incident.categoryId, filters.categoryId) : undefined,
  )
  return read.all<FigureLine>(sql`
    with base as (
      select ${keyOf(grouping)} as k, status, open,
        (open = 1 and due_at < ${now}) or (open = 0 and resolved_at > due_at) as late,
        acknowledged_at - created_at as ack,
        case when status = 'resolved' then resolved_at - created_at end as res
      from incident where ${where}),
    ${median('acks', 'ack')},
    ${median('resolutions', 'res')},
    totals as (
      select k, count(*) as n, sum(open) as open, sum(status = 'resolved') as resolved,
        sum(status = 'declined') as declined, sum(coalesce(late, 0)) as late
      from base group by k)
    select totals.k as "key", ${labels[grouping.by]} as label, totals.n as "count", totals.open, totals.resolved,
      totals.declined, totals.late, acks.m as "medianAck", resolutions.m as "medianResolve"
    from totals left join acks on acks.k = totals.k left join resolutions on resolutions.k = totals.k
    order by ${grouping.by === 'month' ? sql`totals.k` : sql`totals.n desc, label`}`)
}
