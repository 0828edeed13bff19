import { mediaUrls } from '../media/media.usecases.ts'
import type { AdminAire } from './aires-admin.schemas.ts'
import type { AireRow, SelectedAire } from './aires.repository.ts'

/** Added by this territory, and not taken over by the national base since. */
export const isOwn = ({ source, ownerSiren }: AireRow, siren: string) =>
  source === 'territory' && ownerSiren === siren

/** An aire as its administrators see it: what is shown, and what the source says. */
export function toAdminAire({ aire, here }: SelectedAire, siren: string): AdminAire {
  const { corrections } = here
  return {
    id: aire.id,
    path: `/aires/${aire.id}`,
    name: here.name,
    address: corrections.address ?? aire.address,
    position: { lon: here.lon, lat: here.lat },
    commune: { code: here.communeCode, name: here.communeName },
    kind: aire.kind,
    source: aire.source,
    own: isOwn(aire, siren),
    inside: here.inside,
    listed: here.listed,
    unlisted: unlisted({ aire, here }),
    hidden: here.hidden,
    spaces: corrections.spaces ?? aire.spaces,
    accessibleSpaces: corrections.accessibleSpaces ?? aire.accessibleSpaces,
    lit: corrections.lit ?? aire.lit,
    openingHours: corrections.openingHours ?? aire.openingHours,
    description: here.description,
    sheltered: here.sheltered,
    charging: here.charging,
    bikes: here.bikes,
    busLines: here.busLines,
    accessibility: here.accessibility,
    waiting: here.waiting,
    photo: here.photoId === null ? null : { id: here.photoId, ...mediaUrls(here.photoId) },
    sourceSays: {
      name: aire.name,
      address: aire.address,
      position: { lon: aire.lon, lat: aire.lat },
      spaces: aire.spaces,
      accessibleSpaces: aire.accessibleSpaces,
      lit: aire.lit,
      openingHours: aire.openingHours,
      comment: aire.comment,
    },
    version: here.version,
  }
}

function unlisted({ aire, here }: SelectedAire): AdminAire['unlisted'] {
  if (here.listed) return null
  if (aire.withdrawnAt !== null) return 'withdrawn'
  if (!aire.open) return 'closed'
  return here.hidden ? 'hidden' : 'out-of-reach'
}
