import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import {
  body,
  category,
  commune,
  directoryCommune,
  responsibility,
  road,
  setting,
  territory,
} from '../../db/schema/index.ts'

export type Territory = typeof territory.$inferSelect
/** A commune without its contour, which is read only to build indexes. */
export type Commune = Omit<typeof commune.$inferSelect, 'contour'>
export type Category = typeof category.$inferSelect
export type Body = typeof body.$inferSelect

const { contour: _contour, ...communeColumns } = getTableColumns(commune)

type Reads = { read: Pick<Database['read'], 'select'> }

/** Where a list goes on, and how long a page is. */
export type Window = { after?: string | undefined; limit: number }

export function findTerritories({ read }: Reads, { after = '', limit }: Window): Promise<Territory[]> {
  return read
    .select()
    .from(territory)
    .where(gt(territory.siren, after))
    .orderBy(asc(territory.siren))
    .limit(limit)
}

export async function findTerritory({ read }: Reads, siren: string): Promise<Territory | undefined> {
  const [row] = await read.select().from(territory).where(eq(territory.siren, siren))
  return row
}

/** Served by `commune_territory`. */
export function findCommunes({ read }: Reads, territorySiren: string): Promise<Commune[]> {
  return read
    .select(communeColumns)
    .from(commune)
    .where(eq(commune.territorySiren, territorySiren))
    .orderBy(asc(commune.name), asc(commune.code))
}

export async function findCommune({ read }: Reads, code: string): Promise<Commune | undefined> {
  const [row] = await read.select(communeColumns).from(commune).where(eq(commune.code, code))
  return row
}

/**
 * Communes whose address begins with `slug`, in any territory: those of one name are told apart by what follows.
 * Served by `commune_slug`, territory by territory, which are few.
 */
export function findCommunesBySlug({ read }: Reads, slug: string): Promise<Commune[]> {
  return read
    .select(communeColumns)
    .from(commune)
    .where(
      and(
        inArray(commune.territorySiren, read.select({ siren: territory.siren }).from(territory)),
        or(eq(commune.slug, slug), and(gt(commune.slug, `${slug}-`), lt(commune.slug, `${slug}.`))),
      ),
    )
    .orderBy(asc(commune.slug), asc(commune.code))
}

/** Every commune of every territory, by name: what a search looks through, since accents and case count for nothing. */
export function findCommuneNames({
  read,
}: Reads): Promise<Pick<Commune, 'code' | 'name' | 'slug' | 'postalCodes' | 'territorySiren'>[]> {
  const { code, name, slug, postalCodes, territorySiren } = commune
  return read
    .select({ code, name, slug, postalCodes, territorySiren })
    .from(commune)
    .orderBy(asc(name), asc(code))
}

/** Served by `category_order`. */
export function findCategories({ read }: Reads, territorySiren: string): Promise<Category[]> {
  return read
    .select()
    .from(category)
    .where(eq(category.territorySiren, territorySiren))
    .orderBy(asc(category.position), asc(category.id))
}

export async function findCategory({ read }: Reads, id: string): Promise<Category | undefined> {
  const [row] = await read.select().from(category).where(eq(category.id, id))
  return row
}

/** Served by `body_territory`. */
export function findBodies({ read }: Reads, territorySiren: string): Promise<Body[]> {
  return read
    .select()
    .from(body)
    .where(eq(body.territorySiren, territorySiren))
    .orderBy(asc(body.kind), asc(body.name), asc(body.id))
}

export async function findBody({ read }: Reads, id: string): Promise<Body | undefined> {
  const [row] = await read.select().from(body).where(eq(body.id, id))
  return row
}

/** The body of a commune itself (`body_commune` is unique). */
export async function findCommuneBody({ read }: Reads, communeCode: string): Promise<Body | undefined> {
  const [row] = await read.select().from(body).where(eq(body.communeCode, communeCode))
  return row
}

export type ResponsibilityRow = typeof responsibility.$inferSelect

