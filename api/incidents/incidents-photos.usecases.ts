import type { Deps } from '../platform/http.ts'
import { Problem } from '../platform/problems.ts'
import type { MayRead } from '../media/media.usecases.ts'
import { openIncident } from './desk-access.usecases.ts'
import { isPhotoPublic } from './incidents-public.usecases.ts'
import { findPhotoOwner } from './incidents.repository.ts'

/** Who may see a photo of an incident: anyone once it is approved and published, else staff who may open the incident. */
export function createPhotoPolicy({ database }: Pick<Deps, 'database'>): MayRead {
  return async ({ mediaId, actor }) => {
    if (await isPhotoPublic({ database }, mediaId)) return 'public'
    const owner = actor && (await findPhotoOwner(database.read, mediaId))
    if (!owner) return null
    try {
      await openIncident(database.read, actor, owner.incident.id)
      return 'private'
    } catch (error) {
      if (error instanceof Problem) return null
      throw error
    }
  }
}
