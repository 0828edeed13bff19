import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { deskCall, deskTraveller, deskTravellerKey, traveller } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type DeskPerson = {
  traveller: typeof traveller.$inferSelect
  desk: typeof deskTraveller.$inferSelect
}

const select = (handle: Handle) =>
  handle
    .select({ traveller, desk: deskTraveller })
    .from(deskTraveller)
    .innerJoin(traveller, eq(traveller.id, deskTraveller.travellerId))

export async function findPerson(handle: Handle, id: string): Promise<DeskPerson | null> {
  const [row] = await select(handle).where(eq(deskTraveller.travellerId, id))
  return row ?? null
}

/** People of one name in a territory, whatever their phone; a helper's alone when named; index `desk_traveller_list`. */
export function findNamesakes(
  handle: Handle,
  {
    territorySiren,
    nameKey,
    helperUserId,
    limit,
  }: { territorySiren: string; nameKey: string; helperUserId: string | null; limit: number },
): Promise<DeskPerson[]> {
  return select(handle)
    .where(
      and(
        eq(deskTraveller.territorySiren, territorySiren),
        eq(deskTraveller.nameKey, nameKey),
        helperUserId === null ? undefined : eq(deskTraveller.helperUserId, helperUserId),
      ),
    )
    .orderBy(asc(deskTraveller.phoneKey))
    .limit(limit)
}

/** People of a territory by name, those who have a key beginning with each of `sought`; index `desk_traveller_list`, of a helper's `desk_traveller_helper`. */
export function findPeople(
  handle: Handle,
  {
    territorySiren,
    helperUserId,
    sought,
    after,
    limit,
  }: {
    territorySiren: string
    helperUserId: string | null
    sought: readonly string[]
    after: { nameKey: string; id: string } | undefined
    limit: number
  },
): Promise<DeskPerson[]> {
  const person = sql.raw('desk_traveller.traveller_id')
  return select(handle)
    .where(
      and(
        eq(deskTraveller.territorySiren, territorySiren),
        helperUserId === null ? undefined : eq(deskTraveller.helperUserId, helperUserId),
        after &&
          sql`(${deskTraveller.nameKey}, ${deskTraveller.travellerId}) > (${after.nameKey}, ${after.id})`,
        ...sought.map(
          (key) =>
            sql`${person} in (select k.traveller_id from desk_traveller_key k
              where k.territory_siren = ${territorySiren} and k.key >= ${key} and k.key < ${`${key}\u{10ffff}`})`,
        ),
      ),
    )
    .orderBy(asc(deskTraveller.nameKey), asc(deskTraveller.travellerId))
    .limit(limit)
}

export async function insertPerson(
  tx: Tx,
  row: typeof deskTraveller.$inferInsert,
  keys: readonly string[],
): Promise<void> {
  await tx.insert(deskTraveller).values(row)
  await insertKeys(tx, row, keys)
}

export async function updatePerson(
  tx: Tx,
  row: Pick<DeskPerson['desk'], 'travellerId' | 'territorySiren'> & Partial<DeskPerson['desk']>,
  keys: readonly string[],
): Promise<void> {
  await tx.update(deskTraveller).set(row).where(eq(deskTraveller.travellerId, row.travellerId))
  await tx.delete(deskTravellerKey).where(eq(deskTravellerKey.travellerId, row.travellerId))
  await insertKeys(tx, row, keys)
}

async function insertKeys(
  tx: Tx,
  { travellerId, territorySiren }: { travellerId: string; territorySiren: string },
  keys: readonly string[],
): Promise<void> {
  if (keys.length > 0)
    await tx.insert(deskTravellerKey).values(keys.map((key) => ({ territorySiren, key, travellerId })))
}

/** What the desk knew of a person who is forgotten, and their calls. */
export async function deletePerson(tx: Tx, travellerId: string): Promise<void> {
  await tx.delete(deskCall).where(eq(deskCall.travellerId, travellerId))
  await tx.delete(deskTraveller).where(eq(deskTraveller.travellerId, travellerId))
}
