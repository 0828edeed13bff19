import { accountAt, findHelpers, letHelp } from '../accounts/accounts-helpers.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { requireDesk, worksAt } from './desk-access.usecases.ts'
import { dismiss } from './helpers-end.usecases.ts'
import { helperProblems } from './helpers.problems.ts'
import type { HelperView, NewHelper } from './helpers.schemas.ts'
import { findTraveller, findTravellerOf } from './travellers.repository.ts'
import { tellTraveller } from './trust-news.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

/**
 * Lets somebody who shares rides here book for people without a phone: they are told. Named already, nothing changes
 * (200). Throws `forbidden`, `helper-unknown`, `helper-unfit`: a minor, suspended, or without having accepted the rules.
 */
export function nameHelper(
  { database, clock, ids }: Given,
  { actor, request, write }: { actor: Actor; request: NewHelper; write: WriteKey },
): Promise<Answer<HelperView>> {
  const { territory: territorySiren, email } = request
  const staff = requireDesk(actor, territorySiren)
  return writeOnce({ database, clock, write }, async (tx) => {
    const account = await accountAt(tx, email)
    const row = account && (await findTravellerOf(tx, { userId: account.userId, territorySiren }))
    if (!row) throw helperProblems['helper-unknown']()
    if (row.minor || row.suspendedAt !== null || row.agreedAt === null) throw helperProblems['helper-unfit']()
    const at = clock.now()
    const asked = { ids, at, territorySiren, travellerId: row.id, userId: account.userId }
    const isNew = await letHelp(tx, { ...asked, byUserId: staff.userId })
    if (isNew) await tellTraveller(tx, { ...asked, topic: 'helper-named' })
    const [named] = await findHelpers(tx, { territorySiren, id: row.id, after: undefined, limit: 1 })
    return { status: isNew ? 201 : 200, body: named! }
  })
}

/** Takes it back at once, and tells them; the desk goes on for whom they entered. Done already, it stays so. */
export async function dismissHelper(
  { database, clock, ids }: Given,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  await database.write(async (tx) => {
    const row = await findTraveller(tx, id)
    if (!row || !worksAt(actor, row.territorySiren)) throw helperProblems['helper-unknown']()
    await dismiss(tx, { clock, ids }, { row, byUserId: actor!.userId, tell: true })
  })
}

/** Who books for others in a territory. Throws `forbidden`. */
export async function listHelpers(
  { database }: Pick<Given, 'database'>,
  {
    actor,
    territorySiren,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<{ items: HelperView[]; nextCursor: string | null }> {
  requireDesk(actor, territorySiren)
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findHelpers(database.read, { territorySiren, after, limit: limit + 1 })
  return toPage(rows, limit, ({ id }) => [id])
}
