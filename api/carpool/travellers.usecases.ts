import type { Reader, Tx } from '../../db/client.ts'
import { personOf } from '../accounts/accounts-people.usecases.ts'
import { letTravel } from '../accounts/accounts-travellers.usecases.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import { endVolunteering } from './aid-erase.usecases.ts'
import { rideProblems } from './rides.problems.ts'
import { dismiss } from './helpers-end.usecases.ts'
import { noGuardian } from './guardians.usecases.ts'
import { AGREED_FOR_MS } from './guardians.rules.ts'
import { takeSeatsBack, takeTripsOff } from './travellers-off.usecases.ts'
import { requireFree } from './travellers-free.ts'
import { suspensionOf } from './suspensions.usecases.ts'
import {
  findTravellerOf,
  insertTraveller,
  updateTraveller,
  type TravellerRow,
} from './travellers.repository.ts'
import type { Profile, SignUp, TravellerView } from './travellers.schemas.ts'

type WithSecret = { config: Pick<Config, 'secret'> }
type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & WithSecret
export type Person = NonNullable<Actor>

const signUpRate: RateRule = { name: 'traveller-sign-up', windowSeconds: 3600, perDevice: 10, perAddress: 60 }
/** Each sends a mail to a stranger's address. */
const mailboxRate: RateRule = { name: 'traveller-mailbox', windowSeconds: 3600, perDevice: 5, perAddress: 5 }

/**
 * Opens the door to who wants to share rides: their address is theirs once they use the sign-in link that is mailed.
 * Says the same whoever has the address. `invite` mails the link; called after the commit. Throws `not-found`,
 * `too-many-requests`.
 */
export async function signUpTraveller(
  { database, clock, ids, config, rateLimiter, invite }: Given & { invite: (email: string) => void },
  { request, write, caller }: { request: SignUp; write: WriteKey; caller: Caller },
): Promise<Answer<Record<string, never>>> {
  const territorySiren = request.territory
  await readTerritory({ database, siren: territorySiren })
  const answer = await writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, signUpRate, caller)
    await rateLimiter.spend(tx, mailboxRate, { address: request.email, device: null })
    const userId = await personOf(tx, { ids, at: clock.now(), name: request.name, email: request.email })
    await openTraveller(tx, { ids, config, at: clock.now() }, { ...request, userId })
    return { status: 202, body: {} }
  })
  invite(request.email)
  return answer
}

async function openTraveller(
  tx: Tx,
  { ids, config, at }: { ids: Deps['ids']; at: number } & WithSecret,
  { userId, territory, name, locale }: Pick<Profile, 'territory' | 'name' | 'locale'> & { userId: string },
): Promise<TravellerRow> {
  const known = await findTravellerOf(tx, { userId, territorySiren: territory })
  if (known) return known
  const id = ids.next()
  await insertTraveller(tx, {
    id,
    territorySiren: territory,
    userId,
    name,
    locale,
    createdAt: at,
    activeAt: at,
    ...(await suspensionOf(tx, { config }, { territorySiren: territory, userId })),
  })
  await letTravel(tx, { ids, at, territorySiren: territory, travellerId: id, userId })
  return (await findTravellerOf(tx, { userId, territorySiren: territory }))!
}

/** What a person says of themselves in a territory. Throws `no-traveller` before they said anything. */
export async function readTraveller(
  { database }: Pick<Deps, 'database'>,
  { actor, territorySiren }: { actor: Actor; territorySiren: string },
): Promise<TravellerView> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findTravellerOf(database.read, { userId: actor.userId, territorySiren })
  if (!row) throw rideProblems['no-traveller']()
  return toView(row, actor)
}

/** Says who one is, whole; saying it again changes nothing. Throws `not-found`. */
export async function saveTraveller(
  { database, clock, ids, config }: Pick<Deps, 'database' | 'clock' | 'ids'> & WithSecret,
  { actor, request }: { actor: Actor; request: Profile },
): Promise<TravellerView> {
  if (!actor) throw commonProblems['signed-out']()
  await readTerritory({ database, siren: request.territory })
  return database.write(async (tx) => {
    const at = clock.now()
    const row = await openTraveller(tx, { ids, config, at }, { ...request, userId: actor.userId })
    // Not of age: what they offered is off, what they booked without an agreement, and what they drove for others.
    if (request.minor && !row.minor) {
      await takeTripsOff(tx, { clock, ids }, row)
      await takeSeatsBack(tx, { clock, ids }, { row, by: 'passenger' })
      await endVolunteering(tx, { ids, at, travellerId: row.id })
      await dismiss(tx, { clock, ids }, { row, byUserId: null, tell: true })
    }
    await updateTraveller(tx, row.id, {
      // Of age, a parent is needed no more: nothing is kept of them.
      ...(request.minor ? {} : noGuardian),
      name: request.name,
      phone: request.phone,
      phoneShared: request.phoneShared,
      woman: request.woman,
      minor: request.minor,
      agreedAt: request.agreed ? (row.agreedAt ?? at) : null,
      locale: request.locale,
      activeAt: at,
    })
    return toView(
      (await findTravellerOf(tx, { userId: actor.userId, territorySiren: request.territory }))!,
      actor,
    )
  })
}

/**
 * Who offers or books. Throws `signed-out`, `no-traveller`, `rules-not-accepted`, `traveller-minor`,
 * `traveller-suspended`.
 */
export async function requireTraveller(
  handle: Reader | Tx,
  { actor, territorySiren }: { actor: Actor; territorySiren: string },
): Promise<TravellerRow> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findTravellerOf(handle, { userId: actor.userId, territorySiren })
  if (!row) throw rideProblems['no-traveller']()
  return requireFit(row)
}

/** Staff who act for somebody without an account, and who that is in a territory. */
export type OnBehalf = {
  userId: string
  person: (tx: Tx, territorySiren: string) => Promise<TravellerRow>
}

/** Throws `rules-not-accepted`, `traveller-minor`, `traveller-suspended`. */
export function requireFit(row: TravellerRow): TravellerRow {
  requireFree(row)
  if (row.agreedAt === null) throw rideProblems['rules-not-accepted']()
  if (row.minor && row.guardianAgreedAt === null) throw rideProblems['traveller-minor']()
  return row
}

function toView(row: TravellerRow, actor: Person): TravellerView {
  return {
    id: row.id,
    territory: row.territorySiren,
    name: row.name,
    email: actor.email,
    phone: row.phone,
    phoneShared: row.phoneShared,
    woman: row.woman,
    minor: row.minor,
    guardian:
      row.guardianEmail === null
        ? null
        : {
            state: row.guardianAgreedAt === null ? 'asked' : 'agreed',
            email: row.guardianEmail,
            until: row.guardianAgreedAt === null ? null : row.guardianAgreedAt + AGREED_FOR_MS,
          },
    agreed: row.agreedAt !== null,
    suspended: row.suspendedAt === null ? null : { reason: row.suspendedReason },
    locale: row.locale,
    version: row.version,
  }
}
