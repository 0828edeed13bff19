import { asc, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { eventEntry } from '../../db/schema/index.ts'

/** The histories of some events, the oldest first; index `event_entry_history`. */
export function findHistories(read: Reader, ids: readonly string[]) {
  return read
    .select({
      eventId: eventEntry.eventId,
      at: eventEntry.at,
      kind: eventEntry.kind,
      words: eventEntry.words,
      data: eventEntry.data,
    })
    .from(eventEntry)
    .where(sql`${eventEntry.eventId} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(eventEntry.at), asc(eventEntry.id))
}
export type HistoryRow = Awaited<ReturnType<typeof findHistories>>[number]
