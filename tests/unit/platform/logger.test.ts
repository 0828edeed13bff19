import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../../api/platform/logger.ts'
import { user } from '../../../db/schema/index.ts'
import { openTestDatabase } from '../../support/database.ts'

function listen() {
  let written = ''
  const stream = new Writable({
    write(chunk, _, done) {
      written += String(chunk)
      done()
    },
  })
  return { logger: createLogger({ level: 'info' }, stream), read: () => written }
}

describe('The log', () => {
  it('is one JSON object a line, with the time and without the machine’s name', () => {
    const { logger, read } = listen()
    logger.child({ requestId: 'r1' }).info({ status: 200 }, 'answered')
    const line = JSON.parse(read()) as Record<string, unknown>
    expect(line).toMatchObject({ requestId: 'r1', status: 200, msg: 'answered' })
    expect(Date.parse(String(line['time']))).toBeGreaterThan(0)
    expect(line).not.toHaveProperty('hostname')
  })

  it('tells of a failed query without the values it carried', async () => {
    const db = await openTestDatabase()
    const { logger, read } = listen()
    try {
      const at = new Date(0)
      const insert = () =>
        db.database.write((tx) =>
          tx.insert(user).values({
            id: 'u',
            name: 'Camille',
            email: 'camille@bavay.example',
            createdAt: at,
            updatedAt: at,
          }),
        )
      await insert()
      await insert().catch((err: unknown) => logger.error({ err }, 'failed'))
    } finally {
      await db.close()
    }
    expect(read()).toContain('SQLITE_CONSTRAINT')
    expect(read()).toContain('insert into')
    expect(read()).not.toMatch(/Camille|camille@/)
  })

  it('keeps what helps to mend a fault of ours', () => {
    const { logger, read } = listen()
    logger.error({ err: new TypeError('x is not a function', { cause: new Error('the cause') }) })
    const { err } = JSON.parse(read()) as { err: Record<string, string> }
    expect(err).toMatchObject({ type: 'TypeError' })
    expect(err['message']).toContain('x is not a function')
    expect(err['stack']).toContain('logger.test.ts')
    expect(JSON.stringify(err)).toContain('the cause')
  })
})
