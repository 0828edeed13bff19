import type { Deps } from '../platform/http.ts'
import {
  deleteOldViews,
  erasePeopleOfPast,
  eraseUnconfirmedFollowers,
  findOldDrafts,
} from './agenda-retention.repository.ts'
import { eraseDraft } from './author-acts.usecases.ts'
import { findEvent } from './events.repository.ts'
import { findUnconfirmed } from './organizers.repository.ts'
import { eraseUnconfirmed } from './organizers.usecases.ts'

const dayMs = 86_400_000
const batch = 200

/** Days left to use the link that confirms an address: then a draft, or an organizer that nobody took, is erased. */
export const confirmationDays = 7
/** Days after its last date for which an event's author and those who follow it may still be written to. */
export const contactRetentionDays = 90
/** Days for which it is counted how often a page was opened: two seasons, to compare them. */
export const viewsDays = 800

/**
 * Erases what nobody confirmed and the people of events that are over (docs/personal-data.md). Events themselves stay:
 * they name nobody but who asked to be shown, and that is erased too.
 */
export async function eraseOldAgenda({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<{ drafts: number; people: number }> {
  const now = clock.now()
  const unconfirmed = now - confirmationDays * dayMs
  let [drafts, people] = [0, 0]
  for (;;) {
    const old = await findOldDrafts(database.read, { before: unconfirmed, limit: batch })
    if (old.length === 0) break
    for (const { id } of old)
      await database.write(async (tx) => {
        const draft = await findEvent(tx, id)
        // Confirmed this very moment: it is no draft any more.
        if (draft?.status === 'draft') await eraseDraft(tx, draft)
      })
    drafts += old.length
  }
  for (;;) {
    const gone = await database.write((tx) =>
      erasePeopleOfPast(tx, { before: now - contactRetentionDays * dayMs, limit: batch }),
    )
    people += gone
    if (gone === 0) break
  }
  await database.write((tx) => eraseUnconfirmedFollowers(tx, unconfirmed))
  await database.write((tx) =>
    deleteOldViews(tx, new Date(now - viewsDays * dayMs).toISOString().slice(0, 10)),
  )
  for (const { id } of await findUnconfirmed(database.read, unconfirmed))
    await eraseUnconfirmed({ database, clock }, id)
  return { drafts, people }
}
