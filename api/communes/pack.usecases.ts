import { createHash } from 'node:crypto'
import { openCategories } from '../agenda/agenda-state.usecases.ts'
import { readPublicEvent } from '../agenda/events-page.usecases.ts'
import { listEvents } from '../agenda/events-public.usecases.ts'
import { allAires } from '../carpool/aires-public.usecases.ts'
import { listRegularTrips } from '../carpool/trips-regular.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { Problem } from '../platform/problems.ts'
import { readCommune } from './communes.usecases.ts'
import type { CommunePack, PackData, PackPartName, PackParts } from './pack.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'>
type Lang = 'fr' | 'en' | 'nl'
type Here = { territorySiren: string; code: string }

const daysAhead = 30
/** So that a pack weighs some tens of kilobytes on its way, whatever a commune has. */
export const packLimits = {
  alerts: 20,
  outside: 10,
  occurrences: 150,
  events: 60,
  aires: 150,
  trips: 150,
  incidents: 60,
} as const

/** Pages of the events of a list, each once; one taken away meanwhile is left out. */
async function eventsOf(given: Given, ids: readonly string[], lang: Lang) {
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

async function agendaOf(
  given: Given,
  { territorySiren, code }: Here,
  lang: Lang,
): Promise<PackData['agenda']> {
  const { day: today } = wallOfInstant(given.clock.now())
  const query = { territory: territorySiren, commune: code, from: today, to: addDays(today, daysAhead) }
  const { items } = await listEvents(given, { query, limit: packLimits.occurrences })
  const ids = [...new Set(items.map(({ eventId }) => eventId))].slice(0, packLimits.events)
  return {
    occurrences: items,
    events: await eventsOf(given, ids, lang),
    categories: await openCategories(given, territorySiren),
  }
}

const versionOfData = (data: unknown) =>
  createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 12)

/** Each part with its version, and its data unless that very version is there already. */
function partsOf(data: PackData, have: string): PackParts {
  const there = new Set(have.split(','))
  const parts = (Object.keys(data) as PackPartName[]).map((name) => {
    const version = versionOfData(data[name])
    return [name, there.has(`${name}.${version}`) ? { version } : { version, data: data[name] }]
  })
  return Object.fromEntries(parts) as PackParts
}

/**
 * What a phone keeps of a commune for where there is no network, in parts that are fetched again only when they
 * changed. `versions` stands for all of it. Throws `commune-not-found` and `commune-unclear`.
 */
export async function readCommunePack(
  given: Given,
  { address, lang, have }: { address: string; lang: Lang; have: string },
): Promise<{ pack: CommunePack; versions: string }> {
  const { head, territorySiren, alerts, outside, incidents } = await readCommune(given, {
    address,
    lang,
    most: packLimits,
  })
  const { code, name, lon, lat } = head.commune
  const [agenda, aires] = await Promise.all([
    agendaOf(given, { territorySiren, code }, lang),
    allAires(given, { territory: territorySiren, near: `${lat},${lon}` }),
  ])
  const listed = aires.filter((aire) => aire.listed).slice(0, packLimits.aires)
  const own = listed.filter((aire) => aire.commune.code === code).map(({ id }) => id)
  const data: PackData = {
    commune: head,
    alerts: { alerts, outside },
    agenda,
    aires: { aires: listed.map((aire) => ({ ...aire, distanceMetres: null })) },
    trips: {
      trips: await listRegularTrips(given, { territorySiren, aireIds: own, limit: packLimits.trips }),
    },
    incidents: { incidents },
  }
  const parts = partsOf(data, have)
  return {
    pack: { code, name, lang, territory: territorySiren, parts },
    versions: Object.entries(parts)
      .map(([part, { version }]) => `${part}.${version}`)
      .join(),
  }
}
