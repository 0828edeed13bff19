import { rideProblems } from './rides.problems.ts'
import type { TravellerRow } from './travellers.repository.ts'

/** Throws `traveller-suspended` for who may share no rides for the moment, whoever acts for them. */
export function requireFree(row: Pick<TravellerRow, 'suspendedAt'>): void {
  if (row.suspendedAt !== null) throw rideProblems['traveller-suspended']()
}
