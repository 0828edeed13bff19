import { eq } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { agendaSettings } from '../../db/schema/index.ts'

export type AgendaSettings = typeof agendaSettings.$inferSelect

/** What a territory decided of its agenda; as long as it decided nothing, what is usual. */
export async function readSettings(handle: Reader | Tx, territorySiren: string): Promise<AgendaSettings> {
  const [row] = await handle
    .select()
    .from(agendaSettings)
    .where(eq(agendaSettings.territorySiren, territorySiren))
  return row ?? { territorySiren, moderation: 'territory', forbiddenWords: [], version: 0 }
}

/** Keeps what a territory decides, and raises its version. */
export async function saveSettings(tx: Tx, settings: AgendaSettings): Promise<AgendaSettings> {
  const { version, ...decided } = settings
  const row = { ...decided, version: version + 1 }
  await tx.insert(agendaSettings).values(row).onConflictDoUpdate({
    target: agendaSettings.territorySiren,
    set: row,
  })
  return row
}
