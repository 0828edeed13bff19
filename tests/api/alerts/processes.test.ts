import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isNull, ne } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { pushesInHand } from '../../../api/worker/worker.ts'
import { notification, outbox } from '../../../db/schema/index.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { openMailbox, type Mailbox } from '../../support/smtp.ts'
import { aDraft, openHouse, type House } from './house.ts'

type WorkerProcess = {
  child: ChildProcess
  said: (line: string) => Promise<void>
  /** Ends it in order and answers how many pushes it tried. */
  stop: () => Promise<number>
  kill: () => Promise<void>
}

let pushes: PushService
let mailbox: Mailbox
let house: House
let processes: WorkerProcess[]

beforeEach(async () => {
  pushes = await openPushService()
  mailbox = await openMailbox()
  house = await openHouse({ env: { SMTP_URL: mailbox.url } })
  processes = []
})

afterEach(async () => {
  await Promise.all(processes.map(({ kill }) => kill()))
  await house.close()
  await pushes.close()
  await mailbox.close()
})

async function startWorker(env: Record<string, string> = {}): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: house.url, SMTP_URL: mailbox.url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const said = async (line: string) => {
    while (!lines.includes(line)) {
      if (child.exitCode !== null) throw new Error(`The worker ended: ${lines.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const ended = once(child, 'close')
  const worker: WorkerProcess = {
    child,
    said,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      return (JSON.parse(lines.at(-1) ?? '') as { pushes: number }).pushes
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
  processes.push(worker)
  await said('ready')
  return worker
}

const pending = async () => {
  const { read } = house.deps.database
  const events = await read.$count(outbox, isNull(outbox.doneAt))
  return events + (await read.$count(notification, ne(notification.state, 'sent')))
}

async function allSent(timeoutMs = 40_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while ((await pending()) > 0) {
    if (performance.now() > deadline) throw new Error(`${await pending()} not sent in ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Events on `subjects` subjects, each told to every phone and to one mailbox. */
async function tellAll({ events, subjects, phones }: { events: number; subjects: number; phones: string[] }) {
  await Promise.all(
    Array.from({ length: events }, (_, i) => {
      const subject = `incident:${i % subjects}`
      const payload = {
        kind: 'other' as const,
        title: subject,
        body: String(i),
        url: '/',
        lang: 'fr' as const,
      }
      const drafts = [
        ...phones.map((address) => aDraft({ channel: 'push', address, subject, payload })),
        aDraft({ channel: 'email', address: `${i}@example.org`, subject, payload }),
      ]
      return house.tell(drafts, { subject })
    }),
  )
}

it('two workers on one database send each message once, and a person’s in order', async () => {
  const subscriptions = [pushes.subscribe(), pushes.subscribe()]
  const phones = await Promise.all(subscriptions.map((subscription) => house.addDevice(subscription)))
  await tellAll({ events: 150, subjects: 10, phones })
  const workers = await Promise.all([startWorker(), startWorker()])
  await allSent()
  const shares = await Promise.all(workers.map(({ stop }) => stop()))

  expect(shares[0]! + shares[1]!).toBe(300)
  expect(Math.min(...shares)).toBeGreaterThan(0)
  expect(pushes.refused).toEqual([])
  expect(new Set(pushes.received.map(({ content }) => content['id'])).size).toBe(300)
  expect(pushes.received).toHaveLength(300)
  expect(mailbox.mails.map(({ to }) => to[0]).sort()).toEqual(
    Array.from({ length: 150 }, (_, i) => `${i}@example.org`).sort(),
  )
  for (const { endpoint } of subscriptions)
    for (let subject = 0; subject < 10; subject++) {
      const told = pushes.received
        .filter((push) => push.endpoint === endpoint && push.content['title'] === `incident:${subject}`)
        .map(({ content }) => Number(content['body']))
      expect(told).toEqual(told.toSorted((a, b) => a - b))
      expect(told).toHaveLength(15)
    }
}, 90_000)

it('a worker killed between the transaction and the sending loses nothing and doubles nothing', async () => {
  const phones = await Promise.all([1, 2, 3].map(() => house.addDevice(pushes.subscribe())))
  await tellAll({ events: 5, subjects: 5, phones })
  const victim = await startWorker({ HOLD: '1' })
  await victim.said('holding')
  await victim.kill()
  const { read } = house.deps.database
  const left = await read.select().from(notification).where(ne(notification.state, 'sent'))
  expect(left.some(({ leaseOwner }) => leaseOwner !== null)).toBe(true)
  expect(pushes.received).toEqual([])

  await startWorker()
  await allSent()
  expect(pushes.received).toHaveLength(15)
  expect(new Set(pushes.received.map(({ content }) => content['id'])).size).toBe(15)
}, 60_000)

it('a worker killed between the sending and its record sends again, as the same message', async () => {
  const phone = pushes.subscribe()
  await tellAll({ events: 1, subjects: 1, phones: [await house.addDevice(phone)] })
  // The service has it; its answer never reaches the worker.
  pushes.answer((count) => (count === 0 ? 'hang' : 201))
  const victim = await startWorker()
  await pushes.waitFor(1)
  await victim.kill()
  await startWorker()
  await allSent()
  expect(pushes.received).toHaveLength(2)
  const [first, second] = pushes.received
  expect(second?.content).toEqual(first?.content)
  expect(second?.headers['topic']).toBe(first?.headers['topic'])
}, 60_000)

it('killed again and again in the middle, nobody is missed and doubles stay within what was in hand', async () => {
  const phones = await Promise.all(Array.from({ length: 4 }, () => house.addDevice(pushes.subscribe())))
  await tellAll({ events: 150, subjects: 150, phones })
  const kills = 4
  for (let i = 0; i < kills; i++) {
    const seen = pushes.received.length
    const victim = await startWorker()
    await pushes.waitFor(seen + 20 + 10 * i)
    await victim.kill()
  }
  await startWorker()
  await allSent()

  const { read } = house.deps.database
  expect(await read.select().from(notification)).toHaveLength(150 * 5)
  const ids = pushes.received.map(({ content }) => content['id'])
  expect(new Set(ids).size).toBe(600)
  expect(ids.length - 600).toBeLessThanOrEqual(kills * pushesInHand)
  const mails = mailbox.mails.map(({ headers }) => headers.get('message-id'))
  expect(new Set(mails).size).toBe(150)
  expect(mails.length - 150).toBeLessThanOrEqual(kills * 3)
}, 120_000)

it('two workers on ten thousand, both killed in the middle: nobody is missed, doubles stay within what was in hand', async () => {
  // It only counts: a phone and a topic make a message, and reading ten thousand would take the time of the test.
  const got = new Map<string, number>()
  let all = 0
  const counter = createServer((request, response) => {
    const message = `${request.url} ${String(request.headers['topic'])}`
    got.set(message, (got.get(message) ?? 0) + 1)
    all++
    request.resume().on('end', () => response.writeHead(201).end())
  })
  counter.listen(0, '127.0.0.1')
  await once(counter, 'listening')
  const { port } = counter.address() as AddressInfo
  try {
    const { keys } = pushes.subscribe()
    const phones = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        house.addDevice({ endpoint: `http://127.0.0.1:${port}/${i}`, keys }),
      ),
    )
    for (let i = 0; i < 10; i++) {
      const subject = `alert:${i}`
      const drafts = phones.map((address) => aDraft({ channel: 'push', address, subject }))
      await house.tell(drafts, { subject })
    }
    const victims = await Promise.all([startWorker(), startWorker()])
    for (const [i, { kill }] of victims.entries()) {
      await vi.waitUntil(() => all >= 3000 * (i + 1), { timeout: 120_000, interval: 5 })
      await kill()
    }
    await Promise.all([startWorker(), startWorker()])
    await allSent(200_000)

    expect(await house.deps.database.read.$count(notification)).toBe(10_000)
    expect(got.size).toBe(10_000)
    expect(all - 10_000).toBeLessThanOrEqual(victims.length * pushesInHand)
  } finally {
    counter.closeAllConnections()
    counter.close()
  }
}, 300_000)

it('a push service slower than a lease is waited for, and the other worker keeps its hands off', async () => {
  await tellAll({ events: 3, subjects: 3, phones: [await house.addDevice(pushes.subscribe())] })
  // A lease of these workers lasts 1.5 s.
  pushes.answer({ status: 201, afterMs: 5000 })
  await Promise.all([startWorker(), startWorker()])
  await allSent()
  expect(pushes.received).toHaveLength(3)
}, 60_000)
