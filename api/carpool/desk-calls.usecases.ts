import type { Reader, Tx } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { findBooking, findLastMessage } from './bookings.repository.ts'
import { viewBookings } from './bookings.views.ts'
import { mayHear, requireSpeaker } from './desk-access.usecases.ts'
import {
  countToCall,
  findCall,
  findSoon,
  findToCall,
  findWaiting,
  markCalled,
  type CallPlace,
  type CallRole,
  type CallWithName,
} from './desk-calls.repository.ts'
import { findPerson } from './desk-people.repository.ts'
import { toPerson } from './desk-people.usecases.ts'
import type { CallList, CallMark, CallView, callViews } from './desk-rides.schemas.ts'
import { deskRideProblems } from './desk.problems.ts'

type Given = Pick<Deps, 'database' | 'clock'>
/** Beyond, a screen says « 100 ou plus ». */
const countedAtMost = 100

/**
 * The people of a territory to be called: those with news, those who ride today or tomorrow, those whom no driver
 * answered; for a helper, of those whom they entered. Throws `forbidden`.
 */
export async function listCalls(
  { database: { read }, clock }: Given,
  {
    actor,
    territorySiren,
    view,
    cursor,
    limit,
  }: {
    actor: Actor
    territorySiren: string
    view: (typeof callViews)[number]
    cursor: string | undefined
    limit: number
  },
): Promise<CallList> {
  const { helperUserId } = requireSpeaker(actor, territorySiren)
  const now = clock.now()
  const asked = {
    territorySiren,
    helperUserId,
    after: cursor ? placeOf(cursor) : undefined,
    limit: limit + 1,
  }
  const { day } = wallOfInstant(now)
  const find = {
    'to-call': () => findToCall(read, asked),
    soon: () =>
      findSoon(read, {
        ...asked,
        from: instantOfWall(day, '00:00'),
        to: instantOfWall(addDays(day, 2), '00:00'),
      }),
    waiting: () => findWaiting(read, { ...asked, from: now }),
  }
  const page = toPage(await find[view](), limit, (call) => [call.pickUpAt, call.bookingId, call.role])
  const items = await Promise.all(page.items.map((call) => viewCall(read, call, now)))
  return {
    ...page,
    items: items.filter((item) => item !== null),
    toCall: await countToCall(read, { territorySiren, helperUserId, most: countedAtMost }),
  }
}

function placeOf(cursor: string): CallPlace {
  const [pickUpAt, bookingId, role] = decodeCursor(cursor, ['number', 'string', 'string'])
  return { pickUpAt: Number(pickUpAt), bookingId: String(bookingId), role: role as CallRole }
}

async function viewCall(read: Reader | Tx, call: CallWithName, now: number): Promise<CallView | null> {
  const row = await findBooking(read, call.bookingId)
  const person = await findPerson(read, call.travellerId)
  if (!row || !person) return null
  const [booking] = await viewBookings(read, { rows: [row], role: call.role, now })
  const last = call.topic === 'message' ? await findLastMessage(read, call.bookingId) : null
  return {
    as: call.role,
    version: call.version,
    person: toPerson(person),
    booking: booking!,
    topic: call.topic as CallView['topic'],
    newsAt: call.newsAt,
    words: last && last.authorKind !== call.role ? last.words : null,
    calledAt: call.calledAt,
    calledBy: call.calledBy,
    helper: call.helper,
  }
}

/**
 * Notes that a person was called about what the list said, or takes it back. Throws `ride-call-not-found`, and
 * `stale-version` when there was news meanwhile, which they were not told.
 */
export function markCall(
  { database, clock }: Given,
  {
    actor,
    id,
    version,
    request: { as, called },
    write,
  }: { actor: Actor; id: string; version: number; request: CallMark; write: WriteKey },
): Promise<Answer<CallView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const call = await findCall(tx, id, as)
    if (!actor || !call || !mayHear(actor, call)) throw deskRideProblems['ride-call-not-found']()
    const now = clock.now()
    if (call.version !== version)
      throw commonProblems['stale-version']({}, { current: await viewCall(tx, call, now) })
    const mark = called ? { at: now, userId: actor.userId } : { at: null, userId: null }
    await markCalled(tx, { bookingId: id, role: as, ...mark })
    return {
      status: 200,
      body: (await viewCall(tx, (await findCall(tx, id, as))!, now))!,
    }
  })
}
