import { sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client.ts'
import { directoryCommune } from '../../db/schema/index.ts'
import type { Bounds } from './geometry.rules.ts'

export type DirectoryCommuneRow = typeof directoryCommune.$inferSelect

/** Every commune of the country as stored. Heavy: for imports only. */
export function findDirectoryContours({ read }: Pick<Database, 'read'>): Promise<DirectoryCommuneRow[]> {
  return read.select().from(directoryCommune)
}

export async function deleteDirectoryCommunes(tx: Tx, codes: string[]): Promise<void> {
  if (codes.length === 0) return
  const list = sql`(select value from json_each(${JSON.stringify(codes)}))`
  await tx.run(sql`delete from directory_commune where code in ${list}`)
  await tx.run(
    sql`delete from directory_commune_rtree
      where id in (select id from directory_commune_rtree where code in ${list})`,
  )
}

export async function insertDirectoryCommune(
  tx: Tx,
  row: DirectoryCommuneRow,
  [west, south, east, north]: Bounds,
): Promise<void> {
  await tx.insert(directoryCommune).values(row)
  // The R*Tree rounds outwards to 32 bits: a box found is a candidate, its boundary decides.
  await tx.run(
    sql`insert into directory_commune_rtree (min_lon, max_lon, min_lat, max_lat, code)
      values (${west}, ${east}, ${south}, ${north}, ${row.code})`,
  )
}
