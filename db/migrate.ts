import { createClient } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { migrate as runMigrations } from 'drizzle-orm/libsql/migrator'
import { fileURLToPath } from 'node:url'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Brings the database at `url` to the current schema. Running it again changes nothing. */
export async function migrate({ url }: { url: string }): Promise<void> {
  const client = createClient({ url, concurrency: 1 })
  try {
    await runMigrations(drizzle(client), { migrationsFolder })
  } finally {
    client.close()
  }
}
