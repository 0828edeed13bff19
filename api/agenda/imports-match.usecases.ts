import { createHash } from 'node:crypto'
import type { EventContent } from '../../db/schema/index.ts'
import { findCategories } from './categories.repository.ts'
import type { Prepared } from './content.usecases.ts'
import { fold } from './events.rules.ts'
import type { EventFault, ImportedEvent } from './import-draft.ts'
import { createPlaceMatcher, type Defaults, type MatchDeps } from './imports-places.usecases.ts'

export type Matched = { prepared: Prepared } | { fault: EventFault; value: string }
export type Matcher = (event: ImportedEvent) => Promise<Matched>

/** The same for the same event, whatever line it is on. */
export function hashOf(event: ImportedEvent): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...event, line: 0 }))
    .digest('base64url')
}

/** « Concerts » and « concert » are one. */
const singular = (name: string) => fold(name).replace(/s\b/g, '')

/** Judges imported events against a territory: their place, commune and categories. Reads only. */
export async function createMatcher(
  deps: MatchDeps,
  { territorySiren, defaults }: { territorySiren: string; defaults: Defaults },
): Promise<Matcher> {
  const matchPlace = await createPlaceMatcher(deps, { territorySiren, defaults })
  const offered = await findCategories(deps.database.read, territorySiren)
  const categories = new Map(
    offered.flatMap(
      ({ id, name, slug }) =>
        [
          [singular(name), id],
          [singular(slug), id],
        ] as const,
    ),
  )

  function sort(event: ImportedEvent): Pick<EventContent, 'categoryIds' | 'keywords'> {
    const named = [...event.categories, ...event.keywords]
    const found = named.map((name) => categories.get(singular(name)))
    const categoryIds = [...new Set(found.filter((id) => id !== undefined))].slice(0, 3)
    const { categoryId } = defaults
    return {
      categoryIds: categoryIds.length > 0 || categoryId === undefined ? categoryIds : [categoryId],
      keywords: [...new Set(named.filter((_, at) => found[at] === undefined))].slice(0, 20),
    }
  }

  return async (event) => {
    const online = event.attendanceMode === 'online'
    const where = online ? null : await matchPlace(event.place)
    if (where && 'fault' in where) return where
    return { prepared: prepare(event, where, sort(event)) }
  }
}

/** An event as the store writes it: judged, its place found or to be written with it. It brings no image. */
export function prepare(
  event: ImportedEvent,
  where: { place: Prepared['place']; commune: { code: string; name: string } | null } | null,
  sorted: Pick<EventContent, 'categoryIds' | 'keywords'>,
): Prepared {
  const { title, description, schedule, attendanceMode, onlineUrl, setting, free, price, ageMin, ageMax } =
    event
  const { accessibility, bookingUrl, bookingPhone, bookingEmail } = event
  return {
    content: {
      title,
      description,
      schedule,
      attendanceMode,
      onlineUrl,
      communeCode: where?.commune?.code ?? null,
      placeId: where?.commune ? (where.place?.row.id ?? null) : null,
      ...sorted,
      setting,
      free,
      price,
      ageMin,
      ageMax,
      accessibility,
      bookingUrl,
      bookingPhone,
      bookingEmail,
      image: null,
    },
    place: where?.place ?? null,
    communeName: where?.commune?.name ?? null,
    uploadToken: undefined,
    kept: true,
  }
}
