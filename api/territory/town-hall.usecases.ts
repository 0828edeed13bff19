import { type Actor, authorize } from '../platform/policy.ts'
import { saveBody } from './territory-admin.repository.ts'
import { ofTerritory, type Reading, viewBody } from './territory-admin.usecases.ts'
import type { TownHall, TownHallChange } from './town-hall.schemas.ts'
import { type Body, findBody, findCommuneBody } from './territory.repository.ts'
import { type Editing, editVersioned, inside } from './versioned-edit.ts'
import { commonProblems } from '../platform/problems.ts'

// What residents read of their town hall: its own people keep it, without being administrators.

function requireStaff(actor: Actor, { territorySiren, communeCode, id }: Body): void {
  authorize(actor, 'town-hall.edit', { territorySiren, communeCode, bodyId: id })
}

function viewTownHall(row: Body): TownHall {
  const { id, name, email, phone, address, openingHours, version } = viewBody(row)
  return { id, name, communeCode: row.communeCode ?? '', email, phone, address, openingHours, version }
}

/** Throws `not-found`, `forbidden`. */
export async function readTownHall({
  database,
  actor,
  siren,
  commune,
}: Reading & { commune: string }): Promise<TownHall> {
  const row = ofTerritory(await findCommuneBody(database, commune), siren)
  if (!row) throw commonProblems['not-found']()
  requireStaff(actor, row)
  return viewTownHall(row)
}

/** Contacts and opening hours of a commune's own body. Throws `not-found`, `forbidden`, `stale-version`. */
export async function changeTownHall({
  commune,
  version,
  change,
  ...editing
}: Editing & { commune: string; version: number; change: TownHallChange }): Promise<TownHall> {
  const { id } = await readTownHall({ ...editing, commune })
  return editVersioned({
    ...editing,
    version,
    action: 'body.change',
    subject: id,
    find: (tx) => findBody(inside(tx), id),
    mayEdit: (row) => requireStaff(editing.actor, row),
    change,
    save: (tx, changed) => saveBody(tx, id, changed as Partial<Body>),
    view: viewTownHall,
  })
}
