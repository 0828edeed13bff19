import type { Database, Reader } from '../../db/client.ts'
import { greatCircleMetres } from '../platform/distance.rules.ts'
import type { Deps } from '../platform/http.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { readAireAnywhere } from './aires-public.usecases.ts'
import {
  findBusTrips,
  findShownFeeds,
  findStopsIn,
  findTimes,
  type Box,
  type BusTime,
  type BusTrip,
  type NearStop,
  type ShownFeed,
} from './buses.repository.ts'
import type { AireBuses, BusesFound, BusFeedRef } from './buses.schemas.ts'
import {
  BUS_WALK_METRES,
  civilDaySpan,
  departuresOf,
  ridesBetween,
  windowsOf,
  type BusRide,
  type Departure,
} from './gtfs.rules.ts'
import { ROAD_FACTOR, WALK_METRES_PER_SECOND, type Point } from './travel.rules.ts'

type Given = Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> }
type Span = { from: number; to: number }

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A bus that has just left may be late. */
const lateMs = 2 * 60_000
/** Longer is no short ride. */
const longestRideMs = 4 * HOUR
const ridesAtMost = 6
/** Nobody chooses among so many: of the centre of a town, the nearest. */
const stopsAtMost = 40
/** A page of departures is mostly within hours: what is later is read only when it is not. */
const partEnds = [2, 4, 6, 8, 10, 12, 18, 24, 48, Infinity].map((hours) => hours * HOUR)
/** How long after one stop a bus may pass a nearer one: told is the nearer, whichever part of the day is read. */
const passesWithinMs = 20 * 60_000
/** Of somewhere in a commune one is nearer than of its centre. */
export const COMMUNE_WALK_METRES = 1000
const metresPerDegree = 111_195

/** From where one walks to a bus, and how far at most, as the crow flies. */
export type BusEnd = { points: readonly Point[]; metres: number }

const isOver = (feed: ShownFeed, now: number) => feed.endsOn !== null && feed.endsOn < wallOfInstant(now).day

function boxAround({ lon, lat }: Point, metres: number): Box {
  const high = metres / metresPerDegree
  const wide = high / Math.cos((lat * Math.PI) / 180)
  return [lon - wide, lat - high, lon + wide, lat + high]
}

/** Stops of a feed within a walk of an end, each with how far it is from its nearest point. */
async function stopsNear(read: Reader, edition: number, { points, metres }: BusEnd): Promise<NearStop[]> {
  if (points.length === 0) return []
  const found = await findStopsIn(
    read,
    edition,
    points.map((point) => boxAround(point, metres)),
  )
  return found
    .flatMap((stop) => {
      const away = Math.min(...points.map((point) => greatCircleMetres(point, stop)))
      return away <= metres ? [{ ...stop, metres: Math.round(away) }] : []
    })
    .toSorted((a, b) => a.metres - b.metres || a.no - b.no)
    .slice(0, stopsAtMost)
}

/**
 * The buses that leave near an aire: of a day, or the next ones. Throws `aire-not-found`, `territory-needed`,
 * `bad-cursor`.
 */
export async function readAireBuses(
  { database, clock }: Given,
  {
    aireId,
    territory,
    day,
    cursor,
    limit,
  }: {
    aireId: string
    territory: string | undefined
    day: string | undefined
    cursor: string | undefined
    limit: number
  },
): Promise<AireBuses> {
  const { aire, territory: here } = await readAireAnywhere({ database }, { id: aireId, territory })
  const now = clock.now()
  const feeds: { feed: ShownFeed; stops: NearStop[] }[] = []
  for (const feed of await findShownFeeds(database.read, here.siren)) {
    const stops = await stopsNear(database.read, feed.edition, { points: [aire], metres: BUS_WALK_METRES })
    if (stops.length > 0) feeds.push({ feed, stops })
  }
  const [at = -Infinity, edition = 0, tripNo = 0] = cursor
    ? (decodeCursor(cursor, ['number', 'number', 'number']) as [number, number, number])
    : []
  const isAfter = (one: Departure) => (one.at - at || one.edition - edition || one.tripNo - tripNo) > 0
  /** Those of a span after the cursor; of its first hours alone when they fill a page and one more. */
  const after = async (spanOf: (timezone: string) => Span) => {
    const times: BusTime[] = []
    let left: Departure<BusTime>[] = []
    for (const [part, within] of partEnds.entries()) {
      const ends = new Map<number, number>()
      let isLast = true
      for (const { feed, stops } of feeds) {
        const { from, to } = spanOf(feed.timezone)
        const readTo = (length: number) => Math.min(to, from + length + passesWithinMs)
        const begun = part === 0 ? from : readTo(partEnds[part - 1]!)
        const windows =
          begun < readTo(within) ? windowsOf({ from: begun, to: readTo(within) }, feed.timezone) : []
        for (const time of await findTimes(database.read, { edition: feed.edition, stops, windows }))
          times.push(time)
        ends.set(feed.edition, Math.min(to, from + within))
        if (from + within < to) isLast = false
      }
      left = departuresOf(times).filter((one) => one.at < ends.get(one.edition)! && isAfter(one))
      if (isLast || left.length > limit) break
    }
    return left
  }
  const since = now - lateMs
  const next = async () => {
    const soon = await after(() => ({ from: since, to: since + DAY }))
    return soon.length > 0 || cursor ? soon : after(() => ({ from: since + DAY, to: since + 7 * DAY }))
  }
  const left = day
    ? await after((timezone) => {
        const { from, to } = civilDaySpan(day, timezone)
        return { from: Math.max(from, since), to }
      })
    : await next()
  const items = left.slice(0, limit)
  const last = items.at(-1)
  const idOf = new Map(feeds.map(({ feed }) => [feed.edition, feed.id]))
  const tripOf = await readTripsOf(database.read, items)
  return {
    aireId,
    items: items.map((one) => ({
      ...viewBus(one, tripOf(one), idOf.get(one.edition)!),
      at: one.at,
      stop: viewStop(one.stop),
    })),
    nextCursor: left.length > limit && last ? encodeCursor([last.at, last.edition, last.tripNo]) : null,
    feeds: feeds.map(({ feed }) => viewFeed(feed, now)),
  }
}

