import type { Tx } from '../../db/client.ts'
import type { AuthorKind } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import { deskProblems } from './desk.problems.ts'
import { requireNewEntry, type Entry } from './incidents-changes.usecases.ts'
import { findIncident, type IncidentRow } from './incidents.repository.ts'
import type { Mover } from './incidents.rules.ts'
import type { PhotoReference } from './incidents.schemas.ts'

export type DeskDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>
export type Author = { kind: AuthorKind; id: string | null; mover: Mover }
/** The answer kept for a repeated write: the ticket itself is read again, with no personal data in the kept row. */
export type Written = { id: string; version: number }

/** Refuses to act on a duplicate, and to write an entry twice. Throws `already-merged`, `already-written`. */
export async function requireWritable(tx: Tx, row: IncidentRow, entryId: string): Promise<void> {
  if (row.mergedIntoId) {
    const survivor = await findIncident(tx, row.mergedIntoId)
    throw deskProblems['already-merged']({ reference: survivor?.reference ?? '' })
  }
  await requireNewEntry(tx, entryId)
}

/** An entry with its photos; a second one before it when there are photos from before and after. */
export function withPhotos(
  entry: Entry,
  { before, after }: { before: PhotoReference[]; after: PhotoReference[] },
  nextId: () => string,
): Entry[] {
  const attach = (to: Entry, references: PhotoReference[], kind: 'before' | 'after'): Entry =>
    references.length > 0 ? { ...to, photos: { references, kind, approved: true } } : to
  if (before.length === 0 || after.length === 0)
    return [attach(attach(entry, before, 'before'), after, 'after')]
  const { fromStatus: _, toStatus: __, words: ___, data: ____, ...shared } = entry
  const earlier: Entry = { ...shared, id: nextId(), kind: 'photos', tell: false }
  return [attach(earlier, before, 'before'), attach(entry, after, 'after')]
}
