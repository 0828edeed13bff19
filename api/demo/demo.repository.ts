import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { outbox, setting } from '../../db/schema/index.ts'

const key = 'demo.content'

/** True once every report of the demo is written. */
export async function isDemoFilled({ read }: Pick<Database, 'read'>): Promise<boolean> {
  return (await read.select({ key: setting.key }).from(setting).where(eq(setting.key, key))).length > 0
}

/** Ends the filling: what is said to have happened months ago is not mailed to anyone today. */
export function markDemoFilled(
  database: Database,
  { siren, now }: { siren: string; now: number },
): Promise<void> {
  return database.write(async (tx) => {
    await tx
      .update(outbox)
      .set({ doneAt: now })
      .where(and(eq(outbox.territorySiren, siren), isNull(outbox.doneAt)))
    await tx.insert(setting).values({ key, value: 'filled', updatedAt: now }).onConflictDoNothing()
  })
}
