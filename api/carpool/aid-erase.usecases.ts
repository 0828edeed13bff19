import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import { deleteAid, deleteVolunteering, findAidAbout, updateAid } from './aid.repository.ts'
import { tellAid } from './aid-requests.usecases.ts'

type Volunteer = { ids: Ids; at: number; travellerId: string }

/** What a volunteer took and has not driven is for another: who asked, and the others, are told. `networkId`: of one alone. */
export async function giveBackTaken(
  tx: Tx,
  { ids, at, travellerId, networkId }: Volunteer & { networkId?: string },
): Promise<void> {
  for (const request of await findAidAbout(tx, travellerId)) {
    const { id, territorySiren, status } = request
    if (request.volunteerId !== travellerId || (status !== 'taken' && status !== 'confirmed')) continue
    if (networkId !== undefined && request.networkId !== networkId) continue
    const toCall = request.enteredByUserId !== null
    await updateAid(tx, id, { status: 'open', volunteerId: null, takenAt: null, toCall, updatedAt: at })
    for (const topic of ['given-back', 'new'] as const)
      await tellAid(tx, { ids, at, territorySiren, id, topic })
  }
}

/** They drive for no network any more: forgotten, suspended, or under 18. */
export async function endVolunteering(tx: Tx, volunteer: Volunteer): Promise<void> {
  await deleteVolunteering(tx, volunteer.travellerId)
  await giveBackTaken(tx, volunteer)
}

/**
 * Forgets what a person asked of mutual-aid networks, and that they drove for them: what they took is open again, or
 * stays without their name once it is done.
 */
export async function forgetAid(tx: Tx, volunteer: Volunteer): Promise<void> {
  await endVolunteering(tx, volunteer)
  for (const { id, travellerId } of await findAidAbout(tx, volunteer.travellerId))
    if (travellerId === volunteer.travellerId) await deleteAid(tx, id)
    else await updateAid(tx, id, { volunteerId: null })
}
