import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Followed, QueuedSend, StoredDraft } from './stored.ts'

interface Stores extends DBSchema {
  drafts: { key: string; value: StoredDraft }
  sends: { key: string; value: QueuedSend }
  followed: { key: string; value: Followed }
  /** Answers of the server kept to be read without network; nothing private. */
  kept: { key: string; value: { at: number; data: unknown } }
}
export type PhoneDatabase = IDBPDatabase<Stores>

let opening: Promise<PhoneDatabase> | undefined

/** What this phone keeps: the draft, what waits to be sent, what is followed, what is read offline. */
export function phoneDatabase(): Promise<PhoneDatabase> {
  opening ??= openDB<Stores>('bocage', 1, {
    upgrade(database) {
      database.createObjectStore('drafts')
      database.createObjectStore('sends', { keyPath: 'id' })
      database.createObjectStore('followed', { keyPath: 'id' })
      database.createObjectStore('kept')
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: () => {
      opening = undefined
    },
  }).catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}
