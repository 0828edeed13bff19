import { requireDevice } from '../alerts/alerts.usecases.ts'
import type { CarryFollows } from '../alerts/phone-moves.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { addDevice, carryPhone, hasDevice, removeDevice } from './bookings-devices.repository.ts'
import { rideProblems } from './rides.problems.ts'
import { findTravellerOf } from './travellers.repository.ts'

type Asked = { actor: Actor; territorySiren: string; deviceId: string }
type Given = Pick<Deps, 'database' | 'clock'>

async function ownTraveller({ database }: Pick<Deps, 'database'>, { actor, territorySiren }: Asked) {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findTravellerOf(database.read, { userId: actor.userId, territorySiren })
  if (!row) throw rideProblems['no-traveller']()
  return row
}

/** Is this phone told of one's rides? Throws `no-traveller`. */
export async function readRideDevice(deps: Pick<Deps, 'database'>, asked: Asked): Promise<{ told: boolean }> {
  const { id } = await ownTraveller(deps, asked)
  return { told: await hasDevice(deps.database.read, { travellerId: id, deviceId: asked.deviceId }) }
}

/**
 * From now on this phone is told of one's rides. The phone shows by its secret that it is the one. Done already, it
 * stays so. Throws `no-traveller`, `device-unknown`, `device-gone`.
 */
export async function tellDevice(
  deps: Given,
  { secret, ...asked }: Asked & { secret: string },
): Promise<{ told: boolean }> {
  const { id: travellerId } = await ownTraveller(deps, asked)
  const { deviceId } = asked
  await deps.database.write(async (tx) => {
    await requireDevice(tx, { id: deviceId, secret })
    await addDevice(tx, { travellerId, deviceId, createdAt: deps.clock.now() })
  })
  return { told: true }
}

/** This phone is told of one's rides no more. Done already, it stays so. Throws `no-traveller`. */
export async function stopDevice(deps: Given, asked: Asked): Promise<{ told: boolean }> {
  const { id: travellerId } = await ownTraveller(deps, asked)
  await deps.database.write((tx) => removeDevice(tx, { travellerId, deviceId: asked.deviceId }))
  return { told: false }
}

/** Who moves to another phone is told there of their rides. */
export const carryRides: CarryFollows = (tx, move) => carryPhone(tx, move)
