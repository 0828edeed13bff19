import type { Database, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { bumpRevision } from './territory-import.repository.ts'

/** What every edit by an administrator is given. */
export type Editing = {
  database: Database
  clock: Clock
  ids: Ids
  actor: NonNullable<Actor>
  siren: string
}

/** A handle for reading what a transaction sees. */
export const inside = (tx: Tx) => ({ read: tx })

/**
 * Edits one row someone else may be editing: in one transaction finds it, checks that the actor may, compares its
 * version, saves what really differs, and records who changed what. Throws `not-found`, `forbidden`, and
 * `stale-version` with the current state. Nothing is written when nothing differs.
 */
export function editVersioned<Row extends { version: number }, Change extends object, View>({
  database,
  clock,
  ids,
  actor,
  siren,
  version,
  action,
  subject,
  find,
  mayEdit,
  check,
  change,
  save,
  view,
}: Editing & {
  version: number
  /** Slug of what is done, for the audit trail. */
  action: string
  subject: string
  find: (tx: Tx) => Promise<Row | undefined>
  /** Throws unless the actor may edit this row. */
  mayEdit: (row: Row) => void
  /** Throws when the change makes no sense for this row. */
  check?: (tx: Tx, row: Row) => Promise<void> | void
  change: Change
  save: (tx: Tx, change: Change) => Promise<Row>
  view: (row: Row) => View
}): Promise<View> {
  return database.write(async (tx) => {
    const row = await find(tx)
    if (!row) throw commonProblems['not-found']()
    mayEdit(row)
    if (row.version !== version) throw commonProblems['stale-version']({}, { current: view(row) })
    await check?.(tx, row)
    const before = row as Record<string, unknown>
    const differing = Object.entries(change).filter(
      ([field, value]) => value !== undefined && JSON.stringify(before[field]) !== JSON.stringify(value),
    )
    if (differing.length === 0) return view(row)
    const saved = await save(tx, Object.fromEntries(differing) as Change)
    await recordChange(tx, {
      clock,
      ids,
      actor,
      siren,
      action,
      subject,
      change: Object.fromEntries(differing.map(([field, value]) => [field, [before[field], value]])),
    })
    return view(saved)
  })
}

/** The audit row of a change, and the word to every process to read again, in the transaction of the change itself. */
export async function recordChange(
  tx: Tx,
  {
    clock,
    ids,
    actor,
    siren,
    action,
    subject,
    change,
  }: Omit<Editing, 'database'> & { action: string; subject: string; change: Record<string, unknown> },
): Promise<void> {
  const at = clock.now()
  const entry = { id: ids.next(), territorySiren: siren, at, userId: actor.userId, action, subject, change }
  await recordAudit(tx, entry)
  await bumpRevision(tx, at)
}
