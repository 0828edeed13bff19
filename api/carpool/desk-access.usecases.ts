import { scopesFor, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { TravellerRow } from './travellers.repository.ts'

/** True for staff who speak for people without a phone in a territory, wherever in it their role is held. */
export const worksAt = (actor: Actor, territorySiren: string): boolean =>
  scopesFor(actor, 'ride.enter-for-someone').some((held) => held.territorySiren === territorySiren)

/** Throws `signed-out`, or `forbidden` unless the actor speaks for people of a territory. */
export function requireDesk(actor: Actor, territorySiren: string): NonNullable<Actor> {
  if (!actor) throw commonProblems['signed-out']()
  if (!worksAt(actor, territorySiren)) throw commonProblems.forbidden()
  return actor
}

/** True when a person was entered at the desk of a territory where the actor speaks for people. */
export const speaksFor = (actor: Actor, person: TravellerRow): boolean =>
  person.userId === null && person.enteredByUserId !== null && worksAt(actor, person.territorySiren)
