import type { EventQuery } from './agenda-query.ts'
import { eventFilters } from './agenda.schemas.ts'

/** Filters that mean something, of an address that a person may have cut or mistyped: it still shows an agenda. */
export function understoodFilters(read: (name: string) => string | null | undefined): EventQuery {
  const found = Object.entries(eventFilters).flatMap(([name, schema]) => {
    const text = read(name)?.trim()
    const value = text ? schema.safeParse(text) : undefined
    return value?.success ? [[name, value.data]] : []
  })
  return Object.fromEntries(found) as EventQuery
}
