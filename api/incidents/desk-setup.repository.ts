import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { membership, rolesOfNoStaff, type ScopeKind, user } from '../../db/schema/index.ts'
import type { Membership } from '../platform/policy.ts'

type Handle = Reader | Tx

/** Staff of these territories, by name, a row a membership (`membership_territory`). */
export function listStaff(handle: Handle, sirens: string[]) {
  return (
    handle
      .select({
        userId: user.id,
        name: user.name,
        role: membership.role,
        territorySiren: membership.territorySiren,
        scopeKind: sql<ScopeKind>`${membership.scopeKind}`,
        scopeId: membership.scopeId,
      })
      .from(membership)
      .innerJoin(user, eq(user.id, membership.userId))
      // The people of organizers, and those who share rides, are not staff.
      .where(
        and(inArray(membership.territorySiren, sirens), notInArray(membership.role, [...rolesOfNoStaff])),
      )
      .orderBy(asc(user.name), asc(user.id))
  )
}

/** What a person may do in a territory: to give them a ticket. */
export function findMembershipsIn(
  handle: Handle,
  { userId, territorySiren }: { userId: string; territorySiren: string },
): Promise<Membership[]> {
  return handle
    .select({
      role: membership.role,
      territorySiren: membership.territorySiren,
      scopeKind: membership.scopeKind,
      scopeId: membership.scopeId,
    })
    .from(membership)
    .where(and(eq(membership.userId, userId), eq(membership.territorySiren, territorySiren)))
}
