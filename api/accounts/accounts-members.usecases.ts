import type { Database, Tx } from '../../db/client.ts'
import type { Role } from '../../db/schema/index.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { type WriteKey, writeOnce } from '../platform/idempotency.ts'
import type { Ids } from '../platform/ids.ts'
import type { Mailer } from '../platform/mailer.ts'
import { decodeCursor, type Page, toPage } from '../platform/pagination.ts'
import { type Actor, authorize, scopesFor, type Target } from '../platform/policy.ts'
import { commonProblems, type Language, Problem } from '../platform/problems.ts'
import type { Caller, RateLimiter, RateRule } from '../platform/rate-limits.ts'
import { communeByCode, readBody, readTerritory } from '../territory/territory.usecases.ts'
import { invitationMail } from './accounts.mails.ts'
import { accountProblems } from './accounts.problems.ts'
import {
  deleteMembership,
  deleteSessions,
  findMembers,
  findMembership,
  findMemberships,
  findNamedMemberships,
  findPerson,
  findStandings,
  insertMembership,
  insertPerson,
  markLeft,
  type NamedMembership,
  type Scope,
  updateMembership,
} from './accounts.repository.ts'
import { keepsAnAdmin, normalizeEmail } from './accounts.rules.ts'
import type { Member, MemberRole } from './accounts.schemas.ts'
import type { Background } from './background.ts'

type Person = NonNullable<Actor>
type Given<T = object> = { database: Database; clock: Clock; ids: Ids; actor: Person; siren: string } & T

const action = 'members.administer'
const inviteRule: RateRule = { name: 'invite', windowSeconds: 3600, perDevice: 100, perAddress: 300 }

/** What a scope covers, for the policy. */
function targetOf(siren: string, scope: Scope, bodyCommune: string | null): Target {
  if (scope.kind === 'territory') return { territorySiren: siren }
  if (scope.kind === 'commune') return { territorySiren: siren, communeCode: scope.id }
  return { territorySiren: siren, communeCode: bodyCommune, bodyId: scope.id }
}

/** The name of a scope of this territory, and what it covers. Throws `unknown-scope`. */
async function resolveScope(database: Pick<Database, 'read'>, siren: string, scope: Scope) {
  const { name: territoryName } = await readTerritory({ database, siren })
  const unknown = accountProblems['unknown-scope']
  if (scope.kind === 'territory') {
    if (scope.id !== siren) throw unknown()
    return { territoryName, name: territoryName, target: targetOf(siren, scope, null) }
  }
  if (scope.kind === 'commune') {
    const commune = await communeByCode({ database, code: scope.id })
    if (commune?.territorySiren !== siren) throw unknown()
    return { territoryName, name: commune.name, target: targetOf(siren, scope, null) }
  }
  const body = await readBody({ database, id: scope.id, territorySiren: siren }).catch((error: unknown) => {
    throw error instanceof Problem && error.slug === 'not-found' ? unknown() : error
  })
  return { territoryName, name: body.name, target: targetOf(siren, scope, body.communeCode) }
}

const toRole = ({ id, role, scope, version }: NamedMembership): MemberRole => ({ id, role, scope, version })

/** People with a role where the actor administers, by address. Throws `forbidden`, `bad-cursor`. */
export async function listMembers({
  database,
  actor,
  siren,
  cursor,
  limit,
}: {
  database: Pick<Database, 'read'>
  actor: Person
  siren: string
  cursor: string | undefined
  limit: number
}): Promise<Page<Member>> {
  const own = scopesFor(actor, action).filter(({ territorySiren }) => territorySiren === siren)
  if (own.length === 0) throw commonProblems.forbidden()
  const within = own.flatMap(({ scopeKind, scopeId }) =>
    scopeKind === 'organizer' || scopeKind === 'traveller' || scopeKind === 'helper'
      ? []
      : [{ kind: scopeKind, id: scopeId }],
  )
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const people = await findMembers(database, { siren, within, after, limit: limit + 1 })
  const page = toPage(people, limit, ({ email }) => [email])
  const named = await findNamedMemberships(database.read, {
    userIds: page.items.map(({ userId }) => userId),
    siren,
  })
  return {
    ...page,
    items: page.items.map((person) => ({
      ...person,
      memberships: named.filter(({ userId }) => userId === person.userId).map(toRole),
    })),
  }
}

