import type { Reader, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { authorize, may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { targetsOf, requirePlaces } from './alert-scope.usecases.ts'
import { kindsOf, maskOf } from './alert.rules.ts'
import { phoneListProblems } from './phone-list.problems.ts'
import {
  countAgreedBefore,
  deleteListed,
  findListed,
  findSame,
  insertListed,
  listAgreedBefore,
  listListed,
  updateListed,
  type ListedRow,
} from './phone-list.repository.ts'
import { nameKeyOf } from '../platform/person-names.rules.ts'
import { askAgainAfter, forgetAfter, isToAskAgain } from './phone-list.rules.ts'
import { frenchNumber } from './phone-number.rules.ts'
import type {
  ListedPerson,
  ListedPersonChange,
  NewListedPerson,
  PhoneListPage,
  PhoneListWritten,
} from './phone-list.schemas.ts'

// People who gave their town hall a number, for want of a phone that shows alerts. Read and written by those who speak
// for their commune, and by nobody else of the territory.

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
type Handle = Reader | Tx
type Owner = Pick<ListedRow, 'territorySiren' | 'communeCode'>

/** True when this person keeps the list of a commune. */
export async function keepsList(handle: Handle, actor: Actor, owner: Owner): Promise<boolean> {
  const [target] = await targetsOf(handle, { ...owner, whole: false, communes: [owner.communeCode] })
  return target !== undefined && may(actor, 'phone-list.keep', target)
}

/** Throws `signed-out` or `forbidden` unless the actor keeps the list of this commune. */
export async function requireKeeper(handle: Handle, actor: Actor, owner: Owner): Promise<string> {
  if (!actor) throw commonProblems['signed-out']()
  const [target] = await targetsOf(handle, { ...owner, whole: false, communes: [owner.communeCode] })
  authorize(actor, 'phone-list.keep', target ?? { territorySiren: owner.territorySiren })
  return actor.userId
}

function numberOf(written: string): string {
  const phone = frenchNumber(written)
  if (phone === null)
    throw phoneListProblems['listed-number-wrong'](
      {},
      { errors: [{ pointer: '/phone', code: 'wrong', detail: 'wrong' }] },
    )
  return phone
}

/** Who they are as others may be told it: who is called needs no more. */
export const toListed = (row: ListedRow, now: number): ListedPerson => ({
  id: row.id,
  commune: row.communeCode,
  firstName: row.firstName,
  lastName: row.lastName,
  phone: row.phone,
  note: row.note,
  kinds: kindsOf(row.kinds),
  consentAt: row.consentAt,
  askAgain: isToAskAgain(row.consentAt, now),
  version: row.version,
})

/** The people of a commune by name. Throws `forbidden`, `bad-cursor`. */
export async function listPhoneList(
  { database, clock }: Pick<Given, 'database' | 'clock'>,
  {
    actor,
    territory: territorySiren,
    commune: communeCode,
    cursor,
    limit,
  }: { actor: Actor; territory: string; commune: string; cursor: string | undefined; limit: number },
): Promise<PhoneListPage> {
  const { read } = database
  const owner = { territorySiren, communeCode }
  await requireKeeper(read, actor, owner)
  const rows = await listListed(read, { ...owner, after: placeOf(cursor), limit: limit + 1 })
  const page = toPage(rows, limit, ({ nameKey, id }) => [nameKey, id])
  const now = clock.now()
  return {
    ...page,
    items: page.items.map((row) => toListed(row, now)),
    toAskAgain: await countAgreedBefore(read, { ...owner, at: now - askAgainAfter }),
  }
}

/** Where a list by name goes on. Throws `bad-cursor`. */
export function placeOf(cursor: string | undefined): Pick<ListedRow, 'nameKey' | 'id'> | undefined {
  if (cursor === undefined) return undefined
  const [nameKey, id] = decodeCursor(cursor, ['string', 'string'])
  return { nameKey: String(nameKey), id: String(id) }
}

/** Notes by ids who did what with the list: nothing of the person is left in the trail. */
async function trail(
  tx: Tx,
  { ids, clock }: Pick<Given, 'ids' | 'clock'>,
  { row, userId, action }: { row: ListedRow; userId: string | null; action: string },
): Promise<void> {
  await recordAudit(tx, {
    id: ids.next(),
    territorySiren: row.territorySiren,
    at: clock.now(),
    userId,
    action,
    subject: row.id,
    change: { commune: row.communeCode },
  })
}

async function refuseKnown(tx: Tx, row: ListedRow): Promise<void> {
  const same = await findSame(tx, row)
  if (same && same.id !== row.id) throw phoneListProblems['listed-person-known']()
}

/** Puts somebody who agreed to it on the list. Throws `forbidden`, `alert-for-nobody`, `listed-number-wrong`, `listed-person-known`, `id-taken`. */
export function addListed(
  deps: Given,
  { actor, person, write }: { actor: Actor; person: NewListedPerson; write: WriteKey },
): Promise<Answer<PhoneListWritten>> {
  const { territory: territorySiren, commune: communeCode } = person
  return writeOnce({ ...deps, write }, async (tx) => {
    const userId = await requireKeeper(tx, actor, { territorySiren, communeCode })
    await requirePlaces(tx, { territorySiren, whole: false, communes: [communeCode] })
    if (await findListed(tx, person.id)) throw commonProblems['id-taken']()
    const now = deps.clock.now()
    const { id, firstName, lastName, note } = person
    const row: ListedRow = {
      id,
      territorySiren,
      communeCode,
      firstName,
      lastName,
      nameKey: nameKeyOf(person),
      phone: numberOf(person.phone),
      note: note || null,
      kinds: maskOf(person.kinds),
      consentAt: now,
      consentByUserId: userId,
      createdAt: now,
      version: 1,
    }
    await refuseKnown(tx, row)
    await insertListed(tx, row)
    await trail(tx, deps, { row, userId, action: 'phone-list.added' })
    return { status: 201, body: { id, version: 1 } }
  })
}

type Versioned<T> = { actor: Actor; id: string; version: number; write: WriteKey } & T
async function openForWrite(tx: Tx, { clock }: Given, { actor, id, version }: Versioned<object>) {
  const row = await findListed(tx, id)
  // Of another commune, they are no more there than somebody unknown.
  if (!row || !(await keepsList(tx, actor, row))) throw phoneListProblems['listed-person-not-found']()
  if (row.version !== version)
    throw commonProblems['stale-version']({}, { current: toListed(row, clock.now()) })
  return { row, userId: actor?.userId ?? '' }
}

/** Corrects what is known of somebody; `consent` when they agreed anew. Throws `listed-person-not-found`, `stale-version`, `listed-number-wrong`, `listed-person-known`. */
export function changeListed(
  deps: Given,
  { change, write, ...asked }: Versioned<{ change: ListedPersonChange }>,
): Promise<Answer<PhoneListWritten>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    const { row, userId } = await openForWrite(tx, deps, { ...asked, write })
    const { consent, firstName, lastName, note } = change
    const next: ListedRow = {
      ...row,
      firstName,
      lastName,
      nameKey: nameKeyOf(change),
      phone: numberOf(change.phone),
      note: note || null,
      kinds: maskOf(change.kinds),
      ...(consent ? { consentAt: deps.clock.now(), consentByUserId: userId } : {}),
      version: row.version + 1,
    }
    await refuseKnown(tx, next)
    await updateListed(tx, next)
    await trail(tx, deps, { row, userId, action: consent ? 'phone-list.agreed' : 'phone-list.corrected' })
    return { status: 200, body: { id: row.id, version: next.version } }
  })
}

/** Forgets somebody at once, with what was noted of their calls. Throws `listed-person-not-found`, `stale-version`. */
export function removeListed(
  deps: Given,
  { write, ...asked }: Versioned<object>,
): Promise<Answer<{ removed: true }>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    const { row, userId } = await openForWrite(tx, deps, { ...asked, write })
    await deleteListed(tx, row.id)
    await trail(tx, deps, { row, userId, action: 'phone-list.removed' })
    return { status: 200, body: { removed: true as const } }
  })
}

const batch = 100

/** Forgets those whose agreement is too old, and was not given again. */
export async function forgetOldListed(deps: Given): Promise<void> {
  const { database, clock } = deps
  const forgetSome = (): Promise<number> =>
    database.write(async (tx) => {
      const rows = await listAgreedBefore(tx, clock.now() - forgetAfter, batch)
      for (const row of rows) {
        await deleteListed(tx, row.id)
        await trail(tx, deps, { row, userId: null, action: 'phone-list.lapsed' })
      }
      return rows.length
    })
  while ((await forgetSome()) === batch);
}
