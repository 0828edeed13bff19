import { recall, remember } from '../../offline/remembered.ts'
import type { RideView } from './rides-api.ts'

const name = 'ride-to-book'

/** Keeps the ride that a person is about to book, through the sign-in link that opens another page. */
export function rememberRide(ride: RideView | null): void {
  remember(name, ride ? JSON.stringify(ride) : '')
}

export function recallRide(): RideView | null {
  try {
    const kept = JSON.parse(recall(name) || 'null') as RideView | null
    return kept && Array.isArray(kept.legs) && kept.legs.length > 0 ? kept : null
  } catch {
    return null
  }
}
