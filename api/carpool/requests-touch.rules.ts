import type { DatedTrip, TransferWait } from './carpool.rules.ts'
import { isWishedOn, type Standing } from './requests.rules.ts'
import { NO_ROAD, type Reach, type TravelTable } from './travel.rules.ts'

/** A wish as it is matched: where from and to on foot, when, and whether two cars will do. */
export interface Wish extends Standing {
  readonly from: readonly Reach[]
  readonly to: readonly Reach[]
  readonly by: 'departure' | 'arrival'
  readonly seats: number
  /** Wishes a trip must have. */
  readonly needs: number
  readonly transfers: boolean
}

/** The clock on the wall, as matching needs it. */
export interface Wall {
  /** The instant (epoch milliseconds) of a day (`2026-11-27`) at a time (`07:30`). */
  readonly instantOf: (day: string, time: string) => number
  readonly wallOf: (instant: number) => { day: string; time: string }
  readonly addDays: (day: string, count: number) => string
  /** 1 is Monday. */
  readonly weekdayOf: (day: string) => number
}

/** A wish that waits between two aires, with the walks to one and from the other. */
interface Between {
  readonly wish: number
  readonly from: number
  readonly to: number
  readonly walkFrom: number
  readonly walkTo: number
}
/** By wish, the days on which something changed for it. */
export type Touched = Map<number, Set<string>>
type Departures = readonly { readonly time: number; readonly seats: number; readonly wishes: number }[]

/**
 * Which wishes a burst of departures may change, and on which days: everything else need not be searched again. Nothing
 * is passed over that a search would find; of rides by two cars, the other car is not looked for. Wishes are listed by
 * pair of aires, departures by line (one origin, destination and detour limit), so that a detour is worked out once for
 * a line and a pair, and never for a wish and a departure.
 */
export interface TouchIndex {
  readonly size: number
  /** Rides in one car, and in two. */
  touchedBy(trips: readonly DatedTrip[]): Touched
  /** Wishes that a driver between two aires may serve within a detour, at any hour. */
  alongWay(origin: number, destination: number, detourSeconds: number): Set<number>
  /** Wishes that these departures serve alone, by their days. */
  servedBy(trips: readonly DatedTrip[]): Touched
}

