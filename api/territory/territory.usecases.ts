import type { Database } from '../../db/client.ts'
import { departementBodyName, departementOf } from '../../db/seed/departement-bodies.ts'
import { decodeCursor, type Page, toPage } from '../platform/pagination.ts'
import { commonProblems } from '../platform/problems.ts'
import { type EmergencyNumber, emergencyNumbers } from './emergency.rules.ts'
import {
  type Body,
  type Category,
  type Commune,
  findBodies,
  findBody,
  findCategories,
  findCategory,
  findCommune,
  findCommuneBody,
  findCommunes,
  findResponsibilityRows,
  findTerritories,
  findTerritory,
  type Territory,
} from './territory.repository.ts'

export { createDirectory, type Directory, type Located, type NearbyRoad } from './territory.directory.ts'
export {
  communesOfPoints,
  type CommuneOfPoint,
  type Ground,
  openGround,
  openReach,
  type Reach,
} from './territory-places.usecases.ts'
export {
  communeAt,
  type CommuneRef,
  type FoundCommune,
  communePaths,
  searchCommunes,
} from './territory-communes.usecases.ts'
export { exceptionsFrom, openingAt, openingOn, type Opening, type Span } from './opening.rules.ts'
export type { Body, Category, Commune, Territory } from './territory.repository.ts'

/** A transaction reads what it has just written: its handle serves as well. */
type Given<T = object> = { database: { read: Pick<Database['read'], 'select'> } } & T

/** Territories of the deployment, by SIREN. Throws `bad-cursor`. */
export async function listTerritories({
  database,
  cursor,
  limit = 100,
}: Given<{ cursor?: string | undefined; limit?: number }>): Promise<Page<Territory>> {
  const [after] = cursor ? (decodeCursor(cursor, ['string']) as [string]) : [undefined]
  const rows = await findTerritories(database, { after, limit: limit + 1 })
  return toPage(rows, limit, (row) => [row.siren])
}

/** Throws `not-found` when no such territory is open here. */
export async function readTerritory({ database, siren }: Given<{ siren: string }>): Promise<Territory> {
  const found = await findTerritory(database, siren)
  if (!found) throw commonProblems['not-found']()
  return found
}

/** Every commune of a territory, by name, without contours. */
export function listCommunes({
  database,
  territorySiren,
}: Given<{ territorySiren: string }>): Promise<Commune[]> {
  return findCommunes(database, territorySiren)
}

/** Every commune of the deployment, under its territory's name: what a form without a script lets one choose from. */
export async function communesByTerritory({
  database,
}: Given): Promise<{ territory: string; communes: Commune[] }[]> {
  const { items } = await listTerritories({ database })
  return Promise.all(
    items.map(async ({ siren, name }) => ({
      territory: name,
      communes: await listCommunes({ database, territorySiren: siren }),
    })),
  )
}

/** The commune of an INSEE code, in any territory of the deployment; null when it is in none. */
export async function communeByCode({ database, code }: Given<{ code: string }>): Promise<Commune | null> {
  return (await findCommune(database, code)) ?? null
}

/** Whom to call in a commune when someone is in danger. */
export function emergencyOf(communeCode: string): EmergencyNumber[] {
  return emergencyNumbers(departementOf(communeCode))
}

/** Categories of a territory in their order; those put away only when asked for. */
export async function listCategories({
  database,
  territorySiren,
  withInactive = false,
}: Given<{ territorySiren: string; withInactive?: boolean }>): Promise<Category[]> {
  const all = await findCategories(database, territorySiren)
  return withInactive ? all : all.filter((category) => category.active)
}

/** Throws `not-found` when the category does not exist, or belongs to another territory than the one named. */
export async function readCategory({
  database,
  id,
  territorySiren,
}: Given<{ id: string; territorySiren?: string }>): Promise<Category> {
  const found = await findCategory(database, id)
  if (!found || (territorySiren && found.territorySiren !== territorySiren))
    throw commonProblems['not-found']()
  return found
}

/** Bodies of a territory by kind and name; those put away only when asked for. */
export async function listBodies({
  database,
  territorySiren,
  withInactive = false,
}: Given<{ territorySiren: string; withInactive?: boolean }>): Promise<Body[]> {
  const all = await findBodies(database, territorySiren)
  return withInactive ? all : all.filter((body) => body.active)
}

/** Throws `not-found` when the body does not exist, or belongs to another territory than the one named. */
export async function readBody({
  database,
  id,
  territorySiren,
}: Given<{ id: string; territorySiren?: string }>): Promise<Body> {
  const found = await findBody(database, id)
  if (!found || (territorySiren && found.territorySiren !== territorySiren))
    throw commonProblems['not-found']()
  return found
}

/** The body of the commune itself: the last resort of routing. Throws `not-found` for a commune of no territory. */
export async function readCommuneBody({
  database,
  communeCode,
}: Given<{ communeCode: string }>): Promise<Body> {
  const found = await findCommuneBody(database, communeCode)
  if (!found) throw commonProblems['not-found']()
  return found
}

/**
 * Who keeps the departmental roads in a commune: the territory's body of that kind; where it has several, the one
 * named after the commune's département. Null when there is none.
 */
export async function findDepartmentBody({
  database,
  territorySiren,
  communeCode,
}: Given<{ territorySiren: string; communeCode: string }>): Promise<Body | null> {
  const bodies = await listBodies({ database, territorySiren })
  const departments = bodies.filter(({ kind }) => kind === 'departement')
  const named = departments.find(({ name }) => name === departementBodyName(departementOf(communeCode)))
  return named ?? departments[0] ?? null
}

export type Responsibility = {
  bodyId: string
  bodyName: string
  bodyKind: Body['kind']
  /** Open days within which this body intends to resolve. */
  targetDays: number
}

/**
 * Who is in charge of a category in a commune: the commune's own row, else the territory's default, else the
 * commune's own body. A row without body names the commune's own; a body put away is passed over.
 * Throws `not-found` when the category or the commune is not of this territory.
 */
export async function findResponsibility({
  database,
  territorySiren,
  categoryId,
  communeCode,
}: Given<{ territorySiren: string; categoryId: string; communeCode: string }>): Promise<Responsibility> {
  const [{ targetDays }, rows, own] = await Promise.all([
    readCategory({ database, id: categoryId, territorySiren }),
    findResponsibilityRows(database, { categoryId, communeCode }),
    findCommuneBody(database, communeCode),
  ])
  if (!own || own.territorySiren !== territorySiren) throw commonProblems['not-found']()
  const ordered = rows.toSorted((a, b) => b.row.communeCode.length - a.row.communeCode.length)
  const deciding = ordered.find(({ row, body }) => row.bodyId === null || body?.active)
  const body = deciding?.body ?? own
  return {
    bodyId: body.id,
    bodyName: body.name,
    bodyKind: body.kind,
    targetDays: deciding?.row.targetDays ?? targetDays,
  }
}
