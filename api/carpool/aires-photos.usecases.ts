import type { MayRead } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { may } from '../platform/policy.ts'
import { findPhotoAire } from './aires.repository.ts'

/** Who may see the photo of an aire: anyone who may see the aire; of a hidden one, those who set it. */
export function createAirePhotoPolicy({ database }: Pick<Deps, 'database'>): MayRead {
  return async ({ mediaId, actor }) => {
    const found = await findPhotoAire(database.read, mediaId)
    if (!found) return null
    if (!found.hidden) return 'public'
    return may(actor, 'territory.administer', { territorySiren: found.territorySiren }) ? 'private' : null
  }
}
