import {
  and,
  between,
  desc,
  eq,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  sql,
  type Column,
  type SQL,
  type SQLWrapper,
} from 'drizzle-orm'
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

/**
 * What was published is seen no more once its category is kept from the public. The "+" keeps SQLite from reading
 * categories first, and sorting all their incidents.
 */
const ofPublicCategory = sql`+${category.public} = 1`

/**
 * All filters but the text, which the full-text index answers. When rows are chosen by number already, a "+" before a
 * column keeps SQLite from preferring an index on it, which would read a million rows to keep a few.
 */
function whereOf(filters: PublicFilters, { byNumber = false } = {}): SQL | undefined {
  const of = (column: Column): SQLWrapper => (byNumber ? sql`+${column}` : column)
  return and(
    eq(of(incident.published), 1),
    ofPublicCategory,
    filters.territorySiren ? eq(of(incident.territorySiren), filters.territorySiren) : undefined,
    filters.communeCode ? eq(of(incident.communeCode), filters.communeCode) : undefined,
    filters.categoryId ? eq(of(incident.categoryId), filters.categoryId) : undefined,
    filters.status ? eq(incident.status, filters.status) : undefined,
    filters.open === undefined ? undefined : eq(incident.open, filters.open),
    filters.from === undefined ? undefined : gte(of(incident.createdAt), filters.from),
    filters.to === undefined ? undefined : lt(of(incident.createdAt), filters.to),
    filters.bbox
      ? and(
          between(incident.lon, filters.bbox[0], filters.bbox[2]),
          between(incident.lat, filters.bbox[1], filters.bbox[3]),
        )
      : undefined,
  )
}

const isAmong = (seqs: number[]) =>
  sql`${incident.seq} in (select value from json_each(${JSON.stringify(seqs)}))`

type Slice = { after?: { createdAt: number; id: string } | undefined; limit: number }

/**
 * Published incidents, newest first, one more than `limit`. Indexes: incident_public, _all, _commune or _category, which
 * end in the cursor's pair; a small box is read from the position index, a text from the full-text one.
 */
export async function listPublic(
  read: Reader,
  filters: PublicFilters,
  { after, limit }: Slice,
): Promise<PublicRow[]> {
  const match = filters.text ? matchExpression(filters.text) : null
  if (match !== null) return listByText(read, match, filters, { after, limit })
  const inBox = filters.bbox ? await findFewInBox(read, filters.bbox) : null
  return selectPublic(read)
    .where(
      and(
        whereOf(filters, { byNumber: inBox !== null }),
        inBox ? isAmong(inBox) : undefined,
        after ? sql`(${incident.createdAt}, ${incident.id}) < (${after.createdAt}, ${after.id})` : undefined,
      ),
    )
    .orderBy(desc(incident.createdAt), desc(incident.id))
    .limit(limit + 1)
}

// A box with more holds so large a part of all that its newest are soon met, reading from the newest of all.
const fewInBox = 5000

/** Row numbers of the published incidents in a box; null when they are many. */
async function findFewInBox(read: Reader, [west, south, east, north]: Bbox): Promise<number[] | null> {
  // The position index holds 32-bit floats, rounded outwards: it may give a neighbour, and misses none.
  const found = await read.all<{ seq: number }>(sql`select seq from incident_rtree where
    max_lon >= ${west} and min_lon <= ${east} and max_lat >= ${south} and min_lat <= ${north} and published = 1
    limit ${fewInBox + 1}`)
  return found.length > fewInBox ? null : found.map(({ seq }) => seq)
}

// The index gathers all that hold the text again at each batch: a rare filter asks for few, larger and larger ones.
const firstTextBatch = 1000
const textBatchGrowth = 4

/**
 * The latest received that hold a text, in the full-text index's own order: asked the other way round, a common word of
 * a million reports would be gathered whole to show fifty.
 */
async function listByText(
  read: Reader,
  match: string,
  filters: PublicFilters,
  { after, limit }: Slice,
): Promise<PublicRow[]> {
  const [last] = after
    ? await read.select({ seq: incident.seq }).from(incident).where(eq(incident.id, after.id))
    : []
  const rows: PublicRow[] = []
  let below = last?.seq ?? Number.MAX_SAFE_INTEGER
  for (let batch = firstTextBatch; ; batch *= textBatchGrowth) {
    const found = await read.all<{ seq: number }>(sql`select rowid as seq from incident_public_fts
      where incident_public_fts match ${match} and rowid < ${below} order by rowid desc limit ${batch}`)
    const seqs = found.map(({ seq }) => seq)
    const fitting = await selectPublic(read)
      .where(and(whereOf(filters, { byNumber: true }), isAmong(seqs)))
      .orderBy(desc(incident.seq))
      .limit(limit + 1 - rows.length)
    rows.push(...fitting)
    if (rows.length > limit || seqs.length < batch) return rows
    below = seqs.at(-1) ?? 0
  }
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
        ofPublicCategory,
        filters.all ? isNull(incident.hiddenReason) : undefined,
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

/** Categories of a territory that are kept from the public. */
export async function listPrivateCategories(read: Reader, territorySiren: string): Promise<string[]> {
  const rows = await read
    .select({ id: category.id })
    .from(category)
    .where(and(eq(category.territorySiren, territorySiren), eq(category.public, false)))
  return rows.map(({ id }) => id)
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
