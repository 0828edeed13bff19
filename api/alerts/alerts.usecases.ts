import type { Tx } from '../../db/client.ts'
import { insertOutbox, type NewOutboxRow } from './alerts.repository.ts'

/**
 * Notes, in the transaction of a change, that people may have to be told of it: the change and its telling exist
 * together or not at all. The worker turns the row into notifications through the handler of its topic.
 */
export function recordOutbox(tx: Tx, row: NewOutboxRow): Promise<void> {
  return insertOutbox(tx, row)
}
