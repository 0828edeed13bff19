import { createClient, type Client, type InArgs, type InStatement, type Transaction } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'
import { createLocalClient } from './local-client.ts'
import * as schema from './schema/index.ts'
import { createWriteQueue } from './write-queue.ts'

export type Reader = LibSQLDatabase<typeof schema>
declare const inTransaction: unique symbol
/** A handle inside a write transaction. Await nothing but the database while holding one. */
export type Tx = Omit<Reader, 'transaction' | 'batch'> & { readonly [inTransaction]: true }
export type Database = {
  /** For reading only. Sees what is committed. */
  read: Reader
  /**
   * Runs `work` in a durable transaction and answers after the commit. Writes go one after the other; those waiting
   * together share a commit, and the failure of one harms no other. `work` may run more than once.
   */
  write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** A database that libraries may read and write freely: their writes pass through the same queue. */
  routed: Reader
  /** Throws when the database does not answer. */
  check: () => Promise<void>
  close: () => Promise<void>
}

const pragmas = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  // Without it, REPLACE deletes a row past the triggers that keep histories.
  'PRAGMA recursive_triggers = ON',
  'PRAGMA busy_timeout = 5000',
  'PRAGMA cache_size = -65536',
  'PRAGMA temp_store = MEMORY',
  // At the usual 1,000 pages a burst of writes copies its pages into the file, and syncs it, every few commits.
  'PRAGMA wal_autocheckpoint = 8000',
]

async function connect(url: string, extra: string[] = []): Promise<Client> {
  // One connection a client: pragmas belong to a connection, and a pool would open others without them.
  const client = url.startsWith('file:') ? createLocalClient({ url }) : createClient({ url, concurrency: 1 })
  if (client.protocol === 'file') for (const pragma of [...pragmas, ...extra]) await client.execute(pragma)
  return client
}

/** What may write is taken for a write: a name that looks like one costs a group of writes a second run, no more. */
const isRead = (statement: string) =>
  /^\s*(select|with|explain)\b/i.test(statement) &&
  !/\breturning\b/i.test(statement) &&
  !/^\s*with\b.*\b(insert|update|delete|replace)\b/is.test(statement)

/** A client whose reads go to `reader` and whose writes go through `write`. */
function routeClient(reader: Client, write: Database['write']): Client {
  const execute = (given: string | InStatement, args: InArgs = []) => {
    const statement = typeof given === 'string' ? { sql: given, args } : given
    const text = typeof statement === 'string' ? statement : statement.sql
    return isRead(text) ? reader.execute(statement) : write((tx) => clientOf(tx).execute(statement))
  }
  return new Proxy(reader, {
    get(target, property) {
      if (property === 'execute') return execute
      if (property === 'batch')
        return (statements: InStatement[]) =>
          write(async (tx) => {
            const results = []
            for (const statement of statements) results.push(await clientOf(tx).execute(statement))
            return results
          })
      if (property === 'transaction' || property === 'executeMultiple' || property === 'migrate')
        return () => Promise.reject(new Error(`${property} is not available on the routed client`))
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The client under a handle. */
function clientOf(tx: Tx): Pick<Client, 'execute'> {
  return (tx as unknown as { $client: Client }).$client
}

/**
 * One handle for all the transactions of a client, which are open one at a time: queries that are built once for a
 * handle are then built once, not once a transaction.
 */
function openTransactions(client: Client) {
  let open: Transaction | undefined
  let written = 0
  const execute = (statement: InStatement) => {
    if (!open) throw new Error('used outside its transaction')
    if (!isRead(typeof statement === 'string' ? statement : statement.sql)) written++
    return open.execute(statement)
  }
  const inside = new Proxy(client, {
    get: (target, property) =>
      property === 'execute' ? execute : (Reflect.get(target, property, target) as unknown),
  })
  const handle = drizzle(inside, { schema, casing: 'snake_case' }) as unknown as Tx
  const transaction = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
    const begun = await client.transaction('write')
    open = begun
    try {
      await work(handle)
      await begun.commit()
    } catch (error) {
      await begun.rollback()
      throw error
    } finally {
      open = undefined
      begun.close()
    }
  }
  return { transaction, written: () => written }
}

/**
 * Opens the database at `url` (`file:` or a libSQL server). The file's folder must exist.
 * Throws the driver's error when the database can't be opened.
 */
export async function openDatabase({ url }: { url: string }): Promise<Database> {
  const writer = await connect(url)
  const reader = await connect(url, ['PRAGMA query_only = ON'])
  const queue = createWriteQueue<Tx>({
    ...openTransactions(writer),
    savepoint: async (tx, work) => {
      await tx.run(sql`SAVEPOINT unit`)
      try {
        const result = await work(tx)
        await tx.run(sql`RELEASE unit`)
        return result
      } catch (error) {
        await tx.run(sql`ROLLBACK TO unit`)
        await tx.run(sql`RELEASE unit`)
        throw error
      }
    },
  })
  return {
    read: drizzle(reader, { schema, casing: 'snake_case' }),
    write: queue.write,
    routed: drizzle(routeClient(reader, queue.write), { schema, casing: 'snake_case' }),
    check: async () => {
      await reader.execute('select 1')
    },
    close: async () => {
      await queue.drain()
      reader.close()
      // So that, once stopped, the file alone is a whole copy.
      if (writer.protocol === 'file' && !writer.closed)
        await writer.execute('PRAGMA wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}
