import { aliasedTable, and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  deskRequestCall,
  deskTraveller,
  membership,
  rideRequest,
  rideRequestMatch,
  traveller,
  user,
} from '../../db/schema/index.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import type { DeskPerson } from './desk-people.repository.ts'
import type { RequestRow } from './requests.repository.ts'

type Handle = Reader | Tx
export type RequestCall = typeof deskRequestCall.$inferSelect & {
  request: RequestRow
  person: DeskPerson
  calledBy: string | null
  helper: string | null
}

const among = (ids: readonly string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`

/**
 * Puts a request on the desk's list of calls: a ride came up. What was found before is still to be told with it, unless
 * they were called meanwhile.
 */
export async function noteRequestCall(
  tx: Tx,
  row: Pick<
    typeof deskRequestCall.$inferInsert,
    'requestId' | 'territorySiren' | 'helperUserId' | 'leaveAt'
  > & { at: number },
): Promise<void> {
  const { at, ...call } = row
  const isCalled = sql`called_at is not null`
  // A ride that left is told no more: the call is not for its hour.
  const isDone = sql`(called_at is not null or leave_at < ${at})`
  await tx
    .insert(deskRequestCall)
    .values({ ...call, newsAt: at, sinceAt: at })
    .onConflictDoUpdate({
      target: deskRequestCall.requestId,
      set: {
        newsAt: at,
        sinceAt: sql`case when ${isCalled} then ${at} else since_at end`,
        leaveAt: sql`case when ${isDone} then ${call.leaveAt} else min(leave_at, ${call.leaveAt}) end`,
        calledAt: null,
        calledByUserId: null,
        version: sql`version + 1`,
      },
    })
}

/** Of requests that are over: the calls that were not made. */
export async function dropRequestCalls(tx: Tx, requestIds: readonly string[]): Promise<void> {
  await tx
    .delete(deskRequestCall)
    .where(and(sql`${deskRequestCall.requestId} in ${among(requestIds)}`, isNull(deskRequestCall.calledAt)))
}

const helper = aliasedTable(user, 'helper')

/** A call with its request, whose it is, who called, and the helper whose it is: only while they help; then the desk alone is left. */
const select = (handle: Handle) =>
  handle
    .select({
      call: deskRequestCall,
      request: rideRequest,
      traveller,
      desk: deskTraveller,
      calledBy: user.name,
      helper: helper.name,
    })
    .from(deskRequestCall)
    .innerJoin(rideRequest, eq(rideRequest.id, deskRequestCall.requestId))
    .innerJoin(traveller, eq(traveller.id, rideRequest.travellerId))
    .innerJoin(deskTraveller, eq(deskTraveller.travellerId, rideRequest.travellerId))
    .leftJoin(
      membership,
      and(
        eq(membership.userId, deskRequestCall.helperUserId),
        eq(membership.role, 'helper'),
        eq(membership.territorySiren, deskRequestCall.territorySiren),
      ),
    )
    .leftJoin(helper, eq(helper.id, membership.userId))
    .leftJoin(user, eq(user.id, deskRequestCall.calledByUserId))
const whole = ({
  call,
  traveller: row,
  desk,
  ...rest
}: Awaited<ReturnType<typeof select>>[number]): RequestCall => ({
  ...call,
  ...rest,
  person: { traveller: row, desk },
})

/**
 * Open requests of people to be called, whose ride leaves first first; index `desk_request_call_open`. Nobody is called
 * about one on hold, nor who is suspended.
 */
export async function findRequestCalls(
  handle: Handle,
  {
    territorySiren,
    helperUserId,
    after,
    limit,
  }: {
    territorySiren: string
    helperUserId: string | null
    after: { leaveAt: number; requestId: string } | undefined
    limit: number
  },
): Promise<RequestCall[]> {
  const rows = await select(handle)
    .where(
      and(
        eq(deskRequestCall.territorySiren, territorySiren),
        helperUserId === null ? undefined : eq(deskRequestCall.helperUserId, helperUserId),
        sql`called_at is null`,
        eq(rideRequest.status, 'open'),
        isNull(traveller.suspendedAt),
        after &&
          sql`(${deskRequestCall.leaveAt}, ${deskRequestCall.requestId}) > (${after.leaveAt}, ${after.requestId})`,
      ),
    )
    .orderBy(asc(deskRequestCall.leaveAt), asc(deskRequestCall.requestId))
    .limit(limit)
  return rows.map(whole)
}

export async function findRequestCall(handle: Handle, requestId: string): Promise<RequestCall | null> {
  const [row] = await select(handle).where(eq(deskRequestCall.requestId, requestId))
  return row ? whole(row) : null
}

/** Notes a call, or takes it back (null). */
export async function markRequestCalled(
  tx: Tx,
  { requestId, at, userId }: { requestId: string; at: number | null; userId: string | null },
): Promise<void> {
  await tx
    .update(deskRequestCall)
    .set({ calledAt: at, calledByUserId: userId, version: sql`version + 1` })
    .where(eq(deskRequestCall.requestId, requestId))
}

/** The rides that the calls of some requests are to tell; key of `ride_request_match`. */
export function findRidesToTell(
  handle: Handle,
  requestIds: readonly string[],
): Promise<{ requestId: string; ride: KeptRide | null }[]> {
  return handle
    .select({ requestId: rideRequestMatch.requestId, ride: rideRequestMatch.ride })
    .from(deskRequestCall)
    .innerJoin(rideRequestMatch, eq(rideRequestMatch.requestId, deskRequestCall.requestId))
    .where(
      and(
        sql`${deskRequestCall.requestId} in ${among(requestIds)}`,
        sql`${rideRequestMatch.toldAt} >= ${deskRequestCall.sinceAt}`,
      ),
    )
}
