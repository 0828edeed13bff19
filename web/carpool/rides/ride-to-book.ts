import { recall, remember } from '../../offline/remembered.ts'
import type { RideView } from './rides-api.ts'

const name = 'ride-to-book'
const wordsName = 'ride-to-book-words'
/** Where the names of its booking are kept, once they may have served. */
export const bookingNames = 'ride-to-book-names'

/** A day of a regular trip, in one car: its other days may be asked for too. */
export const isOfRegular = ({ legs }: RideView) => legs.length === 1 && legs[0]!.regular
export const mostSeatsOf = ({ legs }: RideView) => Math.min(...legs.map(({ seatsLeft }) => seatsLeft))

/** Keeps the ride that a person is about to book, through the sign-in link that opens another page. */
export function rememberRide(ride: RideView | null): void {
  if (ride?.key !== recallRide()?.key) for (const one of [wordsName, bookingNames]) remember(one, '')
  remember(name, ride ? JSON.stringify(ride) : '')
}

/** The word to the driver, while it is written: a page closed or read again gives it back. */
export const rememberWords = (words: string) => remember(wordsName, words)
export const recallWords = () => recall(wordsName) ?? ''

export function recallRide(): RideView | null {
  try {
    const kept = JSON.parse(recall(name) || 'null') as RideView | null
    return kept && Array.isArray(kept.legs) && kept.legs.length > 0 ? kept : null
  } catch {
    return null
  }
}
