import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../db/client.ts'
import { setting } from '../../../db/schema/index.ts'
import { createWriteQueue } from '../../../db/write-queue.ts'
import { openTestDatabase } from '../../support/database.ts'

describe('Writes that wait together', () => {
  let db: Awaited<ReturnType<typeof openTestDatabase>>
  beforeEach(async () => {
    db = await openTestDatabase()
  })
  afterEach(() => db.close())

  const put = (key: string, on = db.database) =>
    on.write((tx) => tx.insert(setting).values({ key, value: 'x' }))
  const keys = async () => (await db.database.read.select().from(setting)).map(({ key }) => key).toSorted()

  it('are all there, and there when they are answered', async () => {
    await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await put(`n-${i}`)
        const [row] = await db.database.read
          .select()
          .from(setting)
          .where(eq(setting.key, `n-${i}`))
        expect(row).toBeDefined()
      }),
    )
    expect(await keys()).toHaveLength(300)
  })

  it('do not harm each other when one fails, by its own fault or by the database’s', async () => {
    const mine = (key: string, fail: () => never) =>
      db.database.write(async (tx) => {
        await tx.insert(setting).values({ key, value: 'half' })
        fail()
      })
    const outcomes = await Promise.allSettled([
      put('first'),
      mine('bad', () => {
        throw new Error('not allowed')
      }),
      put('second'),
      put('first'),
      db.database.write((tx) => tx.run(sql`not even sql`)),
      put('third'),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(await keys()).toEqual(['first', 'second', 'third'])
  })

  it('see what those before them did', async () => {
    const seen = await Promise.all(
      [1, 2, 3].map((n) =>
        db.database.write(async (tx) => {
          const before = await tx.select().from(setting)
          await tx.insert(setting).values({ key: `n-${n}`, value: 'x' })
          return before.length
        }),
      ),
    )
    expect(seen).toEqual([0, 1, 2])
  })

  it('are not seen by readers before they are durable', async () => {
    let seenInside: number | undefined
    await db.database.write(async (tx) => {
      await tx.insert(setting).values({ key: 'n', value: 'x' })
      seenInside = (await db.database.read.select().from(setting)).length
    })
    expect(seenInside).toBe(0)
    expect(await keys()).toEqual(['n'])
  })

  it('are run once, whoever among them refuses before writing anything', async () => {
    let runs = 0
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        db.database.write(async (tx) => {
          runs++
          await tx.select().from(setting)
          if (i % 2) throw new Error('refused')
          await tx.insert(setting).values({ key: `n-${i}`, value: 'x' })
        }),
      ),
    )
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(outcomes.map((_, i) => i % 2 === 0))
    expect(await keys()).toHaveLength(10)
    expect(runs).toBe(20)
  })

  it('share one commit', async () => {
    let commits = 0
    const queue = createWriteQueue<object>({
      transaction: async (work) => {
        await work({})
        commits++
      },
      written: () => 0,
      savepoint: (tx, work) => work(tx),
    })
    await Promise.all(Array.from({ length: 100 }, (_, i) => queue.write(() => Promise.resolve(i))))
    expect(commits).toBe(1)
  })

  it('are all refused when their commit fails, and the next ones go on', async () => {
    let failing = true
    const queue = createWriteQueue<object>({
      transaction: async (work) => {
        await work({})
        if (failing) throw new Error('disk full')
      },
      written: () => 0,
      savepoint: (tx, work) => work(tx),
    })
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => queue.write(() => Promise.resolve(n))))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    failing = false
    expect(await queue.write(() => Promise.resolve('again'))).toBe('again')
  })

  it('wait for another process, and lose nothing to it', async () => {
    const second = await openDatabase({ url: db.url })
    await Promise.all(Array.from({ length: 200 }, (_, i) => put(`n-${i}`, i % 2 ? second : db.database)))
    await second.close()
    expect(await keys()).toHaveLength(200)
  })

  it('are finished before the database closes', async () => {
    const writes = Array.from({ length: 50 }, (_, i) => put(`n-${i}`))
    const again = openDatabase({ url: db.url })
    await db.database.close()
    await Promise.all(writes)
    const reopened = await again
    expect(await reopened.read.select().from(setting)).toHaveLength(50)
    await reopened.close()
  })

  it('refuse to be done through the reading handle', async () => {
    await expect(db.database.read.insert(setting).values({ key: 'n', value: 'x' })).rejects.toThrow()
    expect(await keys()).toEqual([])
  })
})

describe('A library’s own reads and writes', () => {
  it('pass through the same queue', async () => {
    const db = await openTestDatabase()
    try {
      const { routed } = db.database
      const inserted = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          routed
            .insert(setting)
            .values({ key: `n-${i}`, value: 'x' })
            .returning({ key: setting.key }),
        ),
      )
      expect(inserted.flat()).toHaveLength(20)
      await routed.update(setting).set({ value: 'y' }).where(eq(setting.key, 'n-1'))
      await routed.delete(setting).where(eq(setting.key, 'n-2'))
      const rows = await routed.select().from(setting)
      expect(rows).toHaveLength(19)
      expect(rows.find(({ key }) => key === 'n-1')?.value).toBe('y')
      await expect(routed.transaction(() => Promise.resolve())).rejects.toThrow('not available')
    } finally {
      await db.close()
    }
  })
})