/** What the territory decided for a category: its default (commune '') and, when there is one, the commune's. */
export function findResponsibilityRows(
  { read }: Reads,
  { categoryId, communeCode }: { categoryId: string; communeCode: string },
) {
  return read
    .select({ row: responsibility, body })
    .from(responsibility)
    .leftJoin(body, eq(body.id, responsibility.bodyId))
    .where(
      and(
        eq(responsibility.categoryId, categoryId),
        or(eq(responsibility.communeCode, communeCode), eq(responsibility.communeCode, '')),
      ),
    )
}

/** Which territory each commune of the deployment belongs to. */
export function findAllCommunes({ read }: Reads) {
  return read
    .select({ code: commune.code, name: commune.name, territorySiren: commune.territorySiren })
    .from(commune)
    .orderBy(asc(commune.code))
}

/** True when the communes of the whole country were imported. */
export async function hasDirectoryCommunes({ read }: Reads): Promise<boolean> {
  const rows = await read.select({ code: directoryCommune.code }).from(directoryCommune).limit(1)
  return rows.length > 0
}

/** Communes with their contour: the whole deployment, or one territory. */
export function findContours({ read }: Reads, territorySiren?: string) {
  return read
    .select({
      code: commune.code,
      name: commune.name,
      territorySiren: commune.territorySiren,
      approximate: commune.approximate,
      contour: sql<string>`${commune.contour}`,
    })
    .from(commune)
    .where(
      and(
        isNotNull(commune.contour),
        territorySiren ? eq(commune.territorySiren, territorySiren) : undefined,
      ),
    )
    .orderBy(asc(commune.code))
}

/** Road lines with the body in charge, unless it was put away. */
export function findRoads({ read }: Reads, territorySiren: string) {
  return read
    .select({ id: road.id, ref: road.ref, owner: road.owner, bodyId: body.id, geometry: road.geometry })
    .from(road)
    .leftJoin(body, and(eq(body.id, road.bodyId), eq(body.active, true)))
    .where(eq(road.territorySiren, territorySiren))
    .orderBy(asc(road.ref), asc(road.id))
}

/** Communes of the country whose bounding box holds the point, found by an R*Tree. */
export function findDirectoryCommunesAround({ read }: Reads, { lon, lat }: { lon: number; lat: number }) {
  return read
    .select()
    .from(directoryCommune)
    .where(
      sql`${directoryCommune.code} in (select code from directory_commune_rtree
        where min_lon <= ${lon} and max_lon >= ${lon} and min_lat <= ${lat} and max_lat >= ${lat})`,
    )
    .orderBy(asc(directoryCommune.code))
}

/** Communes of the country whose bounding box meets a box (west, south, east, north), by the R*Tree; `limit` -1: all. */
export function findDirectoryCommunesIn(
  { read }: Reads,
  [west, south, east, north]: readonly [number, number, number, number],
  limit = -1,
) {
  return read
    .select({
      code: directoryCommune.code,
      name: directoryCommune.name,
      contour: directoryCommune.contour,
    })
    .from(directoryCommune)
    .where(
      sql`${directoryCommune.code} in (select code from directory_commune_rtree
        where min_lon <= ${east} and max_lon >= ${west} and min_lat <= ${north} and max_lat >= ${south})`,
    )
    .orderBy(asc(directoryCommune.code))
    .limit(limit)
}

export type Revisions = { all: string; boundaries: string }

/** Each grows by one: `all` with every edit of a territory or of its roads, `boundaries` with imports too. */
export async function findRevisions({ read }: Reads): Promise<Revisions> {
  const rows = await read
    .select({ key: setting.key, value: setting.value })
    .from(setting)
    .where(inArray(setting.key, ['territory.revision', 'territory.boundaries']))
  const valueOf = (key: string) => rows.find((row) => row.key === key)?.value ?? '0'
  return { all: valueOf('territory.revision'), boundaries: valueOf('territory.boundaries') }
}
