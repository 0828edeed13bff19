import { byService, now } from './clock.ts'
import { phoneDatabase } from './database.ts'
import { isOver } from './round-over.ts'
import type { DeskDraft } from './stored.ts'

const rescuedAtDesk = 'draft.desk.'

/** Under which name the last letters of a draft are rescued. */
export const rescuedAs = (id: string) => `${rescuedAtDesk}${id}`

/** What this account left half written; null when there is none, or it is somebody else's. */
export async function readDeskDraft<D extends DeskDraft['draft']>(
  id: string,
  account: string,
): Promise<DeskDraft<D> | null> {
  const kept = (await (await phoneDatabase()).get('deskDrafts', id)) as DeskDraft<D> | undefined
  return kept?.account === account ? kept : null
}

/** False when it could be held in memory only. */
export async function keepDeskDraft(draft: DeskDraft): Promise<boolean> {
  return (await phoneDatabase()).put('deskDrafts', draft)
}

/** Sent, or emptied. */
export async function forgetDeskDraft(id: string): Promise<void> {
  await (await phoneDatabase()).delete('deskDrafts', id)
}

type Whose = Pick<DeskDraft, 'account' | 'savedAt' | 'clock'>

/**
 * Erases what a round would be erased for: what is too old, and where `account` is said what is not of that one (all that
 * is there, when it is null).
 */
export async function forgetDeskDrafts(account: string | null | undefined): Promise<void> {
  const goes = ({ account: author, savedAt, clock }: Whose) =>
    isOver({ account: author, at: clock ? savedAt : byService(savedAt) }, { account, now: now() })
  forgetRescued(goes)
  const database = await phoneDatabase()
  for (const draft of await database.getAll('deskDrafts'))
    if (goes(draft)) await database.delete('deskDrafts', draft.id)
}

function forgetRescued(goes: (draft: Whose) => boolean): void {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(`bocage.${rescuedAtDesk}`))) {
      const rescued = localStorage.getItem(name)
      if (!rescued || goes(JSON.parse(rescued) as Whose)) localStorage.removeItem(name)
    }
  } catch {
    // A browser that forbids storage has rescued nothing.
  }
}
