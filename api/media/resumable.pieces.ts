import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arriving } from './media.spool.ts'
import { syncFolder } from './storage.disk.ts'
import { StorageError } from './storage.ts'

/**
 * What has arrived of uploads that are not whole: `<id>/<offset>`, a file for each piece. A piece is written under a name
 * of its own, flushed, then linked to its offset, which succeeds once: of two that arrive at the same offset, in one
 * process or in two, one is kept, whole, and no byte of it ever changes after.
 */
export type UploadPieces = {
  /** Bytes that are there, flushed, from the first one on without a gap. */
  held: (id: string) => Promise<number>
  append: (id: string, piece: Piece) => Promise<Appended>
  /** Does what takes in a piece; `ended` is for `append`. From its first moment on, `settle` knows of it. */
  during: <T>(id: string, work: (ended: AbortSignal) => Promise<T>) => Promise<T>
  /**
   * Ends the pieces that still arrive, as if the network had cut them, and answers once what came of them is kept: whoever
   * asks where an upload stands has given up its last try, which this process may not know yet. Another process may have
   * such a piece in hand: it is kept or refused whole, by its offset.
   */
  settle: (id: string) => Promise<void>
  /** The bytes held, in order. */
  read: (id: string) => AsyncIterable<Uint8Array>
  /** Deleting what is not there is no error. */
  drop: (id: string) => Promise<void>
  /** Uploads of which something may lie here. */
  ids: () => Promise<string[]>
}
type Piece = {
  /** As `held` answered. */
  offset: number
  body: AsyncIterable<Uint8Array> | null
  /** Bytes that may follow `offset`; `tooMuch()` is thrown at the first beyond, and nothing is kept. */
  room: number
  tooMuch: () => Error
  /** Less than this is not kept, unless it fills the room. */
  least: number
  ended: AbortSignal
}
/** `cut`: the sender went away. `size`: how much is kept, 0 when too little came, null when another piece was faster. */
type Appended = { size: number | null; cut: boolean; arrived: number }

const anId = /^[\da-f-]{36}$/i
const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code
class CutShort extends Error {}
type Arrival = { end: AbortController; done: Promise<unknown> }

/** What is on its way in the sockets when an arrival is ended is waited for, as long as it comes without a pause. */
const pauseMs = 250

/** What `coming` gives; throws CutShort when nothing came for a pause after `ended`. */
function unlessEnded<T>(coming: Promise<T>, ended: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const wait = () => {
      timer = setTimeout(() => reject(new CutShort()), pauseMs)
    }
    if (ended.aborted) wait()
    else ended.addEventListener('abort', wait, { once: true })
    void coming.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      ended.removeEventListener('abort', wait)
    })
  })
}

/** What arrives, until its end or until it is ended. */
async function* untilEnded(body: AsyncIterable<Uint8Array>, ended: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  for (;;) {
    const next = await unlessEnded(chunks.next(), ended)
    if (next.done) return
    yield next.value
  }
}

/** Pieces under `folder`, made at the first of them. Throws StorageError when the disk refuses. */
export function createUploadPieces({ folder }: { folder: string }): UploadPieces {
  const arrivals = new Map<string, Set<Arrival>>()
  const folderOf = (id: string) => {
    // Ids are checked at the door; a path is the one place where a mistake there would cost the files of others.
    if (!anId.test(id)) throw new StorageError(`not an upload: ${id}`)
    return join(folder, id)
  }
  const failed = (error: unknown): never => {
    throw new StorageError(`pieces in ${folder}`, { cause: error })
  }

  /** Offsets and sizes of the pieces that follow each other from the beginning. */
  async function chain(id: string): Promise<{ path: string; size: number }[]> {
    const names = await readdir(folderOf(id)).catch((error: unknown) =>
      hasCode(error, 'ENOENT') ? [] : failed(error),
    )
    const offsets = names.filter((name) => /^\d+$/.test(name)).map(Number)
    const pieces: { path: string; size: number }[] = []
    let at = 0
    for (const offset of offsets.toSorted((a, b) => a - b)) {
      if (offset !== at) break
      const path = join(folderOf(id), String(offset))
      const size = await stat(path).then(
        (found) => found.size,
        (error: unknown) => (hasCode(error, 'ENOENT') ? 0 : failed(error)),
      )
      if (size === 0) break
      pieces.push({ path, size })
      at += size
    }
    return pieces
  }

  /** Once an upload: its name, and that of the folder of all, survive a power cut. */
  async function ensureFolder(path: string): Promise<void> {
    if ((await mkdir(path, { recursive: true })) === undefined) return
    await syncFolder(dirname(path))
    await syncFolder(dirname(dirname(path)))
  }

  async function append(id: string, piece: Piece): Promise<Appended> {
    const { offset, body, room, tooMuch, least, ended } = piece
    const own = folderOf(id)
    await ensureFolder(own)
    const path = join(own, `${randomUUID()}.part`)
    const file = await open(path, 'wx', 0o600)
    let arrived = 0
    let cut = false
    try {
      try {
        for await (const chunk of arriving(body && untilEnded(body, ended), () => new CutShort())) {
          if (arrived + chunk.byteLength > room) throw tooMuch()
          await file.writeFile(chunk)
          arrived += chunk.byteLength
        }
      } catch (error) {
        if (!(error instanceof CutShort)) throw error
        cut = true
      }
      if (arrived === 0 || (arrived < least && arrived < room)) return { size: 0, cut, arrived }
      await file.sync()
      await link(path, join(own, String(offset)))
      await syncFolder(own)
      return { size: arrived, cut, arrived }
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return { size: null, cut, arrived }
      throw error
    } finally {
      await file.close()
      await rm(path, { force: true })
    }
  }

  return {
    held: async (id) => (await chain(id)).reduce((sum, { size }) => sum + size, 0),
    append: (id, piece) =>
      append(id, piece).catch((error: unknown) =>
        error instanceof Error && 'code' in error ? failed(error) : Promise.reject(error),
      ),
    during: async (id, work) => {
      const end = new AbortController()
      const working = work(end.signal)
      const arrival = { end, done: working.catch(() => undefined) }
      const all = arrivals.get(id) ?? new Set()
      arrivals.set(id, all.add(arrival))
      try {
        return await working
      } finally {
        all.delete(arrival)
        if (all.size === 0) arrivals.delete(id)
      }
    },
    settle: async (id) => {
      const under = [...(arrivals.get(id) ?? [])]
      for (const { end } of under) end.abort()
      await Promise.all(under.map(({ done }) => done))
    },
    read: async function* (id) {
      for (const { path } of await chain(id)) yield* createReadStream(path) as AsyncIterable<Buffer>
    },
    drop: (id) => rm(folderOf(id), { recursive: true, force: true }).catch(failed),
    ids: async () => {
      const names = await readdir(folder).catch((error: unknown) =>
        hasCode(error, 'ENOENT') ? [] : failed(error),
      )
      return names.filter((name) => anId.test(name))
    },
  }
}
