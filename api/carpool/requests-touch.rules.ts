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
    const some = at.days.some(({ name, weekday }) => isWishedOn(wish, name, weekday))
    return some ? at.days.filter(({ name, weekday }) => isWishedOn(wish, name, weekday)) : noDays
  }

  /** From each aire to one, or from one to each, the shortest way by another aire where one may wait; seconds. */
  const viaTo = shortestVia((aire, stop, to) => add(drive(aire, stop), drive(stop, to)))
  const viaFrom = shortestVia((aire, stop, from) => add(drive(from, stop), drive(stop, aire)))
  function shortestVia(by: (aire: number, stop: number, one: number) => number) {
    const found = new Map<number, Float64Array>()
    return (one: number) =>
      listOf(found, one, () =>
        Float64Array.from({ length: size }, (_, aire) =>
          stops.reduce(
            (least, stop) => (stop === aire ? least : Math.min(least, by(aire, stop, one))),
            Infinity,
          ),
        ),
      )
  }

  /** The instants of a time of day, by day: asked for again and again, and dear to work out. Seconds. */
  const instants = new Map<string, Map<number, number>>()
  function instantOf(day: string, number: number): number {
    const ofDay = listOf(instants, day, () => new Map<number, number>())
    return listOf(ofDay, minuteOf[number]!, () => wall.instantOf(day, wishes[number]!.wallTime) / 1000)
  }

  /** Notes a day of a wish when one is served within its window, whose ends are given in seconds. */
  function note(
    touched: Touched,
    number: number,
    day: string,
    serves: (first: number, last: number) => boolean,
  ): void {
    const days = touched.get(number)
    if (days?.has(day)) return
    const flexSeconds = wishes[number]!.flexMinutes * 60
    const wished = instantOf(day, number)
    if (!serves(wished - flexSeconds, wished + flexSeconds)) return
    if (days) days.add(day)
    else touched.set(number, new Set([day]))
  }

  interface WallMoment {
    minute: number
    days: { name: string; weekday: number }[]
  }
  const known = new Map<string, { name: string; weekday: number }[]>()
  const quarters = new Map<number, WallMoment>()
  /** By quarters of an hour, as clocks change only between two: the calendar costs more than all the rest. */
  function momentOf(second: number): WallMoment {
    const quarter = Math.floor(second / 900)
    const { minute, days } = listOf(quarters, quarter, () => {
      const { day, time } = wall.wallOf(quarter * 900_000)
      const around = listOf(known, day, () =>
        [-1, 0, 1].map((count) => {
          const name = wall.addDays(day, count)
          return { name, weekday: wall.weekdayOf(name) }
        }),
      )
      return { minute: minutesOf(time), days: around }
    })
    return { minute: minute + Math.floor((second % 900) / 60), days }
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
              note(touched, wish, name, (first, last) => there >= first && there <= last)
          }
        }
      }
    }
  }

  /** As the first of two cars: from a start to any aire where one may wait. */
  function asFirst(touched: Touched, { origin, destination, budget }: Line, departures: Departures): void {
    const onward = viaTo(destination)
    for (const [start, waiting] of byStart) {
      const approach = drive(origin, start)
      if (approach === NO_ROAD || approach + onward[start]! > budget) continue
      const reached = lazily(() =>
        stops.filter((stop) => {
          const on = drive(start, stop)
          const rest = drive(stop, destination)
          return stop !== start && on !== NO_ROAD && rest !== NO_ROAD && approach + on + rest <= budget
        }),
      )
      for (const departure of departures) {
        const pickUp = departure.time + approach
        const moment = momentOf(pickUp)
        for (const { wish, to, walkFrom, walkTo } of waiting) {
          if (!suits(departure, wish)) continue
          const leaves = wishes[wish]!.by === 'departure'
          const spread = leaves ? walkFrom : walkTo + 2 * longest + transfer.maxSeconds
          const days = daysNear(wish, moment, spread)
          if (days.length === 0) continue
          const serves = leaves
            ? (first: number, last: number) => pickUp - walkFrom >= first && pickUp - walkFrom <= last
            : (first: number, last: number) => {
                const [low, high] = [transfer.minSeconds + walkTo, transfer.maxSeconds + walkTo]
                for (const stop of reached()) {
                  const on = stop === to ? NO_ROAD : drive(stop, to)
                  if (on === NO_ROAD) continue
                  const arrival = pickUp + drive(start, stop) + on
                  if (arrival + low <= last && arrival + high >= first) return true
                }
                return false
              }
          for (const { name } of days) note(touched, wish, name, serves)
        }
      }
    }
  }

  /** As the second: from any aire where one may wait to an end. */
  function asSecond(touched: Touched, { origin, destination, budget }: Line, departures: Departures): void {
    const there = viaFrom(origin)
    for (const [end, waiting] of byEnd) {
      const rest = drive(end, destination)
      if (rest === NO_ROAD || there[end]! + rest > budget) continue
      const left = lazily(() =>
        stops.filter((stop) => {
          const approach = drive(origin, stop)
          const ride = drive(stop, end)
          return stop !== end && approach !== NO_ROAD && ride !== NO_ROAD && approach + ride + rest <= budget
        }),
      )
      for (const departure of departures) {
        const moment = momentOf(departure.time)
        for (const { wish, from, walkFrom, walkTo } of waiting) {
          if (!suits(departure, wish)) continue
          const leaves = wishes[wish]!.by === 'departure'
          const spread = 2 * longest + (leaves ? walkFrom + transfer.maxSeconds : walkTo)
          const days = daysNear(wish, moment, spread)
          if (days.length === 0) continue
          const serves = (first: number, last: number) => {
            for (const stop of left()) {
              const before = stop === from ? NO_ROAD : drive(from, stop)
              if (before === NO_ROAD) continue
              const pickUp = departure.time + drive(origin, stop)
              if (leaves) {
                const out = pickUp - before - walkFrom
                if (out - transfer.maxSeconds <= last && out - transfer.minSeconds >= first) return true
              } else {
                const arrival = pickUp + drive(stop, end) + walkTo
                if (arrival >= first && arrival <= last) return true
              }
            }
            return false
          }
          for (const { name } of days) note(touched, wish, name, serves)
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

/** Worked out when it is first asked for: most are not. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

const noDays: { name: string; weekday: number }[] = []
const add = (first: number, second: number) =>
  first === NO_ROAD || second === NO_ROAD ? Infinity : first + second
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

function listOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
const listIn = <K, V>(map: Map<K, V[]>, key: K, value: V) => listOf(map, key, () => []).push(value)
