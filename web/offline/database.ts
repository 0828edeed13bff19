import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { storeOver, type PhoneStores } from './phone-store.ts'
import type { EventDraft } from '../agenda/propose/event-draft.ts'
import type { Followed, FollowedEvent, OwnEvent, QueuedSend, StoredDraft } from './stored.ts'

interface Schema extends DBSchema {
  drafts: { key: string; value: StoredDraft }
  sends: { key: string; value: QueuedSend }
  followed: { key: string; value: Followed }
  followedEvents: { key: string; value: FollowedEvent }
  /** `new` is the event being proposed; another is the edit of one that is there. */
  eventDrafts: { key: string; value: EventDraft }
  ownEvents: { key: string; value: OwnEvent }
  /** Answers of the server kept to be read without network; nothing private. */
  kept: { key: string; value: { at: number; data: unknown } }
}
export type PhoneDatabase = PhoneStores<{ [Name in keyof Schema & string]: Schema[Name]['value'] }>

let opening: Promise<PhoneDatabase> | undefined

function open(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('bocage', 3, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore('drafts')
        database.createObjectStore('sends', { keyPath: 'id' })
        database.createObjectStore('followed', { keyPath: 'id' })
        database.createObjectStore('kept')
      }
      if (from < 2) database.createObjectStore('followedEvents', { keyPath: 'id' })
      if (from < 3) {
        database.createObjectStore('eventDrafts')
        database.createObjectStore('ownEvents', { keyPath: 'id' })
      }
    },
    // A newer version in another tab waits for this one to let go.
    blocking: (_current, _blocked, event) => {
      ;(event.target as IDBDatabase).close()
      opening = undefined
    },
    terminated: () => {
      opening = undefined
    },
  })
}

/**
 * What this phone keeps: the draft, what waits to be sent, what is followed, what is read offline. A browser that
 * forbids storage, or a full phone, keeps it in memory until the page closes: one can still report.
 */
export function phoneDatabase(): Promise<PhoneDatabase> {
  opening ??= open().then(
    (database) => storeOver(database) as PhoneDatabase,
    () => storeOver(null) as PhoneDatabase,
  )
  return opening
}
