import type { z } from '@hono/zod-openapi'
import type { Reader } from '../../db/client.ts'
import { datesWithRides } from '../carpool/ride-dates.usecases.ts'
import { findCategoryIds, findSirens } from './agenda-list.repository.ts'
import { findOrds } from './event-dates.repository.ts'
import type { eventFilters } from './agenda.schemas.ts'
import { type Box, listQueryOf } from './listing.rules.ts'
import { type Asked, type Circle, matchExpression } from './occurrences.repository.ts'
import { dayMs, instantOf } from '../platform/wall.rules.ts'

export type EventQuery = { [K in keyof typeof eventFilters]?: z.infer<(typeof eventFilters)[K]> | undefined }
type Point = { lat: number; lon: number }

/** Filters of an address, as the lists take them. */
export type AgendaQuery = {
  asked: Asked
  territorySirens: readonly string[]
  /** First and last instants asked for, the last left out. */
  from: number | null
  to: number | null
  near: Point | null
}

/** Days of the agenda are those of its clocks. */
export const agendaZone = 'Europe/Paris'
/** The instant (epoch milliseconds) at which a day (`2026-12-05`) begins. */
export const dayStart = (day: string, plusDays = 0) =>
  instantOf(Date.parse(`${day}T00:00Z`) + plusDays * dayMs, agendaZone).at

const withinDefaultKm = 10
export const kmADegree = 111.195

/** Kilometres between two points not far from each other: the ground is flat over a territory, within 0.1 %. */
export function flatKm(a: Point, b: Point): number {
  return Math.hypot((b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180), b.lat - a.lat) * kmADegree
}

function pointOf(text: string): Point {
  const [lat = 0, lon = 0] = text.split(',').map(Number)
  return { lat, lon }
}

/** `west,south,east,north` → a box, whichever way round its corners were given. */
function boxOf(text: string): Box {
  const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number)
  return [Math.min(west, east), Math.min(south, north), Math.max(west, east), Math.max(south, north)]
}

function circleOf({ lat, lon }: Point, km: number): Circle {
  return { lat, lon, cos: Math.cos((lat * Math.PI) / 180), degrees: km / kmADegree }
}

function boxAround({ lat, lon, cos, degrees }: Circle): Box {
  const wide = degrees / Math.max(0.01, cos)
  return [lon - wide, lat - degrees, lon + wide, lat + degrees]
}

/**
 * What an address asks for at an instant; null when nothing can answer it: an unknown category, no shared ride. Dates
 * that a shared ride reaches are few: the rides say which, and only they are looked at.
 */
export async function readAgendaQuery(
  read: Reader,
  query: EventQuery,
  now: number,
): Promise<AgendaQuery | null> {
  const sirens = query.territory ? [query.territory] : await findSirens(read)
  const categoryIds = query.category?.length
    ? await findCategoryIds(read, { slugs: query.category, territorySirens: sirens })
    : undefined
  if (categoryIds?.length === 0) return null
  const ords = query.ride
    ? await findOrds(read, await datesWithRides(read, { territorySirens: sirens, now }))
    : null
  if (ords?.length === 0) return null
  const near = query.near ? pointOf(query.near) : null
  const circle = near ? circleOf(near, query.within ?? withinDefaultKm) : null
  const box = query.bbox ? boxOf(query.bbox) : null
  const match = query.q ? matchExpression(query.q) : null
  // Words of no letter or digit, such as « ? », are in no text.
  if (query.q && match === null) return null
  return {
    asked: {
      ...listQueryOf({
        territorySirens: query.commune && !query.territory ? [] : sirens,
        communeCode: query.commune,
        categoryIds,
        access: query.access,
        mode: query.mode,
        setting: query.setting,
        free: query.free,
        age: query.age,
        organizerId: query.organizer,
        placeId: query.place,
        box: circle ? boxAround(circle) : (box ?? undefined),
      }),
      match,
      ords,
      box,
      circle,
    },
    territorySirens: sirens,
    from: query.from ? dayStart(query.from) : null,
    to: query.to ? dayStart(query.to, 1) : null,
    near,
  }
}
