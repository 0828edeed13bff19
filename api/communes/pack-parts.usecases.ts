import { openCategories } from '../agenda/agenda-state.usecases.ts'
import { readPublicEvent } from '../agenda/events-page.usecases.ts'
import { listEvents } from '../agenda/events-public.usecases.ts'
import { allAires } from '../carpool/aires-public.usecases.ts'
import { listRegularTrips } from '../carpool/trips-regular.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { Problem } from '../platform/problems.ts'
import type { FoundCommune } from '../territory/territory.usecases.ts'
import { alertsOf, headOf, openReportsOf, outsideOf } from './communes.usecases.ts'
import { packDays, packLimits } from './pack.rules.ts'
import type { PackData, PackPartName } from './pack.schemas.ts'

export type PackGiven = Pick<Deps, 'database' | 'clock'>
export type PackLang = 'fr' | 'en' | 'nl'
type Asked = { here: FoundCommune; lang: PackLang }

/** A part as it is now, and until when it is so while nothing is written: epoch milliseconds. */
type Read<Name extends PackPartName> = { data: PackData[Name]; until: number }
type Part<Name extends PackPartName> = {
  /** Its words are those of a language. */
  speaks: boolean
  read: (given: PackGiven, asked: Asked) => Promise<Read<Name>>
}

/** As long as nobody writes. */
const always = Number.POSITIVE_INFINITY
/** The first of some instants that is still to come. */
const nextOf = (instants: Iterable<number>, now: number) =>
  [...instants].reduce((first, at) => (at > now && at < first ? at : first), always)

/** Pages of the events of a list, each once; one taken away meanwhile is left out. */
async function eventsOf(given: PackGiven, ids: readonly string[], lang: PackLang) {
  const language = lang === 'fr' ? 'fr' : 'en'
  const read = async (key: string) => {
    try {
      // A count that moves each day would have the whole part fetched again.
      return [{ ...(await readPublicEvent(given, { key, language })), followers: 0 }]
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return []
      throw error
    }
  }
  return (await Promise.all(ids.map(read))).flat()
}

async function readAgenda(given: PackGiven, { here, lang }: Asked): Promise<Read<'agenda'>> {
  const { territorySiren, code } = here.commune
  const now = given.clock.now()
  const { day: today } = wallOfInstant(now)
  const query = { territory: territorySiren, commune: code, from: today, to: addDays(today, packDays) }
  const { items } = await listEvents(given, { query, limit: packLimits.occurrences })
  const ids = [...new Set(items.map(({ eventId }) => eventId))].slice(0, packLimits.events)
  const [events, categories] = await Promise.all([
    eventsOf(given, ids, lang),
    openCategories(given, territorySiren),
  ])
  // Another day begins, or a date is over.
  const ends = [...items, ...events.flatMap(({ dates }) => dates)].map(({ endAt }) => endAt)
  const until = nextOf([instantOfWall(addDays(today, 1), '00:00'), ...ends], now)
  return { data: { occurrences: items, events, categories }, until }
}

async function readAlerts(given: PackGiven, { here, lang }: Asked): Promise<Read<'alerts'>> {
  const now = given.clock.now()
  const [alerts, outside] = await Promise.all([
    alertsOf(given, here, { most: packLimits.alerts, lang }),
    outsideOf(given, here, { most: packLimits.outside }),
  ])
  // One begins or ends.
  const turns = [...alerts, ...outside].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
  return { data: { alerts, outside }, until: nextOf(turns, now) }
}

/** Those people may leave from, the nearest to the commune first. */
async function airesNear(given: PackGiven, { commune }: FoundCommune) {
  const near = `${commune.lat},${commune.lon}`
  const aires = await allAires(given, { territory: commune.territorySiren, near })
  return aires.filter(({ listed }) => listed).slice(0, packLimits.aires)
}

/** Departures of a week from now: as they leave, others come in, and trips that have none any more go out. */
const tripsForMs = 10 * 60_000

/** The parts of a pack, and how each is read. What they are read from is counted by `db/migrations/*_pack_editions.sql`. */
export const packReaders: { [Name in PackPartName]: Part<Name> } = {
  commune: {
    speaks: false,
    read: async (given, { here }) => ({ data: await headOf(given, here), until: always }),
  },
  alerts: { speaks: true, read: readAlerts },
  agenda: { speaks: true, read: readAgenda },
  aires: {
    speaks: false,
    read: async (given, { here }) => {
      const aires = (await airesNear(given, here)).map((aire) => ({ ...aire, distanceMetres: null }))
      return { data: { aires }, until: always }
    },
  },
  trips: {
    speaks: false,
    read: async (given, { here }) => {
      const { code, territorySiren } = here.commune
      const own = (await airesNear(given, here)).filter(({ commune }) => commune.code === code)
      const aireIds = own.map(({ id }) => id)
      const trips = await listRegularTrips(given, { territorySiren, aireIds, limit: packLimits.trips })
      return { data: { trips }, until: given.clock.now() + tripsForMs }
    },
  },
  incidents: {
    speaks: false,
    read: async (given, { here }) => ({
      data: { incidents: await openReportsOf(given, here, { most: packLimits.incidents }) },
      until: always,
    }),
  },
}
export const packPartNames = Object.keys(packReaders) as PackPartName[]
