import type { Database, Reader, Tx } from '../../db/client.ts'
import { giveMembership } from '../accounts/accounts-organizers.usecases.ts'
import { takeMembership } from '../accounts/accounts-people.usecases.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { communeByCode, readTerritory } from '../territory/territory.usecases.ts'
import { requireAllowedWords } from './allowed-words.usecases.ts'
import { isPast, isPublic, pathOf, fold, slugFor } from './events.rules.ts'
import { countFollowers, countViews } from './events.repository.ts'
import { eventProblems } from './events.problems.ts'
import {
  countEvents,
  deleteOrganizer,
  findEventPage,
  findMembers,
  findOrganizer,
  findOrganizerByName,
  findOrganizerBySlug,
  findOrganizers,
  insertOrganizer,
  updateOrganizer,
  type OrganizerRow,
} from './organizers.repository.ts'
import type {
  NewOrganizer,
  OrganizerChange,
  OrganizerEvents,
  OrganizerList,
  OwnOrganizer,
  PublicOrganizer,
} from './organizers.schemas.ts'
import { findPendingRevision } from './revisions.repository.ts'

export type OrganizerDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>
type Writing<T> = { request: T; write: WriteKey; caller: Caller }

const createRate: RateRule = { name: 'organizer', windowSeconds: 3600, perDevice: 10, perAddress: 60 }
/** Each sends a mail to a stranger's address. */
const mailboxRate: RateRule = { name: 'organizer-mailbox', windowSeconds: 3600, perDevice: 5, perAddress: 5 }
const memberRate: RateRule = { name: 'organizer-member', windowSeconds: 3600, perDevice: 40, perAddress: 200 }

/**
 * Opens an organizer for its first member. Nobody else sees it until they, come in by the link mailed to their
 * address, say that it is theirs (`confirmOrganizer`). `invite` mails the link; called after the commit. Throws
 * `organizer-name-taken`, `words-not-allowed`, `event-outside-territory`, `not-found`, `too-many-requests`.
 */
export async function createOrganizer(
  deps: OrganizerDeps & { invite: (email: string) => void },
  { request, write, caller }: Writing<NewOrganizer>,
): Promise<Answer<{ id: string; slug: string }>> {
  const { database, clock, ids, rateLimiter, invite } = deps
  const { territory: territorySiren, member } = request
  await readTerritory({ database, siren: territorySiren })
  await requireCommune(database, territorySiren, request.communeCode)
  const answer = await writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, createRate, caller)
    await rateLimiter.spend(tx, mailboxRate, { address: member.email, device: null })
    await requireAllowedWords(tx, territorySiren, [request.name])
    if (await findOrganizer(tx, request.id)) throw eventProblems['organizer-name-taken']()
    const slug = await requireFreeName(tx, territorySiren, request.name)
    await insertOrganizer(tx, {
      id: request.id,
      territorySiren,
      kind: request.kind,
      name: request.name,
      slug,
      foldedName: fold(request.name),
      communeCode: request.communeCode ?? null,
      createdAt: clock.now(),
    })
    await giveMembership(tx, { ids, at: clock.now(), territorySiren, organizerId: request.id, ...member })
    return { status: 201, body: { id: request.id, slug } }
  })
  invite(member.email)
  return answer
}

/**
 * One name, one account, whatever name an account began with: whoever comes second is told to ask its people. Throws
 * `organizer-name-taken`.
 */
async function requireFreeName(tx: Tx, territorySiren: string, name: string, own?: string): Promise<string> {
  const slug = slugFor(name, null)
  const taken = [
    await findOrganizerBySlug(tx, { territorySiren, slug }),
    await findOrganizerByName(tx, { territorySiren, foldedName: fold(name), besides: own ?? null }),
  ]
  if (taken.some((one) => one !== undefined && one.id !== own)) throw eventProblems['organizer-name-taken']()
  return slug
}

async function requireCommune(
  database: Pick<Database, 'read'>,
  territorySiren: string,
  code: string | null | undefined,
): Promise<void> {
  if (!code) return
  const commune = await communeByCode({ database, code })
  if (commune?.territorySiren !== territorySiren)
    throw eventProblems['event-outside-territory']({ commune: commune?.name ?? code })
}

/** An organizer for its own people. Throws `organizer-not-found` for anybody else, as if it did not exist. */
async function openOwn(handle: Reader | Tx, actor: Actor, id: string): Promise<OrganizerRow> {
  const row = await findOrganizer(handle, id)
  if (!row || !isOf(actor, row)) throw eventProblems['organizer-not-found']()
  return row
}

function isOf(actor: Actor, { territorySiren, id }: OrganizerRow): boolean {
  return may(actor, 'organizer.manage', { territorySiren, organizerId: id })
}

/** One of its people says that it is theirs: from now on anyone sees it. Doing it again changes nothing. */
export function confirmOrganizer(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  return database.write(async (tx) => {
    const row = await openOwn(tx, actor, id)
    if (row.confirmedAt === null) await updateOrganizer(tx, id, { confirmedAt: clock.now() })
  })
}

