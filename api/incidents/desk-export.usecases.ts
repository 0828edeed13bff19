import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { writeDeskCsv } from './desk.csv.ts'
import type { DeskRow } from './desk.repository.ts'
import type { DeskQuery } from './desk.schemas.ts'
import { exportQueue } from './desk.usecases.ts'

/** A queue as CSV, within what the actor may export. */
export async function exportQueueCsv(
  given: Pick<Deps, 'database' | 'clock'> & { actor: Actor },
  query: DeskQuery,
): Promise<string> {
  const rows: DeskRow[] = []
  for await (const page of exportQueue(given, query)) rows.push(...page)
  return writeDeskCsv(rows, given.clock.now())
}
