import type { Database, Tx } from '../../db/client.ts'
import type { EventStatus } from '../../db/schema/index.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { findKeptAnswer, writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { may, type Actor } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { readTerritory, type Directory } from '../territory/territory.usecases.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { prepareContent, type Prepared } from './content.usecases.ts'
import { recordEvent, recordEventChange, type Entry } from './events-changes.usecases.ts'
import { datesWithin } from './events-dates.usecases.ts'
import { communeTarget, isTrustedIn, queueTarget } from './moderation-scope.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { findContact, findEvent, insertContact, updateContact, type EventRow } from './events.repository.ts'
import { forbiddenWordsOf, isPast, isPublic, pathOf } from './events.rules.ts'
import { authorSecret, authorUrl, eventOfConfirmation } from './events.secrets.ts'
import { findOrganizer, type OrganizerRow } from './organizers.repository.ts'
import { approvePlace } from './places.repository.ts'
import type { AcceptedEvent, Foreseen, ForeseenQuery, NewEventRequest } from './proposals.schemas.ts'
import { dayMs } from '../platform/wall.rules.ts'

export type ProposalDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'> & {
  directory: Directory
}

/** An association that enters its year; a whole village may sit behind one address. */
export const proposeRate: RateRule = { name: 'event', windowSeconds: 3600, perDevice: 60, perAddress: 600 }

/** An address is a stranger's word: whoever's it is receives no more than one person would ask for. */
const mailboxRate: RateRule = { name: 'event-mailbox', windowSeconds: 3600, perDevice: 20, perAddress: 20 }

type Proposal = { request: NewEventRequest; actor: Actor; write: WriteKey; caller: Caller }
/** The answer as it is kept: without what opens the private page. */
type Accepted = Omit<AcceptedEvent, 'secret' | 'privateUrl'>
/** Who sends it, as the policy sees them. `moderates`: it is theirs to publish. */
type Sender = {
  kind: Entry['authorKind']
  id: string | null
  trusted: boolean
  moderates: boolean
  email: string | null
}

/**
 * Accepts an event from anyone. It waits as a draft until the address is confirmed by the link of a mail; that of a
 * member of an organizer, signed in, is submitted at once, and published at once when the organizer is trusted and no
 * word is forbidden; that of whoever moderates there is published, and that of other staff of the commune submitted. The same key with the same content gives the same answer.
 * Throws what `prepareContent` does, `unknown-organizer`, `forbidden` for an organizer one is no member of,
 * `event-email-needed`, `event-exists`, `event-over`, `photo-not-found`, `too-many-requests`.
 */
export async function proposeEvent(deps: ProposalDeps, proposal: Proposal): Promise<Answer<AcceptedEvent>> {
  const { config, database } = deps
  const answer = await acceptProposal(deps, proposal).catch(async (refusal: unknown) => {
    // Accepted once, at a place or under a category that changed before the phone heard of it and asked again.
    const kept = refusal instanceof Problem && (await findKeptAnswer<Accepted>(database.read, proposal.write))
    if (!kept) throw refusal
    return kept
  })
  return { ...answer, body: withLink(config, answer.body) }
}

/** Added to an answer, never stored with it: whoever reads the database can't open a private page. */
function withLink(config: Deps['config'], accepted: Accepted): AcceptedEvent {
  const secret = authorSecret(config.secret, accepted.id)
  return { ...accepted, secret, privateUrl: authorUrl(config.publicUrl, secret) }
}

const acceptedOf = (event: EventRow): Accepted => ({
  id: event.id,
  status: event.status,
  path: isPublic(event) ? pathOf(event) : null,
})

async function acceptProposal(
  deps: ProposalDeps,
  { request, actor, write, caller }: Proposal,
): Promise<Answer<Accepted>> {
  const { database, clock, ids, config, rateLimiter } = deps
  const territorySiren = request.territory
  await readTerritory({ database, siren: territorySiren })
  const organizer = request.organizerId
    ? await requireOrganizer(deps, { id: request.organizerId, territorySiren })
    : null
  const prepared = await prepareContent(deps, { territorySiren, request: request.content })
  const sender = await senderOf(deps, actor, {
    organizer,
    territorySiren,
    communeCode: prepared.content.communeCode,
  })
  const email = request.contact?.email ?? sender.email
  if (!email) throw eventProblems['event-email-needed']()
  const now = clock.now()
  const { derived } = datesWithin(prepared.content.schedule, now)
  // A day's grace: what waited on a phone for the network may have begun, or have no end.
  if (derived.expandedUntil === null && isPast({ lastEndAt: derived.lastEndAt ?? 0 }, now - dayMs))
    throw eventProblems['event-over']()
  const status = await firstStatus(deps, { sender, email, prepared, request })
  const published = status === 'published'

  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, proposeRate, caller)
    if (status === 'draft') await rateLimiter.spend(tx, mailboxRate, { address: email, device: null })
    if (await findEvent(tx, request.id)) throw eventProblems['event-exists']()
    const event = await recordEvent(tx, {
      event: {
        id: request.id,
        territorySiren,
        organizerId: organizer?.id ?? null,
        organizerName: organizer ? null : request.organizerName || null,
        status,
        secretHash: hashSecret(authorSecret(config.secret, request.id)),
        locale: request.locale,
        origin: sender.kind === 'staff' ? 'staff' : 'web',
        submittedAt: status === 'draft' ? null : now,
        imageChecked: sender.moderates,
      },
      prepared,
      organizer: organizer?.name ?? null,
      entry:
        status === 'draft'
          ? null
          : {
              id: ids.next(),
              authorKind: sender.kind,
              authorId: sender.id,
              kind: published ? 'published' : 'submitted',
              tell: true,
            },
      at: now,
    })
    // A moderator who enters an event has seen where it takes place: the next one finds that place.
    if (sender.moderates && event.placeId) await approvePlace(tx, event.placeId)
    await insertContact(tx, {
      eventId: event.id,
      name: request.contact?.name || null,
      email,
      phone: request.contact?.phone || null,
      shown: request.contact?.shown ?? false,
      confirmedAt: status === 'draft' ? null : now,
      createdAt: now,
    })
    if (status === 'draft') await askConfirmation(tx, deps, event)
    return { status: 201, body: acceptedOf(event) }
  })
}

