import { idempotencyDays } from '../../api/platform/kept-answers.rules.ts'
import { accountHere } from '../account/account-here.ts'
import { forget, recall, recallNames, remember } from '../offline/remembered.ts'
import { digestOf } from './digest.ts'

// The names of what was pressed, on this device until its fate is known: the page may be left, or killed, before.

/** `says`: a print of what was sent. */
type Tried<N> = { names: N; at: number; says?: string | undefined }

/** As long as the server keeps the answer to a key. */
const keptMs = idempotencyDays * 86_400_000
const beginning = 'own.pressed.'
/** Of all that is kept so, also in places of its own. */
const beginnings = [beginning, 'own.trip-planned.', 'own.trip-leaving.', 'own.request.', 'me-too.']

/**
 * Where names are that are of one content: the same, pressed again by the same person, finds them. Of what was written, only
 * a print is there. Empty where none can be made: they live with their page.
 */
export async function placeOf(about: string, says: unknown): Promise<string> {
  const print = await digestOf([accountHere(), about, says])
  return print ? beginning + print : ''
}

export function recallTried<N>(place: string): Tried<N> | null {
  try {
    const tried = JSON.parse(recall(place) || 'null') as Tried<N> | null
    if (tried && Math.abs(Date.now() - tried.at) < keptMs) return tried
  } catch {
    // What was not written by us names nothing.
  }
  forget(place)
  return null
}

export const rememberTried = <N>(place: string, tried: Tried<N>): void =>
  remember(place, JSON.stringify(tried))

/** Nobody may come back to what they pressed: it goes all the same. */
export function forgetOldNames(): void {
  for (const place of beginnings.flatMap(recallNames)) recallTried(place)
}