/**
 * Buses from near one end to near another, on the day of a moment: the nearest to it in time that have not left, in their
 * order.
 */
export async function findBusRides(
  { database, clock }: Given,
  {
    territorySiren,
    from,
    to,
    at,
    by,
  }: { territorySiren: string; from: BusEnd; to: BusEnd; at: number; by: 'departure' | 'arrival' },
): Promise<BusesFound> {
  const now = clock.now()
  const found: BusesFound = { rides: [], feeds: [] }
  const all: (BusRide<BusTime> & { feed: ShownFeed; away: number })[] = []
  for (const feed of await findShownFeeds(database.read, territorySiren)) {
    const boarding = await stopsNear(database.read, feed.edition, from)
    const alighting = boarding.length > 0 ? await stopsNear(database.read, feed.edition, to) : []
    if (alighting.length === 0) continue
    if (isOver(feed, now)) {
      found.feeds.push(viewFeed(feed, now))
      continue
    }
    const { edition, timezone } = feed
    const day = civilDaySpan(wallOfInstant(at).day, timezone)
    const span = { from: Math.max(day.from, now - lateMs), to: day.to }
    if (span.from >= span.to) continue
    let rides: BusRide<BusTime>[] = []
    // Around the moment first: the whole day is read only when that has too few.
    for (const around of [3 * HOUR, DAY]) {
      const from = Math.max(span.from, at - around)
      const to = Math.min(span.to, at + around)
      if (from >= to) continue
      const board = await findTimes(database.read, {
        edition,
        stops: boarding,
        windows: windowsOf({ from, to }, timezone),
      })
      if (board.length === 0) continue
      const windows = windowsOf({ from, to: to + longestRideMs }, timezone)
      const trips = [...new Set(board.map(({ tripNo }) => tripNo))]
      rides = ridesBetween(
        board,
        await findTimes(database.read, { edition, stops: alighting, windows, trips }),
      )
      if (rides.length >= ridesAtMost) break
    }
    if (rides.length > 0) found.feeds.push(viewFeed(feed, now))
    for (const ride of rides) {
      const away = by === 'departure' ? awayFrom(ride.board.at, at) : awayFrom(-ride.alight.at, -at)
      all.push({ ...ride, feed, away })
    }
  }
  const chosen = all.toSorted((a, b) => a.away - b.away).slice(0, ridesAtMost)
  const tripOf = await readTripsOf(
    database.read,
    chosen.map(({ board }) => board),
  )
  found.rides = chosen
    .toSorted((a, b) => a.board.at - b.board.at)
    .map(({ feed, board, alight }) => ({
      ...viewBus(board, tripOf(board), feed.id),
      leaveAt: board.at,
      arriveAt: alight.at,
      from: viewStop(board.stop),
      to: viewStop(alight.stop),
    }))
  return found
}

/** The trips of some times, read at once for each edition: only those that are shown. */
async function readTripsOf(read: Reader, times: readonly BusTime[]): Promise<(time: BusTime) => BusTrip> {
  const known = new Map<number, Map<number, BusTrip>>()
  for (const edition of new Set(times.map((time) => time.edition))) {
    const numbers = times.filter((time) => time.edition === edition).map(({ tripNo }) => tripNo)
    known.set(edition, await findBusTrips(read, edition, numbers))
  }
  return ({ edition, tripNo }) => known.get(edition)!.get(tripNo)!
}

/** Sooner than one would leave, or later than one would be there, is borne less than the other way. */
const awayFrom = (moment: number, at: number) => (moment < at ? unwelcome * (at - moment) : moment - at)
const unwelcome = 3

const viewBus = (time: BusTime, { line, mode, headsign, about }: BusTrip, feedId: string) => ({
  key: `${feedId} ${time.edition} ${time.tripNo} ${time.serviceDay}`,
  line,
  mode,
  headsign,
  about,
  onRequest: time.onRequest,
  feed: feedId,
})

const viewStop = ({ name, lat, lon, metres }: NearStop) => ({
  name,
  lat,
  lon,
  metres,
  walkSeconds: Math.round((metres * ROAD_FACTOR) / WALK_METRES_PER_SECOND),
})

const viewFeed = (feed: ShownFeed, now: number): BusFeedRef => ({
  id: feed.id,
  name: feed.name,
  licence: feed.licence,
  publisher: feed.publisher,
  publisherUrl: feed.publisherUrl,
  readAt: feed.readAt ?? feed.createdAt,
  endsOn: feed.endsOn,
  over: isOver(feed, now),
})
