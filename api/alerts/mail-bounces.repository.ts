import { eq, lt } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { mailbox } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type MailboxRow = typeof mailbox.$inferSelect

export async function findMailbox(db: Handle, key: string): Promise<MailboxRow | undefined> {
  const [row] = await db.select().from(mailbox).where(eq(mailbox.key, key))
  return row
}

export async function saveMailbox(tx: Tx, row: MailboxRow): Promise<void> {
  const { key, ...state } = row
  await tx
    .insert(mailbox)
    .values({ key, ...state })
    .onConflictDoUpdate({ target: mailbox.key, set: state })
}

export async function deleteMailbox(tx: Tx, key: string): Promise<void> {
  await tx.delete(mailbox).where(eq(mailbox.key, key))
}

export async function deleteOldMailboxes(tx: Tx, before: number): Promise<void> {
  await tx.delete(mailbox).where(lt(mailbox.lastAt, before))
}
