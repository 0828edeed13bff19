import type { Beneath, ReplaceBeneath } from './phone-store.ts'

/** An open database. */
export type Connection = Beneath & { replace: ReplaceBeneath }

/** `late`: it does not open, most likely since another window holds an older version of it. */
export type Reach = 'open' | 'late' | 'forbidden'

type How = {
  /** `upgrading`: it opens, however long that takes. `closed`: the browser has closed it. */
  open: (told: { upgrading: () => void; closed: () => void }) => Promise<Connection>
  /** Done with each new connection before anything else. */
  first: (connection: Connection) => Promise<void>
  patienceMs: number
  tell: (reach: Reach) => void
}

/** How browsers say that they closed it beneath: another window's upgrade, want of room, a disk that went away. */
const closedNames: ReadonlySet<string> = new Set(['InvalidStateError', 'AbortError', 'UnknownError'])
const isClosed = (error: unknown) => error instanceof DOMException && closedNames.has(error.name)

/**
 * A database for as long as the page, over connections that the browser may close at any moment: one that is closed is
 * opened again, once for each thing asked, which then fails. Where none ever opened, or one that was closed
 * does not open again in time, nothing is known to be there: reads find nothing, and writes fail.
 */
export function lasting({ open, first, patienceMs, tell }: How): Connection {
  let reaching: Promise<Connection> | null = null
  let latest: Connection | null = null
  let isForbidden = false
  let isLate = false

  async function opened(opening: Promise<Connection>, settled: () => void): Promise<Connection> {
    try {
      const connection = await opening
      settled()
      latest = connection
      isLate = false
      // Also for who comes after having been told that it does not open.
      reaching = first(connection).then(() => connection)
      await reaching
      tell('open')
      return connection
    } catch (error) {
      settled()
      // One that was there may be again.
      if (latest) reaching = null
      else {
        isForbidden = true
        tell('forbidden')
      }
      throw error
    }
  }

  const begin = () =>
    new Promise<Connection>((resolve, reject) => {
      const giveUp = () => {
        isLate = true
        tell('late')
        reject(new Error('The database does not open'))
      }
      const timer = Number.isFinite(patienceMs) ? setTimeout(giveUp, patienceMs) : undefined
      const settled = () => clearTimeout(timer)
      const closed = () => {
        reaching = null
      }
      opened(open({ upgrading: settled, closed }), settled).then(resolve, reject)
    })
  const reach = () => (reaching ??= begin())

  async function use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await reach()
    try {
      return await work(connection)
    } catch (error) {
      if (!isClosed(error)) throw error
      if (latest === connection) reaching = null
      return work(await reach())
    }
  }

  async function useOr<T>(nothing: T, work: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await use(work)
    } catch (error) {
      if (latest && !isLate) throw error
      return nothing
    }
  }

  return {
    get: (store, key) => useOr<unknown>(undefined, (one) => one.get(store, key)),
    getAll: (store) => useOr<unknown[]>([], (one) => one.getAll(store)),
    put: (store, value, key) => use((one) => one.put(store, value, key)),
    delete: (store, key) => useOr<void>(undefined, (one) => one.delete(store, key)),
    replace: async (stores) => {
      await reach().catch(() => undefined)
      // Where nothing can be kept, nothing is there to be emptied either.
      if (isForbidden && [...stores.values()].every(({ length }) => length === 0)) return
      await use((one) => one.replace(stores))
    },
  }
}
