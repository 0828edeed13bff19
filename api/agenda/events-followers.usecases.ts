import type { WantedChecks } from '../alerts/still-wanted.ts'
import { isOwnDevice, recordOutbox } from '../alerts/alerts.usecases.ts'
import type { StopAddress } from '../alerts/address-stops.usecases.ts'
import type { CarryFollows } from '../alerts/phone-moves.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { type Answer, type WriteKey, writeOnce } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import type { FlagEventRequest, FollowEventRequest, UnfollowEventRequest } from './agenda.schemas.ts'
import { findFollower } from './events-notifications.repository.ts'
import { carryAuthorDevices } from './author-devices.repository.ts'
import { phonesOfAuthor } from './author-devices.usecases.ts'
import { authorTagged } from './events-notifications.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { appendEntry, findContact, findEvent } from './events.repository.ts'
import { isPublic, pathOf } from './events.rules.ts'
import { followerSecret } from './events.secrets.ts'
import {
  carryPhone,
  confirmFollower,
  deleteFollower,
  deleteFollowerOn,
  deleteFollowersOf,
  findFlag,
  findFollowerByStop,
  insertFlag,
  insertFollower,
} from './events-followers.repository.ts'

export type FollowDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>
type Writing<T> = { eventId: string; request: T; write: WriteKey; caller: Caller }

/** Each asks for at most one email to a stranger: kept low. */
const followRate: RateRule = { name: 'event-follow', windowSeconds: 3600, perDevice: 30, perAddress: 400 }
/** To one address, whoever asks and for however many events. */
const mailboxRate: RateRule = {
  name: 'event-follow-mailbox',
  windowSeconds: 3600,
  perDevice: 10,
  perAddress: 10,
}
const flagRate: RateRule = { name: 'event-flag', windowSeconds: 3600, perDevice: 10, perAddress: 100 }

/**
 * Follows an event: whoever does is told of a new date, another place or a cancellation. A device is its holder's and
 * counts at once; an email is a stranger's word until the link sent to it is used. Asking twice changes nothing.
 * Throws `event-not-found`.
 */
export function followEvent(
  deps: FollowDeps,
  { eventId, request, write, caller }: Writing<FollowEventRequest>,
): Promise<Answer<{ following: true }>> {
  const { ids, clock, config, rateLimiter } = deps
  return writeOnce({ ...deps, write }, async (tx) => {
    await rateLimiter.spend(tx, followRate, caller)
    const event = await findEvent(tx, eventId)
    if (!event || !isPublic(event)) throw eventProblems['event-not-found']()
    const at = clock.now()
    for (const address of [{ email: request.email }, { deviceId: request.deviceId }]) {
      if (!address.email && !address.deviceId) continue
      const id = ids.next()
      const added = await insertFollower(tx, {
        id,
        eventId,
        ...address,
        locale: request.locale,
        stopHash: hashSecret(followerSecret(config.secret, id)),
        confirmedAt: address.deviceId ? at : null,
        createdAt: at,
      })
      if (!added || !address.email) continue
      await rateLimiter.spend(tx, mailboxRate, { address: address.email, device: null })
      await recordOutbox(tx, {
        id: ids.next(),
        territorySiren: event.territorySiren,
        topic: 'event.follow-asked',
        subject: `event-follower:${id}`,
        payload: { eventId, followerId: id },
        at,
      })
    }
    return { status: 201, body: { following: true as const } }
  })
}

/**
 * This phone is told of the event no more; it shows by its secret that it is the one. What the server does not know is
 * not told anything: a phone it lost, or another's secret, gets the same answer.
 */
export function unfollowEvent(
  deps: Pick<FollowDeps, 'database' | 'clock'>,
  {
    eventId,
    request: { deviceId },
    secret,
    write,
  }: Omit<Writing<UnfollowEventRequest>, 'caller'> & { secret: string },
): Promise<Answer<{ following: false }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    if (await isOwnDevice(tx, { id: deviceId, secret })) await deleteFollowerOn(tx, { eventId, deviceId })
    return { status: 200, body: { following: false as const } }
  })
}

/** The link of the first email: from now on its holder is told. Using it again changes nothing. Throws `event-link-not-valid`. */
export function confirmEventFollow(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { secret }: { secret: string },
): Promise<{ eventId: string; path: string }> {
  return database.write(async (tx) => {
    const follower = await findFollowerByStop(tx, hashSecret(secret))
    if (!follower) throw eventProblems['event-link-not-valid']()
    const event = await findEvent(tx, follower.eventId)
    if (!event) throw eventProblems['event-link-not-valid']()
    await confirmFollower(tx, follower.id, clock.now())
    return { eventId: event.id, path: pathOf(event) }
  })
}

/** The "stop" link of every message. Using it again changes nothing. */
export async function stopEventFollow(
  { database }: Pick<Deps, 'database'>,
  { secret }: { secret: string },
): Promise<{ stopped: true }> {
  await database.write(async (tx) => {
    const follower = await findFollowerByStop(tx, hashSecret(secret))
    if (follower) await deleteFollower(tx, follower.id)
  })
  return { stopped: true }
}

/**
 * A reader says that an event is wrong or has no place here: it comes before the moderators, with a line in the event's
 * history. Nothing changes by a stranger's word. Throws `event-not-found`.
 */
export function flagEvent(
  deps: FollowDeps,
  { eventId, request, write, caller }: Writing<FlagEventRequest>,
): Promise<Answer<{ id: string }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, flagRate, caller)
    const event = await findEvent(tx, eventId)
    if (!event || !isPublic(event)) throw eventProblems['event-not-found']()
    const { id, reason, words } = request
    if (await findFlag(tx, id)) throw eventProblems['event-entry-exists']()
    const at = deps.clock.now()
    await insertFlag(tx, {
      id,
      eventId,
      territorySiren: event.territorySiren,
      reason,
      words: words || null,
      createdAt: at,
    })
    await appendEntry(tx, {
      id: deps.ids.next(),
      eventId,
      at,
      authorKind: 'reader',
      kind: 'flagged',
      words: words || null,
      data: { flagId: id, reason },
    })
    return { status: 201, body: { id } }
  })
}

/** What waits to leave for who follows: not once they stopped. */
export const eventWanted: WantedChecks = {
  'event-follower': async (read, { id }) => (await findFollower(read, id)) !== undefined,
  // A mail to an author who erased how to reach them meanwhile.
  'event-author': async (read, { id }) => Boolean((await findContact(read, id))?.email),
  // Phones are told of many things: this one says by its tag that it is for an author.
  device: async (read, { id, payload: { tag = '' } }) => {
    const eventId = authorTagged(tag)
    if (eventId === null) return true
    const event = await findEvent(read, eventId)
    return event !== undefined && (await phonesOfAuthor(read, event)).includes(id)
  },
}

/** An address that an agent stops is told of no event any more. */
export const stopEvents: StopAddress = async (tx, { channel, address, territorySiren }) =>
  channel === 'email' ? deleteFollowersOf(tx, { email: address, territorySiren }) : 0

/** Who moves to another phone is told there of the events they followed, and of their own. */
export const carryEvents: CarryFollows = async (tx, move) => {
  const followed = await carryPhone(tx, move)
  return (await carryAuthorDevices(tx, move)) || followed
}
