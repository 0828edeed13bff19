import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type MediaStorage, StorageError } from './storage.ts'

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Makes the names inside `folder` survive a power cut; Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Photos as files under `folder`, which is made at the first of them. */
export function createDiskStorage({ folder }: { folder: string }): MediaStorage {
  const durable = new Map<string, Promise<void>>()

  const pathOf = (key: string) => {
    // Keys are ours, but a path is the one place where a mistake elsewhere would cost the files of others.
    if (!/^(?:[\w-]+\/)+[\w-]+\.\w+$/.test(key)) throw new StorageError(`not a key: ${key}`)
    return join(folder, ...key.split('/'))
  }

  /** Once a folder and a process: two photos that need it at once both wait until its name is safe. */
  function ensureFolder(path: string): Promise<void> {
    const known = durable.get(path)
    if (known) return known
    const made = (async () => {
      await mkdir(path, { recursive: true })
      for (let at = path; at !== dirname(folder); at = dirname(at)) await syncFolder(dirname(at))
    })()
    durable.set(path, made)
    return made
  }

  return {
    put: async (key, bytes) => {
      const path = pathOf(key)
      // Beside its place, so that the rename is atomic: a reader meets the whole photo or none.
      const temporary = `${path}.${randomUUID()}`
      try {
        await ensureFolder(dirname(path))
        const file = await open(temporary, 'wx', 0o640)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, path)
        await syncFolder(dirname(path))
      } catch (error) {
        durable.clear()
        await rm(temporary, { force: true }).catch(() => undefined)
        throw new StorageError(`cannot write in ${folder}`, { cause: error })
      }
    },
    get: async (key) => {
      try {
        return await readFile(pathOf(key))
      } catch (error) {
        if (isMissing(error)) return null
        throw new StorageError(`cannot read in ${folder}`, { cause: error })
      }
    },
    delete: async (key) => {
      const path = pathOf(key)
      const names = await readdir(dirname(path)).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw new StorageError(`cannot read in ${folder}`, { cause: error })
      })
      // With what a process killed while writing left beside it.
      for (const name of names) if (name.startsWith(basename(path))) await rm(join(dirname(path), name))
    },
  }
}
