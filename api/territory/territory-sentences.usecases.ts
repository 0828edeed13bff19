import type { Tx } from '../../db/client.ts'
import { type Answer, type WriteKey, writeOnce } from '../platform/idempotency.ts'
import { decodeCursor, type Page, toPage } from '../platform/pagination.ts'
import { type Actor, authorize, scopesFor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  deleteSentence,
  findSentence,
  findSentencePage,
  findSentences,
  insertSentence,
  saveSentence,
  type SentenceRow,
} from './territory-admin.repository.ts'
import type { NewSentence, Sentence, SentenceChange } from './territory-admin.schemas.ts'
import { ofTerritory, type Paged, type Reading } from './territory-admin.usecases.ts'
import { territoryProblems } from './territory.problems.ts'
import { findBody } from './territory.repository.ts'
import { type Editing, editVersioned, inside, recordChange } from './versioned-edit.ts'

const edit = 'sentences.edit'

/** Every sentence of a territory, to edit. Throws `forbidden`, `bad-cursor`. */
export async function listAdminSentences({
  database,
  actor,
  siren,
  cursor,
  limit,
}: Reading & Paged): Promise<Page<Sentence>> {
  authorize(actor, edit)
  if (!scopesFor(actor, edit).some(({ territorySiren }) => territorySiren === siren))
    throw commonProblems.forbidden()
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : ''
  const rows = await findSentencePage(database, { siren, after, limit: limit + 1 })
  return toPage(rows.map(view), limit, ({ id }) => [id])
}

/** Throws unless the actor may write sentences for that body, or for the whole territory when null. */
async function requireEditor(
  tx: Tx,
  { actor, siren, bodyId }: { actor: Actor; siren: string; bodyId: string | null },
): Promise<void> {
  const body = bodyId === null ? null : ofTerritory(await findBody(inside(tx), bodyId), siren)
  if (body === undefined) throw territoryProblems['unknown-body']()
  authorize(actor, edit, { territorySiren: siren, communeCode: body?.communeCode ?? null, bodyId })
}

/** Adds a sentence after the others. Throws `forbidden`, `unknown-body`, `id-taken`. */
export function addSentence({
  write,
  sentence,
  ...editing
}: Editing & { write: WriteKey; sentence: NewSentence }): Promise<Answer<Sentence>> {
  const { database, clock, actor, siren } = editing
  return writeOnce({ database, clock, write }, async (tx) => {
    await requireEditor(tx, { actor, siren, bodyId: sentence.bodyId })
    if (await findSentence(inside(tx), sentence.id)) throw commonProblems['id-taken']()
    const others = await findSentences(inside(tx), { siren, bodyId: sentence.bodyId })
    const row = await insertSentence(tx, {
      ...sentence,
      territorySiren: siren,
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
    })
    await recordChange(tx, { ...editing, action: 'sentence.add', subject: row.id, change: sentence })
    return { status: 201, body: view(row) }
  })
}

/** Throws `forbidden`, `not-found`, `stale-version`. */
export function changeSentence({
  id,
  version,
  change,
  ...editing
}: Editing & { id: string; version: number; change: SentenceChange }): Promise<Sentence> {
  const { actor, siren } = editing
  return editVersioned({
    ...editing,
    version,
    action: 'sentence.change',
    subject: id,
    find: (tx) => findOwn(tx, { actor, siren, id }),
    mayEdit: () => {},
    change,
    save: (tx, changed) => saveSentence(tx, id, changed as Partial<SentenceRow>),
    view,
  })
}

/** Throws `forbidden`, `not-found`, `stale-version`. */
export function removeSentence({
  id,
  version,
  ...editing
}: Editing & { id: string; version: number }): Promise<void> {
  return editing.database.write(async (tx) => {
    const row = await findOwn(tx, { ...editing, id })
    if (!row) throw commonProblems['not-found']()
    if (row.version !== version) throw commonProblems['stale-version']({}, { current: view(row) })
    await deleteSentence(tx, id)
    await recordChange(tx, { ...editing, action: 'sentence.remove', subject: id, change: { was: view(row) } })
  })
}

/** A sentence of this territory that the actor may edit. */
async function findOwn(tx: Tx, { actor, siren, id }: { actor: Actor; siren: string; id: string }) {
  const row = ofTerritory(await findSentence(inside(tx), id), siren)
  if (row) await requireEditor(tx, { actor, siren, bodyId: row.bodyId })
  return row
}

function view({ id, bodyId, status, words, position, version }: SentenceRow): Sentence {
  return { id, bodyId, status, words, position, version }
}
