import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import type { WantedChecks } from '../alerts/still-wanted.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { StopAddress } from '../alerts/address-stops.usecases.ts'
import type { CarryFollows } from '../alerts/phone-moves.usecases.ts'
import { recordChange, requireNewEntry } from './incidents-changes.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { recordPasserBy } from './incidents-said.usecases.ts'
import {
  carryPhone,
  confirmFollower,
  deleteFollower,
  deleteFollowersOf,
  findFollower,
  findFollowerByStop,
  findIncident,
  findIncidentBySecret,
  insertFollower,
  isCategoryPublic,
  keepLatestPhones,
  type IncidentRow,
} from './incidents.repository.ts'
import type { AdditionRequest, FollowRequest, MeTooRequest } from './incidents.schemas.ts'
import { followerSecret } from './secrets.ts'

export type FollowerDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>
type Writing<T> = { incidentId: string; request: T; write: WriteKey; caller: Caller }
type Wish = { email?: string | undefined; deviceId?: string | undefined; locale: 'fr' | 'en' | 'nl' }

/** Each asks for at most one email to a stranger: kept low. */
export const followRate: RateRule = { name: 'follow', windowSeconds: 3600, perDevice: 20, perAddress: 400 }

/** To one address, whoever asks and for however many incidents. */
const mailboxRate: RateRule = { name: 'follow-mailbox', windowSeconds: 3600, perDevice: 10, perAddress: 10 }

/** A person has a few phones, and changes them: the latest are told. */
const phonesTold = 10

/** A merged incident is followed at its survivor. */
async function findFollowable(tx: Tx, id: string): Promise<IncidentRow> {
  let row = await findIncident(tx, id)
  if (row?.mergedIntoId) row = await findIncident(tx, row.mergedIntoId)
  if (!row || !(row.published || mayBePublished(row)) || !(await isCategoryPublic(tx, row.categoryId)))
    throw incidentProblems['incident-not-found']()
  return row
}

/** An open one that the preview showed to whoever was about to report it again. */
function mayBePublished(row: IncidentRow): boolean {
  return row.open && row.hiddenReason === null
}

/**
 * Writes a wish once an email or device. A device is its holder's and counts at once; an email is a stranger's word
 * until the link sent to it is used.
 */
async function recordWish(
  tx: Tx,
  { ids, config, clock, rateLimiter }: FollowerDeps,
  { incident, kind, wish }: { incident: IncidentRow; kind: 'me-too' | 'follower'; wish: Wish },
): Promise<void> {
  const at = clock.now()
  for (const address of [{ email: wish.email }, { deviceId: wish.deviceId }]) {
    if (!address.email && !address.deviceId) continue
    const id = ids.next()
    const added = await insertFollower(tx, {
      id,
      incidentId: incident.id,
      kind,
      ...address,
      locale: wish.locale,
      stopHash: hashSecret(followerSecret(config.secret, id)),
      confirmedAt: address.deviceId ? at : null,
      createdAt: at,
    })
    if (added && address.email) {
      await rateLimiter.spend(tx, mailboxRate, { address: address.email, device: null })
      await recordOutbox(tx, {
        id: ids.next(),
        territorySiren: incident.territorySiren,
        topic: 'incident.follow-asked',
        subject: `follower:${id}`,
        payload: { incidentId: incident.id, followerId: id },
        at,
      })
    }
  }
}

/** Follows a public incident. Asking twice changes nothing. */
export function followIncident(
  deps: FollowerDeps,
  { incidentId, request, write, caller }: Writing<FollowRequest>,
): Promise<Answer<{ following: true }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, followRate, caller)
    const incident = await findFollowable(tx, incidentId)
    await recordWish(tx, deps, { incident, kind: 'follower', wish: request })
    return { status: 201, body: { following: true as const } }
  })
}

