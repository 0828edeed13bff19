import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { incident, incidentContact, incidentFollower } from '../../db/schema/index.ts'

/**
 * Erases how to reach the people of incidents closed before `before`: at most `limit` contacts and as many followers.
 * Sought from the oldest addresses still kept, which are few, rather than from all that was ever closed; who came to
 * follow a closed one is kept as long from that day. Answers how many rows went.
 */
export async function erasePeopleOfClosed(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const closedLongAgo = and(eq(incident.open, false), lt(incident.statusAt, before))
  const contacts = await tx
    .delete(incidentContact)
    .where(
      inArray(
        incidentContact.incidentId,
        tx
          .select({ id: incidentContact.incidentId })
          .from(incidentContact)
          .crossJoin(incident)
          .where(
            and(
              lt(incidentContact.createdAt, before),
              eq(incident.id, incidentContact.incidentId),
              closedLongAgo,
            ),
          )
          .limit(limit),
      ),
    )
    .returning({ id: incidentContact.incidentId })
  const followers = await tx
    .delete(incidentFollower)
    .where(
      inArray(
        incidentFollower.id,
        tx
          .select({ id: incidentFollower.id })
          .from(incidentFollower)
          .crossJoin(incident)
          .where(
            and(
              lt(incidentFollower.createdAt, before),
              eq(incident.id, incidentFollower.incidentId),
              closedLongAgo,
            ),
          )
          .limit(limit),
      ),
    )
    .returning({ id: incidentFollower.id })
  return contacts.length + followers.length
}

/** Erases addresses given to follow an incident whose holder never confirmed. Answers how many. */
export async function eraseUnconfirmed(tx: Tx, before: number): Promise<number> {
  const erased = await tx
    .delete(incidentFollower)
    .where(and(isNull(incidentFollower.confirmedAt), lt(incidentFollower.createdAt, sql`${before}`)))
    .returning({ id: incidentFollower.id })
  return erased.length
}
