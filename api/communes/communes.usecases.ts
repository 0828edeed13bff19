import { listEvents } from '../agenda/events-public.usecases.ts'
import { listAlerts } from '../alerts/alert-public.usecases.ts'
import { listOutsideAlerts } from '../alerts/outside.usecases.ts'
import { allAires } from '../carpool/aires-public.usecases.ts'
import type { RideIndexes } from '../carpool/ride-index.ts'
import { readDepartures } from '../carpool/search.usecases.ts'
import { listIncidents } from '../incidents/incidents-public.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { Problem } from '../platform/problems.ts'
import { communeAt, type FoundCommune, listBodies, readTerritory } from '../territory/territory.usecases.ts'
import type { CommuneAire, CommunePage, TownHallView } from './communes.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'>
export type CommunesGiven = Given & { indexes: RideIndexes }

const daysShown = 14
const shown = { alerts: 20, outside: 10, events: 12, incidents: 6, aires: 8, departures: 3 }

/** How to reach the town hall of a commune, as everyone may. */
export async function townHallOf(
  { database }: Pick<CommunesGiven, 'database'>,
  { territorySiren, code }: { territorySiren: string; code: string },
): Promise<TownHallView | null> {
  const bodies = await listBodies({ database, territorySiren })
  const own = bodies.find(({ communeCode }) => communeCode === code)
  if (!own) return null
  const { name, email, phone, address, openingHours } = own
  return { name, email, phone, address, openingHours }
}

async function departuresOf(
  given: CommunesGiven,
  asked: { aireId: string; territorySiren: string },
): Promise<CommuneAire['departures']> {
  const now = given.clock.now()
  try {
    const { items } = await readDepartures(given, { ...asked, day: undefined, actor: null })
    return items
      .filter(({ departAt }) => departAt >= now)
      .slice(0, shown.departures)
      .map(({ departureId, departAt, arriveAt, destination, seatsLeft, priceCents }) => ({
        id: departureId,
        departAt,
        arriveAt,
        destination: destination.name,
        seatsLeft,
        priceCents,
      }))
  } catch (error) {
    // Taken away a moment ago: nothing leaves from it.
    if (error instanceof Problem && error.status < 500) return []
    throw error
  }
}

async function airesOf(
  given: CommunesGiven,
  { territorySiren, code }: { territorySiren: string; code: string },
): Promise<CommuneAire[]> {
  const all = await allAires(given, { territory: territorySiren, commune: code })
  return Promise.all(
    all
      .filter(({ listed }) => listed)
      .slice(0, shown.aires)
      .map(async ({ id, name, path, address }) => ({
        id,
        name,
        path,
        address,
        departures: await departuresOf(given, { aireId: id, territorySiren }),
      })),
  )
}

type Asked = { most: number; lang?: 'fr' | 'en' | 'nl' }

/** What the page of a commune and what a phone keeps of it begin with: which commune it is, its town hall. */
export async function headOf(
  { database }: Pick<CommunesGiven, 'database'>,
  { commune, path, homonyms }: FoundCommune,
): Promise<Pick<CommunePage, 'commune' | 'demo' | 'homonyms' | 'townHall'>> {
  const { code, name, territorySiren, postalCodes, population, lon, lat } = commune
  const [territory, townHall] = await Promise.all([
    readTerritory({ database, siren: territorySiren }),
    townHallOf({ database }, { territorySiren, code }),
  ])
  return {
    commune: {
      code,
      name,
      path,
      postalCodes,
      territory: { siren: territorySiren, name: territory.name },
      population,
      lon,
      lat,
    },
    demo: territory.demo,
    homonyms,
    townHall,
  }
}

const queryOf = ({ commune }: FoundCommune) => ({
  territory: commune.territorySiren,
  commune: commune.code,
  cursor: undefined,
})

/** Alerts of a commune in force and to come. */
export async function alertsOf(given: Given, here: FoundCommune, { most, lang = 'fr' }: Asked) {
  return (await listAlerts(given, { ...queryOf(here), when: 'current', lang, limit: most })).items
}

/** What other services say of a commune, in force and to come. */
export async function outsideOf(given: Given, here: FoundCommune, { most }: Asked) {
  return (await listOutsideAlerts(given, { ...queryOf(here), limit: most })).items
}

/** What is reported in a commune and still open, the newest first. */
export async function openReportsOf({ database }: Given, { commune }: FoundCommune, { most }: Asked) {
  const filters = { territorySiren: commune.territorySiren, communeCode: commune.code, open: true }
  return (await listIncidents({ database }, { filters, limit: most })).items
}

/**
 * All that concerns a commune now: its alerts, the two weeks to come, what is reported, its town hall, its aires.
 * Throws `commune-not-found` and `commune-unclear`, with communes it may have meant.
 */
export async function readCommunePage(
  given: CommunesGiven,
  { address, lang }: { address: string; lang: 'fr' | 'en' | 'nl' },
): Promise<CommunePage> {
  const here = await communeAt(given, address)
  const { code, territorySiren } = here.commune
  const { day: today } = wallOfInstant(given.clock.now())
  const [head, alerts, outside, incidents, events, aires] = await Promise.all([
    headOf(given, here),
    alertsOf(given, here, { most: shown.alerts, lang }),
    outsideOf(given, here, { most: shown.outside }),
    openReportsOf(given, here, { most: shown.incidents }),
    listEvents(given, {
      // From now on: this morning's market is over.
      query: { territory: territorySiren, commune: code, to: addDays(today, daysShown) },
      limit: shown.events,
    }),
    airesOf(given, { territorySiren, code }),
  ])
  return { ...head, alerts, outside, events: events.items, incidents, aires }
}
