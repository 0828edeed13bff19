import type { Tx } from '../../db/client.ts'
import { audit } from '../../db/schema/index.ts'

/** Notes who changed what, in the transaction of the change: it is never rewritten, and tells people by ids. */
export async function recordAudit(tx: Tx, row: typeof audit.$inferInsert): Promise<void> {
  await tx.insert(audit).values(row)
}
