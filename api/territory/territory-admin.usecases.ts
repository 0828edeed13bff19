import type { Database } from '../../db/client.ts'
import { type Answer, type WriteKey, writeOnce } from '../platform/idempotency.ts'
import { decodeCursor, type Page, toPage } from '../platform/pagination.ts'
import { type Actor, authorize, scopesFor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { findAudit, findBodyPage, insertBody, saveBody, saveTerritory } from './territory-admin.repository.ts'
import type { AdminBody, BodyChange, NewBody, Settings, SettingsChange } from './territory-admin.schemas.ts'
import { territoryProblems } from './territory.problems.ts'
import { type Body, findBody, findTerritory, type Territory } from './territory.repository.ts'
import { readBody, readTerritory } from './territory.usecases.ts'
import { type Editing, editVersioned, inside, recordChange } from './versioned-edit.ts'

const administer = 'territory.administer'
export type Reading = { database: Pick<Database, 'read'>; actor: Actor; siren: string }
export type Paged = { cursor?: string | undefined; limit: number }

/** Throws unless the actor administers the territory, or something in it. */
export function requireAdminIn({ actor, siren }: Omit<Reading, 'database'>): void {
  authorize(actor, administer)
  if (!scopesFor(actor, administer).some(({ territorySiren }) => territorySiren === siren))
    throw commonProblems.forbidden()
}

export async function readSettings({ database, actor, siren }: Reading): Promise<Settings> {
  requireAdminIn({ actor, siren })
  return viewSettings(await readTerritory({ database, siren }))
}

/** Name, accent, publication. Throws `forbidden`, `not-found`, `stale-version`. */
export function changeSettings({
  version,
  change,
  ...editing
}: Editing & { version: number; change: SettingsChange }): Promise<Settings> {
  const { actor, siren } = editing
  return editVersioned({
    ...editing,
    version,
    action: 'territory.settings',
    subject: siren,
    find: (tx) => findTerritory(inside(tx), siren),
    mayEdit: () => authorize(actor, administer, { territorySiren: siren }),
    change,
    save: (tx, changed) => saveTerritory(tx, siren, changed as Partial<Territory>),
    view: viewSettings,
  })
}

export function viewSettings(territory: Territory): Settings {
  const { siren, name, referencePrefix, accent, publication, approximate, demo, version } = territory
  return { siren, name, referencePrefix, accent, publication, approximate, demo, version }
}

/** Every body of the territory, those put away included, by kind and name. Throws `forbidden`, `bad-cursor`. */
export async function listAdminBodies({
  database,
  actor,
  siren,
  cursor,
  limit,
}: Reading & Paged): Promise<Page<AdminBody>> {
  requireAdminIn({ actor, siren })
  const after = cursor
    ? (decodeCursor(cursor, ['string', 'string', 'string']) as [string, string, string])
    : null
  const rows = await findBodyPage(database, { siren, after, limit: limit + 1 })
  return toPage(rows.map(viewBody), limit, ({ kind, name, id }) => [kind, name, id])
}

export async function readAdminBody({
  database,
  actor,
  siren,
  id,
}: Reading & { id: string }): Promise<AdminBody> {
  requireAdminIn({ actor, siren })
  return viewBody(await readBody({ database, id, territorySiren: siren }))
}

/** Adds a département, a syndicat or another body. Throws `forbidden`, `id-taken`. */
export function addBody({
  write,
  body,
  ...editing
}: Editing & { write: WriteKey; body: NewBody }): Promise<Answer<AdminBody>> {
  const { database, clock, actor, siren } = editing
  authorize(actor, administer, { territorySiren: siren })
  return writeOnce({ database, clock, write }, async (tx) => {
    if (!(await findTerritory(inside(tx), siren))) throw commonProblems['not-found']()
    if (await findBody(inside(tx), body.id)) throw commonProblems['id-taken']()
    const row = await insertBody(tx, { ...body, territorySiren: siren })
    await recordChange(tx, { ...editing, action: 'body.add', subject: row.id, change: body })
    return { status: 201, body: viewBody(row) }
  })
}

/**
 * Contacts, hours, name, or putting away: a body is never deleted, since reports refer to it.
 * Throws `forbidden`, `not-found`, `stale-version`, `commune-body-stays`.
 */
export function changeBody({
  id,
  version,
  change,
  ...editing
}: Editing & { id: string; version: number; change: BodyChange }): Promise<AdminBody> {
  const { actor, siren } = editing
  return editVersioned({
    ...editing,
    version,
    action: 'body.change',
    subject: id,
    find: async (tx) => ofTerritory(await findBody(inside(tx), id), siren),
    mayEdit: ({ communeCode }) =>
      authorize(actor, administer, { territorySiren: siren, communeCode, bodyId: id }),
    check: (_, { kind }) => {
      if (kind === 'commune' && change.active === false) throw territoryProblems['commune-body-stays']()
    },
    change,
    save: (tx, changed) => saveBody(tx, id, changed as Partial<Body>),
    view: viewBody,
  })
}

/** The row, unless it belongs to another territory: then it does not exist here. */
export function ofTerritory<Row extends { territorySiren: string }>(
  row: Row | undefined,
  siren: string,
): Row | undefined {
  return row?.territorySiren === siren ? row : undefined
}

export function viewBody(row: Body): AdminBody {
  const { id, kind, name, communeCode, email, phone, address, openingHours, active, version } = row
  return { id, kind, name, communeCode, email, phone, address, openingHours, active, version }
}

/** Who changed what, latest first. Throws `forbidden`, `bad-cursor`. */
export async function listAudit({ database, actor, siren, cursor, limit }: Reading & Paged) {
  authorize(actor, administer, { territorySiren: siren })
  const before = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : null
  const rows = await findAudit(database, { siren, before, limit: limit + 1 })
  const page = toPage(rows, limit, ({ at, id }) => [at, id])
  return {
    ...page,
    items: page.items.map(({ id, at, userId, action, subject, change }) => ({
      id,
      at,
      userId,
      action,
      subject,
      change,
    })),
  }
}
