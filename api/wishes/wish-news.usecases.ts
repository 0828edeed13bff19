import type { Reader } from '../../db/client.ts'
import type { WishKind } from '../../db/schema/wishes.ts'
import { readEventsToTell } from '../agenda/wished-events.usecases.ts'
import { readRidesToTell } from '../carpool/wished-rides.usecases.ts'
import { readIncidentsToTell } from '../incidents/wished-incidents.usecases.ts'
import type { Language } from '../platform/problems.ts'
import type { WishRow } from './wishes.repository.ts'
import { keysOfPoint, listKey, metresApart, pairKey } from './wishes.rules.ts'
import { sayWish, type WishWord } from './wishes.words.ts'

/** One thing that happened, as it is told. */
export type News = {
  keys: string[]
  meets: (wish: WishRow) => boolean
  /** Alone: the title of the message, and its line. */
  title: (language: Language) => string
  line: (language: Language) => string
  path: string | null
}
export type NewsKind = Exclude<WishKind, 'digest'>
/** Title of several at once. */
export const manyWords: Record<NewsKind, WishWord> = {
  events: 'events',
  incidents: 'incidents',
  rides: 'rides',
}

type Asked = { causes: readonly string[]; territorySiren: string; now: number }
/** The part of a cause's id that names the thing: `incidents:<id>:opened`. */
const idOf = (cause: string) => cause.split(':')[1] ?? ''

async function eventNews(read: Reader, { causes, now }: Asked): Promise<News[]> {
  const events = await readEventsToTell(read, { ids: causes.map(idOf), now })
  return events.map((event) => ({
    keys: event.lists.map(listKey),
    meets: ({ wanted }) => wanted.kind === 'events' && event.meets(wanted.asked),
    title: (language) => sayWish(language, 'oneEvent', { title: event.title }),
    line: (language) => `${event.title} : ${event.say(language)}`,
    path: event.path,
  }))
}

async function incidentNews(read: Reader, { causes, territorySiren }: Asked): Promise<News[]> {
  const ids = [...new Set(causes.map(idOf))]
  return (await readIncidentsToTell(read, ids)).map(({ id, commune, category, lat, lon, closed }) => {
    const say = (language: Language) =>
      sayWish(language, closed ?? 'opened', { category, commune: commune.name })
    return {
      keys: keysOfPoint(territorySiren, commune.code, { lat, lon }),
      meets: ({ wanted }) =>
        wanted.kind === 'incidents' &&
        (wanted.commune === commune.code ||
          (wanted.lat !== null &&
            wanted.lon !== null &&
            metresApart({ lat: wanted.lat, lon: wanted.lon }, { lat, lon }) <= (wanted.radius ?? 0))),
      title: say,
      line: say,
      path: `/signalements/${id}`,
    }
  })
}

async function rideNews(read: Reader, { causes, territorySiren, now }: Asked): Promise<News[]> {
  const pairs = causes.map((cause) => {
    const [, , from = '', to = '', tripId = ''] = cause.split(':')
    return { key: pairKey(territorySiren, { from, to }), from, to, tripId }
  })
  const tripIds = [...new Set(pairs.map(({ tripId }) => tripId))]
  const rides = await readRidesToTell(read, { tripIds, territorySiren, now })
  return rides.map((ride) => {
    const served = pairs.filter(({ tripId }) => tripId === ride.tripId)
    return {
      keys: served.map(({ key }) => key),
      // Whoever drives it knows.
      meets: ({ wanted, userId }) =>
        wanted.kind === 'rides' &&
        (userId === null || userId !== ride.driverUserId) &&
        served.some(({ from, to }) => from === wanted.from && to === wanted.to),
      title: (language) => sayWish(language, 'oneRide'),
      line: (language) => ride.say(language),
      path: null,
    }
  })
}

/** What is told of some causes of a kind, as things stand: what nobody may see any more is left out. */
export const readNews: Record<NewsKind, (read: Reader, asked: Asked) => Promise<News[]>> = {
  events: eventNews,
  incidents: incidentNews,
  rides: rideNews,
}
