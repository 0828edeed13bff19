import type { MayRead } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { may } from '../platform/policy.ts'
import { targetOf } from './author.usecases.ts'
import { findImageOwner } from './events.repository.ts'
import { isImageShown } from './events.rules.ts'
import { queueTarget } from './moderation-scope.usecases.ts'

/**
 * Who may see the image of an event: anyone once a person has looked at it and the event is public, else its
 * organizer's people and the moderators of its queue. That of an edit that waits is seen by its private address only.
 */
export function createImagePolicy({ database }: Pick<Deps, 'database'>): MayRead {
  return async ({ mediaId, actor }) => {
    const owner = await findImageOwner(database.read, mediaId)
    if (!owner) return null
    if (isImageShown(owner)) return 'public'
    if (!actor) return null
    const seen =
      (owner.organizerId !== null && may(actor, 'organizer.manage', targetOf(owner))) ||
      (owner.status !== 'draft' && may(actor, 'event.moderate', await queueTarget(database.read, owner)))
    return seen ? 'private' : null
  }
}
