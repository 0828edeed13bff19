import type { Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import { readSettings, saveSettings, type AgendaSettings } from './agenda-settings.repository.ts'
import type {
  AdminEventCategories,
  AdminEventCategory,
  AgendaSettingsChange,
  AgendaSettingsShape,
  EventCategoryChange,
  NewEventCategory,
} from './agenda-settings.schemas.ts'
import {
  findAllCategories,
  findEventCategory,
  insertEventCategory,
  updateEventCategory,
  type EventCategoryRow,
} from './categories.repository.ts'
import { eventProblems } from './events.problems.ts'
import { fold, slugFor } from './events.rules.ts'

type Writing = Pick<Deps, 'database' | 'clock' | 'ids'>
type Asking<T = object> = { actor: Actor; siren: string } & T

const view = ({ moderation, forbiddenWords, version }: AgendaSettings): AgendaSettingsShape => ({
  moderation,
  forbiddenWords,
  version,
})
const viewCategory = ({ id, slug, name, icon, active, version }: EventCategoryRow): AdminEventCategory => ({
  id,
  slug,
  name,
  icon,
  active,
  version,
})

/** The list grows a version with whatever is added to it, or changed in it. */
const viewCategories = (rows: EventCategoryRow[]): AdminEventCategories => ({
  items: rows.map(viewCategory),
  version: rows.reduce((sum, { version }) => sum + version, 0),
})

/** What a territory decided of its agenda, for those who moderate all of it. Throws `forbidden`, `not-found`. */
export async function readAgendaSettings(
  { database }: Pick<Deps, 'database'>,
  { actor, siren }: Asking,
): Promise<AgendaSettingsShape> {
  authorize(actor, 'event.moderate', { territorySiren: siren })
  await readTerritory({ database, siren })
  return view(await readSettings(database.read, siren))
}

/** Words that are told apart once accents and capitals are set aside; those that say nothing are left out. */
function distinct(words: readonly string[]): string[] {
  return [...new Map(words.filter((word) => fold(word) !== '').map((word) => [fold(word), word])).values()]
}

async function trail(
  { clock, ids }: Writing,
  tx: Tx,
  { actor, siren, action, subject, change }: Asking<{ action: string; subject: string; change: object }>,
): Promise<void> {
  await recordAudit(tx, {
    id: ids.next(),
    territorySiren: siren,
    at: clock.now(),
    userId: actor?.userId ?? null,
    action,
    subject,
    change: { ...change },
  })
}

/** Throws `forbidden`, `not-found`, `stale-version` with the settings as they are. */
export async function changeAgendaSettings(
  deps: Writing,
  { actor, siren, version, change }: Asking<{ version: number; change: AgendaSettingsChange }>,
): Promise<AgendaSettingsShape> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database: deps.database, siren })
  return deps.database.write(async (tx) => {
    const before = await readSettings(tx, siren)
    if (before.version !== version) throw commonProblems['stale-version']({}, { current: view(before) })
    const after = await saveSettings(tx, {
      ...before,
      ...(change.moderation ? { moderation: change.moderation } : {}),
      ...(change.forbiddenWords ? { forbiddenWords: distinct(change.forbiddenWords) } : {}),
    })
    await trail(deps, tx, { actor, siren, action: 'agenda.settings', subject: siren, change })
    return view(after)
  })
}

/** Every kind of event in its order, those put away included. Throws `forbidden`, `not-found`. */
export async function listAdminEventCategories(
  { database }: Pick<Deps, 'database'>,
  { actor, siren }: Asking,
): Promise<AdminEventCategories> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database, siren })
  return viewCategories(await findAllCategories(database.read, siren))
}

/** Kept when it is renamed: addresses of lists refer to it. */
function freeSlug(name: string, others: EventCategoryRow[]): string {
  const bare = slugFor(name, null)
  const taken = new Set(others.map(({ slug }) => slug))
  for (let rank = 1; ; rank++) {
    const slug = rank === 1 ? bare : `${bare}-${rank}`
    if (!taken.has(slug)) return slug
  }
}

/** Adds a kind of event at the end. Throws `forbidden`, `not-found`, `category-exists`. */
export async function addEventCategory(
  deps: Writing,
  { actor, siren, write, category }: Asking<{ write: WriteKey; category: NewEventCategory }>,
): Promise<Answer<AdminEventCategory>> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  const { database, clock } = deps
  await readTerritory({ database, siren })
  return writeOnce({ database, clock, write }, async (tx) => {
    if (await findEventCategory(tx, category.id)) throw eventProblems['category-exists']()
    const others = await findAllCategories(tx, siren)
    if (others.some(({ name }) => fold(name) === fold(category.name)))
      throw eventProblems['category-exists']()
    const row = await insertEventCategory(tx, {
      ...category,
      territorySiren: siren,
      slug: freeSlug(category.name, others),
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
    })
    await trail(deps, tx, { actor, siren, action: 'event-category.add', subject: row.id, change: category })
    return { status: 201, body: viewCategory(row) }
  })
}

/** Name, picture, or putting away: what has it keeps it. Throws `forbidden`, `not-found`, `stale-version`. */
export function changeEventCategory(
  deps: Writing,
  { actor, siren, id, version, change }: Asking<{ id: string; version: number; change: EventCategoryChange }>,
): Promise<AdminEventCategory> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  return deps.database.write(async (tx) => {
    const row = await findEventCategory(tx, id)
    if (row?.territorySiren !== siren) throw commonProblems['not-found']()
    if (row.version !== version) throw commonProblems['stale-version']({}, { current: viewCategory(row) })
    const { name, icon, active } = change
    const after = await updateEventCategory(tx, id, {
      ...(name === undefined ? {} : { name }),
      ...(icon === undefined ? {} : { icon }),
      ...(active === undefined ? {} : { active }),
    })
    await trail(deps, tx, { actor, siren, action: 'event-category.change', subject: id, change })
    return viewCategory(after)
  })
}

/**
 * Puts the kinds of events in the order of `ids`, which names each one once; `version` is that of the list. Throws
 * `forbidden`, `stale-version`, `category-order-incomplete`.
 */
export function orderEventCategories(
  deps: Writing,
  { actor, siren, ids, version }: Asking<{ ids: string[]; version: number }>,
): Promise<AdminEventCategories> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  return deps.database.write(async (tx) => {
    const before = await findAllCategories(tx, siren)
    const current = viewCategories(before)
    if (current.version !== version) throw commonProblems['stale-version']({}, { current })
    const wanted = new Set(ids)
    if (
      wanted.size !== ids.length ||
      ids.length !== before.length ||
      before.some(({ id }) => !wanted.has(id))
    )
      throw eventProblems['category-order-incomplete']()
    for (const { id, position } of before)
      if (ids.indexOf(id) !== position) await updateEventCategory(tx, id, { position: ids.indexOf(id) })
    await trail(deps, tx, { actor, siren, action: 'event-category.order', subject: siren, change: { ids } })
    return viewCategories(await findAllCategories(tx, siren))
  })
}
