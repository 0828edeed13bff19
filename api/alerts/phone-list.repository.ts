import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { phoneListCall, phoneListed, user } from '../../db/schema/index.ts'
import type { AlertRow } from './alert.repository.ts'
import { maskOf } from './alert.rules.ts'

type Handle = Reader | Tx
export type ListedRow = typeof phoneListed.$inferSelect
export type CallRow = typeof phoneListCall.$inferSelect

export async function findListed(db: Handle, id: string): Promise<ListedRow | undefined> {
  const [row] = await db.select().from(phoneListed).where(eq(phoneListed.id, id))
  return row
}

/** The same person at the same number of a commune; index `phone_listed_once`. */
export async function findSame(
  db: Handle,
  { communeCode, phone, nameKey }: Pick<ListedRow, 'communeCode' | 'phone' | 'nameKey'>,
): Promise<ListedRow | undefined> {
  const [row] = await db
    .select()
    .from(phoneListed)
    .where(
      and(
        eq(phoneListed.communeCode, communeCode),
        eq(phoneListed.phone, phone),
        eq(phoneListed.nameKey, nameKey),
      ),
    )
  return row
}

export async function insertListed(tx: Tx, row: ListedRow): Promise<void> {
  await tx.insert(phoneListed).values(row)
}

export async function updateListed(tx: Tx, row: ListedRow): Promise<void> {
  await tx.update(phoneListed).set(row).where(eq(phoneListed.id, row.id))
}

export async function deleteListed(tx: Tx, id: string): Promise<void> {
  await tx.delete(phoneListed).where(eq(phoneListed.id, id))
}

type Place = Pick<ListedRow, 'nameKey' | 'id'>
type Asked = { territorySiren: string; communeCode: string; after: Place | undefined; limit: number }

const inOrder = ({ territorySiren, communeCode, after }: Asked) =>
  and(
    eq(phoneListed.territorySiren, territorySiren),
    eq(phoneListed.communeCode, communeCode),
    after && sql`(${phoneListed.nameKey}, ${phoneListed.id}) > (${after.nameKey}, ${after.id})`,
  )

/** The people of a commune by name; index `phone_listed_order`. */
export function listListed(db: Handle, asked: Asked): Promise<ListedRow[]> {
  return db
    .select()
    .from(phoneListed)
    .where(inOrder(asked))
    .orderBy(asc(phoneListed.nameKey), asc(phoneListed.id))
    .limit(asked.limit)
}

/** How many of a commune agreed before an instant; by the index of the list. */
export function countAgreedBefore(
  db: Handle,
  { territorySiren, communeCode, at }: { territorySiren: string; communeCode: string; at: number },
): Promise<number> {
  return db.$count(
    phoneListed,
    and(
      eq(phoneListed.territorySiren, territorySiren),
      eq(phoneListed.communeCode, communeCode),
      lte(phoneListed.consentAt, at),
    ),
  )
}

type Told = Pick<AlertRow, 'id' | 'kind' | 'status' | 'endsAt' | 'toldEdition'>

/**
 * Whom an alert is for: those who asked for its kind. Who was entered once it was over was not to be called; its end is
 * told to those who heard of it.
 */
const concerns = ({ kind, status, endsAt, toldEdition }: Told) =>
  and(
    sql`(${phoneListed.kinds} & ${maskOf([kind])}) <> 0`,
    lte(phoneListed.createdAt, endsAt),
    status === 'ended'
      ? or(eq(phoneListCall.outcome, 'called'), eq(phoneListCall.edition, toldEdition))
      : undefined,
  )
const ofPerson = ({ id }: Told) =>
  and(eq(phoneListCall.alertId, id), eq(phoneListCall.personId, phoneListed.id))

export type CallWithPerson = { person: ListedRow; call: CallRow | null; markedBy: string | null }
const selectCalls = (db: Handle, alert: Told) =>
  db
    .select({ person: phoneListed, call: phoneListCall, markedBy: user.name })
    .from(phoneListed)
    .leftJoin(phoneListCall, ofPerson(alert))
    .leftJoin(user, eq(user.id, phoneListCall.markedByUserId))

/** Those of a commune to call about an alert, called or not, by name; index `phone_listed_order`. */
export function listCalls(
  db: Handle,
  { alert, ...asked }: Asked & { alert: Told },
): Promise<CallWithPerson[]> {
  return selectCalls(db, alert)
    .where(and(inOrder(asked), concerns(alert)))
    .orderBy(asc(phoneListed.nameKey), asc(phoneListed.id))
    .limit(asked.limit)
}

export async function findCall(
  db: Handle,
  { alert, personId }: { alert: Told; personId: string },
): Promise<CallWithPerson | undefined> {
  const [row] = await selectCalls(db, alert).where(and(eq(phoneListed.id, personId), concerns(alert)))
  return row
}

/** The same as counts, commune by commune, of what was told last. */
export function countCalls(
  db: Handle,
  { alert, territorySiren, communes }: { alert: Told; territorySiren: string; communes: readonly string[] },
): Promise<{ commune: string; all: number; called: number; noAnswer: number }[]> {
  const marked = (outcome: CallRow['outcome']) =>
    sql<number>`coalesce(sum(${phoneListCall.edition} = ${alert.toldEdition} and ${phoneListCall.outcome} = ${outcome}), 0)`
  return db
    .select({
      commune: phoneListed.communeCode,
      all: sql<number>`count(*)`,
      called: marked('called'),
      noAnswer: marked('no-answer'),
    })
    .from(phoneListed)
    .leftJoin(phoneListCall, ofPerson(alert))
    .where(
      and(
        eq(phoneListed.territorySiren, territorySiren),
        inArray(phoneListed.communeCode, [...communes]),
        concerns(alert),
      ),
    )
    .groupBy(phoneListed.communeCode)
}

export async function saveCall(tx: Tx, row: CallRow): Promise<void> {
  await tx
    .insert(phoneListCall)
    .values(row)
    .onConflictDoUpdate({ target: [phoneListCall.alertId, phoneListCall.personId], set: row })
}

/** Those who agreed before an instant, the first first; index `phone_listed_consent`. */
export function listAgreedBefore(db: Handle, at: number, limit: number): Promise<ListedRow[]> {
  return db
    .select()
    .from(phoneListed)
    .where(lte(phoneListed.consentAt, at))
    .orderBy(asc(phoneListed.consentAt))
    .limit(limit)
}

/** Marks of alerts that nobody was told of since an instant; index `phone_list_call_marked`. */
export async function deleteOldCalls(tx: Tx, at: number): Promise<void> {
  await tx.run(sql`delete from phone_list_call where marked_at < ${at} and exists
    (select 1 from alert a where a.id = phone_list_call.alert_id and a.changed_at < ${at})`)
}
