import type { Tx } from '../../db/client.ts'
import { endTravel } from '../accounts/accounts-travellers.usecases.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { deleteBlocksOf } from './blocks.repository.ts'
import { forgetAid } from './aid-erase.usecases.ts'
import { removeDevicesOf } from './bookings-devices.repository.ts'
import { deletePerson } from './desk-people.repository.ts'
import { dismiss } from './helpers-end.usecases.ts'
import { noGuardian } from './guardians.usecases.ts'
import { keepBarred } from './suspensions.usecases.ts'
import { deleteRequestsOf, nextEdition } from './requests.repository.ts'
import { findTravellerOf, updateTraveller, type TravellerRow } from './travellers.repository.ts'
import { takeSeatsBack, takeTripsOff } from './travellers-off.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

/**
 * Forgets a person: their trips and bookings to come are off and the others told, then the name, the telephone and the
 * way in go. What is past stays without a name until `eraseOldRides` deletes it. Done already, it stays so.
 */
export async function eraseTraveller(
  deps: Given & { config: Pick<Config, 'secret'> },
  { actor, territorySiren }: { actor: Actor; territorySiren: string },
): Promise<void> {
  if (!actor) throw commonProblems['signed-out']()
  await deps.database.write(async (tx) => {
    const row = await findTravellerOf(tx, { userId: actor.userId, territorySiren })
    if (!row) return
    await keepBarred(tx, { ...deps, at: deps.clock.now() }, row)
    await forget(tx, deps, row)
  })
}

/** The same in a transaction. `unconfirmedSince`: of who never came in since then, the account goes too. */
export async function forget(
  tx: Tx,
  { clock, ids }: Pick<Given, 'clock' | 'ids'>,
  row: TravellerRow,
  unconfirmedSince?: number,
): Promise<void> {
  const now = clock.now()
  await takeTripsOff(tx, { clock, ids }, row)
  await takeSeatsBack(tx, { clock, ids }, { row, by: 'passenger' })
  if ((await deleteRequestsOf(tx, row.id)) > 0) await nextEdition(tx, row.territorySiren)
  await deleteBlocksOf(tx, row.id)
  await updateTraveller(tx, row.id, {
    name: '–',
    phone: null,
    phoneShared: false,
    woman: null,
    userId: null,
    enteredByUserId: null,
    agreedAt: null,
    suspendedAt: null,
    suspendedReason: null,
    ...noGuardian,
  })
  await forgetAid(tx, { ids, at: now, travellerId: row.id })
  await deletePerson(tx, row.id)
  await removeDevicesOf(tx, row.id)
  await dismiss(tx, { clock, ids }, { row, byUserId: null, tell: false })
  if (row.userId)
    await endTravel(tx, {
      travellerId: row.id,
      userId: row.userId,
      at: now,
      ...(unconfirmedSince === undefined ? {} : { unconfirmedSince }),
    })
}