export function createTouchIndex({
  travel,
  mayWait,
  transfer,
  wishes,
  wall,
}: {
  travel: TravelTable
  mayWait: (aire: number) => boolean
  transfer: TransferWait
  wishes: readonly Wish[]
  wall: Wall
}): TouchIndex {
  const { size, seconds } = travel
  const drive = (from: number, to: number) => seconds[from * size + to]!
  const byStart = new Map<number, Between[]>()
  const byEnd = new Map<number, Between[]>()
  /** Of each start, the wishes by end: one pair is looked at once for a line. */
  const byPair = new Map<number, Map<number, Between[]>>()
  const minuteOf = wishes.map(({ wallTime }) => minutesOf(wallTime))
  /** The longest drive of the table. */
  const longest = seconds.reduce((most, one) => (one !== NO_ROAD && one > most ? one : most), 0)
  const stops = Array.from({ length: size }, (_, aire) => aire).filter(mayWait)

  wishes.forEach((wish, number) => {
    for (const start of wish.from)
      for (const end of wish.to) {
        const between = {
          wish: number,
          from: start.aire,
          to: end.aire,
          walkFrom: start.walkSeconds,
          walkTo: end.walkSeconds,
        }
        const ends = listOf(byPair, start.aire, () => new Map<number, Between[]>())
        if (start.aire !== end.aire && drive(start.aire, end.aire) !== NO_ROAD)
          listIn(ends, end.aire, between)
        // By a third aire there may be a road where there is none straight.
        if (wish.transfers) {
          listIn(byStart, start.aire, between)
          listIn(byEnd, end.aire, between)
        }
      }
  })

  /** Days around a moment on which a wish may be meant: none at another hour, or on other days. Most end here. */
  function daysNear(number: number, at: WallMoment, spreadSeconds: number): WallMoment['days'] {
    const wish = wishes[number]!
    // The difference on the wall, the shorter way round; an hour more, for the days on which clocks change.
    const gap = Math.abs(minuteOf[number]! - at.minute)
    if (Math.min(gap, 1440 - gap) > wish.flexMinutes + 61 + spreadSeconds / 60) return noDays
    return at.days.filter(({ name, weekday }) => isWishedOn(wish, name, weekday))
  }

  /** Notes a day of a wish when its window meets any of these stretches of seconds. */
  function note(
    touched: Touched,
    number: number,
    day: string,
    stretches: Iterable<readonly [low: number, high: number]>,
  ): void {
    if (touched.get(number)?.has(day)) return
    const { flexMinutes, wallTime } = wishes[number]!
    const wished = wall.instantOf(day, wallTime) / 1000
    const [first, last] = [wished - flexMinutes * 60, wished + flexMinutes * 60]
    for (const [low, high] of stretches)
      if (low <= last && high >= first) {
        listOf(touched, number, () => new Set<string>()).add(day)
        return
      }
  }

  interface WallMoment {
    minute: number
    days: { name: string; weekday: number }[]
  }
  const known = new Map<string, { name: string; weekday: number }[]>()
  function momentOf(second: number): WallMoment {
    const { day, time } = wall.wallOf(second * 1000)
    const days = listOf(known, day, () =>
      [-1, 0, 1].map((count) => {
        const name = wall.addDays(day, count)
        return { name, weekday: wall.weekdayOf(name) }
      }),
    )
    return { minute: minutesOf(time), days }
  }

  const suits = ({ seats, wishes: has }: Departures[number], number: number) => {
    const wish = wishes[number]!
    return seats >= wish.seats && (has & wish.needs) === wish.needs
  }

  function alone(touched: Touched, { origin, destination, budget }: Line, departures: Departures): void {
    for (const [start, ends] of byPair) {
      const approach = drive(origin, start)
      if (approach === NO_ROAD || approach > budget) continue
      for (const [end, waiting] of ends) {
        const rest = drive(end, destination)
        const ride = drive(start, end)
        if (rest === NO_ROAD || approach + ride + rest > budget) continue
        for (const departure of departures) {
          const pickUp = departure.time + approach
          const moment = momentOf(pickUp)
          for (const { wish, walkFrom, walkTo } of waiting) {
            if (!suits(departure, wish)) continue
            const offset = wishes[wish]!.by === 'departure' ? -walkFrom : ride + walkTo
            const there = pickUp + offset
            for (const { name } of daysNear(wish, moment, Math.abs(offset)))
              note(touched, wish, name, [[there, there]])
          }
        }
      }
    }
  }

  /** As the first of two cars: from a start to any aire where one may wait. */
  function asFirst(touched: Touched, { origin, destination, budget }: Line, departures: Departures): void {
    for (const [start, waiting] of byStart) {
      const approach = drive(origin, start)
      if (approach === NO_ROAD || approach > budget) continue
      const reached = stops.filter((stop) => {
        const [on, rest] = [drive(start, stop), drive(stop, destination)]
        return stop !== start && on !== NO_ROAD && rest !== NO_ROAD && approach + on + rest <= budget
      })
      if (reached.length === 0) continue
      for (const departure of departures) {
        const pickUp = departure.time + approach
        const moment = momentOf(pickUp)
        for (const { wish, to, walkFrom, walkTo } of waiting) {
          if (!suits(departure, wish)) continue
          const leaves = wishes[wish]!.by === 'departure'
          const spread = leaves ? walkFrom : walkTo + 2 * longest + transfer.maxSeconds
          for (const { name } of daysNear(wish, moment, spread))
            note(
              touched,
              wish,
              name,
              leaves
                ? [[pickUp - walkFrom, pickUp - walkFrom]]
                : reached
                    .filter((stop) => stop !== to && drive(stop, to) !== NO_ROAD)
                    .map((stop) => {
                      const arrival = pickUp + drive(start, stop) + drive(stop, to) + walkTo
                      return [arrival + transfer.minSeconds, arrival + transfer.maxSeconds] as const
                    }),
            )
        }
      }
    }
  }

  /** As the second: from any aire where one may wait to an end. */
  function asSecond(touched: Touched, { origin, destination, budget }: Line, departures: Departures): void {
    for (const [end, waiting] of byEnd) {
      const rest = drive(end, destination)
      if (rest === NO_ROAD || rest > budget) continue
      const left = stops.filter((stop) => {
        const [approach, ride] = [drive(origin, stop), drive(stop, end)]
        return stop !== end && approach !== NO_ROAD && ride !== NO_ROAD && approach + ride + rest <= budget
      })
      if (left.length === 0) continue
      for (const departure of departures) {
        const moment = momentOf(departure.time)
        for (const { wish, from, walkFrom, walkTo } of waiting) {
          if (!suits(departure, wish)) continue
          const leaves = wishes[wish]!.by === 'departure'
          const spread = 2 * longest + (leaves ? walkFrom + transfer.maxSeconds : walkTo)
          for (const { name } of daysNear(wish, moment, spread))
            note(
              touched,
              wish,
              name,
              left
                .filter((stop) => stop !== from && drive(from, stop) !== NO_ROAD)
                .map((stop) => {
                  const pickUp = departure.time + drive(origin, stop)
                  if (!leaves) {
                    const there = pickUp + drive(stop, end) + walkTo
                    return [there, there] as const
                  }
                  const out = pickUp - drive(from, stop) - walkFrom
                  return [out - transfer.maxSeconds, out - transfer.minSeconds] as const
                }),
            )
        }
      }
    }
  }

  interface Line {
    origin: number
    destination: number
    /** The longest its drivers agree to drive, seconds. */
    budget: number
  }
  function linesOf(trips: readonly DatedTrip[]): { line: Line; departures: Departures }[] {
    const lines = Map.groupBy(trips, ({ origin, destination, detourLimit }) =>
      [origin, destination, detourLimit].join(),
    )
    return [...lines.values()].flatMap((members) => {
      const { origin, destination, detourLimit } = members[0]!
      const base = drive(origin, destination)
      if (base === NO_ROAD) return []
      const departures = members
        .filter(({ seatsLeft }) => seatsLeft > 0)
        .map(({ departure, seatsLeft, wishes: has }) => ({
          time: Math.floor(departure / 1000),
          seats: seatsLeft,
          wishes: has,
        }))
      return [{ line: { origin, destination, budget: base + detourLimit }, departures }]
    })
  }

  return {
    size: wishes.length,
    touchedBy(trips) {
      const touched: Touched = new Map()
      for (const { line, departures } of linesOf(trips)) {
        alone(touched, line, departures)
        asFirst(touched, line, departures)
        asSecond(touched, line, departures)
      }
      return touched
    },
    servedBy(trips) {
      const touched: Touched = new Map()
      for (const { line, departures } of linesOf(trips)) alone(touched, line, departures)
      return touched
    },
    alongWay(origin, destination, detourSeconds) {
      const found = new Set<number>()
      const base = drive(origin, destination)
      if (base === NO_ROAD) return found
      for (const [start, ends] of byPair)
        for (const [end, waiting] of ends) {
          const [approach, ride, rest] = [drive(origin, start), drive(start, end), drive(end, destination)]
          if (approach === NO_ROAD || rest === NO_ROAD || approach + ride + rest > base + detourSeconds)
            continue
          for (const { wish } of waiting) found.add(wish)
        }
      return found
    },
  }
}

const noDays: { name: string; weekday: number }[] = []
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

function listOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
const listIn = <K, V>(map: Map<K, V[]>, key: K, value: V) => listOf(map, key, () => []).push(value)
