import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { category, commune, incident } from '../../db/schema/index.ts'

/** Incidents as wishes look at them: nothing of who reported them. */
export function findWishedIncidents(read: Reader, ids: readonly string[]) {
  return read
    .select({
      id: incident.id,
      territorySiren: incident.territorySiren,
      communeCode: incident.communeCode,
      communeName: commune.name,
      category: category.name,
      lat: incident.lat,
      lon: incident.lon,
      open: incident.open,
      status: incident.status,
      published: incident.published,
      mergedIntoId: incident.mergedIntoId,
    })
    .from(incident)
    .innerJoin(category, eq(category.id, incident.categoryId))
    .innerJoin(commune, eq(commune.code, incident.communeCode))
    .where(sql`${incident.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** Resolved within a stretch of time in a commune, and seen by all; index `incident_recent`. */
export function findResolved(
  read: Reader,
  {
    territorySiren,
    communeCode,
    from,
    to,
    limit,
  }: { territorySiren: string; communeCode: string; from: number; to: number; limit: number },
) {
  return read
    .select({ id: incident.id, category: category.name, words: incident.publicWords })
    .from(incident)
    .innerJoin(category, eq(category.id, incident.categoryId))
    .where(
      and(
        eq(incident.territorySiren, territorySiren),
        gte(incident.statusAt, from),
        lt(incident.statusAt, to),
        eq(incident.communeCode, communeCode),
        eq(incident.status, 'resolved'),
        eq(incident.published, true),
        isNull(incident.mergedIntoId),
      ),
    )
    .orderBy(desc(incident.statusAt), desc(incident.id))
    .limit(limit)
}
