import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../db/client.ts'
import { putMigrated } from './migrated.ts'

/** A migrated, empty database in a folder of its own; `url` opens it a second time. */
export async function openTestDatabase(): Promise<{
  database: Database
  url: string
  close: () => Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'bocage-db-'))
  const url = `file:${join(folder, 'bocage.db')}`
  await putMigrated({ url })
  const database = await openDatabase({ url })
  return {
    database,
    url,
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
