import { isNull, sql, type SQL } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import webPush from 'web-push'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { alertHandler } from '../../../api/alerts/alert-notifications.usecases.ts'
import { fanOutSize } from '../../../api/alerts/alert-fan-out.ts'
import { findAlert, listFollowing } from '../../../api/alerts/alert.repository.ts'
import { maskOf } from '../../../api/alerts/alert.rules.ts'
import type { DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { listCommunes } from '../../../api/territory/territory.usecases.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { notification, outbox } from '../../../db/schema/index.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'
import { median, type Bench, type BenchResult } from '../bench.ts'
import { addFollowers, addManySubscriptions, openSink, someKeys } from './followers.ts'

const residents = 50_000
const fewer = 10_000
const subscriptions = 1_000_000
/** Encrypted and signed alone, before and after. */
const sample = 3000
const rounds = 5
const hour = 3_600_000
const words = 'Le pont de la Rhonelle est sous les eaux : ne prenez pas la route de Saint-Waast.'
const reported = { baseline: null, baselineValue: null, ratio: null, goal: 'reported', ok: true }

type Sink = Awaited<ReturnType<typeof openSink>>
type Desk = Awaited<ReturnType<typeof openDesk>>

/**
 * What this machine does when one thread only encrypts and signs, as the library offers it: the threads the sender
 * encrypts in are one fewer than the processors, so on two processors that is the same one thread.
 */
function cryptographyAlone(origin: string): number {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const vapidDetails = { subject: 'https://bocage.example', publicKey, privateKey }
  const content = JSON.stringify({ title: 'Danger : inondation', body: words, url: `/alertes/${uuidv7()}` })
  const started = performance.now()
  for (let n = 0; n < sample; n++) {
    const subscription = { endpoint: `${origin}/push/${n}`, keys: someKeys[n % someKeys.length]! }
    webPush.generateRequestDetails(subscription, content, { vapidDetails, contentEncoding: 'aes128gcm' })
  }
  return sample / ((performance.now() - started) / 1000)
}

/** Two people at the desk: one writes, the other agrees, as danger asks. */
async function openDesk(app: StaffApp) {
  const aMember = async (role: 'admin' | 'clerk') => {
    const email = `${uuidv7()}@mairie.example`
    const scope = { kind: 'territory', id: mormal.siren } as const
    await createStaff({
      ...app.deps,
      staff: { email, name: role, memberships: [{ siren: mormal.siren, role, scope }] },
    })
    return app.signIn(email)
  }
  const [admin, clerk] = [await aMember('admin'), await aMember('clerk')]
  await app.call('PATCH', `/api/territories/${mormal.siren}/alert-settings`, {
    cookie: admin,
    body: { dangerByTwo: true },
    headers: { 'if-match': '"0"' },
  })
  const expectStatus = async (answer: Response, status: number) => {
    if (answer.status !== status) throw new Error(`${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as DeskAlert
  }
  return {
    send: async (kind: string, communes: string[]): Promise<DeskAlert> => {
      const now = app.clock.now()
      const answer = await app.call('POST', '/api/desk/alerts', {
        cookie: clerk,
        body: {
          id: uuidv7(),
          territory: mormal.siren,
          kind,
          title: 'Inondation',
          words,
          communes,
          startsAt: now,
          endsAt: now + 6 * hour,
          send: true,
        },
        headers: { 'idempotency-key': uuidv7() },
      })
      return expectStatus(answer, 201)
    },
    approve: async ({ id, version }: DeskAlert): Promise<void> => {
      const answer = await app.call('POST', `/api/desk/alerts/${id}/acts`, {
        cookie: admin,
        body: { act: 'approve' },
        headers: { 'if-match': `"${version}"`, 'idempotency-key': uuidv7() },
      })
      await expectStatus(answer, 200)
    },
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** From the second person's agreement to the last phone's answer, recorded; the most memory held meanwhile. */
async function tellAll(
  app: StaffApp,
  { desk, sink, communes }: { desk: Desk; sink: Sink; communes: string[] },
) {
  const { read } = app.database
  await sink.ask('forget')
  const waiting = await desk.send('danger', communes)
  const before = await sink.ask('count')
  const ownCpu = process.cpuUsage()
  let memory = 0
  const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 100)
  const started = performance.now()
  await desk.approve(waiting)
  // Asked seldom: what is measured does the asking too.
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    if ((await read.$count(outbox, isNull(outbox.doneAt))) > 0) return false
    return (await read.$count(notification, sql`state = 'pending'`)) === 0
  })
  const seconds = (performance.now() - started) / 1000
  clearInterval(watch)
  const { user, system } = process.cpuUsage(ownCpu)
  const { received, cpuMs } = await sink.ask('count')
  return { seconds, received, memory, ownMs: (user + system) / 1000, sinkMs: cpuMs - before.cpuMs }
}

async function deliver(app: StaffApp, { desk, sink }: { desk: Desk; sink: Sink }): Promise<BenchResult[]> {
  const [few, others] = ['59053', '59481']
  const at = app.clock.now()
  const of = { [few]: fewer, [others]: residents - fewer }
  await addFollowers(app.database, { origin: sink.origin, siren: mormal.siren, of, at })
  const small = await tellAll(app, { desk, sink, communes: [few] })
  const alone = [cryptographyAlone(sink.origin)]
  const { seconds, received, memory, ownMs, sinkMs } = await tellAll(app, {
    desk,
    sink,
    communes: [few, others],
  })
  alone.push(cryptographyAlone(sink.origin))
  const value = residents / seconds
  const baselineValue = median(alone)
  const grown = (memory - small.memory) / 2 ** 20
  return [
    {
      name: `danger told to ${residents} residents`,
      value,
      unit: 'pushes/s',
      baseline: 'encrypting and signing alone, in one thread',
      baselineValue,
      ratio: value / baselineValue,
      goal: '≥ 80 % of what cryptography alone does, everyone once',
      ok: value / baselineValue >= 0.8 && received === residents && small.received === fewer,
    },
    { ...reported, name: 'to the last of them, from the approval', value: seconds, unit: 's' },
    {
      ...reported,
      name: 'processor time of the server a push',
      value: (ownMs * 1000) / residents,
      unit: 'µs',
    },
    {
      ...reported,
      name: 'processor time of the push service a push, on the same machine',
      value: (sinkMs * 1000) / residents,
      unit: 'µs',
    },
    {
      name: `most memory, ${residents} told`,
      value: memory / 2 ** 20,
      unit: 'MB',
      baseline: `${fewer} told, MB`,
      baselineValue: small.memory / 2 ** 20,
      ratio: small.memory / memory,
      goal: '≤ 64 MB more, the cache of the database: nothing grows with the number of residents',
      ok: grown <= 64,
    },
  ]
}

/** Danger approved while a message of no urgency is on its way to everyone. */
async function overtake(app: StaffApp, { desk, sink }: { desk: Desk; sink: Sink }): Promise<BenchResult> {
  await desk.send('life', ['59053', '59481'])
  const before = (await sink.ask('forget')).received
  await until(async () => (await sink.ask('count')).received > before + 1000)
  const waits: number[] = []
  let isUnderWay = true
  for (let round = 0; round < rounds; round++) {
    const waiting = await desk.send('danger', ['59053'])
    await until(
      async () => (await app.database.read.$count(notification, sql`state = 'pending' and urgent = 1`)) === 0,
    )
    await sink.ask('forget')
    const approved = Date.now()
    await desk.approve(waiting)
    await until(async () => (await sink.ask('count')).firstHighAt !== null)
    waits.push((await sink.ask('count')).firstHighAt! - approved)
    isUnderWay &&=
      (await app.database.read.$count(outbox, sql`topic = 'alert.published' and done_at is null`)) > 0 ||
      (await app.database.read.$count(notification, sql`state = 'pending' and urgent = 0`)) > 0
  }
  const value = Math.max(...waits)
  return {
    name: `first danger push after its approval, the worst of ${rounds}, a message to ${residents} under way`,
    value,
    unit: 'ms',
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal: '≤ 1,000 ms',
    ok: value <= 1000 && isUnderWay,
  }
}

async function target(app: StaffApp, desk: Desk): Promise<BenchResult[]> {
  const { read } = app.database
  const communes = (await listCommunes({ database: app.database, territorySiren: mormal.siren })).map(
    ({ code }) => code,
  )
  const at = app.clock.now()
  await addManySubscriptions(app.database, { siren: mormal.siren, communes, count: subscriptions, at })
  const times: number[] = []
  let full = true
  // A part of the territory at a time, another each time: nothing is read twice.
  for (let n = 0; n + 3 <= communes.length; n += 3) {
    const { id } = await desk.send('roads', communes.slice(n, n + 3))
    const row = (await findAlert(read, id))!
    const event = {
      id: uuidv7(),
      territorySiren: mormal.siren,
      topic: 'alert.published',
      subject: `alert:${id}`,
      payload: { alertId: id, edition: row.toldEdition },
      cursor: null,
      createdAt: at,
      doneAt: null,
      leaseOwner: null,
      leaseUntil: null,
      attempts: 1,
      lastError: null,
    }
    const started = performance.now()
    const { drafts } = await alertHandler(event, read)
    times.push(performance.now() - started)
    full &&= drafts.length === fanOutSize
  }
  const asked = { communeCode: communes[0]!, mask: maskOf(['roads']), afterId: '', limit: fanOutSize }
  const query = listFollowing(read, asked) as unknown as { getSQL: () => SQL }
  const plan = await read.all<{ detail: string }>(sql`explain query plan ${query.getSQL()}`)
  const steps = plan.map(({ detail }) => detail).join('; ')
  const value = Math.max(...times)
  return [
    {
      name: `who is concerned, the first ${fanOutSize} of ${subscriptions} subscriptions, the worst of ${times.length} areas`,
      value,
      unit: 'ms',
      baseline: null,
      baselineValue: null,
      ratio: null,
      goal: `≤ 50 ms, by the index: ${steps}`,
      ok:
        value <= 50 &&
        full &&
        steps.includes('alert_subscription_commune') &&
        !/SCAN|TEMP B-TREE/.test(steps),
    },
    { ...reported, name: 'the same, median', value: median(times), unit: 'ms' },
  ]
}

/**
 * Issue 6 §4, on the whole application: from the desk's approval to phones' push service, which is a process on the same
 * machine, so that its part of the processor is told apart. Times given by the issue are judged as they are; all else
 * by ratios.
 */
async function run(): Promise<BenchResult[]> {
  const sink = await openSink()
  const app = await openStaffApp({ env: { RATE_LIMIT_FACTOR: '1000000' } })
  try {
    await openDemoTerritory(app.deps)
    const desk = await openDesk(app)
    const parts = { desk, sink }
    app.worker.start()
    const delivered = await deliver(app, parts)
    const overtaken = await overtake(app, parts)
    await app.finish()
    return [...delivered, overtaken, ...(await target(app, desk))]
  } finally {
    await app.close()
    sink.close()
  }
}

export default { name: 'alerts', run } satisfies Bench
