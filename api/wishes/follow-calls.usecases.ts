import type { Tx } from '../../db/client.ts'
import { isEventToCome } from '../agenda/news-since.usecases.ts'
import { phoneListProblems } from '../alerts/phone-list.problems.ts'
import { keepsList, requireKeeper } from '../alerts/phone-list.usecases.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, type Language } from '../platform/problems.ts'
import { viewFollows } from './follow-calls-news.usecases.ts'
import { followCallProblems } from './follow-calls.problems.ts'
import {
  deleteFollow,
  findFollow,
  findPerson,
  insertFollow,
  listFollows,
  listKeys,
  updateFollow,
  type FollowOf,
  type FollowRow,
  type PersonRow,
} from './follow-calls.repository.ts'
import { afterCall, keyOfSearch, mostFollows } from './follow-calls.rules.ts'
import type {
  FollowCallList,
  FollowCallMark,
  FollowCallMarked,
  ListedFollowNoted,
  NewListedFollow,
} from './follow-calls.schemas.ts'
import { understandSearch } from './wishes.usecases.ts'

// What people without mail nor phone of their own asked to be called about: an event that changes, new events of a
// search, their commune's week. Theirs to ask, the town hall's to note and to call; read and written as the phone list.

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
type About = Pick<FollowRow, 'kind' | 'key' | 'eventId' | 'search'>

/** Throws `listed-follow-event`, `wish-place`, `wish-events`, `wish-too-wide`. */
async function understand(
  { database, clock }: Given,
  person: PersonRow,
  about: NewListedFollow['about'],
): Promise<About> {
  if (about.kind === 'week') return { kind: 'week', key: 'week', eventId: null, search: null }
  if (about.kind === 'event') {
    const { eventId } = about
    if (!(await isEventToCome(database.read, { eventId, now: clock.now() })))
      throw followCallProblems['listed-follow-event']()
    return { kind: 'event', key: `event:${eventId}`, eventId, search: null }
  }
  const { query, communes } = about
  const { asked } = await understandSearch({ database }, person.territorySiren, { query, communes })
  return { kind: 'search', key: keyOfSearch(about), eventId: null, search: { query, communes, asked } }
}

async function trail(
  tx: Tx,
  { ids, clock }: Pick<Given, 'ids' | 'clock'>,
  { person, kind, userId, action }: { person: PersonRow; kind: string; userId: string; action: string },
): Promise<void> {
  const { territorySiren, communeCode, id } = person
  await recordAudit(tx, {
    id: ids.next(),
    territorySiren,
    at: clock.now(),
    userId,
    action,
    subject: id,
    change: { commune: communeCode, kind },
  })
}

/**
 * Notes what somebody of the phone list asks to be called about. Throws `listed-person-not-found`, `id-taken`,
 * `listed-follow-known`, `listed-follow-too-many`, `listed-follow-event`, `wish-place`, `wish-events`, `wish-too-wide`.
 */
export async function noteFollow(
  deps: Given,
  {
    actor,
    personId,
    asked: { id, about },
    write,
  }: { actor: Actor; personId: string; asked: NewListedFollow; write: WriteKey },
): Promise<Answer<ListedFollowNoted>> {
  const { database, clock } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    const person = await findPerson(tx, personId)
    if (!actor || !person || !(await keepsList(tx, actor, person)))
      throw phoneListProblems['listed-person-not-found']()
    if (await findFollow(tx, id)) throw commonProblems['id-taken']()
    const understood = await understand(deps, person, about)
    const keys = await listKeys(tx, personId)
    if (keys.some(({ key }) => key === understood.key)) throw followCallProblems['listed-follow-known']()
    if (keys.length >= mostFollows)
      throw followCallProblems['listed-follow-too-many']({ max: String(mostFollows) })
    const now = clock.now()
    await insertFollow(tx, {
      id,
      personId,
      ...understood,
      toldAt: now,
      toldBefore: null,
      outcome: null,
      markedAt: null,
      toldByUserId: null,
      createdAt: now,
      version: 1,
    })
    const { kind } = about
    await trail(tx, deps, { person, kind, userId: actor.userId, action: 'phone-list.follow-noted' })
    return { status: 201, body: { id, version: 1 } }
  })
}

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const [nameKey, personId, id] = decodeCursor(cursor, ['string', 'string', 'string']).map(String)
  return { nameKey: nameKey ?? '', personId: personId ?? '', id: id ?? '' }
}

