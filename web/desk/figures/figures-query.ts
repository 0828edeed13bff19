import type { LocationQuery } from 'vue-router'

/** What figures are counted by; each is a table of its own. */
export const groups = ['category', 'commune', 'month', 'body'] as const
export type Group = (typeof groups)[number]

/** What the page shows, as it stands in its address. Days are `2026-11-24`; empty: not narrowed. */
export type FigureFilters = {
  by: Group
  territory: string
  commune: string
  category: string
  body: string
  from: string
  to: string
}

const one = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

export function figureFiltersOf(query: LocationQuery): FigureFilters {
  const by = one(query['by'])
  return {
    by: groups.find((known) => known === by) ?? 'category',
    territory: one(query['territory']),
    commune: one(query['commune']),
    category: one(query['category']),
    body: one(query['body']),
    from: one(query['from']),
    to: one(query['to']),
  }
}

/** Only what differs from the start is written: `/agents/chiffres?by=month&commune=59053`. */
export function figureQueryOf(filters: FigureFilters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([name, value]) => value !== '' && !(name === 'by' && value === 'category'),
    ),
  )
}

/** The last day of a month, `2026-02` → `2026-02-28`. */
function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** What a line leads to: the same figures within it, counted otherwise. */
export function within(filters: FigureFilters, key: string): FigureFilters {
  if (filters.by === 'category') return { ...filters, by: 'commune', category: key }
  if (filters.by === 'commune') return { ...filters, by: 'category', commune: key }
  if (filters.by === 'body') return { ...filters, by: 'category', body: key }
  return { ...filters, by: 'category', from: `${key}-01`, to: lastDayOf(key) }
}