/** A person and their roles in one territory. */
async function readMember(tx: Tx, siren: string, userId: string): Promise<Member> {
  const person = await findPerson(tx, { id: userId })
  if (!person) throw commonProblems['not-found']()
  const named = await findNamedMemberships(tx, { userIds: [userId], siren })
  return { ...person, memberships: named.map(toRole) }
}

/** Gives a person a role, creating the person when the address is new. Running it again changes nothing. */
async function giveRole(
  tx: Tx,
  given: { clock: Clock; ids: Ids; siren: string; email: string; name: string; role: Role; scope: Scope },
): Promise<{ userId: string; membershipId: string | null }> {
  const { clock, ids, siren, email, name, role, scope } = given
  const known = await findPerson(tx, { email })
  const userId = known?.userId ?? ids.next()
  if (!known) await insertPerson(tx, { userId, name, email }, clock.now())
  const id = ids.next()
  const inserted = await insertMembership(tx, {
    id,
    userId,
    territorySiren: siren,
    role,
    scopeKind: scope.kind,
    scopeId: scope.id,
    createdAt: clock.now(),
  })
  return { userId, membershipId: inserted ? id : null }
}

/**
 * Gives a role to the person of an address and tells them by mail. Giving a role again changes nothing and sends
 * nothing. Throws `forbidden` when the scope reaches beyond the actor's, `unknown-scope`, `too-many-requests`.
 */
export async function inviteMember({
  database,
  clock,
  ids,
  actor,
  siren,
  config,
  rateLimiter,
  mailer,
  background,
  caller,
  language,
  write,
  invitation,
}: Given<{
  config: { publicUrl: string }
  rateLimiter: RateLimiter
  mailer: Mailer
  background: Background
  caller: Caller
  language: Language
  write: WriteKey
  invitation: { email: string; name: string; role: Role; scope: Scope }
}>) {
  const { email, name, role, scope } = invitation
  const { target, territoryName, name: scopeName } = await resolveScope(database, siren, scope)
  authorize(actor, action, target)
  let isNew = false
  const answer = await writeOnce<Member>({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, inviteRule, caller)
    const { userId, membershipId } = await giveRole(tx, { clock, ids, siren, email, name, role, scope })
    isNew = membershipId !== null
    if (membershipId)
      await recordAudit(tx, {
        id: ids.next(),
        territorySiren: siren,
        at: clock.now(),
        userId: actor.userId,
        action: 'member.role-given',
        subject: userId,
        change: { membershipId, role, scope },
      })
    return { status: membershipId ? 201 : 200, body: await readMember(tx, siren, userId) }
  })
  if (isNew && mailer.mode !== 'off') {
    const mail = invitationMail({
      to: email,
      language,
      publicUrl: config.publicUrl,
      role,
      territory: territoryName,
      scope: scopeName,
    })
    background.run('invitation mail', () => mailer.send(mail))
  }
  return answer
}

/** The membership of this territory, which the actor may administer. Throws `not-found`, `forbidden`. */
async function ownMembership(tx: Tx, { actor, siren, id }: { actor: Person; siren: string; id: string }) {
  const found = await findMembership(tx, { siren, id })
  if (!found) throw commonProblems['not-found']()
  authorize(actor, action, targetOf(siren, found.scope, found.bodyCommune))
  return found
}

/**
 * Changes a role or its scope. Throws `not-found`, `forbidden` when the old or new scope reaches beyond the actor's,
 * `unknown-scope`, `stale-version`, `role-already-given`, `last-admin`.
 */
