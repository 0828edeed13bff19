import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { mailbox, notification, outbox } from '../../db/schema/index.ts'
import { returnedError } from './alert-report.rules.ts'

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

/** Ends as failed the mail of an alert that a person was sent at this edition of it, or at the last before. */
export async function markReturned(
  tx: Tx,
  { subject, person, edition }: { subject: string; person: string; edition: number },
): Promise<void> {
  const [sent] = await tx
    .select({ id: notification.id })
    .from(notification)
    .innerJoin(outbox, eq(outbox.id, notification.outboxId))
    .where(
      and(
        eq(notification.subject, subject),
        eq(notification.person, person),
        eq(notification.channel, 'email'),
        sql`${outbox.payload} ->> '$.edition' <= ${edition}`,
      ),
    )
    .orderBy(desc(notification.createdAt))
    .limit(1)
  if (!sent) return
  await tx
    .update(notification)
    .set({ state: 'failed', lastError: returnedError })
    .where(and(eq(notification.id, sent.id), eq(notification.state, 'sent')))
}
