import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../db/migrate.ts'

let empty: Promise<Buffer> | undefined

/** The bytes of a database that all migrations were run on, once for all the tests of a process. */
async function makeEmpty(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'bocage-empty-'))
  const path = join(folder, 'bocage.db')
  await migrate({ url: `file:${path}` })
  const bytes = await readFile(path)
  await rm(folder, { recursive: true, force: true })
  return bytes
}

/** Puts a migrated, empty database at `url` (`file:`); one that is there already is migrated as a start does. */
export async function putMigrated({ url }: { url: string }): Promise<void> {
  const path = url.replace(/^file:/, '')
  if (existsSync(path)) return migrate({ url })
  empty ??= makeEmpty()
  await writeFile(path, await empty)
}