export async function changeRole({
  database,
  clock,
  ids,
  actor,
  siren,
  id,
  version,
  role,
  scope,
}: Given<{ id: string; version: number; role: Role; scope: Scope }>): Promise<Member> {
  const { target } = await resolveScope(database, siren, scope)
  authorize(actor, action, target)
  return database.write(async (tx) => {
    const before = await ownMembership(tx, { actor, siren, id })
    if (before.version !== version) throw commonProblems['stale-version']({}, { current: toRole(before) })
    const standings = await findStandings(tx, { siren })
    const same = standings.find(
      (other) =>
        other.userId === before.userId &&
        other.role === role &&
        other.scopeKind === scope.kind &&
        other.scopeId === scope.id,
    )
    if (same?.id === id) return readMember(tx, siren, before.userId)
    if (same) throw accountProblems['role-already-given']()
    if (!keepsAnAdmin(standings, id, { role, scopeKind: scope.kind })) throw accountProblems['last-admin']()
    await updateMembership(tx, { id, version, role, scope })
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: clock.now(),
      userId: actor.userId,
      action: 'member.role-changed',
      subject: before.userId,
      change: {
        membershipId: id,
        before: { role: before.role, scope: { kind: before.scope.kind, id: before.scope.id } },
        after: { role, scope },
      },
    })
    return readMember(tx, siren, before.userId)
  })
}

/**
 * Takes a role back, at once; with the last one, the person's sessions end. Throws `not-found`, `forbidden`,
 * `last-admin`.
 */
export function removeRole({ database, clock, ids, actor, siren, id }: Given<{ id: string }>): Promise<void> {
  return database.write(async (tx) => {
    const { userId, role, scope } = await ownMembership(tx, { actor, siren, id })
    const standings = await findStandings(tx, { siren })
    if (!keepsAnAdmin(standings, id, null)) throw accountProblems['last-admin']()
    await deleteMembership(tx, id)
    if ((await findMemberships(tx, userId)).length === 0) {
      await deleteSessions(tx, { userId })
      await markLeft(tx, userId, clock.now())
    }
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: clock.now(),
      userId: actor.userId,
      action: 'member.role-removed',
      subject: userId,
      change: { membershipId: id, role, scope: { kind: scope.kind, id: scope.id } },
    })
  })
}

/**
 * Signs a member out everywhere: for a lost phone. Throws `not-found`, and `forbidden` unless the actor administers
 * every role the person has in this territory.
 */
export function endMemberSessions({
  database,
  clock,
  ids,
  actor,
  siren,
  userId,
}: Given<{ userId: string }>): Promise<void> {
  return database.write(async (tx) => {
    const standings = await findStandings(tx, { siren, userId })
    if (standings.length === 0) throw commonProblems['not-found']()
    for (const { scopeKind, scopeId, bodyCommune } of standings)
      authorize(actor, action, targetOf(siren, { kind: scopeKind, id: scopeId }, bodyCommune))
    const ended = await deleteSessions(tx, { userId })
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: clock.now(),
      userId: actor.userId,
      action: 'member.sessions-ended',
      subject: userId,
      change: { ended },
    })
  })
}

export type Staff = {
  email: string
  name: string
  memberships: { siren: string; role: Role; scope: Scope }[]
}

/**
 * Creates a member of staff with roles, without mail: for the first administrator and for the demo. Running it again
 * changes nothing. Throws `not-found` for a territory that is not open, `unknown-scope`.
 */
export async function createStaff({
  database,
  clock,
  ids,
  staff: { email, name, memberships },
}: {
  database: Database
  clock: Clock
  ids: Ids
  staff: Staff
}): Promise<{ userId: string; added: number }> {
  for (const { siren, scope } of memberships) await resolveScope(database, siren, scope)
  return database.write(async (tx) => {
    let userId = ''
    let added = 0
    for (const { siren, role, scope } of memberships) {
      const given = await giveRole(tx, { clock, ids, siren, email: normalizeEmail(email), name, role, scope })
      userId = given.userId
      if (!given.membershipId) continue
      added++
      await recordAudit(tx, {
        id: ids.next(),
        territorySiren: siren,
        at: clock.now(),
        userId: null,
        action: 'member.role-given',
        subject: userId,
        change: { membershipId: given.membershipId, role, scope },
      })
    }
    return { userId, added }
  })
}
