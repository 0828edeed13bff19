import { and, count, desc, eq, lt, notInArray, or } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { localMail } from '../../db/schema/index.ts'
import { decodeCursor, type Page, toPage } from './pagination.ts'

export type LocalMail = typeof localMail.$inferSelect

const kept = 500

/** Keeps a mail that no server will carry, and forgets all but the 500 latest. */
export function keepLocalMail({
  database,
  mail,
}: {
  database: Pick<Database, 'write'>
  mail: LocalMail
}): Promise<void> {
  return database.write(async (tx) => {
    await tx.insert(localMail).values(mail)
    const [total] = await tx.select({ mails: count() }).from(localMail)
    if ((total?.mails ?? 0) <= kept) return
    const latest = tx
      .select({ id: localMail.id })
      .from(localMail)
      .orderBy(desc(localMail.at), desc(localMail.id))
      .limit(kept)
    await tx.delete(localMail).where(notInArray(localMail.id, latest))
  })
}

/** Latest first. Throws `bad-cursor`. */
export async function listLocalMails({
  database,
  cursor,
  limit,
}: {
  database: Pick<Database, 'read'>
  cursor?: string | undefined
  limit: number
}): Promise<Page<LocalMail>> {
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await database.read
    .select()
    .from(localMail)
    .where(
      at === undefined || id === undefined
        ? undefined
        : or(lt(localMail.at, at), and(eq(localMail.at, at), lt(localMail.id, id))),
    )
    .orderBy(desc(localMail.at), desc(localMail.id))
    .limit(limit + 1)
  return toPage(rows, limit, (row) => [row.at, row.id])
}
