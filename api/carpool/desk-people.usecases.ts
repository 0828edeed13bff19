import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  findNamesakes,
  findPeople,
  findPerson,
  insertPerson,
  updatePerson,
  type DeskPerson,
} from './desk-people.repository.ts'
import { nameKeyOf } from '../platform/person-names.rules.ts'
import { keysOf, phoneKeyOf, shownNameOf, soughtBy } from './desk-people.rules.ts'
import type { EditPerson, NewPerson, PersonView } from './desk-people.schemas.ts'
import { mayHear, requireSpeaker } from './desk-access.usecases.ts'
import { deskRideProblems } from './desk.problems.ts'
import { findTraveller, insertTraveller, updateTraveller } from './travellers.repository.ts'
import { forget } from './travellers-erase.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

/** A person the actor speaks for. Throws `ride-person-not-found` for anybody else, as if they did not exist. */
export async function openPerson(handle: Reader | Tx, actor: Actor, id: string): Promise<DeskPerson> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findPerson(handle, id)
  if (!row || !mayHear(actor, row.desk)) throw deskRideProblems['ride-person-not-found']()
  return row
}

/**
 * Enters somebody on the phone or at the counter. The same name and phone is the same person, who is answered as known;
 * the same name with another phone is asked about. Staff know everybody; a helper, whom they entered. Throws `forbidden`,
 * `ride-person-known` (with `people`), `id-taken`.
 */
export function enterPerson(
  { database, clock }: Given,
  { actor, request, write }: { actor: Actor; request: NewPerson; write: WriteKey },
): Promise<Answer<{ person: PersonView; known: boolean }>> {
  const { actor: speaker, helperUserId } = requireSpeaker(actor, request.territory)
  const { id, territory: territorySiren, phone } = request
  return writeOnce<{ person: PersonView; known: boolean }>({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const nameKey = nameKeyOf(request)
    const phoneKey = phoneKeyOf(phone)
    const namesakes = await findNamesakes(tx, { territorySiren, nameKey, helperUserId, limit: 20 })
    const same = namesakes.find(({ desk }) => desk.phoneKey === phoneKey)
    if (same) return { status: 200, body: { person: toPerson(same), known: true } }
    if (namesakes.length > 0 && !request.another)
      throw deskRideProblems['ride-person-known']({}, { people: namesakes.map(toPerson) })
    if (await findTraveller(tx, id)) throw commonProblems['id-taken']()
    await insertTraveller(tx, {
      id,
      territorySiren,
      name: shownNameOf(request),
      phone,
      phoneShared: phone !== null && request.phoneShared,
      woman: request.woman,
      agreedAt: now,
      locale: 'fr',
      enteredByUserId: speaker.userId,
      createdAt: now,
      activeAt: now,
    })
    const { firstName, lastName } = request
    await insertPerson(
      tx,
      {
        travellerId: id,
        territorySiren,
        firstName,
        lastName,
        nameKey,
        phoneKey,
        consentAt: now,
        consentByUserId: speaker.userId,
        helperUserId,
      },
      keysOf(request),
    )
    return { status: 201, body: { person: toPerson((await findPerson(tx, id))!), known: false } }
  })
}

/**
 * Corrects what is known of a person. Throws `ride-person-not-found`, `stale-version`, `ride-person-known` when they
 * would become somebody else who is known.
 */
export function correctPerson(
  { database }: Given,
  { actor, id, version, request }: { actor: Actor; id: string; version: number; request: EditPerson },
): Promise<PersonView> {
  return database.write(async (tx) => {
    const known = await openPerson(tx, actor, id)
    const { territorySiren } = known.traveller
    requireVersion(known, version)
    const nameKey = nameKeyOf(request)
    const phoneKey = phoneKeyOf(request.phone)
    const others = await findNamesakes(tx, { territorySiren, nameKey, helperUserId: null, limit: 20 })
    // Of the same keeper: whom staff know as well as a helper is there twice.
    const same = others.filter(
      ({ desk }) =>
        desk.travellerId !== id &&
        desk.phoneKey === phoneKey &&
        desk.helperUserId === known.desk.helperUserId,
    )
    if (same.length > 0) throw deskRideProblems['ride-person-known']({}, { people: same.map(toPerson) })
    const { firstName, lastName, phone, woman } = request
    await updatePerson(
      tx,
      { travellerId: id, territorySiren, firstName, lastName, nameKey, phoneKey },
      keysOf(request),
    )
    await updateTraveller(tx, id, {
      name: shownNameOf(request),
      phone,
      phoneShared: phone !== null && request.phoneShared,
      woman,
    })
    return toPerson((await findPerson(tx, id))!)
  })
}

/**
 * Forgets a person who asks for it: their rides are off, the others told. Throws `ride-person-not-found`,
 * `stale-version`.
 */
export async function forgetPerson(
  deps: Given,
  { actor, id, version }: { actor: Actor; id: string; version: number },
): Promise<void> {
  await deps.database.write(async (tx) => {
    const known = await openPerson(tx, actor, id)
    requireVersion(known, version)
    await forget(tx, deps, known.traveller)
  })
}

function requireVersion(known: DeskPerson, version: number): void {
  if (known.traveller.version !== version)
    throw commonProblems['stale-version']({}, { current: toPerson(known) })
}

/** Throws `ride-person-not-found`. */
export async function readPerson(
  { database }: Pick<Given, 'database'>,
  { actor, id }: { actor: Actor; id: string },
): Promise<PersonView> {
  return toPerson(await openPerson(database.read, actor, id))
}

/** The people entered at the desk of a territory, by name; for a helper, those they entered. Throws `forbidden`. */
export async function listPeople(
  { database }: Pick<Given, 'database'>,
  {
    actor,
    territorySiren,
    q,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; q: string; cursor: string | undefined; limit: number },
): Promise<{ items: PersonView[]; nextCursor: string | null }> {
  const { helperUserId } = requireSpeaker(actor, territorySiren)
  const [nameKey, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const rows = await findPeople(database.read, {
    territorySiren,
    helperUserId,
    sought: soughtBy(q),
    after: nameKey === undefined || id === undefined ? undefined : { nameKey, id },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ desk }) => [desk.nameKey, desk.travellerId])
  return { ...page, items: page.items.map(toPerson) }
}

export const toPerson = ({ traveller, desk }: DeskPerson): PersonView => ({
  id: traveller.id,
  version: traveller.version,
  territory: traveller.territorySiren,
  firstName: desk.firstName,
  lastName: desk.lastName,
  name: traveller.name,
  phone: traveller.phone,
  phoneShared: traveller.phoneShared,
  woman: traveller.woman,
  consentAt: desk.consentAt,
  suspended: traveller.suspendedAt !== null,
})
