import { and, eq, sql } from 'drizzle-orm'
import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Tx } from '../../db/client.ts'
import { preparedInsert } from '../../db/prepared.ts'
import { incidentTile } from '../../db/schema/index.ts'
import type { IncidentRow } from './incidents.repository.ts'
import { tilesOf } from './tiles.rules.ts'

// The full-text, position and tile indexes of incidents. Kept in step here, in the transaction of the change.

export type SearchTexts = { commune: string; category: string }

// Virtual tables made by hand in the migrations: described here for what writes to them, and unknown to drizzle-kit.
const positions = sqliteTable('incident_rtree', {
  seq: integer().primaryKey(),
  minLon: real().notNull(),
  maxLon: real().notNull(),
  minLat: real().notNull(),
  maxLat: real().notNull(),
  territorySiren: text().notNull(),
  categoryId: text().notNull(),
  open: integer({ mode: 'boolean' }).notNull(),
  published: integer({ mode: 'boolean' }).notNull(),
})
const staffTexts = sqliteTable('incident_staff_fts', {
  rowid: integer().primaryKey(),
  reference: text().notNull(),
  words: text().notNull(),
  place: text().notNull(),
  commune: text().notNull(),
  category: text().notNull(),
})
const insertPosition = preparedInsert(positions)
const insertStaffText = preparedInsert(staffTexts)

/** Indexes a new incident for staff search and for position. */
export async function addToIndexes(tx: Tx, row: IncidentRow, texts: SearchTexts): Promise<void> {
  await writeStaffText(tx, row, texts)
  await insertPosition(tx, {
    seq: row.seq,
    minLon: row.lon,
    maxLon: row.lon,
    minLat: row.lat,
    maxLat: row.lat,
    territorySiren: row.territorySiren,
    categoryId: row.categoryId,
    open: row.open,
    published: row.published,
  })
  if (row.published) await publish(tx, row, texts)
}

/** Brings the indexes from `before` to `after`. Touches only what changed. */
export async function moveInIndexes(
  tx: Tx,
  before: IncidentRow,
  after: IncidentRow,
  texts: { before: SearchTexts; after: SearchTexts },
): Promise<void> {
  const moved = before.lon !== after.lon || before.lat !== after.lat
  const renamed =
    before.place !== after.place ||
    before.words !== after.words ||
    before.communeCode !== after.communeCode ||
    before.categoryId !== after.categoryId
  if (renamed) {
    await tx.run(sql`delete from incident_staff_fts where rowid = ${before.seq}`)
    await writeStaffText(tx, after, texts.after)
  }
  if (
    moved ||
    before.categoryId !== after.categoryId ||
    before.open !== after.open ||
    before.published !== after.published
  )
    await tx.run(sql`update incident_rtree set
      min_lon = ${after.lon}, max_lon = ${after.lon}, min_lat = ${after.lat}, max_lat = ${after.lat},
      category_id = ${after.categoryId}, open = ${after.open ? 1 : 0}, published = ${after.published ? 1 : 0}
      where seq = ${after.seq}`)
  const publicChanged =
    moved ||
    renamed ||
    before.open !== after.open ||
    before.published !== after.published ||
    before.publicWords !== after.publicWords
  if (!publicChanged) return
  if (before.published) await unpublish(tx, before)
  if (after.published) await publish(tx, after, texts.after)
}

async function writeStaffText(tx: Tx, row: IncidentRow, texts: SearchTexts): Promise<void> {
  await insertStaffText(tx, {
    rowid: row.seq,
    reference: row.reference,
    words: row.words ?? '',
    place: row.place ?? '',
    ...texts,
  })
}

async function publish(tx: Tx, row: IncidentRow, texts: SearchTexts): Promise<void> {
  await tx.run(sql`insert into incident_public_fts (rowid, reference, words, place, commune, category) values
    (${row.seq}, ${row.reference}, ${row.publicWords ?? ''}, '', ${texts.commune}, ${texts.category})`)
  await countInTiles(tx, row, 1)
}

async function unpublish(tx: Tx, row: IncidentRow): Promise<void> {
  await tx.run(sql`delete from incident_public_fts where rowid = ${row.seq}`)
  await countInTiles(tx, row, -1)
}

async function countInTiles(tx: Tx, row: IncidentRow, by: 1 | -1): Promise<void> {
  const open = row.open ? by : 0
  const closed = row.open ? 0 : by
  for (const { zoom, x, y } of tilesOf(row.lon, row.lat)) {
    const key = and(
      eq(incidentTile.territorySiren, row.territorySiren),
      eq(incidentTile.zoom, zoom),
      eq(incidentTile.x, x),
      eq(incidentTile.y, y),
    )
    const [tile] = await tx.select().from(incidentTile).where(key)
    const [openBefore, closedBefore] = tile?.byCategory[row.categoryId] ?? [0, 0]
    const byCategory = {
      ...tile?.byCategory,
      [row.categoryId]: [openBefore + open, closedBefore + closed],
    } as Record<string, [number, number]>
    const counts = {
      openCount: (tile?.openCount ?? 0) + open,
      closedCount: (tile?.closedCount ?? 0) + closed,
      sumLon: (tile?.sumLon ?? 0) + by * row.lon,
      sumLat: (tile?.sumLat ?? 0) + by * row.lat,
      byCategory,
    }
    if (counts.openCount + counts.closedCount === 0) await tx.delete(incidentTile).where(key)
    else if (tile) await tx.update(incidentTile).set(counts).where(key)
    else await tx.insert(incidentTile).values({ territorySiren: row.territorySiren, zoom, x, y, ...counts })
  }
}
