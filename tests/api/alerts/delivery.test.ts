import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { device, notification, outbox } from '../../../db/schema/index.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { openMailbox, type Mailbox } from '../../support/smtp.ts'
import { shownToken } from '../../../api/alerts/push-shown.usecases.ts'
import { deleteOldDeliveries } from '../../../api/alerts/alerts.usecases.ts'
import { rowByRow } from '../../../api/worker/worker.tasks.ts'
import { aDraft, openHouse, trialHandler, type House } from './house.ts'

let pushes: PushService
let mailbox: Mailbox
let house: House

beforeEach(async () => {
  pushes = await openPushService()
  mailbox = await openMailbox()
  house = await openHouse({ env: { SMTP_URL: mailbox.url } })
})

afterEach(async () => {
  await house.close()
  await pushes.close()
  await mailbox.close()
})

const bodies = () => pushes.received.map(({ content }) => content['body'])
const say = (body: string) => ({ ...aDraft({ channel: 'push', address: '' }).payload, body })
const notifications = () => house.deps.database.read.select().from(notification)

describe('a push', () => {
  it('is decrypted by the phone it was for, signed by the site, with its terms', async () => {
    const phone = pushes.subscribe()
    const address = await house.addDevice(phone)
    await house.tell([aDraft({ channel: 'push', address, urgent: true })])
    const worker = await house.openWorker()
    expect(await worker.runOnce()).toMatchObject({ events: 1, notifications: 1, sent: 1 })

    expect(pushes.refused).toEqual([])
    const [received] = pushes.received
    const [row] = await notifications()
    expect(received?.content).toEqual({
      id: row?.id,
      shown: shownToken(house.deps.config.secret, row?.id ?? ''),
      tag: row?.id,
      title: 'Nid-de-poule',
      body: 'La commune a réparé la chaussée.',
      url: '/signalements/1',
      lang: 'fr',
      urgent: true,
      at: house.clock.now(),
    })
    expect(received?.claims).toMatchObject({ aud: pushes.origin, sub: 'https://bocage.example' })
    expect(received?.headers).toMatchObject({ urgency: 'high', ttl: '86400' })
  })

  it('fits in 4096 bytes however long the words, and still reads as JSON', async () => {
    const address = await house.addDevice(pushes.subscribe())
    await house.tell([aDraft({ channel: 'push', address, payload: say('Été 👩‍🚒 '.repeat(3000)) })])
    await (await house.openWorker()).runOnce()
    expect(pushes.refused).toEqual([])
    expect(pushes.received[0]?.bytes).toBeLessThanOrEqual(4096)
    expect(pushes.received[0]?.bytes).toBeGreaterThan(4000)
    expect(String(pushes.received[0]?.content['body'])).toMatch(/^Été 👩‍🚒 .*…$/u)
  })

  it('of the same tag replaces the earlier one at the push service', async () => {
    const address = await house.addDevice(pushes.subscribe())
    const payload = { ...say('un'), tag: 'incident:1' }
    await house.tell([aDraft({ channel: 'push', address, payload })])
    await house.tell([aDraft({ channel: 'push', address, payload: { ...payload, body: 'deux' } })])
    await house.tell([aDraft({ channel: 'push', address, payload: say('sans étiquette') })])
    await (await house.openWorker()).runOnce()
    const [first, second, third] = pushes.received.map(({ headers }) => headers['topic'])
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('erases its address and its words once sent', async () => {
    const address = await house.addDevice(pushes.subscribe())
    await house.tell([aDraft({ channel: 'push', address })])
    await (await house.openWorker()).runOnce()
    expect(await notifications()).toMatchObject([
      { state: 'sent', address: null, payload: {}, leaseOwner: null },
    ])
  })
})

describe('one cause', () => {
  it('tells a person once a channel, even named twice or handled again', async () => {
    const address = await house.addDevice(pushes.subscribe())
    const draft = aDraft({ channel: 'push', address, person: 'follower:1' })
    const mail = aDraft({ channel: 'email', address: 'a@example.org', person: 'follower:1' })
    const id = await house.tell([draft, draft, mail])
    const worker = await house.openWorker()
    await worker.runOnce()
    await house.deps.database.write((tx) => tx.update(outbox).set({ doneAt: null }).where(eq(outbox.id, id)))
    expect(await worker.runOnce()).toMatchObject({ events: 1, notifications: 0, sent: 0 })
    expect(pushes.received).toHaveLength(1)
    expect(mailbox.mails).toHaveLength(1)
  })

  it('is told of later when its handler fails, and those after it wait', async () => {
    const address = await house.addDevice(pushes.subscribe())
    await house.tell([aDraft({ channel: 'push', address, payload: say('un') })])
    await house.tell([aDraft({ channel: 'push', address, payload: say('deux') })])
    await house.tell([aDraft({ channel: 'push', address, payload: say('autre sujet'), subject: 's' })], {
      subject: 's',
    })
    let broken = true
    const worker = await house.openWorker({
      handlers: {
        trial: (row, read) =>
          broken && row.subject === 'incident:1'
            ? Promise.reject(new Error('not now'))
            : trialHandler(row, read),
      },
    })
    expect(await worker.runOnce()).toMatchObject({ events: 1, sent: 1 })
    expect(bodies()).toEqual(['autre sujet'])
    broken = false
    expect(await worker.runOnce()).toMatchObject({ events: 0 })
    house.clock.advance({ minutes: 1 })
    expect(await worker.runOnce()).toMatchObject({ events: 2, sent: 2 })
    expect(bodies()).toEqual(['autre sujet', 'un', 'deux'])
  })

  it('without a handler is kept for one, two days long', async () => {
    const id = await house.tell([], { topic: 'ride.booked' })
    const worker = await house.openWorker()
    const row = async () => (await house.deps.database.read.select().from(outbox).where(eq(outbox.id, id)))[0]
    await worker.runOnce()
    expect(await row()).toMatchObject({ doneAt: null, lastError: 'no-handler', attempts: 1 })
    for (let hours = 0; hours < 72; hours++) {
      house.clock.advance({ hours: 1 })
      await worker.runOnce()
    }
    expect(await row()).toMatchObject({ doneAt: expect.any(Number), lastError: 'no-handler', attempts: 17 })
  })
})

describe('order', () => {
  it('holds a person’s later message of a subject until the earlier is sent, and no one else’s', async () => {
    const [a, b] = [pushes.subscribe(), pushes.subscribe()]
    const [alice, bruno] = [await house.addDevice(a), await house.addDevice(b)]
    pushes.answer((count) => (count === 0 ? 503 : 201), a)
    for (const body of ['un', 'deux', 'trois'])
      await house.tell(
        [alice, bruno].map((address) => aDraft({ channel: 'push', address, payload: say(body) })),
      )
    const worker = await house.openWorker()
    expect(await worker.runOnce()).toMatchObject({ sent: 3, retried: 1 })
    const of = (endpoint: string) =>
      pushes.received
        .filter((push) => push.endpoint === endpoint && push.answer === 201)
        .map(({ content }) => content['body'])
    expect(of(b.endpoint)).toEqual(['un', 'deux', 'trois'])
    expect(of(a.endpoint)).toEqual([])
    house.clock.advance({ minutes: 1 })
    await worker.runOnce()
    expect(of(a.endpoint)).toEqual(['un', 'deux', 'trois'])
  })

  it('goes on when the earlier message failed for good', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer((count) => (count === 0 ? 400 : 201))
    await house.tell([aDraft({ channel: 'push', address, payload: say('un') })])
    await house.tell([aDraft({ channel: 'push', address, payload: say('deux') })])
    expect(await (await house.openWorker()).runOnce()).toMatchObject({ failed: 1, sent: 1 })
  })
})

describe('the push service’s answer', () => {
  it.each([404, 410])('%i removes the phone and erases its endpoint', async (status) => {
    const phone = pushes.subscribe()
    const address = await house.addDevice(phone)
    pushes.answer(status)
    await house.tell([aDraft({ channel: 'push', address })])
    const worker = await house.openWorker()
    expect(await worker.runOnce()).toMatchObject({ dropped: 1 })
    const [row] = await house.deps.database.read.select().from(device)
    expect(row).toMatchObject({ removedAt: house.clock.now(), p256dh: '', auth: '' })
    expect(row?.endpoint).not.toContain('http')

    await house.tell([aDraft({ channel: 'push', address })])
    await worker.runOnce()
    expect(pushes.received).toHaveLength(1)
  })

  it('429 is obeyed to the second', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer((count) => (count === 0 ? { status: 429, headers: { 'Retry-After': '7200' } } : 201))
    await house.tell([aDraft({ channel: 'push', address })])
    const worker = await house.openWorker()
    expect(await worker.runOnce()).toMatchObject({ retried: 1 })
    house.clock.advance({ seconds: 7199 })
    expect(await worker.runOnce()).toMatchObject({ sent: 0, retried: 0 })
    house.clock.advance({ seconds: 1 })
    expect(await worker.runOnce()).toMatchObject({ sent: 1 })
  })

  it('500 is tried for two days, ever more rarely, then given up', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer(500)
    await house.tell([aDraft({ channel: 'push', address })])
    const worker = await house.openWorker()
    const start = house.clock.now()
    let failed = 0
    while (failed === 0) {
      failed += (await worker.runOnce()).failed
      house.clock.advance({ minutes: 10 })
    }
    const hours = (house.clock.now() - start) / 3_600_000
    expect(pushes.received).toHaveLength(17)
    expect(hours).toBeGreaterThan(36)
    expect(hours).toBeLessThan(60)
    expect(await notifications()).toMatchObject([{ state: 'failed', lastError: 'http-500', address: null }])
  })

  it('301 is not followed', async () => {
    const [trap, phone] = [pushes.subscribe(), pushes.subscribe()]
    const address = await house.addDevice(phone)
    pushes.answer({ status: 307, headers: { Location: trap.endpoint } }, phone)
    await house.tell([aDraft({ channel: 'push', address })])
    expect(await (await house.openWorker()).runOnce()).toMatchObject({ failed: 1 })
    expect(pushes.received.map(({ endpoint }) => endpoint)).toEqual([phone.endpoint])
  })

  it('with a body of many megabytes is not read to the end', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer({ status: 201, body: 'x'.repeat(50_000_000) })
    await house.tell([aDraft({ channel: 'push', address })])
    expect(await (await house.openWorker()).runOnce()).toMatchObject({ sent: 1 })
  })

  it('that never comes is given up after ten seconds and tried again', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer((count) => (count === 0 ? 'hang' : 201))
    await house.tell([aDraft({ channel: 'push', address })])
    const worker = await house.openWorker()
    const started = performance.now()
    expect(await worker.runOnce()).toMatchObject({ retried: 1 })
    expect(performance.now() - started).toBeLessThan(25_000)
    house.clock.advance({ minutes: 1 })
    expect(await worker.runOnce()).toMatchObject({ sent: 1 })
    expect(pushes.received[0]?.headers['topic']).toBe(pushes.received[1]?.headers['topic'])
  })

  it('of a phone that registered again meanwhile does not remove it', async () => {
    const [old, young] = [pushes.subscribe(), pushes.subscribe()]
    const address = await house.addDevice(old)
    await house.tell([aDraft({ channel: 'push', address })])
    pushes.answer(() => {
      void house.deps.database.write((tx) => tx.update(device).set({ endpoint: young.endpoint }))
      return 410
    }, old)
    await (await house.openWorker()).runOnce()
    expect(await house.deps.database.read.select().from(device)).toMatchObject([
      { endpoint: young.endpoint, removedAt: null },
    ])
  })
})

