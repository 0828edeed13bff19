import { createECDH, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { isNull, ne } from 'drizzle-orm'
import webPush from 'web-push'
import { device, notification, outbox } from '../../../db/schema/index.ts'
import { aDraft, openHouse, type House } from '../../api/alerts/house.ts'
import type { Bench } from '../bench.ts'

const phones = 4000

function aSubscription(origin: string, i: number) {
  const keys = createECDH('prime256v1')
  return {
    endpoint: `${origin}/push/${i}`,
    keys: {
      p256dh: keys.generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    },
  }
}

type Subscription = ReturnType<typeof aSubscription>

/** What the same thread does when it only encrypts and signs, as the library offers it. */
function cryptographyAlone(subscriptions: Subscription[], payload: string): number {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const vapidDetails = { subject: 'https://bocage.example', publicKey, privateKey }
  const started = performance.now()
  for (const subscription of subscriptions)
    webPush.generateRequestDetails(subscription, payload, { vapidDetails, contentEncoding: 'aes128gcm' })
  return subscriptions.length / ((performance.now() - started) / 1000)
}

async function deliver(house: House, subscriptions: Subscription[]): Promise<number> {
  const { database, ids, clock } = house.deps
  const rows = subscriptions.map(({ endpoint, keys }) => ({
    id: ids.next(),
    endpoint,
    ...keys,
    secretHash: '',
    locale: 'fr',
    createdAt: clock.now(),
    lastSeenAt: clock.now(),
  }))
  await database.write(async (tx) => {
    for (let start = 0; start < rows.length; start += 500)
      await tx.insert(device).values(rows.slice(start, start + 500))
  })
  await house.tell(rows.map(({ id }) => aDraft({ channel: 'push', address: id, urgent: true })))
  const worker = await house.openWorker()
  const started = performance.now()
  worker.start()
  const open = () => database.read.$count(outbox, isNull(outbox.doneAt))
  const unsent = () => database.read.$count(notification, ne(notification.state, 'sent'))
  while ((await open()) > 0 || (await unsent()) > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  const seconds = (performance.now() - started) / 1000
  await worker.stop()
  return subscriptions.length / seconds
}

/** One event told to thousands of phones: from the outbox to the push service's answer, recorded durably. */
const bench: Bench = {
  name: 'delivery',
  run: async () => {
    const sink = new Worker(new URL('./sink.ts', import.meta.url))
    const [port] = (await once(sink, 'message')) as [number]
    const house = await openHouse()
    try {
      const subscriptions = Array.from({ length: phones }, (_, i) =>
        aSubscription(`http://127.0.0.1:${port}`, i),
      )
      const alone = cryptographyAlone(
        subscriptions,
        JSON.stringify(aDraft({ channel: 'push', address: '' }).payload),
      )
      const value = await deliver(house, subscriptions)
      return [
        {
          name: 'delivery',
          value,
          unit: 'pushes/s',
          baseline: 'encrypting and signing alone',
          baselineValue: alone,
          ratio: value / alone,
          goal: 'at least a third of what cryptography alone does',
          ok: value / alone >= 1 / 3,
        },
      ]
    } finally {
      await house.close()
      await sink.terminate()
    }
  },
}
export default bench
