import type { DeskItem } from '../../../api/incidents/desk.schemas.ts'
import type { Status } from '../../../api/incidents/incidents.rules.ts'
import type { PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import type { LonLat } from '../../ui/map/map-types.ts'
import { fromCentre } from '../shared/from-centre.ts'

/** An open report that may be the same thing. */
export type Similar = {
  id: string
  reference: string
  status: Status
  words: string | null
  place: string | null
  thumbUrl: string | null
  createdAt: number
  /** From the pin; null when either place is not known. */
  metres: number | null
  hidden: boolean
}

const shown = 5

/** Those near the pin first, then those of the commune, the latest first; each once. */
export function similarOf({
  near,
  listed,
  pin,
}: {
  near: readonly PublicIncident[]
  listed: readonly DeskItem[]
  pin: LonLat | null
}): Similar[] {
  const metresTo = (position: DeskItem['position']) =>
    pin && !position.approximate ? fromCentre(pin, position).metres : null
  const found = new Map<string, Similar>()
  for (const one of near)
    found.set(one.id, {
      ...one,
      place: null,
      thumbUrl: one.photos[0]?.thumbUrl ?? null,
      metres: one.distanceMetres,
      hidden: false,
    })
  for (const one of listed) if (one.open) found.set(one.id, { ...one, metres: metresTo(one.position) })
  return [...found.values()]
    .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || b.createdAt - a.createdAt)
    .slice(0, shown)
}
