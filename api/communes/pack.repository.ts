import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import type { PackPartName } from './pack.schemas.ts'

/**
 * How many times what each part of a pack is read from was written: triggers of the database count, so that no write of
 * any process is missed (`db/migrations/*_pack_editions.sql`). Six rows.
 */
export async function readPackEditions(read: Reader): Promise<Record<PackPartName, number>> {
  const rows = await read.all<{ part: PackPartName; edition: number }>(
    sql`select part, edition from pack_edition`,
  )
  return Object.fromEntries(rows.map(({ part, edition }) => [part, edition])) as Record<PackPartName, number>
}