function askConfirmation(tx: Tx, { ids, clock }: Pick<Deps, 'ids' | 'clock'>, event: EventRow) {
  return recordOutbox(tx, {
    id: ids.next(),
    territorySiren: event.territorySiren,
    topic: 'event.confirmation-asked',
    subject: `event:${event.id}`,
    payload: { eventId: event.id },
    at: clock.now(),
  })
}

async function requireOrganizer(
  { database }: Pick<ProposalDeps, 'database'>,
  { id, territorySiren }: { id: string; territorySiren: string },
): Promise<OrganizerRow> {
  const found = await findOrganizer(database.read, id)
  if (found?.territorySiren !== territorySiren || !found.active || found.confirmedAt === null)
    throw eventProblems['unknown-organizer']()
  return found
}

/** Throws `forbidden`, `signed-out` when an organizer is named by who is not of it. */
async function senderOf(
  { database }: Pick<ProposalDeps, 'database'>,
  actor: Actor,
  {
    organizer,
    territorySiren,
    communeCode,
  }: { organizer: OrganizerRow | null; territorySiren: string; communeCode: string | null },
): Promise<Sender> {
  const placed = { territorySiren, communeCode }
  const person = { id: actor?.userId ?? null, email: actor?.email ?? null }
  if (may(actor, 'event.moderate', await queueTarget(database.read, placed)))
    return { ...person, kind: 'staff', trusted: true, moderates: true }
  if (organizer && may(actor, 'organizer.manage', { territorySiren, organizerId: organizer.id }))
    return {
      ...person,
      kind: 'organizer',
      trusted: await isTrustedIn(database.read, organizer, communeCode),
      moderates: false,
    }
  if (may(actor, 'event.moderate', await communeTarget(database.read, placed)))
    return { ...person, kind: 'staff', trusted: false, moderates: false }
  if (organizer) throw actor ? commonProblems.forbidden() : commonProblems['signed-out']()
  return { kind: 'author', id: null, trusted: false, moderates: false, email: null }
}

/**
 * What becomes of an event when it is sent, for its author to know before: the same answer as `proposeEvent` gives one
 * that bears no forbidden word, with the address of one's account. Throws `not-found`, `unknown-organizer`, `forbidden`.
 */
export async function foreseeProposal(
  deps: Pick<ProposalDeps, 'database'>,
  { actor, territory, commune, organizer: id }: ForeseenQuery & { actor: Actor },
): Promise<Foreseen> {
  await readTerritory({ database: deps.database, siren: territory })
  const organizer = id ? await requireOrganizer(deps, { id, territorySiren: territory }) : null
  const { kind, moderates, trusted } = await senderOf(deps, actor, {
    organizer,
    territorySiren: territory,
    communeCode: commune ?? null,
  })
  if (kind === 'author') return { status: 'draft', moderates }
  return { status: trusted ? 'published' : 'submitted', moderates }
}

async function firstStatus(
  { database }: { database: Pick<Database, 'read'> },
  {
    sender,
    email,
    prepared,
    request,
  }: { sender: Sender; email: string; prepared: Prepared; request: NewEventRequest },
): Promise<EventStatus> {
  if (sender.moderates) return 'published'
  // Whoever signed in did so by a link sent to their address: another one is a stranger's word again.
  if (sender.kind === 'author' || email !== sender.email) return 'draft'
  if (!sender.trusted) return 'submitted'
  const settings = await readSettings(database.read, request.territory)
  return hasForbiddenWords(prepared, settings.forbiddenWords, request.organizerName)
    ? 'submitted'
    : 'published'
}

/** A word of the territory's list is in what people would read: even a trusted organizer's waits for a person. */
export function hasForbiddenWords(
  { content, place }: Prepared,
  forbidden: readonly string[],
  organizerName?: string | null,
): boolean {
  return forbiddenWordsOf(content, [place?.row.name ?? null, organizerName ?? null], forbidden).length > 0
}

/**
 * The link of the first mail: its address is its author's, and moderators see the event. Using it again changes
 * nothing. Answers the private link, for whoever opened the mail on another device. Throws `event-link-not-valid`.
 */
export async function confirmProposal(
  { database, clock, ids, config }: Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>,
  { secret }: { secret: string },
): Promise<AcceptedEvent> {
  const id = eventOfConfirmation(config.secret, secret)
  const event = await database.write(async (tx) => {
    const before = id ? await findEvent(tx, id) : undefined
    if (!before) throw eventProblems['event-link-not-valid']()
    const contact = await findContact(tx, before.id)
    if (contact?.confirmedAt === null) await updateContact(tx, before.id, { confirmedAt: clock.now() })
    if (before.status !== 'draft') return before
    return recordEventChange(tx, {
      before,
      change: { status: 'submitted' },
      entries: [{ id: ids.next(), authorKind: 'author', kind: 'submitted', tell: true }],
      at: clock.now(),
    })
  })
  return withLink(config, acceptedOf(event))
}
