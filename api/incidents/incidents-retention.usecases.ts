import type { Deps } from '../platform/http.ts'
import { erasePeopleOfClosed, eraseUnconfirmed } from './incidents-retention.repository.ts'

const dayMs = 86_400_000

/** Days after an incident is closed for which its people may still be told that it is reopened. */
export const contactRetentionDays = 90
/** Days left to use the link that confirms an address. */
export const confirmationDays = 7

/**
 * Erases personal data whose time is over (docs/personal-data.md). The incident and its history stay: they name
 * nobody.
 */
export async function eraseOldContacts({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<{ erased: number }> {
  const limit = 500
  let erased = 0
  for (;;) {
    const gone = await database.write((tx) =>
      erasePeopleOfClosed(tx, { before: clock.now() - contactRetentionDays * dayMs, limit }),
    )
    erased += gone
    if (gone === 0) break
  }
  erased += await database.write((tx) => eraseUnconfirmed(tx, clock.now() - confirmationDays * dayMs))
  return { erased }
}
