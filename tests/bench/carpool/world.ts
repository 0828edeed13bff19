import { greatCircleMetres } from '../../../api/platform/distance.rules.ts'
import { existsSync, readFileSync } from 'node:fs'
import { parseBnlc } from '../../../api/carpool/carpool.bnlc.ts'
import type { DatedTrip, RideSearch } from '../../../api/carpool/carpool.rules.ts'
import { aireReaches, estimateTravelTable } from '../../../api/carpool/travel.rules.ts'
import type { Point, TravelTable } from '../../../api/carpool/travel.rules.ts'
import { bnlcFile } from '../../support/bnlc.ts'
import { seeded } from '../../support/geo-data.ts'
import { BenchSkipped } from '../bench.ts'

/** People who drive to work between the real aires of France, or of one territory and its surroundings. */
export interface BenchWorld {
  name: string
  aires: Point[]
  travel: TravelTable
  /** By aire, where its drivers go: the nearer the more often. */
  goals: number[][]
}

/** Where commuters go: not next door, not to the other end of the region. */
const NEAREST_METRES = 4_000
const FARTHEST_METRES = 60_000
/** Le Quesnoy, in the middle of Pays de Mormal. */
const centre = { lon: 3.6376, lat: 50.2487 }

export function readAires(): Point[] {
  if (!existsSync(bnlcFile)) throw new BenchSkipped(`${bnlcFile} not found`)
  return parseBnlc(readFileSync(bnlcFile, 'utf8'), () => 'unknown').aires
}

/** All aires of the country, or those within `radiusMetres` of Le Quesnoy. */
export function makeWorld(name: string, all: Point[], radiusMetres = Infinity): BenchWorld {
  const aires = all.filter((aire) => greatCircleMetres(aire, centre) <= radiusMetres)
  const goals = aires.map((from, i) =>
    aires.flatMap((to, j) => {
      const metres = greatCircleMetres(from, to)
      const share = Math.round((8 * NEAREST_METRES) / metres)
      return i === j || metres < NEAREST_METRES || metres > FARTHEST_METRES
        ? []
        : Array<number>(share + 1).fill(j)
    }),
  )
  return { name, aires, travel: estimateTravelTable(aires), goals }
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Monday 2 March 2026, midnight in Paris. */
const MONDAY = Date.UTC(2026, 2, 1, 23)

const pick = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)] as T
/** Around a moment of the day, as the sum of three dice. */
const around = (hour: number, spreadHours: number, random: () => number) =>
  (hour + spreadHours * ((random() + random() + random()) / 1.5 - 1)) * 60

function dayMinute(random: () => number): number {
  const kind = random()
  const minute =
    kind < 0.45 ? around(7.5, 1.5, random) : kind < 0.85 ? around(17.25, 2, random) : 360 + random() * 900
  return 5 * Math.round(minute / 5)
}

function anId(random: () => number): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

function aWay({ aires, goals }: BenchWorld, random: () => number): [origin: number, destination: number] {
  for (;;) {
    const origin = Math.floor(random() * aires.length)
    if (goals[origin]!.length > 0) return [origin, pick(goals[origin]!, random)]
  }
}

/** Departures over `workDays` days from Monday, five a week. */
export function makeTrips(world: BenchWorld, count: number, { seed = 1, workDays = 20 } = {}): DatedTrip[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => {
    const [origin, destination] = aWay(world, random)
    const day = Math.floor(random() * workDays)
    return {
      id: anId(random),
      origin,
      destination,
      departure: MONDAY + (day + 2 * Math.floor(day / 5)) * DAY + dayMinute(random) * MINUTE,
      seatsLeft: random() < 0.1 ? 0 : 1 + Math.floor(random() * 4),
      detourLimit: pick([0, 300, 300, 600, 600, 600, 900, 1200, 1800], random),
      wishes: random() < 0.5 ? 0 : Math.floor(random() * 16),
    }
  })
}

export interface Asked {
  by?: RideSearch['by']
  walkMetres?: number
  transfer?: boolean
}

/** What passengers ask: half an hour around a moment of a working day, from an aire and those a walk from it. */
export function makeSearches(
  world: BenchWorld,
  count: number,
  { by, walkMetres = 0, transfer = false }: Asked,
  { seed = 7, workDays = 20 } = {},
): RideSearch[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = aWay(world, random)
    const day = Math.floor(random() * workDays)
    const at = MONDAY + (day + 2 * Math.floor(day / 5)) * DAY + dayMinute(random) * MINUTE
    return {
      from: aireReaches(world.aires, world.aires[from]!, walkMetres),
      to: aireReaches(world.aires, world.aires[to]!, walkMetres),
      by: by ?? (i % 2 === 0 ? 'departure' : 'arrival'),
      earliest: at - 30 * MINUTE,
      at,
      latest: at + 30 * MINUTE,
      seats: 1,
      needs: 0,
      avoids: 0,
      transfer: transfer ? { minSeconds: 300, maxSeconds: 1800 } : null,
      except: [],
      limit: 20,
    }
  })
}
