import { createClient, type Client, type InStatement, LibsqlError } from '@libsql/client'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalClient } from '../../../db/local-client.ts'

let folder: string
let ours: Client
let theirs: Client

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bocage-client-'))
  ours = createLocalClient({ url: `file:${folder}/ours.db` })
  theirs = createClient({ url: `file:${folder}/theirs.db`, concurrency: 1 })
  for (const client of [ours, theirs]) {
    await client.execute(
      'create table thing (id integer primary key, name text unique, size real, data blob)',
    )
    await client.execute('create table other (id integer primary key, name text)')
  }
})

afterAll(async () => {
  ours.close()
  theirs.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a caller can see of an answer or a refusal. */
async function seen(client: Pick<Client, 'execute'>, statement: InStatement) {
  try {
    const { columns, rows, rowsAffected } = await client.execute(statement)
    return {
      columns,
      rowsAffected,
      named: rows.map((row) => ({ ...row })),
      placed: rows.map((row) => Array.from(row as unknown as ArrayLike<unknown>)),
    }
  } catch (error) {
    if (!(error instanceof LibsqlError)) return { refused: (error as Error).name }
    return { refused: error.message, code: error.code, extended: error.extendedCode }
  }
}

const statements: InStatement[] = [
  { sql: 'insert into thing (name, size) values (?, ?)', args: ['haie', 1.5] },
  { sql: 'insert into thing (name, size) values (?, ?)', args: ['haie', 2] },
  { sql: 'insert into thing (name, size) values (?, ?) returning id, name', args: ['mare', null] },
  {
    sql: 'insert into thing (name, data) values (:name, :data)',
    args: { name: 'talus', data: new Uint8Array([1, 2]) },
  },
  { sql: 'update thing set size = size + 1 where id < ?', args: [100n] },
  'select * from thing order by id',
  {
    sql: 'select t.id, t.name, o.id, o.name from thing t left join other o on o.id = t.id order by 1',
    args: [],
  },
  { sql: 'select ? as a, ? as b, ? as c, ? as d', args: [true, new Date(0), null, 'é 😀 עברית'] },
  { sql: 'select ? as a', args: [Number.NaN] },
  { sql: 'select nothing from nowhere', args: [] },
  { sql: 'select 1; select 2', args: [] },
  'delete from thing where size is null',
  'pragma table_info(thing)',
]

describe('The client of a local file', () => {
  it('answers and refuses as the package client does, however often it is asked', async () => {
    for (let round = 0; round < 3; round++)
      for (const statement of statements)
        expect(
          await seen(ours, statement),
          JSON.stringify(statement, (_, v) => (typeof v === 'bigint' ? `${v}n` : v)),
        ).toEqual(await seen(theirs, statement))
  })

  it('keeps any text and any number a column takes', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), async (args) => {
        const statement = { sql: `select ${args.map((_, i) => `? as c${i}`).join(', ')}`, args }
        expect(await seen(ours, statement)).toEqual(await seen(theirs, statement))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps more kinds of statements than it has room for', async () => {
    for (let i = 0; i < 1200; i++) expect((await ours.execute(`select ${i} as n`)).rows[0]?.['n']).toBe(i)
    expect((await ours.execute('select 0 as n')).rows[0]?.['n']).toBe(0)
  })

  it('keeps a transaction whole, and lets no other statement into it', async () => {
    const transaction = await ours.transaction('write')
    await transaction.execute({ sql: 'insert into other (name) values (?)', args: ['dedans'] })
    await expect(ours.execute('select 1')).rejects.toMatchObject({ code: 'TRANSACTION_ACTIVE' })
    await expect(ours.transaction('write')).rejects.toMatchObject({ code: 'TRANSACTION_ACTIVE' })
    await transaction.rollback()
    await expect(transaction.execute('select 1')).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    expect((await ours.execute('select count(*) as n from other')).rows[0]?.['n']).toBe(0)

    const second = await ours.transaction('write')
    await second.execute({ sql: 'insert into other (name) values (?)', args: ['gardé'] })
    await second.commit()
    expect(second.closed).toBe(true)
    expect((await ours.execute('select name from other')).rows[0]?.['name']).toBe('gardé')
  })

  it('is refused at once while another connection writes, and may try again', async () => {
    const other = createLocalClient({ url: `file:${folder}/ours.db` })
    const writing = await other.transaction('write')
    await expect(ours.transaction('write')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await writing.commit()
    const next = await ours.transaction('write')
    await next.rollback()
    other.close()
  })

  it('says so once closed', async () => {
    const client = createLocalClient({ url: `file:${folder}/closing%20time.db` })
    await client.execute('select 1')
    const transaction = await client.transaction('write')
    client.close()
    client.close()
    await expect(client.execute('select 1')).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
  })
})
