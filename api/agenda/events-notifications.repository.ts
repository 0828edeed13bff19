import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { eventFollower, membership, user, type Role } from '../../db/schema/index.ts'

export type Follower = typeof eventFollower.$inferSelect

export async function findFollower(read: Reader, id: string): Promise<Follower | undefined> {
  const [row] = await read.select().from(eventFollower).where(eq(eventFollower.id, id))
  return row
}

/** Who is told of an event: those whose wish is confirmed. */
export function readFollowers(read: Reader, eventId: string): Promise<Follower[]> {
  return read
    .select()
    .from(eventFollower)
    .where(and(eq(eventFollower.eventId, eventId), isNotNull(eventFollower.confirmedAt)))
}

/** People who hold one of these roles in a scope of a territory (`membership_scope`). */
export function findHolders(
  read: Reader,
  {
    scopeKind,
    scopeId,
    roles,
  }: { scopeKind: 'territory' | 'commune' | 'body'; scopeId: string; roles: Role[] },
) {
  return read
    .selectDistinct({ userId: user.id, email: user.email })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(
      and(
        eq(membership.scopeKind, scopeKind),
        eq(membership.scopeId, scopeId),
        inArray(membership.role, roles),
      ),
    )
    .orderBy(asc(user.email))
}
