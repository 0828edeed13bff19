import { LRUCache } from 'lru-cache'
import type { Database } from '../../../db/client.ts'
import type { Deps } from '../../platform/http.ts'
import { readEnd } from '../search.ends.ts'
import { readWindow } from '../search.usecases.ts'
import type { OpenedIndex, RideIndexes } from '../ride-index.ts'
import { travelOf, type Point } from '../travel.rules.ts'
import { readJourneys, type Journey } from './elsewhere-read.ts'
import type { ElsewhereAnswer, ElsewhereQuery, ElsewhereRide } from './elsewhere.schemas.ts'
import { signOffer } from './offers.ts'
import { createOperatorClient, OperatorError, searchLimits } from './operator-client.ts'
import { findOperators, type OperatorRow } from './operators.repository.ts'

type Given = Pick<Deps, 'clock' | 'config' | 'logger'> & {
  database: Pick<Database, 'read'>
  indexes: RideIndexes
}
type Heard = { journeys: Journey[]; dropped: number }

const MINUTE = 60_000
const cachedMs = MINUTE
/** After so many failures in a row an operator is left alone for a while: its people wait for nothing, nor do ours. */
const failuresBorne = 3
const restMs = MINUTE
/** What is asked of one operator in a minute, whoever searches: nobody floods others through us. */
const mostCalls = 120
/** More operators than this nobody has. */
const mostOperators = 20
const mostRides = 50
/** Kilometres around: a village and its neighbour. */
const leastRadius = 1
const mostRadius = 5

/** Asks other operators what they offer, in parallel and with short patience; keeps what they said for a minute. */
export function createElsewhereSearch({ database, clock, config, logger, indexes }: Given) {
  const call = createOperatorClient(config, searchLimits)
  const heard = new LRUCache<string, Promise<Heard>>({ max: 500 })
  const heardAt = new WeakMap<Promise<Heard>, number>()
  const troubles = new Map<string, { failures: number; until: number }>()
  const calls = new Map<string, { minute: number; count: number }>()

  function mayCall({ id }: OperatorRow): boolean {
    const minute = Math.floor(clock.now() / MINUTE)
    const known = calls.get(id)
    const count = known?.minute === minute ? known.count + 1 : 1
    calls.set(id, { minute, count })
    return count <= mostCalls
  }

  async function askOne(
    operator: OperatorRow,
    query: Record<string, string>,
    window: { earliest: number; latest: number },
  ): Promise<Heard> {
    const answer = await call(operator, { path: '/driver_journeys', query })
    const read = readJourneys(answer, { ...window, operator, now: clock.now() })
    if (!read) throw new OperatorError('unreadable')
    return read
  }

  /** Null when it did not answer, or is left alone for now. */
  async function ask(
    operator: OperatorRow,
    query: Record<string, string>,
    window: { earliest: number; latest: number },
  ): Promise<Heard | null> {
    const key = `${operator.id}:${operator.version}:${new URLSearchParams(query)}`
    const known = heard.get(key)
    if (known && Math.abs(clock.now() - (heardAt.get(known) ?? 0)) < cachedMs) return known.catch(() => null)
    const trouble = troubles.get(operator.id)
    if (trouble && trouble.failures >= failuresBorne && clock.now() < trouble.until) return null
    if (!mayCall(operator)) return null
    const asked = askOne(operator, query, window)
    heard.set(key, asked)
    heardAt.set(asked, clock.now())
    try {
      const answer = await asked
      troubles.delete(operator.id)
      if (answer.dropped > 0)
        logger.warn({ operator: operator.id, dropped: answer.dropped }, 'journeys that make no sense')
      return answer
    } catch (error) {
      heard.delete(key)
      const failures = (troubles.get(operator.id)?.failures ?? 0) + 1
      troubles.set(operator.id, { failures, until: clock.now() + restMs })
      logger.warn(
        {
          operator: operator.id,
          fault: error instanceof OperatorError ? error.fault : 'unexpected',
          failures,
        },
        'operator did not answer',
      )
      return null
    }
  }

  /** Rides of other operators for a search of ours. Throws what the search throws of places and moments. */
  return async function search({ query }: { query: ElsewhereQuery }): Promise<ElsewhereAnswer> {
    const now = clock.now()
    const territorySiren = query.territory
    const opened = await indexes.open(territorySiren)
    const ends = await Promise.all(
      [query.from, query.to].map((place) => readEnd(database, { opened, place, walkMetres: query.walk })),
    )
    const window = readWindow({ ...query }, now)
    const operators = (await findOperators(database.read, { territorySiren, limit: mostOperators })).filter(
      (one) => one.enabled && one.baseUrl !== null && one.asks.includes('search'),
    )
    const [from, to] = ends.map((end, n) => pointOf(opened, end, n === 0 ? query.from : query.to))
    if (!from || !to) return { rides: [], operators: [] }
    // Of arriving, the standard knows nothing: one leaves as long before as the way takes.
    const early = query.by === 'arrival' ? drive(opened, from.aire, to.aire) : 0
    const [earliest, latest] = [Math.max(now, window.earliest - early), window.latest - early]
    if (latest <= earliest) return { rides: [], operators: [] }
    const asked = standardQuery({ from: from.point, to: to.point, earliest, latest, walk: query.walk })
    const answers = await Promise.all(
      operators.map(async (operator) => ({
        operator,
        answer: await ask(operator, asked, { earliest: earliest - MINUTE, latest: latest + MINUTE }),
      })),
    )
    const rides = answers
      .flatMap(({ operator, answer }) => (answer?.journeys ?? []).map((journey) => ({ operator, journey })))
      .toSorted(
        (a, b) =>
          Math.abs(a.journey.pickUpAt - window.at + early) - Math.abs(b.journey.pickUpAt - window.at + early),
      )
      .slice(0, mostRides)
      .map(({ operator, journey }) => viewRide(operator, journey, now))
    return {
      rides,
      operators: answers.map(({ operator: { id, name }, answer }) => ({
        id,
        name,
        answered: answer !== null,
        dropped: answer?.dropped ?? 0,
      })),
    }
  }

  function viewRide(operator: OperatorRow, journey: Journey, now: number): ElsewhereRide {
    const { id, driver, metres: _, ...told } = journey
    return {
      key: `${operator.id}:${id}`,
      operator: { id: operator.id, name: operator.name },
      ...told,
      driver: { name: driver.name },
      offer: operator.asks.includes('book')
        ? signOffer(config.secret, { operatorId: operator.id, journey, until: now + 30 * MINUTE })
        : null,
    }
  }
}

