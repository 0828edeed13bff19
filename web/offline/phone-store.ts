/** The part of a database that Bocage uses. Values of stores written without a key carry it as `id`. */
export type PhoneStores<Values> = {
  get<Name extends keyof Values & string>(store: Name, key: string): Promise<Values[Name] | undefined>
  getAll<Name extends keyof Values & string>(store: Name): Promise<Values[Name][]>
  /** False when it is held in memory only. */
  put<Name extends keyof Values & string>(store: Name, value: Values[Name], key?: string): Promise<boolean>
  delete(store: keyof Values & string, key: string): Promise<void>
  /**
   * What these stores hold from now on, in place of all they held: in one transaction, and throws `NotKept` when the
   * phone cannot keep it. Then what was there is there still.
   */
  replace(stores: { [Name in keyof Values & string]?: readonly Entry<Values[Name]>[] }): Promise<void>
}

/** A value to keep, and its key where the store's values do not carry it. */
export type Entry<Value> = { value: Value; key?: string }

/** This phone cannot keep it: no room left, or storage forbidden. */
export class NotKept extends Error {
  constructor(cause?: unknown) {
    super('not kept', { cause })
    this.name = 'NotKept'
  }
}

/** What `storeOver` needs of the database beneath: IndexedDB through `idb`. */
export type Beneath = {
  get(store: never, key: string): Promise<unknown>
  getAll(store: never): Promise<unknown[]>
  put(store: never, value: never, key?: string): Promise<unknown>
  delete(store: never, key: string): Promise<void>
}

/** Replaces all that these stores of the database beneath hold, or nothing. */
export type ReplaceBeneath = (stores: ReadonlyMap<string, readonly Entry<unknown>[]>) => Promise<void>

/** What is in memory alone, by store and key. */
export type Held = Map<string, Map<string, unknown>>

export const holdsAnything = (held: Held): boolean => [...held.values()].some(({ size }) => size > 0)

const keyOf = (value: unknown, key?: string) => key ?? (value as { id: string }).id

/**
 * A store over `beneath`. What it refuses (no room left, storage forbidden: `beneath` null) is put in `held`, read back
 * from there, and forgotten with the page: `onHeld` is told after each write whether anything is. `held` outlives one
 * connection, which the browser may close at any moment.
 */
export function storeOver(
  beneath: Beneath | null,
  onHeld: (anything: boolean) => void = () => {},
  replaceBeneath?: ReplaceBeneath,
  held: Held = new Map(),
): PhoneStores<Record<string, unknown>> {
  const tell = () => onHeld(holdsAnything(held))
  const heldIn = (store: string) => {
    const known = held.get(store) ?? new Map<string, unknown>()
    held.set(store, known)
    return known
  }
  return {
    get: async (store, key) => heldIn(store).get(key) ?? (await beneath?.get(store as never, key)),
    getAll: async (store) => {
      const kept = (await beneath?.getAll(store as never)) ?? []
      const over = heldIn(store)
      return [...kept.filter((value) => !over.has(keyOf(value))), ...over.values()]
    },
    put: async (store, value, key) => {
      try {
        if (!beneath) throw new Error('nothing beneath')
        await beneath.put(store as never, value as never, key)
        heldIn(store).delete(keyOf(value, key))
        tell()
        return true
      } catch {
        heldIn(store).set(keyOf(value, key), value)
        tell()
        return false
      }
    },
    delete: async (store, key) => {
      heldIn(store).delete(key)
      tell()
      await beneath?.delete(store as never, key)
    },
    replace: async (stores) => {
      const entries = new Map(Object.entries(stores).map(([store, values]) => [store, values ?? []]))
      // Where nothing can be kept, nothing is there to be emptied either.
      if (!replaceBeneath && [...entries.values()].some(({ length }) => length > 0)) throw new NotKept()
      await replaceBeneath?.(entries).catch((error: unknown) => Promise.reject(new NotKept(error)))
      for (const store of entries.keys()) held.delete(store)
      tell()
    },
  }
}
