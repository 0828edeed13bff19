import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { phoneListed, phoneListedFollow, user } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type FollowRow = typeof phoneListedFollow.$inferSelect
export type PersonRow = typeof phoneListed.$inferSelect
export type FollowOf = { follow: FollowRow; person: PersonRow; markedBy: string | null }

export async function findPerson(db: Handle, id: string): Promise<PersonRow | undefined> {
  const [row] = await db.select().from(phoneListed).where(eq(phoneListed.id, id))
  return row
}

const selectFollows = (db: Handle) =>
  db
    .select({ follow: phoneListedFollow, person: phoneListed, markedBy: user.name })
    .from(phoneListed)
    .innerJoin(phoneListedFollow, eq(phoneListedFollow.personId, phoneListed.id))
    .leftJoin(user, eq(user.id, phoneListedFollow.toldByUserId))

/** What the people of a commune are called about, by name; indexes `phone_listed_order`, `phone_listed_follow_person`. */
export function listFollows(
  db: Handle,
  {
    territorySiren,
    communeCode,
    after,
    limit,
  }: {
    territorySiren: string
    communeCode: string
    after: { nameKey: string; personId: string; id: string } | undefined
    limit: number
  },
): Promise<FollowOf[]> {
  const { nameKey, id: personId } = phoneListed
  return selectFollows(db)
    .where(
      and(
        eq(phoneListed.territorySiren, territorySiren),
        eq(phoneListed.communeCode, communeCode),
        after && sql`${nameKey} >= ${after.nameKey}`,
        after &&
          sql`(${nameKey}, ${personId}, ${phoneListedFollow.id}) > (${after.nameKey}, ${after.personId}, ${after.id})`,
      ),
    )
    .orderBy(asc(nameKey), asc(personId), asc(phoneListedFollow.id))
    .limit(limit)
}

export async function findFollow(db: Handle, id: string): Promise<FollowOf | undefined> {
  const [row] = await selectFollows(db).where(eq(phoneListedFollow.id, id))
  return row
}

/** What somebody is called about; index `phone_listed_follow_once`. */
export function listKeys(db: Handle, personId: string): Promise<{ key: string }[]> {
  return db
    .select({ key: phoneListedFollow.key })
    .from(phoneListedFollow)
    .where(eq(phoneListedFollow.personId, personId))
}

export async function insertFollow(tx: Tx, row: FollowRow): Promise<void> {
  await tx.insert(phoneListedFollow).values(row)
}

export async function updateFollow(tx: Tx, row: FollowRow): Promise<void> {
  await tx.update(phoneListedFollow).set(row).where(eq(phoneListedFollow.id, row.id))
}

export async function deleteFollow(tx: Tx, id: string): Promise<void> {
  await tx.delete(phoneListedFollow).where(eq(phoneListedFollow.id, id))
}
