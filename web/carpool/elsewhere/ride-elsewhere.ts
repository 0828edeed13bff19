import { recall, remember } from '../../offline/remembered.ts'
import type { ElsewhereRide } from './elsewhere-api.ts'

const name = 'ride-elsewhere'

/** Keeps the ride that a person is about to book, through the sign-in link that opens another page. */
export function rememberElsewhere(ride: ElsewhereRide | null): void {
  remember(name, ride ? JSON.stringify(ride) : '')
}

export function recallElsewhere(): ElsewhereRide | null {
  try {
    const kept = JSON.parse(recall(name) || 'null') as ElsewhereRide | null
    return kept && typeof kept.offer === 'string' ? kept : null
  } catch {
    return null
  }
}
