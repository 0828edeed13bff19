import { createHmac } from 'node:crypto'
import type { Reader, Tx } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { Config } from '../config.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { deleteBarred, findBarred, findSuspended, insertBarred } from './reports.repository.ts'
import { endVolunteering } from './aid-erase.usecases.ts'
import { lookAgain } from './requests.repository.ts'
import type { SuspendedList } from './reports.schemas.ts'
import { dismiss } from './helpers-end.usecases.ts'
import { takeSeatsBack, takeTripsOff } from './travellers-off.usecases.ts'
import { findTraveller, updateTraveller, type TravellerRow } from './travellers.repository.ts'
import { tellTraveller } from './trust-news.ts'

type Given = Pick<Deps, 'clock' | 'ids'>
type WithSecret = { config: Pick<Config, 'secret'> }

/**
 * Somebody shares no rides until it is lifted: what they had to come is off and the others told, and they are told why
 * and how to contest. Suspended already, the reason is the latest one.
 */
export async function suspend(
  tx: Tx,
  { clock, ids }: Given,
  { row, reason }: { row: TravellerRow; reason: string },
): Promise<void> {
  const at = clock.now()
  await takeTripsOff(tx, { clock, ids }, row)
  await takeSeatsBack(tx, { clock, ids }, { row, by: 'desk' })
  await endVolunteering(tx, { ids, at, travellerId: row.id })
  await updateTraveller(tx, row.id, { suspendedAt: row.suspendedAt ?? at, suspendedReason: reason })
  await dismiss(tx, { clock, ids }, { row, byUserId: null, tell: true })
  const { id: travellerId, territorySiren } = row
  await lookAgain(tx, { travellerId, territorySiren })
  await tellTraveller(tx, { ids, at, territorySiren, travellerId, topic: 'suspended', words: reason })
}

/** Lets somebody share rides again, and tells them. Throws `not-found`, and as `authorize` does. Lifted already, it stays so. */
export function liftSuspension(
  { database, clock, ids, config }: Pick<Deps, 'database'> & Given & WithSecret,
  { actor, id, request, write }: { actor: Actor; id: string; request: { note: string }; write: WriteKey },
): Promise<Answer<Record<string, never>>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await findTraveller(tx, id)
    if (!row) throw commonProblems['not-found']()
    const { territorySiren } = row
    authorize(actor, 'ride.moderate', { territorySiren })
    if (row.suspendedAt === null) return { status: 200, body: {} }
    const at = clock.now()
    await updateTraveller(tx, id, { suspendedAt: null, suspendedReason: null })
    await lookAgain(tx, { travellerId: id, territorySiren })
    const email = row.userId && (await mailboxOf(tx, row.userId))
    if (email) await deleteBarred(tx, { territorySiren, emailHash: barredHash(config.secret, email) })
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren,
      at,
      userId: actor!.userId,
      action: 'traveller.lift',
      subject: `traveller:${id}`,
      change: { note: request.note },
    })
    await tellTraveller(tx, { ids, at, territorySiren, travellerId: id, topic: 'lifted' })
    return { status: 200, body: {} }
  })
}

/** Who is suspended in a territory, for its staff. */
export async function listSuspended(
  { database }: Pick<Deps, 'database'>,
  {
    actor,
    territorySiren,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<SuspendedList> {
  authorize(actor, 'ride.moderate', { territorySiren })
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const after = at === undefined || id === undefined ? undefined : { at, id }
  const rows = await findSuspended(database.read, { territorySiren, after, limit: limit + 1 })
  return toPage(
    rows.map((row) => ({ ...row, at: row.at ?? 0 })),
    limit,
    (row) => [row.at, row.id],
  )
}

const barredHash = (secret: string, email: string) =>
  createHmac('sha256', secret).update(`barred:${email.trim().toLowerCase()}`).digest('base64url')

/** Suspended, one does not come back by being forgotten and signing up anew: a keyed hash of the address is kept a year. */
export async function keepBarred(
  tx: Tx,
  { config, at }: WithSecret & { at: number },
  row: TravellerRow,
): Promise<void> {
  if (row.suspendedAt === null || !row.userId) return
  const email = await mailboxOf(tx, row.userId)
  if (!email) return
  const { territorySiren, suspendedAt, suspendedReason } = row
  const emailHash = barredHash(config.secret, email)
  await insertBarred(tx, { territorySiren, emailHash, suspendedAt, suspendedReason, createdAt: at })
}

/** The suspension of who signs up with an address that was suspended; nothing for everybody else. */
export async function suspensionOf(
  handle: Reader | Tx,
  { config }: WithSecret,
  { territorySiren, userId }: { territorySiren: string; userId: string },
): Promise<Pick<TravellerRow, 'suspendedAt' | 'suspendedReason'> | Record<string, never>> {
  const email = await mailboxOf(handle, userId)
  const barred =
    email && (await findBarred(handle, { territorySiren, emailHash: barredHash(config.secret, email) }))
  return barred ? { suspendedAt: barred.suspendedAt, suspendedReason: barred.suspendedReason } : {}
}
