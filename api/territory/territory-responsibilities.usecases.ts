import type { Tx } from '../../db/client.ts'
import { decodeCursor, type Page, toPage } from '../platform/pagination.ts'
import { authorize } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  deleteResponsibility,
  findResponsibilityPage,
  findResponsibilityRow,
  insertResponsibility,
  saveResponsibility,
} from './territory-admin.repository.ts'
import type { Responsibility, ResponsibilityChange } from './territory-admin.schemas.ts'
import { type Paged, type Reading, requireAdminIn } from './territory-admin.usecases.ts'
import { territoryProblems } from './territory.problems.ts'
import { findBody, findCategory, findCommune, type ResponsibilityRow } from './territory.repository.ts'
import { type Editing, inside, recordChange } from './versioned-edit.ts'

const administer = 'territory.administer'
/** A cell of the matrix; `communeCode` null is the territory's default for the category. */
export type Cell = { categoryId: string; communeCode: string | null }

/** The cells that were decided; where there is none, the default holds. Throws `forbidden`, `bad-cursor`. */
export async function listResponsibilities({
  database,
  actor,
  siren,
  cursor,
  limit,
}: Reading & Paged): Promise<Page<Responsibility>> {
  requireAdminIn({ actor, siren })
  const after = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : null
  const rows = await findResponsibilityPage(database, { siren, after, limit: limit + 1 })
  const page = toPage(rows, limit, (row) => [row.categoryId, row.communeCode])
  return { ...page, items: page.items.map(view) }
}

/**
 * Decides who is in charge of a category in a commune, or by default. `version` is 0 for a cell not decided yet.
 * Throws `forbidden`, `not-found`, `stale-version`, `unknown-body`, `unknown-commune`.
 */
export function decideResponsibility({
  cell,
  version,
  change,
  ...editing
}: Editing & { cell: Cell; version: number; change: ResponsibilityChange }): Promise<Responsibility> {
  return editing.database.write(async (tx) => {
    const { row, key } = await openCell(tx, { ...editing, cell, version })
    if (change.bodyId !== null) {
      const body = await findBody(inside(tx), change.bodyId)
      if (body?.territorySiren !== editing.siren || !body.active) throw territoryProblems['unknown-body']()
    }
    if (row && row.bodyId === change.bodyId && row.targetDays === change.targetDays) return view(row)
    const saved = row
      ? await saveResponsibility(tx, key, change)
      : await insertResponsibility(tx, { ...key, ...change, territorySiren: editing.siren })
    await record(tx, editing, cell, { from: row ? view(row) : null, to: view(saved) })
    return view(saved)
  })
}

/**
 * Lets the territory's default hold again in a commune. Throws as `decideResponsibility`; `not-found` when the
 * commune decided nothing.
 */
export function forgetResponsibility({
  cell,
  version,
  ...editing
}: Editing & { cell: Cell & { communeCode: string }; version: number }): Promise<void> {
  return editing.database.write(async (tx) => {
    const { row, key } = await openCell(tx, { ...editing, cell, version })
    if (!row) throw commonProblems['not-found']()
    await deleteResponsibility(tx, key)
    await record(tx, editing, cell, { from: view(row), to: null })
  })
}

/** The row of a cell, when the actor may decide it and it is at the version the actor saw. */
async function openCell(tx: Tx, { actor, siren, cell, version }: Editing & { cell: Cell; version: number }) {
  const { categoryId, communeCode } = cell
  authorize(actor, administer, { territorySiren: siren, communeCode })
  const category = await findCategory(inside(tx), categoryId)
  if (category?.territorySiren !== siren) throw commonProblems['not-found']()
  if (communeCode !== null) {
    const commune = await findCommune(inside(tx), communeCode)
    if (commune?.territorySiren !== siren) throw territoryProblems['unknown-commune']()
  }
  const key = { categoryId, communeCode: communeCode ?? '' }
  const row = await findResponsibilityRow(inside(tx), key)
  if ((row?.version ?? 0) !== version)
    throw commonProblems['stale-version']({}, { current: row ? view(row) : null })
  return { row, key }
}

function record(tx: Tx, editing: Editing, cell: Cell, change: Record<string, unknown>): Promise<void> {
  const subject = `${cell.categoryId}:${cell.communeCode ?? 'default'}`
  return recordChange(tx, { ...editing, action: 'responsibility.decide', subject, change })
}

function view({ categoryId, communeCode, bodyId, targetDays, version }: ResponsibilityRow): Responsibility {
  return { categoryId, communeCode: communeCode || null, bodyId, targetDays, version }
}