function isPublicOrganizer({ active, confirmedAt }: OrganizerRow): boolean {
  return active && confirmedAt !== null
}

async function toPublic(handle: Reader, row: OrganizerRow): Promise<PublicOrganizer> {
  const commune = row.communeCode
    ? await communeByCode({ database: { read: handle }, code: row.communeCode })
    : null
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    kind: row.kind,
    description: row.description,
    website: row.website,
    email: row.email,
    phone: row.phone,
    commune: commune && { code: commune.code, name: commune.name },
  }
}

const looksLikeId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** What anyone may read of an organizer, by its id, or by the end of its address in a territory. Throws `organizer-not-found`. */
export async function readOrganizer(
  { database }: { database: Pick<Database, 'read'> },
  { reference, territorySiren }: { reference: string; territorySiren?: string | undefined },
): Promise<PublicOrganizer> {
  const row = looksLikeId.test(reference)
    ? await findOrganizer(database.read, reference)
    : territorySiren && (await findOrganizerBySlug(database.read, { territorySiren, slug: reference }))
  if (!row || !isPublicOrganizer(row)) throw eventProblems['organizer-not-found']()
  return toPublic(database.read, row)
}

/** Organizers of a territory by name; `q` is the beginning of it, accents ignored. Throws `bad-cursor`. */
export async function listOrganizers(
  { database }: { database: Pick<Database, 'read'> },
  {
    territorySiren,
    q = '',
    cursor,
    limit,
  }: { territorySiren: string; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<OrganizerList> {
  const [foldedName, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const rows = await findOrganizers(database.read, {
    territorySiren,
    prefix: fold(q),
    after: foldedName !== undefined && id !== undefined ? { foldedName, id } : undefined,
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ organizer }) => [organizer.foldedName, organizer.id])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ organizer, communeName }) => ({
      id: organizer.id,
      slug: organizer.slug,
      name: organizer.name,
      kind: organizer.kind,
      commune:
        organizer.communeCode && communeName ? { code: organizer.communeCode, name: communeName } : null,
    })),
  }
}

/** What its people see of an organizer. Throws `organizer-not-found`. */
export async function readOwnOrganizer(
  { database }: { database: Pick<Database, 'read'> },
  { actor, id }: { actor: Actor; id: string },
): Promise<OwnOrganizer> {
  const { read } = database
  const row = await openOwn(read, actor, id)
  const [shown, territory, members, counts] = await Promise.all([
    toPublic(read, row),
    readTerritory({ database, siren: row.territorySiren }),
    findMembers(read, id),
    countEvents(read, id),
  ])
  const events: OwnOrganizer['events'] = { draft: 0, submitted: 0, published: 0, declined: 0, cancelled: 0 }
  for (const { status, count } of counts) events[status] = count
  return {
    ...shown,
    territory: { siren: territory.siren, name: territory.name },
    trusted: row.trusted,
    active: row.active,
    confirmed: row.confirmedAt !== null,
    version: row.version,
    members: members.map(({ userId, name, email }) => ({ userId, name, email })),
    events,
  }
}

/** The organizers that a person is of. */
export async function listOwnOrganizers(
  { database }: { database: Pick<Database, 'read'> },
  { actor }: { actor: Actor },
) {
  const held = (actor?.memberships ?? []).filter(({ scopeKind }) => scopeKind === 'organizer')
  const rows = await Promise.all(held.map(({ scopeId }) => findOrganizer(database.read, scopeId)))
  const items = await Promise.all(
    rows
      .filter((row) => row !== undefined)
      .map(async ({ id, slug, name, kind, confirmedAt, territorySiren }) => {
        const territory = await readTerritory({ database, siren: territorySiren })
        return {
          id,
          slug,
          name,
          kind,
          confirmed: confirmedAt !== null,
          territory: { siren: territory.siren, name: territory.name },
        }
      }),
  )
  return { items: items.sort((a, b) => a.name.localeCompare(b.name, 'fr')) }
}

