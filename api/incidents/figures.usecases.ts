import { writeCsv } from '../platform/csv.ts'
import type { Deps } from '../platform/http.ts'
import { dayOf, startOfDay } from '../platform/open-days.ts'
import { scopesFor, type Actor } from '../platform/policy.ts'
import { requireStaff } from './desk-access.usecases.ts'
import {
  countByAcknowledgement,
  countByResolution,
  readLabels,
  type CountLine,
  type Grouping,
  type ResolutionLine,
} from './figures.repository.ts'
import { medianOf, monthsOf, nextDay, periodOf } from './figures.rules.ts'
import type { FigureRow, Figures, FiguresQuery } from './figures.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'> & { actor: Actor }

type Lines = { counts: CountLine[]; resolutions: ResolutionLine[] }

const sumOf = (lines: CountLine[], of: 'count' | 'open' | 'resolved' | 'declined' | 'late') =>
  lines.reduce((sum, line) => sum + line[of], 0)

/** Half of a tenth of a day is more precision than anyone was asked for. */
function daysOf(lines: { tenths: number | null; count: number }[]): number | null {
  const median = medianOf(
    lines.flatMap(({ tenths, count }) => (tenths === null ? [] : [{ value: tenths, count }])),
  )
  return median === null ? null : Math.round(median) / 10
}

function toRow(key: string, label: string, { counts, resolutions }: Lines): FigureRow {
  const count = sumOf(counts, 'count')
  const late = sumOf(counts, 'late')
  return {
    key,
    label,
    count,
    open: sumOf(counts, 'open'),
    resolved: sumOf(counts, 'resolved'),
    declined: sumOf(counts, 'declined'),
    medianDaysToAcknowledge: daysOf(counts),
    medianDaysToResolve: daysOf(resolutions),
    late,
    lateShare: count > 0 ? late / count : null,
  }
}

/**
 * Number, median days and late share of the reports within what the actor may read, by category, commune, body or
 * month of Paris. A month with no report is a line of zeros, so that a chart has no hole.
 */
export async function computeFigures(
  { database, clock, actor }: Given,
  query: FiguresQuery,
): Promise<Figures> {
  requireStaff(actor)
  const now = clock.now()
  const period = periodOf(query, dayOf(now))
  const filters = {
    scopes: scopesFor(actor, 'stats.read'),
    territorySiren: query.territory,
    bodyId: query.body,
    communeCode: query.commune,
    categoryId: query.category,
    from: startOfDay(period.from),
    until: startOfDay(nextDay(period.to)),
  }
  const months = monthsOf(period)
  const grouping: Grouping =
    query.by === 'month'
      ? {
          by: 'month',
          months: months.map(({ key, from, until }) => ({
            key,
            from: startOfDay(from),
            until: startOfDay(until),
          })),
        }
      : { by: query.by }
  const [counts, resolutions] = await Promise.all([
    countByAcknowledgement(database.read, filters, { grouping, now }),
    countByResolution(database.read, filters, { grouping }),
  ])
  const countsOf = Map.groupBy(counts, ({ key }) => key)
  const resolutionsOf = Map.groupBy(resolutions, ({ key }) => key)
  const keys = query.by === 'month' ? months.map(({ key }) => key) : [...countsOf.keys()]
  const labels = await readLabels(database.read, query.by, keys)
  const rows = keys.map((key) =>
    toRow(key, labels.get(key) ?? key, {
      counts: countsOf.get(key) ?? [],
      resolutions: resolutionsOf.get(key) ?? [],
    }),
  )
  return {
    by: query.by,
    ...period,
    total: toRow('', '', { counts, resolutions }),
    rows:
      query.by === 'month'
        ? rows
        : rows.toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'fr')),
  }
}

const header = [
  'groupe',
  'nombre',
  'ouverts',
  'resolus',
  'sans_suite',
  'jours_avant_lecture_mediane',
  'jours_avant_resolution_mediane',
  'en_retard',
  'part_en_retard',
]
const decimal = (value: number | null) => (value === null ? '' : String(value).replace('.', ','))

/** The same figures for a French spreadsheet, the whole on the last line. */
export async function writeFiguresCsv(given: Given, query: FiguresQuery): Promise<string> {
  const { rows, total } = await computeFigures(given, query)
  return writeCsv(
    header,
    [...rows, { ...total, label: 'Ensemble' }].map((row) => [
      row.label,
      row.count,
      row.open,
      row.resolved,
      row.declined,
      decimal(row.medianDaysToAcknowledge),
      decimal(row.medianDaysToResolve),
      row.late,
      decimal(row.lateShare === null ? null : Math.round(row.lateShare * 1000) / 1000),
    ]),
  )
}
