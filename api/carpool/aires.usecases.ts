import type { Reader, Tx } from '../../db/client.ts'
import { findSelectedAire, type SelectedAire } from './aires.repository.ts'

export { loadTravel, readEdition, type LoadedTravel } from './aires-travel.usecases.ts'
export { mayWaitAt } from './aires.rules.ts'

/** An aire as a territory shows it: corrected where the territory says otherwise than the source. */
export type KnownAire = {
  id: string
  name: string
  communeCode: string
  communeName: string | null
  lon: number
  lat: number
  address: string | null
  kind: SelectedAire['aire']['kind']
  /** People may leave from it now: neither withdrawn, closed, hidden nor out of reach. */
  listed: boolean
  /** In one of the territory's communes. */
  inside: boolean
  withdrawnAt: number | null
}

/**
 * An aire that is or was in a territory's selection; null when it never was. Trips and past bookings name aires that are
 * no longer `listed`: they stay readable, nobody may newly leave from them.
 */
export async function findAire(
  read: Reader | Tx,
  territorySiren: string,
  id: string,
): Promise<KnownAire | null> {
  const found = await findSelectedAire(read, territorySiren, id)
  return found && toKnown(found)
}

function toKnown({ aire, here }: SelectedAire): KnownAire {
  return {
    id: aire.id,
    name: here.name,
    communeCode: here.communeCode,
    communeName: here.communeName,
    lon: here.lon,
    lat: here.lat,
    address: here.corrections.address ?? aire.address,
    kind: aire.kind,
    listed: here.listed,
    inside: here.inside,
    withdrawnAt: aire.withdrawnAt,
  }
}