type End = Awaited<ReturnType<typeof readEnd>>

/**
 * What another operator is told of where one is: the aire one would go to; with none near, about where, to a hundredth
 * of a degree. A position is often a home.
 */
function pointOf(opened: OpenedIndex, end: End, place: string): { point: Point; aire: number | null } | null {
  const [nearest] = end.reaches
  if (nearest) return { point: opened.aires[nearest.aire]!, aire: nearest.aire }
  if (end.kind !== 'position') return null
  const [lat, lon] = place.split(',').map((part) => Math.round(Number(part) * 100) / 100)
  return { point: { lat: lat!, lon: lon! }, aire: null }
}

const drive = ({ travel }: OpenedIndex, from: number | null, to: number | null) =>
  (from === null || to === null ? 0 : (travelOf(travel, from, to)?.seconds ?? 0)) * 1000

function standardQuery({
  from,
  to,
  earliest,
  latest,
  walk,
}: {
  from: Point
  to: Point
  earliest: number
  latest: number
  walk: number
}): Record<string, string> {
  const radius = String(Math.min(mostRadius, Math.max(leastRadius, walk / 1000)))
  // Rounded to the minute, so that who asks a little later is answered from what was kept.
  const middle = Math.round((earliest + latest) / 2 / MINUTE) * 60
  return {
    departureLat: from.lat.toFixed(5),
    departureLng: from.lon.toFixed(5),
    arrivalLat: to.lat.toFixed(5),
    arrivalLng: to.lon.toFixed(5),
    departureDate: String(middle),
    timeDelta: String(Math.ceil((latest - earliest) / 2 / MINUTE) * 60),
    departureRadius: radius,
    arrivalRadius: radius,
    count: String(mostRides),
  }
}
