import type { Area } from '../../api/territory/geometry.rules.ts'
import { buildLocator, type Locator } from '../../api/territory/locator.rules.ts'
import { decodePack } from '../../api/territory/pack.rules.ts'
import { NetworkError } from '../http/errors.ts'
import { keep, recallKept } from '../offline/kept.ts'
import type { MapAreas } from '../ui/map/map-types.ts'
import type { Territory } from './territory.ts'

export type Boundaries = { areas: MapAreas; locator: Locator }
type KeptBoundaries = { url: string; bytes: Uint8Array }

/** Some tens of kilobytes, on the edge of a network. */
const patienceMs = 20_000

const opened = new Map<string, Promise<Boundaries>>()

/** Null for what is not there, or was not the boundaries: a wifi's page kept by a version of before, a damaged disk. */
function areasOf(kept: KeptBoundaries | null): Area[] | null {
  try {
    return kept && decodePack(kept.bytes)
  } catch {
    return null
  }
}

async function readAreas({ siren, pack }: Territory): Promise<Area[]> {
  const name = `pack:${siren}`
  const kept = await recallKept<KeptBoundaries>(name).catch(() => null)
  const areas = areasOf(kept)
  if (areas && kept?.url === pack.url) return areas
  try {
    return await fetchAreas(name, pack.url)
  } catch (error) {
    // Yesterday's boundaries are better than none.
    if (areas) return areas
    throw error
  }
}

async function fetchAreas(name: string, url: string): Promise<Area[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) })
  if (!response.ok) throw new NetworkError('unreachable')
  const bytes = new Uint8Array(await response.arrayBuffer())
  // Read before it is kept: the sign-in page of a wifi is answered « 200 » too.
  const areas = areasOf({ url, bytes })
  if (!areas) throw new NetworkError('intercepted')
  void keep(name, { url, bytes } satisfies KeptBoundaries).catch(() => undefined)
  return areas
}

/** Fetches the boundaries ahead, so that a place can be named where there is no network. */
export async function keepBoundaries(territory: Territory): Promise<void> {
  await readAreas(territory)
}

function toMapAreas(areas: readonly Area[], { communes }: Territory): MapAreas {
  return {
    type: 'FeatureCollection',
    features: areas.map(({ code, name, geometry }) => {
      const centre = communes.find((commune) => commune.code === code)
      return {
        type: 'Feature',
        // The same shape: ours is read-only, Leaflet's types are not.
        geometry: geometry as unknown as MapAreas['features'][number]['geometry'],
        properties: {
          name,
          ...(centre ? { lon: centre.lon, lat: centre.lat, weight: centre.population ?? 0 } : {}),
        },
      }
    }),
  }
}

async function open(territory: Territory): Promise<Boundaries> {
  const areas = await readAreas(territory)
  return { areas: toMapAreas(areas, territory), locator: buildLocator(areas) }
}

/** The territory's boundaries, kept on the phone: to draw, and to say the commune of a point as the server does. */
export function openBoundaries(territory: Territory): Promise<Boundaries> {
  const name = territory.pack.url
  const known = opened.get(name)
  if (known) return known
  const opening = open(territory).catch((error: unknown) => {
    opened.delete(name)
    throw error
  })
  opened.set(name, opening)
  return opening
}
