import { type Answer, type WriteKey, writeOnce } from '../platform/idempotency.ts'
import type { Page } from '../platform/pagination.ts'
import { authorize } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { slugOf } from './names.rules.ts'
import {
  insertCategory,
  insertResponsibility,
  saveCategory,
  saveTerritory,
} from './territory-admin.repository.ts'
import type { AdminCategory, CategoryChange, NewCategory } from './territory-admin.schemas.ts'
import { ofTerritory, type Reading, requireAdminIn, viewSettings } from './territory-admin.usecases.ts'
import { territoryProblems } from './territory.problems.ts'
import { type Category, findCategories, findCategory, findTerritory } from './territory.repository.ts'
import { listCategories } from './territory.usecases.ts'
import { type Editing, editVersioned, inside, recordChange } from './versioned-edit.ts'

const administer = 'territory.administer'

/** Every category in its order, those put away included: a territory has a score, so that one page holds them. */
export async function listAdminCategories({ database, actor, siren }: Reading): Promise<Page<AdminCategory>> {
  requireAdminIn({ actor, siren })
  const rows = await listCategories({ database, territorySiren: siren, withInactive: true })
  return { items: rows.map(viewCategory), nextCursor: null }
}

/** Adds a category at the end; each commune's own body is in charge until decided otherwise. Throws `id-taken`. */
export function addCategory({
  write,
  category,
  ...editing
}: Editing & { write: WriteKey; category: NewCategory }): Promise<Answer<AdminCategory>> {
  const { database, clock, actor, siren } = editing
  authorize(actor, administer, { territorySiren: siren })
  return writeOnce({ database, clock, write }, async (tx) => {
    if (!(await findTerritory(inside(tx), siren))) throw commonProblems['not-found']()
    if (await findCategory(inside(tx), category.id)) throw commonProblems['id-taken']()
    const others = await findCategories(inside(tx), siren)
    const row = await insertCategory(tx, {
      ...category,
      territorySiren: siren,
      slug: freeSlug(category.name, others),
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
    })
    await insertResponsibility(tx, {
      territorySiren: siren,
      categoryId: row.id,
      communeCode: '',
      bodyId: null,
    })
    await recordChange(tx, { ...editing, action: 'category.add', subject: row.id, change: category })
    return { status: 201, body: viewCategory(row) }
  })
}

/** Kept when the category is renamed: addresses and exports refer to it. */
function freeSlug(name: string, others: Category[]): string {
  const bare = slugOf(name) || 'categorie'
  const taken = new Set(others.map(({ slug }) => slug))
  for (let rank = 1; ; rank++) {
    const slug = rank === 1 ? bare : `${bare}-${rank}`
    if (!taken.has(slug)) return slug
  }
}

/** Words, icon, questions, days, or putting away. Throws `forbidden`, `not-found`, `stale-version`. */
export function changeCategory({
  id,
  version,
  change,
  ...editing
}: Editing & { id: string; version: number; change: CategoryChange }): Promise<AdminCategory> {
  const { actor, siren } = editing
  return editVersioned({
    ...editing,
    version,
    action: 'category.change',
    subject: id,
    find: async (tx) => ofTerritory(await findCategory(inside(tx), id), siren),
    mayEdit: () => authorize(actor, administer, { territorySiren: siren }),
    change,
    save: (tx, changed) => saveCategory(tx, id, changed as Partial<Category>),
    view: viewCategory,
  })
}

/**
 * Puts the categories in the order of `ids`, which names each one once. The order is the territory's: `version` is
 * that of its settings. Throws `forbidden`, `stale-version`, `incomplete-order`.
 */
export function orderCategories({
  version,
  ids,
  editing,
}: {
  version: number
  ids: string[]
  editing: Editing
}): Promise<{ settingsVersion: number; items: AdminCategory[] }> {
  const { database, actor, siren } = editing
  authorize(actor, administer, { territorySiren: siren })
  return database.write(async (tx) => {
    const territory = await findTerritory(inside(tx), siren)
    if (!territory) throw commonProblems['not-found']()
    if (territory.version !== version)
      throw commonProblems['stale-version']({}, { current: viewSettings(territory) })
    const before = await findCategories(inside(tx), siren)
    const wanted = new Set(ids)
    if (
      wanted.size !== ids.length ||
      ids.length !== before.length ||
      before.some(({ id }) => !wanted.has(id))
    )
      throw territoryProblems['incomplete-order']()
    for (const { id, position } of before)
      if (ids.indexOf(id) !== position) await saveCategory(tx, id, { position: ids.indexOf(id) })
    const saved = await saveTerritory(tx, siren, {})
    await recordChange(tx, { ...editing, action: 'category.order', subject: siren, change: { ids } })
    const items = await findCategories(inside(tx), siren)
    return { settingsVersion: saved.version, items: items.map(viewCategory) }
  })
}

function viewCategory(row: Category): AdminCategory {
  const { id, slug, name, hint, icon, emergency, onRoad, questions, targetDays, position, active, version } =
    row
  return {
    id,
    slug,
    name,
    hint,
    icon,
    emergency,
    public: row.public,
    onRoad,
    questions,
    targetDays,
    position,
    active,
    version,
  }
}
