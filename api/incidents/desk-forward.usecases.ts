import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import { readBody, type Body } from '../territory/territory.usecases.ts'
import type { DeskDeps } from './desk-entries.usecases.ts'
import { endForwards, insertForward } from './desk-links.repository.ts'
import { deskProblems } from './desk.problems.ts'
import { replyDays } from './desk.rules.ts'
import { recordChange, type Entry } from './incidents-changes.usecases.ts'
import type { IncidentRow } from './incidents.repository.ts'
import { stampsOf } from './incidents.rules.ts'
import { replySecret } from './secrets.ts'

const dayMs = 86_400_000

/** A body of this territory that can take charge. Throws `unknown-body`. */
export async function requireBody(
  { database }: Pick<Deps, 'database'>,
  { id, territorySiren }: { id: string; territorySiren: string },
): Promise<Body> {
  const body = await readBody({ database, id, territorySiren }).catch(() => null)
  if (!body?.active) throw deskProblems['unknown-recipient']()
  return body
}

/**
 * Puts another body in charge and gives it a link to answer by, in the caller's transaction: the mail leaves through
 * the outbox. Who forwarded it still follows it. Throws `unknown-body`, `same-body`, `body-without-email`.
 */
export async function recordForward(
  tx: Tx,
  deps: DeskDeps,
  { row, bodyId, entry, at }: { row: IncidentRow; bodyId: string; entry: Entry; at: number },
): Promise<IncidentRow> {
  const body = await requireBody(deps, { id: bodyId, territorySiren: row.territorySiren })
  if (body.id === row.bodyId) throw deskProblems['same-body']()
  if (!body.email) throw deskProblems['body-without-email']({ body: body.name })
  const from = await readBody({ database: deps.database, id: row.bodyId })
  const now = deps.clock.now()
  const id = deps.ids.next()
  await endForwards(tx, { incidentId: row.id, at: now })
  await insertForward(tx, {
    id,
    incidentId: row.id,
    bodyId: body.id,
    fromBodyId: row.bodyId,
    email: body.email,
    replyHash: hashSecret(replySecret(deps.config.secret, id)),
    expiresAt: now + replyDays * dayMs,
    createdAt: now,
  })
  return recordChange(tx, {
    before: row,
    change: {
      ...stampsOf({ to: 'forwarded', at, acknowledgedAt: row.acknowledgedAt }),
      bodyId: body.id,
      routingReason: 'staff',
      plannedOn: null,
      readAt: row.readAt ?? now,
    },
    at: now,
    entries: [
      {
        ...entry,
        kind: 'forwarded',
        data: { body: body.name, bodyId: body.id, fromBody: from.name, fromBodyId: row.bodyId },
      },
    ],
  })
}
