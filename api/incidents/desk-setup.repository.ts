import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { membership, user } from '../../db/schema/index.ts'
import type { Membership } from '../platform/policy.ts'

type Handle = Reader | Tx

/** People with a role in these territories, by name, a row a membership (`membership_territory`). */
export function listStaff(handle: Handle, sirens: string[]) {
  return handle
    .select({
      userId: user.id,
      name: user.name,
      role: membership.role,
      territorySiren: membership.territorySiren,
      scopeKind: membership.scopeKind,
      scopeId: membership.scopeId,
    })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(inArray(membership.territorySiren, sirens))
    .orderBy(asc(user.name), asc(user.id))
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
