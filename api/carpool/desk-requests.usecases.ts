import type { Reader, Tx } from '../../db/client.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { mayHear, requireSpeaker } from './desk-access.usecases.ts'
import { openPerson, toPerson } from './desk-people.usecases.ts'
import {
  findRequestCall,
  findRequestCalls,
  findRidesToTell,
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
/** Lines read at a time: those with nothing left to say are passed over. */
const readAtOnce = 100

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

/**
 * The people of a territory for whom a ride came up, to be called; for a helper, of those they entered. Who has no ride
 * left is not among them, until one is free again. Throws `forbidden`.
 */
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
  let after = leaveAt === undefined || requestId === undefined ? undefined : { leaveAt, requestId }
  const now = clock.now()
  const lines: { call: RequestCall; view: RequestCallView }[] = []
  for (let isMore = true; isMore && lines.length <= limit;) {
    const calls = await findRequestCalls(read, { territorySiren, helperUserId, after, limit: readAtOnce })
    const views = await viewCalls(read, { calls, territorySiren, now })
    for (const [n, call] of calls.entries())
      if (views[n]!.rides.length > 0) lines.push({ call, view: views[n]! })
    after = calls.at(-1)
    isMore = calls.length === readAtOnce
  }
  const page = toPage(lines, limit, ({ call }) => [call.leaveAt, call.requestId])
  return { ...page, items: page.items.map(({ view }) => view) }
}

/** As many queries for a page as for one. */
async function viewCalls(
  handle: Reader | Tx,
  { calls, territorySiren, now }: { calls: readonly RequestCall[]; territorySiren: string; now: number },
): Promise<RequestCallView[]> {
  const asked = calls.map(({ requestId }) => requestId)
  const told = Map.groupBy(await findRidesToTell(handle, asked), ({ requestId }) => requestId)
  const { standing, departures } = await ridesStanding(handle, {
    found: calls.map(({ request, person: { traveller } }) => ({
      rides: (told.get(request.id) ?? []).flatMap(({ ride }) => ride ?? []),
      seats: request.seats,
      traveller,
    })),
    now,
  })
  const sorted = standing.map((rides) => rides.toSorted((a, b) => a.leaveAt - b.leaveAt))
  const said = sorted.map((rides) => rides.slice(0, saidAtMost))
  const ids = said.flat().flatMap(({ legs }) => [legs[0]!.pickUpId, legs.at(-1)!.dropOffId])
  const aires = await findAireRefs(handle, { territorySiren, ids })
  const aireOf = (id: string) => aires.get(id) ?? unknownAire(id)
  const viewRide = ({ leaveAt, arriveAt, legs }: KeptRide): FoundRide => ({
    leaveAt,
    arriveAt,
    pickUp: aireOf(legs[0]!.pickUpId),
    dropOff: aireOf(legs.at(-1)!.dropOffId),
    drivers: legs.map(({ departureId }) => departures.get(departureId)!.driver.name),
    legs: linkedLegs(legs),
  })
  return calls.map((call, n) => ({
    request: viewRequest(call.request),
    version: call.version,
    person: toPerson(call.person),
    rides: said[n]!.map(viewRide),
    more: sorted[n]!.length - said[n]!.length,
    newsAt: call.newsAt,
    calledAt: call.calledAt,
    calledBy: call.calledBy,
    helper: call.helper,
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
    const { territorySiren } = call
    const view = async (one: RequestCall) => (await viewCalls(tx, { calls: [one], territorySiren, now }))[0]!
    if (call.version !== version) throw commonProblems['stale-version']({}, { current: await view(call) })
    const mark = called ? { at: now, userId: actor.userId } : { at: null, userId: null }
    await markRequestCalled(tx, { requestId: id, ...mark })
    return { status: 200, body: await view((await findRequestCall(tx, id))!) }
  })
}
