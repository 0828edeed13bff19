import { eq } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client.ts'
import { road } from '../../db/schema/index.ts'

export type RoadRow = typeof road.$inferSelect
type Reads = { read: Pick<Database['read'], 'select'> }

export function findStoredRoads({ read }: Reads, territorySiren: string): Promise<RoadRow[]> {
  return read.select().from(road).where(eq(road.territorySiren, territorySiren))
}

export async function putRoad(tx: Tx, row: RoadRow): Promise<void> {
  await tx.insert(road).values(row).onConflictDoUpdate({ target: road.id, set: row })
}

export async function deleteRoad(tx: Tx, id: string): Promise<void> {
  await tx.delete(road).where(eq(road.id, id))
}
