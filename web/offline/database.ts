import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { ref } from 'vue'
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

const name = 'bocage'
const version = 3

let opening: Promise<PhoneDatabase> | undefined

/**
 * What the person is told of their phone: it keeps nothing (`none`: forbidden, private window), has no room left
 * (`full`), or was used by a newer version of the app (`newer`), which kept what this one may not know of.
 */
export const storageTrouble = ref<'none' | 'full' | 'newer' | null>(null)

async function open(): Promise<IDBPDatabase<Schema>> {
  try {
    return await openVersion(version)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'VersionError')) throw error
    // Newer ones only add: what this version knows is there, and what it does not know of is left alone.
    storageTrouble.value = 'newer'
    return openVersion(undefined)
  }
}

function openVersion(wanted: number | undefined): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, wanted, {
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
    (database) =>
      storeOver(database, (anything) => {
        if (storageTrouble.value !== 'newer') storageTrouble.value = anything ? 'full' : null
      }) as PhoneDatabase,
    () => {
      storageTrouble.value = 'none'
      return storeOver(null) as PhoneDatabase
    },
  )
  return opening
}
