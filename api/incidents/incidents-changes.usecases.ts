import type { Tx } from '../../db/client.ts'
import type { AuthorKind, PhotoKind } from '../../db/schema/index.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import { attachMedia } from '../media/media.usecases.ts'
import { addToIndexes, moveInIndexes, type SearchTexts } from './incidents-search.repository.ts'
import {
  appendUpdate,
  findSearchTexts,
  findUpdate,
  insertIncident,
  insertPhotos,
  updateIncident,
  type IncidentRow,
  type NewIncidentRow,
} from './incidents.repository.ts'
import { incidentProblems } from './incidents.problems.ts'
import type { PhotoReference } from './incidents.schemas.ts'
import type { Status } from './incidents.rules.ts'
import { noteIncident } from './wished-incidents.usecases.ts'

/** From this much on, when an act happened and when it was received are said apart. */
const toldApart = 60_000

/** One entry of the history, as the use cases say it. */
export type Entry = {
  id: string
  authorKind: AuthorKind
  authorId?: string | null
  public: boolean
  kind: string
  fromStatus?: Status | null
  toStatus?: Status | null
  words?: string | null
  data?: Record<string, unknown>
  photos?: { references: PhotoReference[]; kind: PhotoKind; approved: boolean }
  /** Followers and the reporter are told of this entry. */
  tell: boolean
  /** When it happened, if the phone was offline then; else now. */
  happenedAt?: number
}

/** Refuses an id that another entry of a history has: clients make them. Throws `already-written`. */
export async function requireNewEntry(tx: Tx, id: string): Promise<void> {
  if (await findUpdate(tx, id)) throw incidentProblems['already-written']()
}

/** Writes a new incident with its first entry, its photos, its indexes and its outbox row. */
export async function recordIncident(
  tx: Tx,
  { row, texts, entry, at }: { row: NewIncidentRow; texts: SearchTexts; entry: Entry; at: number },
): Promise<void> {
  const seq = await insertIncident(tx, row)
  const written = { ...row, seq } as IncidentRow
  await addToIndexes(tx, written, texts)
  await noteIncident(tx, null, { ...written, mergedIntoId: row.mergedIntoId ?? null }, at)
  await recordEntry(tx, { incident: row, entry, at })
}

/**
 * The one way an existing incident changes: the row, its indexes, the history, the photos and the outbox, all in the
 * caller's transaction. Returns the incident as it is now.
 */
export async function recordChange(
  tx: Tx,
  {
    before,
    change,
    entries,
    at,
  }: { before: IncidentRow; change: Partial<NewIncidentRow>; entries: Entry[]; at: number },
): Promise<IncidentRow> {
  const after = await updateIncident(tx, before.id, change)
  const textsBefore = await findSearchTexts(tx, before)
  const textsAfter =
    before.communeCode === after.communeCode && before.categoryId === after.categoryId
      ? textsBefore
      : await findSearchTexts(tx, after)
  await moveInIndexes(tx, before, after, { before: textsBefore, after: textsAfter })
  for (const entry of entries) await recordEntry(tx, { incident: after, entry, at })
  await noteIncident(tx, before, after, at)
  return after
}

async function recordEntry(
  tx: Tx,
  { incident, entry, at }: { incident: Pick<IncidentRow, 'id' | 'territorySiren'>; entry: Entry; at: number },
): Promise<void> {
  const happenedAt = entry.happenedAt ?? at
  await appendUpdate(tx, {
    id: entry.id,
    incidentId: incident.id,
    at: happenedAt,
    authorKind: entry.authorKind,
    authorId: entry.authorId ?? null,
    public: entry.public,
    kind: entry.kind,
    fromStatus: entry.fromStatus ?? null,
    toStatus: entry.toStatus ?? null,
    words: entry.words ?? null,
    // Done without network: staff read both moments.
    data: { ...entry.data, ...(at - happenedAt >= toldApart ? { receivedAt: at } : {}) },
  })
  const { photos } = entry
  if (photos && photos.references.length > 0) {
    await attachMedia(tx, { photos: photos.references })
    await insertPhotos(
      tx,
      photos.references.map(({ id }, position) => ({
        incidentId: incident.id,
        mediaId: id,
        updateId: entry.id,
        kind: photos.kind,
        position,
        approved: photos.approved,
      })),
    )
  }
  if (entry.tell)
    await recordOutbox(tx, {
      id: entry.id,
      territorySiren: incident.territorySiren,
      topic: `incident.${entry.kind}`,
      subject: `incident:${incident.id}`,
      payload: { incidentId: incident.id, updateId: entry.id },
      at,
    })
}
