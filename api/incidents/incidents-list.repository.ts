import { and, between, desc, eq, gte, inArray, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { body, category, commune, incident, incidentPhoto, incidentTile } from '../../db/schema/index.ts'
import type { Status } from './incidents.rules.ts'
import { tileRange, type Bbox } from './tiles.rules.ts'

export type PublicFilters = {
  territorySiren?: string | undefined
  communeCode?: string | undefined
  categoryId?: string | undefined
  open?: boolean | undefined
  status?: Status | undefined
  text?: string | undefined
  bbox?: Bbox | undefined
  /** Epoch milliseconds, of the report. */
  from?: number | undefined
  to?: number | undefined
}

const publicColumns = {
  seq: incident.seq,
  id: incident.id,
  reference: incident.reference,
  categoryId: incident.categoryId,
  categorySlug: category.slug,
  categoryName: category.name,
  categoryIcon: category.icon,
  communeCode: incident.communeCode,
  communeName: commune.name,
  bodyId: incident.bodyId,
  bodyName: body.name,
  bodyKind: body.kind,
  status: incident.status,
  open: incident.open,
  published: incident.published,
  publicWords: incident.publicWords,
  lon: incident.lon,
  lat: incident.lat,
  positionApproximate: incident.positionApproximate,
  meTooCount: incident.meTooCount,
  createdAt: incident.createdAt,
  statusAt: incident.statusAt,
  dueAt: incident.dueAt,
  plannedOn: incident.plannedOn,
}

function selectPublic(read: Reader) {
  return read
    .select(publicColumns)
    .from(incident)
    .innerJoin(category, eq(category.id, incident.categoryId))
    .innerJoin(commune, eq(commune.code, incident.communeCode))
    .innerJoin(body, eq(body.id, incident.bodyId))
}
export type PublicRow = Awaited<ReturnType<typeof selectPublic>>[number]

/** FTS5 query of what a person typed: every word, as a prefix; nothing they type is an operator. */
export function matchExpression(text: string): string | null {
  const terms = text.match(/[\p{L}\p{N}]+/gu) ?? []
  return terms.length > 0 ? terms.map((term) => `"${term}"*`).join(' ') : null
}

function whereOf(filters: PublicFilters): SQL | undefined {
  const match = filters.text ? matchExpression(filters.text) : null
  return and(
    eq(incident.published, true),
    filters.territorySiren ? eq(incident.territorySiren, filters.territorySiren) : undefined,
    filters.communeCode ? eq(incident.communeCode, filters.communeCode) : undefined,
    filters.categoryId ? eq(incident.categoryId, filters.categoryId) : undefined,
    filters.status ? eq(incident.status, filters.status) : undefined,
    filters.open === undefined ? undefined : eq(incident.open, filters.open),
    filters.from === undefined ? undefined : gte(incident.createdAt, filters.from),
    filters.to === undefined ? undefined : lt(incident.createdAt, filters.to),
    filters.bbox
      ? and(
          between(incident.lon, filters.bbox[0], filters.bbox[2]),
          between(incident.lat, filters.bbox[1], filters.bbox[3]),
        )
      : undefined,
    match === null
      ? undefined
      : sql`${incident.seq} in (select rowid from incident_public_fts where incident_public_fts match ${match})`,
  )
}

/** Published incidents, newest first, one more than `limit`. Index: incident_public(_commune|_category). */
export function listPublic(
  read: Reader,
  filters: PublicFilters,
  { after, limit }: { after?: { createdAt: number; id: string } | undefined; limit: number },
): Promise<PublicRow[]> {
  return selectPublic(read)
    .where(
      and(
        whereOf(filters),
        after
          ? or(
              lt(incident.createdAt, after.createdAt),
              and(eq(incident.createdAt, after.createdAt), lt(incident.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(incident.createdAt), desc(incident.id))
    .limit(limit + 1)
}

/**
 * Incidents inside a box by the position index: at most `limit`, published ones; with `all`, also those that may be
 * published yet: not hidden, and of a category for the public.
 */
export async function listInBox(
  read: Reader,
  bbox: Bbox,
  filters: Pick<PublicFilters, 'territorySiren' | 'categoryId' | 'open'> & { all?: boolean },
  limit: number,
): Promise<PublicRow[]> {
  const [west, south, east, north] = bbox
  const found = await read.all<{ seq: number }>(sql`select seq from incident_rtree where
    max_lon >= ${west} and min_lon <= ${east} and max_lat >= ${south} and min_lat <= ${north}
    ${filters.all ? sql`` : sql`and published = 1`}
    ${filters.territorySiren ? sql`and territory_siren = ${filters.territorySiren}` : sql``}
    ${filters.categoryId ? sql`and category_id = ${filters.categoryId}` : sql``}
    ${filters.open === undefined ? sql`` : sql`and open = ${filters.open ? 1 : 0}`}
    limit ${limit}`)
  if (found.length === 0) return []
  return selectPublic(read)
    .where(
      and(
        inArray(
          incident.seq,
          found.map((row) => row.seq),
        ),
        // The position index holds 32-bit floats: the row itself decides.
        between(incident.lon, west, east),
        between(incident.lat, south, north),
        filters.all ? and(eq(category.public, true), isNull(incident.hiddenReason)) : undefined,
      ),
    )
    .orderBy(desc(incident.createdAt), desc(incident.id))
}

/** Counts of published incidents in the tiles that meet a box, at one zoom. */
export function readTiles(read: Reader, territorySiren: string, bbox: Bbox, zoom: number) {
  const { minX, maxX, minY, maxY } = tileRange(bbox, zoom)
  return read
    .select()
    .from(incidentTile)
    .where(
      and(
        eq(incidentTile.territorySiren, territorySiren),
        eq(incidentTile.zoom, zoom),
        gte(incidentTile.x, minX),
        lte(incidentTile.x, maxX),
        gte(incidentTile.y, minY),
        lte(incidentTile.y, maxY),
      ),
    )
}

/** Photos of several incidents that anyone may see, in order. */
export async function listApprovedPhotos(read: Reader, incidentIds: string[]) {
  if (incidentIds.length === 0) return []
  return read
    .select()
    .from(incidentPhoto)
    .where(and(inArray(incidentPhoto.incidentId, incidentIds), eq(incidentPhoto.approved, true)))
    .orderBy(incidentPhoto.updateId, incidentPhoto.position)
}