describe('a stranger’s endpoint', () => {
  let strict: House
  beforeEach(async () => {
    strict = await openHouse({ env: { PUSH_ALLOW_LOOPBACK: '0' } })
  })
  afterEach(() => strict.close())

  it('whose name leads to a private network gets no connection, and the phone is not forgotten', async () => {
    const { keys } = pushes.subscribe()
    const address = await strict.addDevice({ endpoint: 'https://push.example.org/x', keys })
    await strict.tell([aDraft({ channel: 'push', address })])
    const worker = await strict.openWorker({
      resolve: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    expect(await worker.runOnce()).toMatchObject({ retried: 1 })
    const { read } = strict.deps.database
    expect(await read.select().from(notification)).toMatchObject([{ lastError: 'endpoint-not-public' }])
    expect(await read.select().from(device)).toMatchObject([{ removedAt: null }])
  })

  it('that is on loopback is removed without being called', async () => {
    const address = await strict.addDevice(pushes.subscribe())
    await strict.tell([aDraft({ channel: 'push', address })])
    expect(await (await strict.openWorker()).runOnce()).toMatchObject({ dropped: 1 })
    expect(pushes.received).toEqual([])
    expect(pushes.refused).toEqual([])
  })
})

describe('an email', () => {
  it('goes through a real mail server with one click to stop, and an identity of its own', async () => {
    const listUnsubscribeUrl = 'https://bocage.example/api/followers/stop/s3cret'
    await house.tell([
      aDraft({
        channel: 'email',
        address: 'marie@example.org',
        payload: {
          ...say('x'),
          email: { subject: 'LQN-26-0042 réparé', text: 'La chaussée est réparée.', listUnsubscribeUrl },
        },
      }),
    ])
    expect(await (await house.openWorker()).runOnce()).toMatchObject({ sent: 1 })
    const [mail] = mailbox.mails
    const [row] = await notifications()
    expect(mail).toMatchObject({ to: ['marie@example.org'], subject: 'LQN-26-0042 réparé' })
    expect(mail?.headers.get('message-id')).toBe(`<${row?.id}@bocage.example>`)
    expect(mail?.headers.get('list')).toMatchObject({ unsubscribe: { url: listUnsubscribeUrl } })
    expect(mail?.headers.get('list')).toMatchObject({
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    })
    expect(row).toMatchObject({ address: null, payload: {} })
  })

  it('says title, words and full address when the domain wrote no mail of its own', async () => {
    await house.tell([aDraft({ channel: 'email', address: 'marie@example.org' })])
    await (await house.openWorker()).runOnce()
    expect(mailbox.mails[0]).toMatchObject({
      subject: 'Nid-de-poule',
      links: ['https://bocage.example/signalements/1'],
    })
  })

  it('waits for a mail server that is down', async () => {
    mailbox.refuse(true)
    await house.tell([aDraft({ channel: 'email', address: 'marie@example.org' })])
    const worker = await house.openWorker()
    expect(await worker.runOnce()).toMatchObject({ retried: 1 })
    mailbox.refuse(false)
    house.clock.advance({ minutes: 1 })
    expect(await worker.runOnce()).toMatchObject({ sent: 1 })
    expect(mailbox.mails).toHaveLength(1)
  })
})

describe('a task', () => {
  it('runs once a period whatever the number of workers, and again sooner when it failed', async () => {
    let runs = 0
    let broken = false
    const tasks = [
      {
        name: 'sweep',
        everyMs: 3_600_000,
        run: () => {
          runs++
          return broken ? Promise.reject(new Error('full disk')) : Promise.resolve()
        },
      },
    ]
    const [one, other] = [await house.openWorker({ tasks }), await house.openWorker({ tasks })]
    await Promise.all([one.runOnce(), other.runOnce()])
    expect(runs).toBe(1)
    house.clock.advance({ hours: 1 })
    broken = true
    await one.runOnce()
    expect(runs).toBe(2)
    broken = false
    house.clock.advance({ minutes: 5 })
    await other.runOnce()
    await one.runOnce()
    expect(runs).toBe(3)
  })

  it('that somebody waits for runs at the write it is about, again a moment after a failure, and writes nothing when idle', async () => {
    let work = 0
    let broken = false
    const task = {
      name: 'awaited',
      everyMs: 2_000,
      soon: true,
      terms: rowByRow,
      evenSoMs: 3_600_000,
      hasWork: () => Promise.resolve(work > 0),
      run: () => {
        if (broken) return Promise.reject(new Error('gone'))
        work--
        return Promise.resolve()
      },
    }
    const worker = await house.openWorker({ tasks: [task] })
    work = 3
    await worker.runOnce()
    house.clock.advance({ seconds: 2 })
    expect(await worker.runOnce()).toMatchObject({ tasks: 1 })
    house.clock.advance({ seconds: 2 })
    broken = true
    await worker.runOnce()
    expect(work).toBe(1)
    broken = false
    house.clock.advance({ seconds: 5 })
    await worker.runOnce()
    expect(work).toBe(0)
    house.clock.advance({ minutes: 59 })
    expect(await worker.runOnce()).toMatchObject({ tasks: 0 })
    house.clock.advance({ minutes: 1 })
    expect(await worker.runOnce()).toMatchObject({ tasks: 1 })
  })

  it('that somebody waits for waits for no other', async () => {
    const far = Promise.withResolvers<void>()
    const near = Promise.withResolvers<void>()
    const soon = (name: string, run: () => Promise<void>) => ({ name, everyMs: 2_000, soon: true, run })
    const worker = await house.openWorker({
      tasks: [soon('far', () => far.promise), soon('near', async () => near.resolve())],
    })
    worker.start()
    await near.promise
    far.resolve()
    await worker.stop()
  })
})

it('what was sent is forgotten after thirty days, what waits is not', async () => {
  const [alive, dead] = [await house.addDevice(pushes.subscribe()), await house.addDevice(pushes.subscribe())]
  const worker = await house.openWorker()
  await house.tell([aDraft({ channel: 'push', address: alive })])
  await worker.runOnce()
  await house.deps.database.write((tx) =>
    tx.update(device).set({ removedAt: house.clock.now() }).where(eq(device.id, dead)),
  )
  const counts = async () => {
    const { read } = house.deps.database
    return [await read.$count(outbox), await read.$count(notification), await read.$count(device)]
  }
  house.clock.advance({ days: 29 })
  const waiting = await house.tell([aDraft({ channel: 'push', address: alive })])
  await deleteOldDeliveries(house.deps)
  expect(await counts()).toEqual([2, 1, 2])
  house.clock.advance({ days: 2 })
  await deleteOldDeliveries(house.deps)
  expect(await house.deps.database.read.select({ id: outbox.id }).from(outbox)).toEqual([{ id: waiting }])
  expect(await counts()).toEqual([1, 0, 2])
  house.clock.advance({ days: 60 })
  await deleteOldDeliveries(house.deps)
  expect(await counts()).toEqual([1, 0, 1])
})
