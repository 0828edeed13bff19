import type { Reader, Tx } from '../../db/client.ts'
import { scopesFor, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { findPerson } from './desk-people.repository.ts'
import type { TravellerRow } from './travellers.repository.ts'

type Signed = NonNullable<Actor>

/** True for staff who speak for people without a phone in a territory, wherever in it their role is held. */
export const worksAt = (actor: Actor, territorySiren: string): boolean =>
  scopesFor(actor, 'ride.enter-for-someone').some((held) => held.territorySiren === territorySiren)

/** Throws `signed-out`, or `forbidden` unless the actor speaks for people of a territory as staff. */
export function requireDesk(actor: Actor, territorySiren: string): Signed {
  if (!actor) throw commonProblems['signed-out']()
  if (!worksAt(actor, territorySiren)) throw commonProblems.forbidden()
  return actor
}

/**
 * Who speaks for people of a territory: staff for all of them (`helperUserId` null), a helper for those whom they entered.
 * Who is both is staff. Throws `signed-out`, `forbidden`.
 */
export function requireSpeaker(
  actor: Actor,
  territorySiren: string,
): { actor: Signed; helperUserId: string | null } {
  if (!actor) throw commonProblems['signed-out']()
  if (worksAt(actor, territorySiren)) return { actor, helperUserId: null }
  const helps = scopesFor(actor, 'ride.speak-for').some((held) => held.territorySiren === territorySiren)
  if (!helps) throw commonProblems.forbidden()
  return { actor, helperUserId: actor.userId }
}

/** True when the actor may speak for whom a helper entered, or staff did (null). */
export function mayHear(
  actor: Actor,
  { territorySiren, helperUserId }: { territorySiren: string; helperUserId: string | null },
): boolean {
  if (!actor) return false
  if (worksAt(actor, territorySiren)) return true
  return (
    helperUserId === actor.userId &&
    scopesFor(actor, 'ride.speak-for').some((held) => held.territorySiren === territorySiren)
  )
}

/** True when a person has no account, and the actor speaks for them. */
export async function speaksFor(handle: Reader | Tx, actor: Actor, person: TravellerRow): Promise<boolean> {
  if (person.userId !== null || person.enteredByUserId === null) return false
  if (worksAt(actor, person.territorySiren)) return true
  const known = await findPerson(handle, person.id)
  return known !== null && mayHear(actor, known.desk)
}
