import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dueEvents, dueMessages } from '../../../api/worker/worker.repository.ts'
import { notification } from '../../../db/schema/index.ts'
import { pushesInHand } from '../../../api/worker/worker.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { aDraft, openHouse, type House } from './house.ts'

let pushes: PushService
let house: House

beforeEach(async () => {
  pushes = await openPushService()
  house = await openHouse()
})

afterEach(async () => {
  await house.close()
  await pushes.close()
})

it('a nudge ends the wait of an idle worker', async () => {
  const address = await house.addDevice(pushes.subscribe())
  const worker = await house.openWorker({ times: { idleMs: 600_000 } })
  worker.start()
  await new Promise((resolve) => setTimeout(resolve, 200))
  await house.tell([aDraft({ channel: 'push', address })])
  worker.nudge()
  const started = performance.now()
  await pushes.waitFor(1)
  expect(performance.now() - started).toBeLessThan(60_000)
  await worker.stop()
})

it('another process’s event is seen without a nudge', async () => {
  const address = await house.addDevice(pushes.subscribe())
  const worker = await house.openWorker()
  worker.start()
  await new Promise((resolve) => setTimeout(resolve, 200))
  await house.tell([aDraft({ channel: 'push', address })])
  await pushes.waitFor(1, 20_000)
  await worker.stop()
})

it('a worker that stops first records what it has in hand', async () => {
  const address = await house.addDevice(pushes.subscribe())
  await house.tell([aDraft({ channel: 'push', address })])
  const worker = await house.openWorker()
  worker.start()
  await pushes.waitFor(1)
  await worker.stop()
  expect(await house.deps.database.read.select().from(notification)).toMatchObject([{ state: 'sent' }])
})

it('danger overtakes a digest that is under way', async () => {
  const phones = await Promise.all(Array.from({ length: 20 }, () => house.addDevice(pushes.subscribe())))
  for (let i = 0; i < 20; i++)
    await house.tell(
      phones.map((address) => aDraft({ channel: 'push', address, subject: `digest:${i}` })),
      { subject: `digest:${i}` },
    )
  const worker = await house.openWorker()
  worker.start()
  await pushes.waitFor(40)
  await house.tell([aDraft({ channel: 'push', address: phones[0] ?? '', subject: 'alert', urgent: true })], {
    subject: 'alert',
  })
  const before = pushes.received.length
  worker.nudge()
  await pushes.waitFor(401)
  const place = pushes.received.findIndex(({ content }) => content['urgent'] === true)
  expect(place).toBeGreaterThanOrEqual(before)
  // What is in hand leaves first, and what was taken while it was recorded.
  expect(place - before).toBeLessThan(2 * pushesInHand)
  await worker.stop()
})

it('looking for work reads indexes, never the table', async () => {
  const { read } = house.deps.database
  const plan = async (query: { getSQL: () => ReturnType<typeof sql> }) => {
    const rows = await read.all<{ detail: string }>(sql`explain query plan ${query.getSQL()}`)
    return rows.map(({ detail }) => detail).join('\n')
  }
  const messages = await plan(dueMessages(read, 'push', true, 0, 32))
  expect(messages).toContain(
    'SEARCH notification USING INDEX notification_todo (channel=? AND urgent=? AND next_at<?)',
  )
  expect(messages).toMatch(
    /SEARCH earlier USING INDEX notification_order \(subject=\? AND person=\? AND channel=\?/,
  )
  expect(messages).not.toContain('TEMP B-TREE')
  const events = await plan(dueEvents(read, 0, 32))
  expect(events).toMatch(/SCAN outbox USING INDEX outbox_todo/)
  expect(events).toMatch(/SEARCH earlier USING INDEX outbox_subject/)
  expect(events).not.toContain('TEMP B-TREE')
})
