import type { z } from '@hono/zod-openapi'
import { endOfDay, startOfDay } from '../platform/open-days.ts'
import type { PublicFilters } from './incidents-list.repository.ts'
import { isOpen, type Status } from './incidents.rules.ts'
import type { incidentFilters } from './incidents.schemas.ts'
import type { Bbox } from './tiles.rules.ts'

type Query = { [K in keyof typeof incidentFilters]?: z.infer<(typeof incidentFilters)[K]> | undefined }

/** `lat,lon` → a point. */
export function parsePoint(text: string): { lat: number; lon: number } {
  const [lat = 0, lon = 0] = text.split(',').map(Number)
  return { lat, lon }
}

/** `west,south,east,north` → a box, whichever way round its corners were given. */
export function parseBbox(text: string): Bbox {
  const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number)
  return [Math.min(west, east), Math.min(south, north), Math.max(west, east), Math.max(south, north)]
}

/** Filters of the address, as the repository takes them. Days are those of Paris. */
export function parseFilters(query: Query): PublicFilters {
  const { status = 'all' } = query
  const single = status === 'open' || status === 'closed' || status === 'all' ? undefined : (status as Status)
  return {
    territorySiren: query.territory,
    communeCode: query.commune,
    categoryId: query.category,
    status: single,
    open: single ? isOpen(single) : status === 'all' ? undefined : status === 'open',
    text: query.q,
    bbox: query.bbox ? parseBbox(query.bbox) : undefined,
    from: query.from ? startOfDay(query.from) : undefined,
    to: query.to ? endOfDay(query.to) : undefined,
  }
}
