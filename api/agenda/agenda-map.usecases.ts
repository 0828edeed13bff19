import { type EventQuery, agendaZone, dayStart, readAgendaQuery } from './agenda-query.ts'
import { readLines } from './agenda-lines.ts'
import { readPositions } from './agenda-list.repository.ts'
import { findSoonest } from './agenda-pages.usecases.ts'
import { agendaProblems } from './agenda.problems.ts'
import type { EventMap } from './agenda.schemas.ts'
import type { PublicDeps } from './events-public.usecases.ts'
import { hourStart, ordAt } from './listing.rules.ts'
import { countByHour, findLong } from './occurrences.repository.ts'
import { wallOf } from '../platform/wall.rules.ts'

/** Dates that the map looks at: the soonest. */
const mapDates = 3000
/** Above this many points, the map shows groups. */
const mapPoints = 100
const groupsAcross = 8

type Point = { lon: number; lat: number; ords: number[] }

/** What is on within a box or a territory, where: each place, or groups of them when they are many. */
export async function mapEvents({ database, clock }: PublicDeps, query: EventQuery): Promise<EventMap> {
  const { read } = database
  if (!query.bbox && !query.territory && !query.commune && !query.near) throw agendaProblems['area-needed']()
  const asked = await readAgendaQuery(read, query, clock.now())
  if (!asked) return { points: [], clusters: [], total: 0, more: false }
  const instant = asked.from ?? clock.now()
  const { ords, more } = await findSoonest(read, asked, { instant, limit: mapDates })
  const points = new Map<string, Point>()
  let total = 0
  for (const { ord, lon, lat } of (await readPositions(read, ords)).toSorted((a, b) => a.ord - b.ord)) {
    const key = `${lon.toFixed(5)},${lat.toFixed(5)}`
    const point = points.get(key) ?? { lon, lat, ords: [] }
    points.set(key, point)
    point.ords.push(ord)
    total++
  }
  const found = [...points.values()]
  if (found.length > mapPoints) return { points: [], clusters: group(found), total, more }
  const lines = await readLines(
    read,
    found.flatMap(({ ords }) => ords.slice(0, 1)),
  )
  return {
    points: found.flatMap(({ lon, lat, ords: [first, ...rest] }) => {
      const line = lines.find(({ date }) => date.ord === first)
      if (!line) return []
      const { date, event } = line
      return {
        lon,
        lat,
        count: rest.length + 1,
        placeName: event.place?.name ?? null,
        next: {
          key: `${event.eventId}/${date.recurrence}`,
          eventId: event.eventId,
          recurrence: date.recurrence,
          path: event.path,
          title: event.title,
          startAt: date.startAt,
          endAt: date.endAt,
          start: date.start,
          end: date.end,
          allDay: date.allDay,
          cancelled: date.cancelled || event.cancelled,
        },
      }
    }),
    clusters: [],
    total,
    more,
  }
}

/** Points of a square of the map put together, where most of their dates are. */
function group(points: Point[]): EventMap['clusters'] {
  const lons = points.map(({ lon }) => lon)
  const lats = points.map(({ lat }) => lat)
  const [west, south] = [Math.min(...lons), Math.min(...lats)]
  const side = Math.max(Math.max(...lons) - west, Math.max(...lats) - south) / groupsAcross || 1
  const groups = new Map<string, { count: number; lon: number; lat: number }>()
  for (const { lon, lat, ords } of points) {
    const key = `${Math.floor((lon - west) / side)},${Math.floor((lat - south) / side)}`
    const sum = groups.get(key) ?? { count: 0, lon: 0, lat: 0 }
    groups.set(key, {
      count: sum.count + ords.length,
      lon: sum.lon + lon * ords.length,
      lat: sum.lat + lat * ords.length,
    })
  }
  return [...groups.values()].map(({ count, lon, lat }) => ({ count, lon: lon / count, lat: lat / count }))
}

const dayOf = (instant: number) => new Date(wallOf(instant, agendaZone)).toISOString().slice(0, 10)

/**
 * How much is on each day of a month, for a grid: what lasts for days counts on each of them, an evening on the day it
 * begins. Days without anything are left out.
 */
export async function countMonth(
  { database, clock }: PublicDeps,
  { month, query }: { month: string; query: EventQuery },
): Promise<{ month: string; days: { day: string; count: number }[] }> {
  const { read } = database
  const asked = await readAgendaQuery(read, query, clock.now())
  if (!asked) return { month, days: [] }
  const [year = 0, number = 1] = month.split('-').map(Number)
  const from = dayStart(`${month}-01`)
  const to = dayStart(new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10))
  const counts = new Map<string, number>()
  const add = (day: string, count: number) => counts.set(day, (counts.get(day) ?? 0) + count)
  const stretch = { after: ordAt(from) - 1, before: ordAt(to) }
  for (const { hour, count } of await countByHour(read, asked.asked, stretch))
    add(dayOf(hourStart(hour)), count)
  const { territorySirens } = asked
  for (const { startAt, endAt } of await findLong(read, asked.asked, { territorySirens, from, to }))
    for (let at = Math.max(startAt, from); at < Math.min(endAt, to); at = dayStart(dayOf(at), 1))
      add(dayOf(at), 1)
  const days = [...counts]
    .map(([day, count]) => ({ day, count }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
  return { month, days }
}
