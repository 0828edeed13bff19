import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import { deleteAid, deleteVolunteering, findAidAbout, updateAid } from './aid.repository.ts'
import { tellAid } from './aid-requests.usecases.ts'

/**
 * Forgets what a person asked of mutual-aid networks, and that they drove for them: what they took is open again, or
 * stays without their name once it is done.
 */
export async function forgetAid(
  tx: Tx,
  { ids, at, travellerId }: { ids: Ids; at: number; travellerId: string },
): Promise<void> {
  for (const request of await findAidAbout(tx, travellerId)) {
    const { id, territorySiren, status } = request
    if (request.travellerId === travellerId) {
      await deleteAid(tx, id)
      continue
    }
    const isHeld = status === 'taken' || status === 'confirmed'
    await updateAid(tx, id, {
      volunteerId: null,
      ...(isHeld
        ? { status: 'open', takenAt: null, toCall: request.enteredByUserId !== null, updatedAt: at }
        : {}),
    })
    if (isHeld)
      for (const topic of ['given-back', 'new'] as const)
        await tellAid(tx, { ids, at, territorySiren, id, topic })
  }
  await deleteVolunteering(tx, travellerId)
}
