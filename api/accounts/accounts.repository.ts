import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  lt,
  notInArray,
  notExists,
  notLike,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Database, Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import {
  body,
  commune,
  membership,
  type Role,
  type ScopeKind,
  session,
  territory,
  user,
  verification,
  rolesOfNoStaff,
} from '../../db/schema/index.ts'
import type { Membership } from '../platform/policy.ts'

export type Scope = { kind: ScopeKind; id: string }
export type NamedMembership = {
  id: string
  userId: string
  role: Role
  version: number
  territory: { siren: string; name: string }
  scope: Scope & { name: string }
}
export type Person = { userId: string; name: string; email: string }
type MembershipRow = typeof membership.$inferSelect
/** The database, or a transaction on it. */
type From = Reader | Tx

const selectMemberships = prepared((db) =>
  db
    .select({
      role: membership.role,
      territorySiren: membership.territorySiren,
      scopeKind: membership.scopeKind,
      scopeId: membership.scopeId,
    })
    .from(membership)
    .where(eq(membership.userId, sql.placeholder('userId')))
    .prepare(),
)

/** What the policy asks about a person. */
export function findMemberships(from: From, userId: string): Promise<Membership[]> {
  return selectMemberships(from, { userId })
}

/** Staff alone: the people of organizers, and those who share rides, are in no list of them. */
const ofStaff = notInArray(membership.role, [...rolesOfNoStaff])
const staffColumns = {
  ...getTableColumns(membership),
  role: sql<Role>`${membership.role}`,
  scopeKind: sql<ScopeKind>`${membership.scopeKind}`,
}

function selectNamed(from: From, where: SQL | undefined) {
  return from
    .select({
      row: staffColumns,
      territoryName: territory.name,
      communeName: commune.name,
      bodyName: body.name,
      bodyCommune: body.communeCode,
    })
    .from(membership)
    .innerJoin(territory, eq(territory.siren, membership.territorySiren))
    .leftJoin(commune, and(eq(membership.scopeKind, 'commune'), eq(commune.code, membership.scopeId)))
    .leftJoin(body, and(eq(membership.scopeKind, 'body'), eq(body.id, membership.scopeId)))
    .where(and(where, ofStaff))
    .orderBy(asc(membership.createdAt), asc(membership.id))
}

function toNamed(found: Awaited<ReturnType<typeof selectNamed>>[number]): NamedMembership {
  const { row, territoryName, communeName, bodyName } = found
  return {
    id: row.id,
    userId: row.userId,
    role: row.role,
    version: row.version,
    territory: { siren: row.territorySiren, name: territoryName },
    scope: { kind: row.scopeKind, id: row.scopeId, name: communeName ?? bodyName ?? territoryName },
  }
}

/** A person's memberships as staff, with the names of their scopes; only those in `siren` when given. */
export async function findNamedMemberships(
  from: From,
  { userIds, siren }: { userIds: string[]; siren?: string },
): Promise<NamedMembership[]> {
  const where = and(
    inArray(membership.userId, userIds),
    siren ? eq(membership.territorySiren, siren) : undefined,
  )
  return (await selectNamed(from, where)).map(toNamed)
}

/** Null when the territory has no such membership. */
export async function findMembership(
  from: From,
  { siren, id }: { siren: string; id: string },
): Promise<(NamedMembership & { bodyCommune: string | null }) | null> {
  const [found] = await selectNamed(from, and(eq(membership.id, id), eq(membership.territorySiren, siren)))
  return found ? { ...toNamed(found), bodyCommune: found.bodyCommune } : null
}

/** Every membership of staff of a territory, or of one person in it, with the commune its scope lies in. */
export async function findStandings(from: From, { siren, userId }: { siren: string; userId?: string }) {
  const rows = await selectNamed(
    from,
    and(eq(membership.territorySiren, siren), userId ? eq(membership.userId, userId) : undefined),
  )
  return rows.map(({ row, bodyCommune }) => ({ ...row, bodyCommune }))
}

/** The person of an address, if they hold any role: nobody else can sign in. */
export async function findMemberByEmail(from: From, email: string): Promise<{ id: string } | null> {
  const [found] = await from
    .select({ id: user.id })
    .from(user)
    .innerJoin(membership, eq(membership.userId, user.id))
    .where(eq(user.email, email))
    .limit(1)
  return found ?? null
}

/**
 * Staff of a territory, by address; `within` limits them to these scopes, a body being within the
 * commune it belongs to. One more than asked tells that the list goes on.
 */
export function findMembers(
  database: Pick<Database, 'read'>,
  {
    siren,
    within,
    after,
    limit,
  }: { siren: string; within: Scope[]; after: string | undefined; limit: number },
): Promise<Person[]> {
  return database.read
    .selectDistinct({ userId: user.id, name: user.name, email: user.email })
    .from(user)
    .innerJoin(membership, eq(membership.userId, user.id))
    .leftJoin(body, and(eq(membership.scopeKind, 'body'), eq(body.id, membership.scopeId)))
    .where(
      and(
        eq(membership.territorySiren, siren),
        ofStaff,
        after === undefined ? undefined : gt(user.email, after),
        or(...within.map((scope) => lieWithin(scope))),
      ),
    )
    .orderBy(asc(user.email))
    .limit(limit)
}

