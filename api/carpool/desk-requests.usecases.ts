import type { Reader, Tx } from '../../db/client.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { findDepartures } from './departures.repository.ts'
import { mayHear, requireSpeaker } from './desk-access.usecases.ts'
import { findPerson } from './desk-people.repository.ts'
import { openPerson, toPerson } from './desk-people.usecases.ts'
import {
  findRequestCall,
  findRequestCalls,
  findRidesTold,
  markRequestCalled,
  type RequestCall,
} from './desk-requests.repository.ts'
import type { FoundRide, RequestCallList, RequestCallMark, RequestCallView } from './desk-requests.schemas.ts'
import { onBehalfOf } from './desk-rides.usecases.ts'
import { deskRideProblems } from './desk.problems.ts'
import type { NewRequest, RequestView } from './requests.schemas.ts'
import { ridesStanding } from './requests-tell.usecases.ts'
import { leaveRequest, pageOfRequests, type RequestDeps } from './requests.usecases.ts'
import { viewRequest } from './requests.views.ts'
import { linkedLegs } from './ride-links.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

type Given = Pick<Deps, 'database' | 'clock'>
/** As many as one says on the phone. */
const saidAtMost = 6

/**
 * Leaves a wish for somebody without a phone: when a ride comes up they are on the list of calls. Throws as `leaveRequest`
 * does, `ride-person-not-found`.
 */
export async function requestFor(
  deps: RequestDeps,
  {
    actor,
    personId,
    ...asked
  }: { actor: Actor; personId: string; request: NewRequest; write: WriteKey; caller: Caller },
): Promise<Answer<RequestView>> {
  await openPerson(deps.database.read, actor, personId)
  return leaveRequest(deps, { actor, ...asked, onBehalf: onBehalfOf(actor, personId) })
}

/** A person's wishes. Throws `ride-person-not-found`. */
export async function listRequestsFor(
  { database }: Pick<Given, 'database'>,
  { actor, personId, ...page }: { actor: Actor; personId: string; cursor: string | undefined; limit: number },
): Promise<{ items: RequestView[]; nextCursor: string | null }> {
  await openPerson(database.read, actor, personId)
  return pageOfRequests(database.read, { travellerId: personId, ...page })
}

/** The people of a territory for whom a ride came up, to be called; for a helper, of those they entered. Throws `forbidden`. */
export async function listRequestCalls(
  { database: { read }, clock }: Given,
  {
    actor,
    territorySiren,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<RequestCallList> {
  const { helperUserId } = requireSpeaker(actor, territorySiren)
  const [leaveAt, requestId] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findRequestCalls(read, {
    territorySiren,
    helperUserId,
    after: leaveAt === undefined || requestId === undefined ? undefined : { leaveAt, requestId },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, (call) => [call.leaveAt, call.requestId])
  const now = clock.now()
  const items = await Promise.all(page.items.map((call) => viewCall(read, call, now)))
  return { ...page, items: items.filter((item) => item !== null) }
}

async function viewCall(
  handle: Reader | Tx,
  call: RequestCall,
  now: number,
): Promise<RequestCallView | null> {
  const { request } = call
  const person = await findPerson(handle, request.travellerId)
  if (!person) return null
  const told = await findRidesTold(handle, { requestId: request.id, since: call.sinceAt })
  const standing = (await ridesStanding(handle, { rides: told, request, now })).toSorted(
    (a, b) => a.leaveAt - b.leaveAt,
  )
  const { territorySiren } = call
  return {
    request: viewRequest(request),
    version: call.version,
    person: toPerson(person),
    rides: await viewRides(handle, { rides: standing.slice(0, saidAtMost), territorySiren }),
    more: Math.max(0, standing.length - saidAtMost),
    newsAt: call.newsAt,
    calledAt: call.calledAt,
    calledBy: call.calledBy,
    helper: call.helper,
  }
}

async function viewRides(
  handle: Reader | Tx,
  { rides, territorySiren }: { rides: readonly KeptRide[]; territorySiren: string },
): Promise<FoundRide[]> {
  const legs = rides.flatMap((ride) => ride.legs)
  const departures = await findDepartures(
    handle,
    legs.map(({ departureId }) => departureId),
  )
  const driverOf = new Map(departures.map(({ departure, driver }) => [departure.id, driver.name]))
  const ids = legs.flatMap(({ pickUpId, dropOffId }) => [pickUpId, dropOffId])
  const aires = await findAireRefs(handle, { territorySiren, ids })
  const aireOf = (id: string) => aires.get(id) ?? unknownAire(id)
  return rides.map((ride) => ({
    leaveAt: ride.leaveAt,
    arriveAt: ride.arriveAt,
    pickUp: aireOf(ride.legs[0]!.pickUpId),
    dropOff: aireOf(ride.legs.at(-1)!.dropOffId),
    drivers: ride.legs.map(({ departureId }) => driverOf.get(departureId) ?? '–'),
    legs: linkedLegs(ride.legs),
  }))
}

/**
 * Notes that a person was called about the rides found, or takes it back. Throws `ride-call-not-found`, and
 * `stale-version` when another ride came up meanwhile, which they were not told.
 */
export function markRequestCall(
  { database, clock }: Given,
  {
    actor,
    id,
    version,
    request: { called },
    write,
  }: { actor: Actor; id: string; version: number; request: RequestCallMark; write: WriteKey },
): Promise<Answer<RequestCallView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const call = await findRequestCall(tx, id)
    if (!actor || !call || !mayHear(actor, call)) throw deskRideProblems['ride-call-not-found']()
    const now = clock.now()
    if (call.version !== version)
      throw commonProblems['stale-version']({}, { current: await viewCall(tx, call, now) })
    const mark = called ? { at: now, userId: actor.userId } : { at: null, userId: null }
    await markRequestCalled(tx, { requestId: id, ...mark })
    return { status: 200, body: (await viewCall(tx, (await findRequestCall(tx, id))!, now))! }
  })
}