/** What the people of a commune are called about, by name, with what is new to each. Throws `forbidden`, `bad-cursor`. */
export async function listFollowCalls(
  { database: { read }, clock }: Pick<Given, 'database' | 'clock'>,
  {
    actor,
    territory: territorySiren,
    commune: communeCode,
    cursor,
    limit,
    language,
  }: {
    actor: Actor
    territory: string
    commune: string
    cursor: string | undefined
    limit: number
    language: Language
  },
): Promise<FollowCallList> {
  const now = clock.now()
  const owner = { territorySiren, communeCode }
  await requireKeeper(read, actor, owner)
  const rows = await listFollows(read, { ...owner, after: placeOf(cursor), limit: limit + 1 })
  const page = toPage(rows, limit, ({ person, follow }) => [person.nameKey, person.id, follow.id])
  return { ...page, items: await viewFollows(read, page.items, { now, language }), at: now }
}

type Versioned = { actor: Actor; id: string; version: number; language: Language; write: WriteKey }

/** Throws `listed-follow-not-found`, and `stale-version` with how it stands. */
async function openForWrite(
  tx: Tx,
  { database, clock }: Given,
  { actor, id, version, language }: Versioned,
): Promise<FollowOf & { userId: string }> {
  const found = await findFollow(tx, id)
  // Of another commune, it is no more there than one unknown.
  if (!actor || !found || !(await keepsList(tx, actor, found.person)))
    throw followCallProblems['listed-follow-not-found']()
  if (found.follow.version !== version) {
    const [current] = await viewFollows(database.read, [found], { now: clock.now(), language })
    throw commonProblems['stale-version']({}, { current })
  }
  return { ...found, userId: actor.userId }
}

/**
 * Notes that somebody was told, that they did not answer, or takes the last call back. Throws `listed-follow-not-found`,
 * and `stale-version` with how it stands when somebody else noted it meanwhile.
 */
export function markFollowCall(
  deps: Given,
  { mark: { outcome, readAt }, write, ...asked }: Versioned & { mark: FollowCallMark },
): Promise<Answer<FollowCallMarked>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    const { follow, userId } = await openForWrite(tx, deps, { ...asked, write })
    const now = deps.clock.now()
    await updateFollow(tx, {
      ...follow,
      ...afterCall(follow, outcome, Math.min(readAt ?? now, now)),
      markedAt: outcome && now,
      toldByUserId: outcome && userId,
      version: follow.version + 1,
    })
    const after = await findFollow(tx, follow.id)
    if (!after) throw new Error(`follow ${follow.id} vanished`)
    const { id, toldAt, markedAt, version, ...rest } = after.follow
    const body = { id, toldAt, outcome: rest.outcome, markedAt, markedBy: after.markedBy, version }
    return { status: 200, body }
  })
}

/** Nobody is called about it any more. Throws `listed-follow-not-found`, `stale-version`. */
export function removeFollow(deps: Given, asked: Versioned): Promise<Answer<{ removed: true }>> {
  return writeOnce({ ...deps, write: asked.write }, async (tx) => {
    const { follow, person, userId } = await openForWrite(tx, deps, asked)
    await deleteFollow(tx, follow.id)
    const { kind } = follow
    await trail(tx, deps, { person, kind, userId, action: 'phone-list.follow-removed' })
    return { status: 200, body: { removed: true as const } }
  })
}
