import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteOldAnswers, hashRequest, type WriteKey, writeOnce } from '../../../api/platform/idempotency.ts'
import { openDatabase } from '../../../db/client.ts'
import { idempotency, setting } from '../../../db/schema/index.ts'
import { createTestClock, type TestClock } from '../../support/clock.ts'
import { openTestDatabase } from '../../support/database.ts'

const write: WriteKey = {
  key: 'phone-1-try',
  route: 'POST /api/incidents',
  requestHash: hashRequest({ words: 'un' }),
}

describe('A write sent more than once', () => {
  let db: Awaited<ReturnType<typeof openTestDatabase>>
  let clock: TestClock
  beforeEach(async () => {
    db = await openTestDatabase()
    clock = createTestClock()
  })
  afterEach(() => db.close())

  let made = 0
  /** Keeps a line in the database, and answers with its number. */
  const record = (change: Partial<WriteKey> = {}, database = db.database) =>
    writeOnce({ database, clock, write: { ...write, ...change } }, async (tx) => {
      const number = ++made
      await tx.insert(setting).values({ key: `line-${number}`, value: 'x' })
      return { status: 201, body: { number } }
    })
  const lines = () => db.database.read.select().from(setting)

  it('is done once and answered the same', async () => {
    const first = await record()
    expect(await record()).toEqual(first)
    expect(await lines()).toHaveLength(1)
  })

  it('is done once by fifty at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => record()))
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1)
    expect(await lines()).toHaveLength(1)
  })

  it('is done once by two processes at the same time', async () => {
    const second = await openDatabase({ url: db.url })
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => record({}, i % 2 ? second : db.database)),
    )
    await second.close()
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1)
    expect(await lines()).toHaveLength(1)
  })

  it('is refused when its key was used for something else, and the first is kept', async () => {
    const first = await record()
    const other = record({ requestHash: hashRequest({ words: 'deux' }) })
    await expect(other).rejects.toMatchObject({ slug: 'idempotency-key-reused', status: 422 })
    expect(await record()).toEqual(first)
    expect(await lines()).toHaveLength(1)
  })

  it('is another write on another route', async () => {
    await record()
    await record({ route: 'POST /api/incidents/1/followers' })
    expect(await lines()).toHaveLength(2)
  })

  it('may be tried again after it failed: neither change nor answer was kept', async () => {
    const failing = writeOnce({ database: db.database, clock, write }, async (tx) => {
      await tx.insert(setting).values({ key: 'half', value: 'x' })
      throw new Error('no such category')
    })
    await expect(failing).rejects.toThrow('no such category')
    expect(await lines()).toEqual([])
    expect(await db.database.read.select().from(idempotency)).toEqual([])
    expect((await record()).status).toBe(201)
  })

  it('is remembered for seven days', async () => {
    await record()
    clock.advance({ days: 7 })
    await deleteOldAnswers({ database: db.database, clock })
    await record()
    expect(await lines()).toHaveLength(1)
    clock.advance({ ms: 1 })
    await deleteOldAnswers({ database: db.database, clock })
    await record()
    expect(await lines()).toHaveLength(2)
  })
})

describe('The hash of a request', () => {
  it('is the same in any order of its fields, at any depth', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())), (content) => {
        const reversed = Object.fromEntries(
          Object.entries(content)
            .reverse()
            .map(([key, inner]) => [key, Object.fromEntries(Object.entries(inner).reverse())]),
        )
        expect(hashRequest(reversed)).toBe(hashRequest(content))
      }),
    ))
  it('tells apart what differs', () => {
    const hashes = [
      {},
      { a: 1 },
      { a: '1' },
      { a: [1, 2] },
      { a: [2, 1] },
      { a: null },
      { b: 1 },
      { a: { b: 1 } },
      null,
    ]
    expect(new Set(hashes.map(hashRequest)).size).toBe(hashes.length)
  })
})
