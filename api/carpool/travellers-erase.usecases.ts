import type { Tx } from '../../db/client.ts'
import { endTravel } from '../accounts/accounts-travellers.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { deleteBlocksOf } from './blocks.repository.ts'
import { release } from './bookings-acts.usecases.ts'
import { findBookingsOf } from './bookings.repository.ts'
import { holdsSeats } from './bookings.rules.ts'
import { deletePerson } from './desk-people.repository.ts'
import { findTravellerOf, updateTraveller, type TravellerRow } from './travellers.repository.ts'
import { findTripsOf, updateTrip } from './trips.repository.ts'
import { cancelSome } from './trips-cancel.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
/** Of one person: read whole, in one transaction. */
const most = 10_000

/**
 * Forgets a person: their trips and bookings to come are off and the others told, then the name, the telephone and the
 * way in go. What is past stays without a name until `eraseOldRides` deletes it. Done already, it stays so.
 */
export async function eraseTraveller(
  deps: Given,
  { actor, territorySiren }: { actor: Actor; territorySiren: string },
): Promise<void> {
  if (!actor) throw commonProblems['signed-out']()
  await deps.database.write(async (tx) => {
    const row = await findTravellerOf(tx, { userId: actor.userId, territorySiren })
    if (row) await forget(tx, deps, row)
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
  for (const trip of await findTripsOf(tx, { travellerId: row.id, after: undefined, limit: most })) {
    await cancelSome(tx, { clock, ids }, { trip, words: undefined, isMeant: () => true })
    await updateTrip(tx, trip.id, { status: 'cancelled', note: null, updatedAt: now })
  }
  const coming = await findBookingsOf(tx, {
    travellerId: row.id,
    as: 'passenger',
    when: 'coming',
    now,
    after: undefined,
    limit: most,
  })
  for (const whole of coming)
    if (holdsSeats(whole.booking.status))
      await release(tx, { ids, row: whole, now, by: 'passenger', reason: 'not-going', topic: 'cancelled' })
  await deleteBlocksOf(tx, row.id)
  await updateTraveller(tx, row.id, {
    name: '–',
    phone: null,
    phoneShared: false,
    woman: null,
    userId: null,
    enteredByUserId: null,
    agreedAt: null,
    guardianEmail: null,
    guardianHash: null,
  })
  await deletePerson(tx, row.id)
  if (row.userId)
    await endTravel(tx, {
      travellerId: row.id,
      userId: row.userId,
      at: now,
      ...(unconfirmedSince === undefined ? {} : { unconfirmedSince }),
    })
}
