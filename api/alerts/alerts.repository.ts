import type { Tx } from '../../db/client.ts'
import { outbox } from '../../db/schema/index.ts'

export type NewOutboxRow = {
  /** UUIDv7. */
  id: string
  territorySiren: string
  /** `incident.status-changed`: what comes before the first dot chooses the handler. */
  topic: string
  /** What it is about, e.g. `incident:<id>`: one person hears of one subject in order. */
  subject: string
  payload: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

export async function insertOutbox(tx: Tx, { at, ...row }: NewOutboxRow): Promise<void> {
  await tx.insert(outbox).values({ ...row, createdAt: at })
}