function lieWithin({ kind, id }: Scope): SQL | undefined {
  if (kind === 'territory') return eq(membership.territorySiren, id)
  const own = and(eq(membership.scopeKind, kind), eq(membership.scopeId, id))
  return kind === 'commune' ? or(own, eq(body.communeCode, id)) : own
}

export async function findPerson(from: From, by: { id: string } | { email: string }): Promise<Person | null> {
  const [found] = await from
    .select({ userId: user.id, name: user.name, email: user.email })
    .from(user)
    .where('id' in by ? eq(user.id, by.id) : eq(user.email, by.email))
  return found ?? null
}

export async function insertPerson(tx: Tx, { userId, name, email }: Person, now: number): Promise<void> {
  const at = new Date(now)
  // The only way in is a link sent to the address, so there is nothing else to verify.
  await tx.insert(user).values({ id: userId, name, email, emailVerified: true, createdAt: at, updatedAt: at })
}

/** False when the person already had this very role there. */
export async function insertMembership(tx: Tx, row: Omit<MembershipRow, 'version'>): Promise<boolean> {
  const inserted = await tx
    .insert(membership)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: membership.id })
  return inserted.length > 0
}

/** False when the membership is no longer at `version`. */
export async function updateMembership(
  tx: Tx,
  { id, version, role, scope }: { id: string; version: number; role: Role; scope: Scope },
): Promise<boolean> {
  const changed = await tx
    .update(membership)
    .set({ role, scopeKind: scope.kind, scopeId: scope.id, version: version + 1 })
    .where(and(eq(membership.id, id), eq(membership.version, version)))
    .returning({ id: membership.id })
  return changed.length > 0
}

/** One's role in the scope of something of one's own. */
export async function findMembershipOf(
  from: From,
  { userId, scopeKind, scopeId }: Pick<MembershipRow, 'userId' | 'scopeKind' | 'scopeId'>,
): Promise<{ id: string } | null> {
  const [found] = await from
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.scopeKind, scopeKind),
        eq(membership.scopeId, scopeId),
        eq(membership.userId, userId),
      ),
    )
  return found ?? null
}

/** People who hold a role in the scope of something of their own, in the order of its ids; index `membership_territory`. */
export function findScoped(
  from: From,
  {
    territorySiren,
    scopeKind,
    id,
    after,
    limit,
  }: Pick<MembershipRow, 'territorySiren' | 'scopeKind'> & {
    id?: string
    after: string | undefined
    limit: number
  },
): Promise<{ id: string; name: string; email: string; since: number }[]> {
  return from
    .select({ id: membership.scopeId, name: user.name, email: user.email, since: membership.createdAt })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(
      and(
        eq(membership.territorySiren, territorySiren),
        eq(membership.scopeKind, scopeKind),
        id === undefined ? undefined : eq(membership.scopeId, id),
        after === undefined ? undefined : gt(membership.scopeId, after),
      ),
    )
    .orderBy(asc(membership.scopeId))
    .limit(limit)
}

export async function deleteMembership(tx: Tx, id: string): Promise<void> {
  await tx.delete(membership).where(eq(membership.id, id))
}

/** Sessions that still let a person in, the latest first. */
export function findSessions(
  database: Pick<Database, 'read'>,
  { userId, now }: { userId: string; now: number },
) {
  return database.read
    .select({
      id: session.id,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      updatedAt: session.updatedAt,
      expiresAt: session.expiresAt,
    })
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(now))))
    .orderBy(desc(session.updatedAt), desc(session.id))
    .limit(100)
}

/** Ends one session of a person, or all of them; answers how many. */
export async function deleteSessions(
  tx: Tx,
  { userId, id }: { userId: string; id?: string },
): Promise<number> {
  const ended = await tx
    .delete(session)
    .where(and(eq(session.userId, userId), id ? eq(session.id, id) : undefined))
    .returning({ id: session.id })
  return ended.length
}

/** Deletes sessions and links past their end. */
export async function deleteExpired(tx: Tx, now: number): Promise<void> {
  await tx.delete(session).where(lt(session.expiresAt, new Date(now)))
  await tx.delete(verification).where(lt(verification.expiresAt, new Date(now)))
}

/** Notes when a person's last role ended. */
export async function markLeft(tx: Tx, userId: string, at: number): Promise<void> {
  await tx
    .update(user)
    .set({ updatedAt: new Date(at) })
    .where(eq(user.id, userId))
}

/** Forgets a person without any role who is known here since `since` at the earliest. False when they were before. */
export async function deleteNewcomer(
  tx: Tx,
  { userId, since }: { userId: string; since: number },
): Promise<boolean> {
  const gone = await tx
    .delete(user)
    .where(
      and(
        eq(user.id, userId),
        gte(user.createdAt, new Date(since)),
        notExists(tx.select({ id: membership.id }).from(membership).where(eq(membership.userId, userId))),
      ),
    )
    .returning({ id: user.id })
  return gone.length > 0
}

/** Replaces the addresses of people without any role since before `before` by one that leads nowhere. */
export async function eraseAddressesOfLeft(tx: Tx, before: number): Promise<void> {
  await tx
    .update(user)
    .set({ email: sql`${user.id} || '@parti.invalid'` })
    .where(
      and(
        lt(user.updatedAt, new Date(before)),
        notLike(user.email, '%@parti.invalid'),
        notExists(tx.select({ id: membership.id }).from(membership).where(eq(membership.userId, user.id))),
      ),
    )
}
