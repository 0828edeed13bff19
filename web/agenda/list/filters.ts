import type { LocationQuery } from 'vue-router'

/**
 * What the agenda shows, as it stands in the address: the names are the API's own, so that a link, a feed and a list
 * say the same thing. All text; empty means not asked.
 */
export type Filters = {
  q: string
  commune: string
  /** Slugs, separated by commas: any of them. */
  category: string
  /** Days, `2026-12-05`. */
  from: string
  to: string
  /** `lat,lon` */
  near: string
  /** Kilometres around `near`. */
  within: string
  /** `distance`: each event once, the nearest to `near` first. */
  sort: string
  age: string
  /** `true` or nothing. */
  free: string
  /** Codes, separated by commas: all of them. */
  access: string
  setting: string
  mode: string
  /** `true` or nothing. */
  ride: string
}

const shapes: Record<keyof Filters, RegExp> = {
  q: /^.{1,200}$/s,
  commune: /^(?:\d{5}|2[AB]\d{3})$/,
  category: /^[a-z0-9-]{1,60}(?:,[a-z0-9-]{1,60}){0,9}$/,
  from: /^20\d\d-[01]\d-[0-3]\d$/,
  to: /^20\d\d-[01]\d-[0-3]\d$/,
  near: /^-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?$/,
  within: /^\d{1,3}(?:\.\d+)?$/,
  sort: /^distance$/,
  age: /^\d{1,3}$/,
  free: /^true$/,
  access: /^(?:hi|ii|vi|pi|mi)(?:,(?:hi|ii|vi|pi|mi))*$/,
  setting: /^(?:indoor|outdoor)$/,
  mode: /^(?:offline|online|mixed)$/,
  ride: /^true$/,
}
const names = Object.keys(shapes) as (keyof Filters)[]

const one = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

/** Reads the address. What is not of the expected shape is left out: a broken link still shows an agenda. */
export function filtersOf(query: LocationQuery): Filters {
  const read = names.map((name) => {
    const value = one(query[name]).trim()
    return [name, shapes[name].test(value) ? value : '']
  })
  const filters = Object.fromEntries(read) as Filters
  return filters.near ? filters : { ...filters, within: '', sort: '' }
}

/** Only what is asked is written: `/agenda?commune=59053`. */
export function queryOf(filters: Partial<Filters>): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])))
}

/** The filters of a feed: those of the list without its days, since a feed goes on, nor its order. */
export function feedQueryOf(filters: Filters): Record<string, string> {
  const { from: _from, to: _to, sort: _sort, ...lasting } = filters
  return queryOf(lasting)
}

export const noFilters: Filters = filtersOf({})

/** How many things are narrowed in the sheet; days are chosen outside of it. */
export function countOf({ from: _from, to: _to, within: _within, sort: _sort, ...rest }: Filters): number {
  return Object.values(rest).filter(Boolean).length
}

export const listIn = (value: string): string[] => value.split(',').filter(Boolean)
