import { aliasedTable, and, asc, eq, sql, type SQL } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { deskCall, membership, user } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type CallRow = typeof deskCall.$inferSelect
export type CallRole = CallRow['role']

/**
 * Puts news of a booking on the desk's list, when that side of it is somebody the desk speaks for. `isTold`: they are to
 * be called, in the first car or the second; else they are the one who made it so, on the phone.
 */
export async function noteCall(
  tx: Tx,
  {
    bookingId,
    role,
    topic,
    at,
    isTold,
  }: { bookingId: string; role: CallRole; topic: string; at: number; isTold: (leg: number) => boolean },
): Promise<void> {
  const side = sql.raw(role === 'driver' ? 'b.driver_id' : 'b.traveller_id')
  const [first, second] = [1, 2].map((leg) => (isTold(leg) ? null : at))
  await tx.run(sql`insert into desk_call
      (booking_id, role, traveller_id, territory_siren, helper_user_id, topic, news_at, pick_up_at, called_at)
    select b.id, ${role}, d.traveller_id, d.territory_siren, d.helper_user_id, ${topic}, ${at}, b.pick_up_at,
        case b.leg when 1 then ${first} else ${second} end
      from booking b join desk_traveller d on d.traveller_id = ${side} where b.id = ${bookingId}
    on conflict (booking_id, role) do update set topic = excluded.topic, news_at = excluded.news_at,
      pick_up_at = excluded.pick_up_at, called_at = excluded.called_at, called_by_user_id = null,
      version = version + 1`)
}

export type CallPlace = { pickUpAt: number; bookingId: string; role: CallRole }
/** `helperUserId`: only the calls of whom they entered; null: all of the territory. */
type Asked = {
  territorySiren: string
  helperUserId: string | null
  after: CallPlace | undefined
  limit: number
}
export type CallWithName = CallRow & { calledBy: string | null; helper: string | null }
const helper = aliasedTable(user, 'helper')

/** A call with who called, and the helper whose it is: only while they help; then the desk alone is left. */
const select = (handle: Handle) =>
  handle
    .select({ call: deskCall, calledBy: user.name, helper: helper.name })
    .from(deskCall)
    .leftJoin(
      membership,
      and(
        eq(membership.userId, deskCall.helperUserId),
        eq(membership.role, 'helper'),
        eq(membership.territorySiren, deskCall.territorySiren),
      ),
    )
    .leftJoin(helper, eq(helper.id, membership.userId))
    .leftJoin(user, eq(user.id, deskCall.calledByUserId))
const named = ({ call, ...names }: Awaited<ReturnType<typeof select>>[number]): CallWithName => ({
  ...call,
  ...names,
})

/** Calls of a territory in the order of their rides; the condition says which. */
function list(
  handle: Handle,
  { territorySiren, helperUserId, after, limit }: Asked,
  condition: SQL | undefined,
) {
  return select(handle)
    .where(
      and(
        eq(deskCall.territorySiren, territorySiren),
        helperUserId === null ? undefined : eq(deskCall.helperUserId, helperUserId),
        condition,
        after &&
          sql`(${deskCall.pickUpAt}, ${deskCall.bookingId}, ${deskCall.role}) >
            (${after.pickUpAt}, ${after.bookingId}, ${after.role})`,
      ),
    )
    .orderBy(asc(deskCall.pickUpAt), asc(deskCall.bookingId), asc(deskCall.role))
    .limit(limit)
    .then((rows) => rows.map(named))
}

/** People to be called, whose ride leaves first first; index `desk_call_open`. */
export const findToCall = (handle: Handle, asked: Asked) => list(handle, asked, sql`called_at is null`)

const isIn = (...states: string[]) =>
  sql.raw(
    `exists (select 1 from booking b where b.id = desk_call.booking_id and b.status in (${states
      .map((state) => `'${state}'`)
      .join(', ')}))`,
  )

/** Rides still on that leave within a stretch of time, to remind of; index `desk_call_time`. */
export const findSoon = (handle: Handle, { from, to, ...asked }: Asked & { from: number; to: number }) =>
  list(
    handle,
    asked,
    sql`${deskCall.pickUpAt} >= ${from} and ${deskCall.pickUpAt} < ${to} and ${isIn('WAITING_CONFIRMATION', 'CONFIRMED')}`,
  )

/** Rides from an instant on that no driver answered yet; index `desk_call_time`. */
export const findWaiting = (handle: Handle, { from, ...asked }: Asked & { from: number }) =>
  list(handle, asked, sql`${deskCall.pickUpAt} >= ${from} and ${isIn('WAITING_CONFIRMATION')}`)

export async function findCall(
  handle: Handle,
  bookingId: string,
  role: CallRole,
): Promise<CallWithName | null> {
  const [row] = await select(handle).where(and(eq(deskCall.bookingId, bookingId), eq(deskCall.role, role)))
  return row ? named(row) : null
}

/** How many people of a territory are to be called, counted up to a bound; index `desk_call_open`. */
export async function countToCall(
  handle: Handle,
  { territorySiren, helperUserId, most }: Pick<Asked, 'territorySiren' | 'helperUserId'> & { most: number },
): Promise<number> {
  const rows = await handle
    .select({ role: deskCall.role })
    .from(deskCall)
    .where(
      and(
        eq(deskCall.territorySiren, territorySiren),
        helperUserId === null ? undefined : eq(deskCall.helperUserId, helperUserId),
        sql`called_at is null`,
      ),
    )
    .limit(most)
  return rows.length
}

/** Notes a call, or takes it back (null). */
export async function markCalled(
  tx: Tx,
  {
    bookingId,
    role,
    at,
    userId,
  }: { bookingId: string; role: CallRole; at: number | null; userId: string | null },
): Promise<void> {
  await tx
    .update(deskCall)
    .set({ calledAt: at, calledByUserId: userId, version: sql`version + 1` })
    .where(and(eq(deskCall.bookingId, bookingId), eq(deskCall.role, role)))
}