/** Edits its page; trusted in a commune, it is so no more once it says that it is of another. Throws `organizer-not-found`, `stale-version`, `organizer-name-taken`, `words-not-allowed`, `event-outside-territory`. */
export async function editOrganizer(
  { database, clock, ids }: Pick<Deps, 'database' | 'clock' | 'ids'>,
  { actor, id, version, change }: { actor: Actor; id: string; version: number; change: OrganizerChange },
): Promise<OwnOrganizer> {
  const row = await openOwn(database.read, actor, id)
  await requireCommune(database, row.territorySiren, change.communeCode)
  await database.write(async (tx) => {
    const before = await openOwn(tx, actor, id)
    if (before.version !== version) throw commonProblems['stale-version']({}, { id })
    const { name } = change
    await requireAllowedWords(tx, before.territorySiren, [name, change.description])
    let renamed = {}
    if (name && name !== before.name) {
      const slug = await requireFreeName(tx, before.territorySiren, name, id)
      // An address that anyone may have seen stays.
      renamed = { foldedName: fold(name), slug: before.confirmedAt === null ? slug : before.slug }
    }
    // Trust was that of the people of one commune.
    const moved = change.communeCode !== undefined && change.communeCode !== before.communeCode
    const untrusted = moved && before.trusted ? { trusted: false } : {}
    await updateOrganizer(tx, id, { ...change, ...renamed, ...untrusted })
    if (moved && before.trusted)
      await recordAudit(tx, {
        id: ids.next(),
        territorySiren: before.territorySiren,
        at: clock.now(),
        userId: actor?.userId ?? null,
        action: 'organizer.trust-ended',
        subject: id,
        change: { trusted: false },
      })
  })
  return readOwnOrganizer({ database }, { actor, id })
}

/**
 * Invites a person: they are of the organizer at once, and enter by the link mailed to their address. Again, it only
 * mails another link. Throws `organizer-not-found`, `too-many-requests`.
 */
export async function addMember(
  deps: OrganizerDeps & { invite: (email: string) => void },
  {
    actor,
    id,
    request,
    write,
    caller,
  }: Writing<{ name: string; email: string }> & { actor: Actor; id: string },
): Promise<Answer<{ userId: string }>> {
  const { database, clock, ids, rateLimiter, invite } = deps
  const answer = await writeOnce({ database, clock, write }, async (tx) => {
    const row = await openOwn(tx, actor, id)
    await rateLimiter.spend(tx, memberRate, caller)
    await rateLimiter.spend(tx, mailboxRate, { address: request.email, device: null })
    const { userId, added } = await giveMembership(tx, {
      ids,
      at: clock.now(),
      territorySiren: row.territorySiren,
      organizerId: id,
      ...request,
    })
    if (added) await audit(tx, { ids, clock }, { row, actor, action: 'organizer.member-added', userId })
    return { status: added ? 201 : 200, body: { userId } }
  })
  invite(request.email)
  return answer
}

function audit(
  tx: Tx,
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  { row, actor, action, userId }: { row: OrganizerRow; actor: Actor; action: string; userId: string },
): Promise<void> {
  return recordAudit(tx, {
    id: ids.next(),
    territorySiren: row.territorySiren,
    at: clock.now(),
    userId: actor?.userId ?? null,
    action,
    subject: row.id,
    change: { userId },
  })
}

/** Takes a person out, oneself included, at once. Throws `organizer-not-found`, `not-found`, `last-member`. */
export function removeMember(
  { database, clock, ids }: Pick<Deps, 'database' | 'clock' | 'ids'>,
  { actor, id, userId }: { actor: Actor; id: string; userId: string },
): Promise<void> {
  return database.write(async (tx) => {
    const row = await openOwn(tx, actor, id)
    const members = await findMembers(tx, id)
    const leaving = members.find((member) => member.userId === userId)
    if (!leaving) throw commonProblems['not-found']()
    if (members.length === 1) throw eventProblems['last-member']()
    await takeMembership(tx, { ...leaving, at: clock.now() })
    await audit(tx, { ids, clock }, { row, actor, action: 'organizer.member-removed', userId })
  })
}

/** Erases an organizer that none of its people confirmed, with whoever is known here by that alone. */
export function eraseUnconfirmed(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  id: string,
): Promise<void> {
  return database.write(async (tx) => {
    const row = await findOrganizer(tx, id)
    if (!row || row.confirmedAt !== null) return
    for (const member of await findMembers(tx, id))
      await takeMembership(tx, { ...member, at: clock.now(), unconfirmedSince: row.createdAt })
    await deleteOrganizer(tx, id)
  })
}

/** Its events, the newest first, with their counts. Throws `organizer-not-found`, `bad-cursor`. */
export async function listOrganizerEvents(
  { database, clock }: Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> },
  {
    actor,
    id,
    status,
    cursor,
    limit,
  }: {
    actor: Actor
    id: string
    status?: OrganizerEvents['items'][number]['status'] | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<OrganizerEvents> {
  const { read } = database
  await openOwn(read, actor, id)
  const [after] = cursor ? (decodeCursor(cursor, ['number']) as [number]) : [undefined]
  const rows = await findEventPage(read, { organizerId: id, status, before: after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ seq }) => [seq])
  const items = await Promise.all(
    page.items.map(async (row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      path: isPublic(row) ? pathOf(row) : null,
      firstStartAt: row.firstStartAt,
      lastEndAt: row.lastEndAt,
      past: isPast(row, clock.now()),
      revision: (await findPendingRevision(read, row.id)) !== undefined,
      views: await countViews(read, row.id),
      followers: await countFollowers(read, row.id),
      updatedAt: row.updatedAt,
    })),
  )
  return { ...page, items }
}
