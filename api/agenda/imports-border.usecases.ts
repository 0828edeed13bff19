import { listCommunes, type Commune } from '../territory/territory.usecases.ts'
import type { Prepared } from './content.usecases.ts'
import { fold } from './events.rules.ts'
import type { ImportedEvent, ReadFile } from './import-draft.ts'
import { prepare, type Matcher } from './imports-match.usecases.ts'
import type { MatchDeps } from './imports-places.usecases.ts'
import type { SourceRow } from './imports.repository.ts'

const kmADegree = 111.2

function nearestKm(communes: readonly Commune[], { lat, lon }: { lat: number; lon: number }): number {
  const shrink = Math.cos((lat * Math.PI) / 180)
  return Math.min(
    ...communes.map((commune) =>
      Math.hypot((commune.lon - lon) * kmADegree * shrink, (commune.lat - lat) * kmADegree),
    ),
  )
}

/**
 * Another territory's events near ours: those within `marginKm` of the centre of one of our communes. They keep
 * neither place nor commune of our tables, which are ours alone: their position puts them on the map, and their text
 * says where it is. What they say of a place of ours is matched like any other.
 */
export async function createBorderMatcher(
  deps: MatchDeps,
  { source, file, match }: { source: SourceRow; file: ReadFile; match: Matcher },
): Promise<{ file: ReadFile; match: Matcher }> {
  const { territorySiren } = source
  const communes = await listCommunes({ database: deps.database, territorySiren })
  const margin = source.marginKm ?? 0
  const isNear = ({ place }: ImportedEvent) => {
    const position = place?.position
    return !!position && nearestKm(communes, position) <= margin
  }
  return {
    file: { ...file, events: file.events.filter(isNear) },
    match: async (event) => {
      const here = await match(event)
      if ('prepared' in here && here.prepared.place) return here
      return { prepared: borrowed(deps, territorySiren, event) }
    },
  }
}

function borrowed({ clock, ids }: MatchDeps, territorySiren: string, event: ImportedEvent): Prepared {
  const { place } = event
  const name = place?.name ?? place?.commune ?? ''
  const where = [
    place?.name,
    place?.commune && fold(place.name ?? '') !== fold(place.commune) ? place.commune : null,
  ]
    .filter(Boolean)
    .join(', ')
  const prepared = prepare(
    { ...event, description: [where, event.description].filter(Boolean).join('\n\n') },
    {
      commune: null,
      // Never written: it lends its position to the dates, and its name to the search.
      place: {
        isNew: false,
        row: {
          id: ids.next(),
          territorySiren,
          communeCode: '',
          name,
          foldedName: fold(name),
          lon: place?.position?.lon ?? 0,
          lat: place?.position?.lat ?? 0,
          createdAt: clock.now(),
        },
      },
    },
    { categoryIds: [], keywords: [...event.categories, ...event.keywords].slice(0, 20) },
  )
  return { ...prepared, communeName: place?.commune ?? null }
}
