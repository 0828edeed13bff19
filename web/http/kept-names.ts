import { idempotencyDays } from '../../api/platform/kept-answers.rules.ts'
import { forget, recall, recallNames, remember } from '../offline/remembered.ts'

// The names of what was pressed, on this device until its fate is known: the page may be left, or killed, before.

/** `says`: a print of what was sent. */
type Tried<N> = { names: N; at: number; says?: string | undefined }

/** As long as the server keeps the answer to a key. */
const keptMs = idempotencyDays * 86_400_000
/** How a place is named that is of one content. */
export const pressedPlace = 'own.pressed.'
/** Of all that is kept so, also in places of its own. */
const beginnings = [pressedPlace, 'own.trip-planned.', 'own.trip-leaving.', 'own.request.', 'me-too.']

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

/**
 * Whoever changes, cancels or erases something by its address knows that it arrived: the same again, after, is another.
 */
export function forgetNamesIn(path: string): void {
  const ids = path.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []
  for (const place of ids.length > 0 ? recallNames(pressedPlace) : [])
    if (ids.some((id) => recall(place)?.includes(id))) forget(place)
}

/** Nobody may come back to what they pressed: it goes all the same. */
export function forgetOldNames(): void {
  for (const place of beginnings.flatMap(recallNames)) recallTried(place)
}
