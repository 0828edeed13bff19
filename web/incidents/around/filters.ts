import type { LocationQuery } from 'vue-router'

/** What the list and the map show, as it stands in the address: a link shows the same to whoever receives it. */
export type Filters = {
  q: string
  commune: string
  category: string
  status: 'open' | 'closed' | 'all'
  /** `lat,lon`: nearest first. */
  near: string
  /** `west,south,east,north`: only what the map showed. */
  bbox: string
}

const statuses = ['open', 'closed', 'all'] as const
const one = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

export function filtersOf(query: LocationQuery): Filters {
  const asked = one(query['status'])
  return {
    q: one(query['q']).slice(0, 100),
    commune: one(query['commune']),
    category: one(query['category']),
    status: statuses.find((status) => status === asked) ?? 'open',
    near: one(query['near']),
    bbox: one(query['bbox']),
  }
}

/** Only what differs from the start is written: `/signalements?commune=59053`. */
export function queryOf(filters: Filters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([name, value]) => value !== '' && !(name === 'status' && value === 'open'),
    ),
  )
}

/** How many things were narrowed, beside the text. */
export function countOf({ commune, category, status }: Filters): number {
  return [commune, category, status === 'open' ? '' : status].filter(Boolean).length
}
