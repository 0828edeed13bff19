import type { Deps } from '../platform/http.ts'
import { listTerritories } from '../territory/territory.usecases.ts'
import { bumpEdition, findListedAires, type ListedAire } from './aires.repository.ts'
import { fetchTravels, OsrmFailed } from './carpool.osrm.ts'
import { findEstimatedOrigins, saveTravelTimes, type TravelRow } from './travel.repository.ts'
import { NO_ROAD } from './travel.rules.ts'

/** Aires asked for at a time: what is answered is kept when the server fails later. */
const originsAtOnce = 50

export type TravelRefresh = {
  replaced: number
  /** Why the server did not answer all of it. */ failure: string | null
}

/**
 * Asks the routing server for every way that is only estimated, and keeps its answers; those it does not give stay
 * estimates, and the next run asks again. Does nothing without OSRM_URL. Never called in a search.
 */
export async function refreshTravelTimes({
  database,
  config,
  logger,
}: Pick<Deps, 'database' | 'config' | 'logger'>): Promise<TravelRefresh> {
  const url = config.osrmUrl
  if (url === null) return { replaced: 0, failure: null }
  let replaced = 0
  const { items } = await listTerritories({ database })
  for (const { siren } of items) {
    try {
      replaced += await refreshTerritory({ database }, siren, url)
    } catch (error) {
      if (!(error instanceof OsrmFailed)) throw error
      logger.warn({ territory: siren, reason: error.message }, 'travel times stay estimates for now')
      return { replaced, failure: error.message }
    }
  }
  return { replaced, failure: null }
}

async function refreshTerritory(
  { database }: Pick<Deps, 'database'>,
  territorySiren: string,
  url: string,
): Promise<number> {
  let replaced = 0
  const asked = new Set<string>()
  for (;;) {
    const origins = await findEstimatedOrigins(database.read, territorySiren, originsAtOnce)
    const all = await findListedAires(database.read, territorySiren)
    const from = all.filter(({ id }) => origins.includes(id) && !asked.has(id))
    if (from.length === 0) return replaced
    for (const { id } of from) asked.add(id)
    const travels = await fetchTravels(from, all, { url })
    const rows = from.flatMap((origin, i) =>
      all.flatMap((destination, j): TravelRow[] => {
        const travel = travels[i]![j]!
        if (origin.id === destination.id) return []
        // As in a table: a drive too long to be counted is no road.
        const road = travel && travel.seconds < NO_ROAD ? travel : null
        return [
          {
            originId: origin.id,
            destinationId: destination.id,
            seconds: road?.seconds ?? null,
            metres: road?.metres ?? null,
            source: 'osrm',
          },
        ]
      }),
    )
    replaced += await database.write(async (tx) => {
      // Meanwhile an aire may have moved or left: what was asked for its old place is worth nothing.
      const now = new Map((await findListedAires(tx, territorySiren)).map((aire) => [aire.id, aire]))
      const before = new Map(all.map((aire) => [aire.id, aire]))
      const stays = (id: string) => samePlace(before.get(id), now.get(id))
      const kept = rows.filter(({ originId, destinationId }) => stays(originId) && stays(destinationId))
      await saveTravelTimes(tx, territorySiren, kept)
      if (kept.length > 0) await bumpEdition(tx, territorySiren)
      return kept.length
    })
  }
}

const samePlace = (before: ListedAire | undefined, now: ListedAire | undefined) =>
  before !== undefined && now !== undefined && before.lon === now.lon && before.lat === now.lat