/** "Moi aussi": counts one more, follows when an address is given, adds photos for staff. */
export function recordMeToo(
  deps: FollowerDeps,
  { incidentId, request, write, caller }: Writing<MeTooRequest>,
): Promise<Answer<{ meTooCount: number }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, followRate, caller)
    const before = await findFollowable(tx, incidentId)
    await requireNewEntry(tx, request.id)
    const after = await recordChange(tx, {
      before,
      change: { meTooCount: before.meTooCount + 1 },
      at: deps.clock.now(),
      entries: [
        {
          id: request.id,
          authorKind: 'passer-by',
          public: false,
          kind: 'me-too',
          ...(request.photos.length > 0
            ? { photos: { references: request.photos, kind: 'follow-up' as const, approved: false } }
            : {}),
          tell: false,
        },
      ],
    })
    await recordWish(tx, deps, { incident: after, kind: 'me-too', wish: request })
    return { status: 201, body: { meTooCount: after.meTooCount } }
  })
}

/**
 * Whoever passes by a resolved incident says that it is not mended: the body is asked to look again, the reporter and
 * followers are told. The status does not change by a stranger's word. Throws `illegal-move` when it is not resolved.
 */
export function recordStillThere(
  deps: FollowerDeps,
  { incidentId, request, write, caller }: Writing<AdditionRequest>,
): Promise<Answer<{ id: string }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, followRate, caller)
    const before = await findFollowable(tx, incidentId)
    await recordPasserBy(tx, deps, { before, request, by: null })
    return { status: 201, body: { id: request.id } }
  })
}

/** The reporter asks to be told on this phone. Throws `link-not-valid`. */
export async function followOwnIncident(
  deps: FollowerDeps,
  {
    secret,
    deviceId,
    locale,
    write,
    caller,
  }: { secret: string; deviceId: string; locale: Wish['locale']; write: WriteKey; caller: Caller },
): Promise<Answer<{ following: true }>> {
  const own = await findIncidentBySecret(deps.database.read, hashSecret(secret))
  if (!own) throw incidentProblems['link-not-valid']()
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, followRate, caller)
    const id = deps.ids.next()
    const at = deps.clock.now()
    await insertFollower(tx, {
      id,
      incidentId: own.id,
      kind: 'reporter',
      deviceId,
      locale,
      stopHash: hashSecret(followerSecret(deps.config.secret, id)),
      confirmedAt: at,
      createdAt: at,
    })
    await keepLatestPhones(tx, own.id, phonesTold)
    return { status: 201, body: { following: true as const } }
  })
}

/** The link of the first email: from now on its holder is told. Using it again changes nothing. */
export async function confirmFollow(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { secret }: { secret: string },
): Promise<{ incidentId: string }> {
  return database.write(async (tx) => {
    const follower = await findFollowerByStop(tx, hashSecret(secret))
    if (!follower) throw incidentProblems['link-not-valid']()
    if (follower.confirmedAt === null) await confirmFollower(tx, follower.id, clock.now())
    return { incidentId: follower.incidentId }
  })
}

/** An address that an agent stops is told of no report any more: its own ones too. */
export const stopReports: StopAddress = async (tx, { channel, address, territorySiren }) =>
  channel === 'email' ? deleteFollowersOf(tx, { email: address, territorySiren }) : 0

/** Who moves to another phone is told there of the reports they followed. */
export const carryReports: CarryFollows = (tx, move) => carryPhone(tx, move)

/** The "stop" link of every message. Using it again changes nothing. */
export async function stopFollow(
  { database }: Pick<Deps, 'database'>,
  { secret }: { secret: string },
): Promise<{ stopped: true }> {
  await database.write(async (tx) => {
    const follower = await findFollowerByStop(tx, hashSecret(secret))
    if (follower) await deleteFollower(tx, follower.id)
  })
  return { stopped: true }
}

/** What waits to leave for who follows: not once they stopped. */
export const incidentWanted: WantedChecks = {
  follower: async (read, { id }) => (await findFollower(read, id)) !== undefined,
}
