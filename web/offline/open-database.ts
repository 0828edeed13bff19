import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb'
import { lasting, type Connection } from './lasting.ts'
import { holdsAnything, storeOver, type Held, type PhoneStores, type ReplaceBeneath } from './phone-store.ts'
import { settleHeld } from './settle-held.ts'
import type { EventDraft } from '../agenda/propose/event-draft.ts'
import type {
  AcceptedWrite,
  AdditionDraft,
  DeskDraft,
  Followed,
  FollowedEvent,
  KeptRound,
  OwnEvent,
  QueuedSend,
  RoundTicket,
  SentOne,
  StoredDraft,
} from './stored.ts'

interface Schema extends DBSchema {
  /** `report:` and the territory's; `aside:` and its id; `addition:`, what it is and the report's. */
  drafts: { key: string; value: StoredDraft | AdditionDraft }
  sends: { key: string; value: QueuedSend }
  /** What the server accepted lately, and what of its answer the phone has still to draw from. */
  sent: { key: string; value: SentOne }
  followed: { key: string; value: Followed }
  followedEvents: { key: string; value: FollowedEvent }
  /** `new:` and the territory's is the event being proposed, `aside:` one that waits, `edit:` one's own that is there. */
  eventDrafts: { key: string; value: EventDraft }
  ownEvents: { key: string; value: OwnEvent }
  /** Answers of the server kept to be read without network; nothing private. */
  kept: { key: string; value: { at: number; data: unknown } }
  /** The one round of work taken along, under `mine`. */
  round: { key: string; value: KeptRound }
  roundTickets: { key: string; value: RoundTicket }
  /** What the server accepted lately, whole, to be sent again to one that comes back from a restore. */
  accepted: { key: string; value: AcceptedWrite }
  deskDrafts: { key: string; value: DeskDraft }
}
export type PhoneDatabase = PhoneStores<{ [Name in keyof Schema & string]: Schema[Name]['value'] }>
/**
 * Nothing may be kept (`none`), no room is left (`full`), a newer version of the app has been here (`newer`), or another
 * window keeps it out of reach (`blocked`).
 */
export type StorageTrouble = 'none' | 'full' | 'newer' | 'blocked' | null

const name = 'bocage'
const version = 5
/** Stores whose values do not carry their key. */
const keyed: ReadonlySet<string> = new Set(['drafts', 'eventDrafts', 'kept', 'round'])

type Told = { newer: (is: boolean) => void; upgrading: () => void; closed: () => void }

async function open(told: Told): Promise<Connection> {
  try {
    const database = await openVersion(version, told)
    told.newer(false)
    return connectionOver(database)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'VersionError')) throw error
    // Newer ones only add: what this version knows is there, and what it does not know of is left alone.
    told.newer(true)
    return connectionOver(await openVersion(undefined, told))
  }
}

const connectionOver = (database: IDBPDatabase<Schema>): Connection => ({
  get: (store, key) => database.get(store, key),
  getAll: (store) => database.getAll(store),
  put: (store, value, key) => database.put(store, value, keyed.has(store) ? key : undefined),
  delete: (store, key) => database.delete(store, key),
  replace: replaceIn(database),
})

function openVersion(wanted: number | undefined, told: Told): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, wanted, {
    upgrade(database, from) {
      told.upgrading()
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
      if (from < 4) {
        database.createObjectStore('sent', { keyPath: 'id' })
        database.createObjectStore('round')
        database.createObjectStore('roundTickets', { keyPath: 'id' })
      }
      if (from < 5) {
        database.createObjectStore('accepted', { keyPath: 'id' })
        database.createObjectStore('deskDrafts', { keyPath: 'id' })
      }
    },
    // A newer version in another tab waits for this one to let go.
    blocking: (_current, _blocked, event) => {
      ;(event.target as IDBDatabase).close()
      told.closed()
    },
    terminated: told.closed,
  })
}

const replaceIn =
  (database: IDBPDatabase<Schema>): ReplaceBeneath =>
  async (stores) => {
    const names = [...stores.keys()] as StoreNames<Schema>[]
    const transaction = database.transaction(names, 'readwrite')
    // Asked for at once: its failure is that of what is awaited below.
    const done = transaction.done
    done.catch(() => undefined)
    try {
      for (const name of names) {
        const store = transaction.objectStore(name)
        await store.clear()
        for (const { value, key } of stores.get(name) ?? []) await store.put(value as never, key)
      }
    } catch (error) {
      // What cannot be copied is refused without ending the transaction, which would leave the store empty.
      abort(transaction)
      throw error
    }
    await done
  }

/** One that failed has ended by itself already. */
function abort(transaction: { abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    return
  }
}

/**
 * What this phone keeps: the draft, what waits to be sent, what is followed, what is read offline. A browser that
 * forbids storage, or a full phone, keeps it in memory until the page closes: one can still report. So does one where
 * another window lets nobody in for `patienceMs`, until it does.
 */
export function openPhoneDatabase(
  trouble: (what: StorageTrouble) => void,
  patienceMs = Infinity,
): PhoneDatabase {
  const held: Held = new Map()
  let isNewer = false
  let isOpen = false
  const tell = () => {
    if (isOpen) trouble(isNewer ? 'newer' : holdsAnything(held) ? 'full' : null)
  }
  const beneath = lasting({
    open: (told) =>
      open({
        ...told,
        newer: (is) => {
          isNewer = is
        },
      }),
    first: (connection) => settleHeld(held, connection),
    patienceMs,
    tell: (reach) => {
      isOpen = reach === 'open'
      if (isOpen) tell()
      else trouble(reach === 'late' ? 'blocked' : 'none')
    },
  })
  return storeOver(beneath, tell, beneath.replace, held) as PhoneDatabase
}
