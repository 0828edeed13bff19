import { writeCsv } from '../platform/csv.ts'
import type { Deps } from '../platform/http.ts'
import { dayOf, startOfDay } from '../platform/open-days.ts'
import { scopesFor, type Actor } from '../platform/policy.ts'
import { requireStaff } from './desk-access.usecases.ts'
import { readFigures, type FigureLine, type Grouping } from './figures.repository.ts'
import { monthsOf, nextDay, periodOf } from './figures.rules.ts'
import type { FigureRow, Figures, FiguresQuery } from './figures.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'> & { actor: Actor }

const dayMs = 86_400_000
const daysOf = (ms: number | null) => (ms === null ? null : Math.round((ms / dayMs) * 10) / 10)

function toRow(line: FigureLine): FigureRow {
  return {
    key: line.key,
    label: line.label,
    count: line.count,
    open: line.open,
    resolved: line.resolved,
    declined: line.declined,
    medianDaysToAcknowledge: daysOf(line.medianAck),
    medianDaysToResolve: daysOf(line.medianResolve),
    late: line.late,
    lateShare: line.count > 0 ? line.late / line.count : null,
  }
}

const nothing: FigureLine = {
  key: '',
  label: '',
  count: 0,
  open: 0,
  resolved: 0,
  declined: 0,
  late: 0,
  medianAck: null,
  medianResolve: null,
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
  const [lines, [whole]] = await Promise.all([
    readFigures(database.read, filters, { grouping, now }),
    readFigures(database.read, filters, { grouping: { by: 'whole' }, now }),
  ])
  const complete =
    query.by === 'month'
      ? months.map(({ key }) => lines.find((line) => line.key === key) ?? { ...nothing, key, label: key })
      : lines
  return { by: query.by, ...period, total: toRow(whole ?? nothing), rows: complete.map(toRow) }
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
