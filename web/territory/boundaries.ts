import type { Area } from '../../api/territory/geometry.rules.ts'
import { buildLocator, type Locator } from '../../api/territory/locator.rules.ts'
import { decodePack } from '../../api/territory/pack.rules.ts'
import { NetworkError } from '../http/errors.ts'
import { keep, recallKept } from '../offline/kept.ts'
import type { MapAreas } from '../ui/map/map-types.ts'
import type { Territory } from './territory.ts'

export type Boundaries = { areas: MapAreas; locator: Locator }
type KeptPack = { url: string; bytes: Uint8Array }

const opened = new Map<string, Promise<Boundaries>>()

async function readPack({ siren, pack }: Territory): Promise<Uint8Array> {
  const name = `pack:${siren}`
  const kept = await recallKept<KeptPack>(name).catch(() => null)
  if (kept?.url === pack.url) return kept.bytes
  try {
    const response = await fetch(pack.url)
    if (!response.ok) throw new NetworkError('unreachable')
    const bytes = new Uint8Array(await response.arrayBuffer())
    void keep(name, { url: pack.url, bytes } satisfies KeptPack).catch(() => undefined)
    return bytes
  } catch (error) {
    // Yesterday's boundaries are better than none.
    if (kept) return kept.bytes
    throw error
  }
}

/** Fetches the boundaries ahead, so that a place can be named where there is no network. */
export async function keepBoundaries(territory: Territory): Promise<void> {
  await readPack(territory)
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
  const areas = decodePack(await readPack(territory))
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
