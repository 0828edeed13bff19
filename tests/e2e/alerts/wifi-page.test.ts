import { eq, like } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { device, notification } from '../../../db/schema/index.ts'
import { desktop, useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import {
  deliverPush,
  phoneOf,
  pressNotification,
  subscribeTo,
  tellAtAnyHour,
  type ShownNotification,
} from '../../support/push.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'
import { useStore } from '../agenda/parts.ts'

// A phone behind the sign-in page of a wifi, which says « 200 » to all: its notifications say nothing that was not done.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => {})
let pushes: PushService
const between = useInBetween(server)
let staff: Page
beforeAll(async () => {
  pushes = await openPushService()
  staff = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(staff, server.current, 'accueil@mormal.example', '/agents/alertes')
})
afterAll(() => pushes.close())

type Own = { page: Page; subscription: Subscription; id: string }

/** A phone that follows Bavay, and is told at any hour. */
async function aPhoneOfBavay(): Promise<Own> {
  between.now = 'nothing'
  const page = await browser.openPage({ baseURL: between.url, serviceWorker: true })
  const subscription = pushes.subscribe()
  await subscribeTo(page, subscription)
  await page.goto('/alertes')
  await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
  await page.getByRole('heading', { level: 2, name: 'Être prévenu sur ce téléphone' }).waitFor()
  await page.getByRole('button', { name: 'Me prévenir' }).click()
  await page.getByText('Ce téléphone reçoit les alertes de Bavay.').waitFor()
  const phone = await phoneOf(page)
  await tellAtAnyHour(server.current.url, phone)
  return { page, subscription, id: phone.id }
}

/** The town hall writes to Bavay; answers what the phone is sent of it. */
async function told({ subscription }: Own, title: string): Promise<Record<string, unknown>> {
  const answer = await staff.request.post('/api/desk/alerts', {
    headers: { 'Idempotency-Key': uuidv7(), Origin: server.current.url },
    data: {
      id: uuidv7(),
      territory: demoSiren,
      kind: 'roads',
      title,
      words: 'Passez par Houdain.',
      communes: ['59053'],
      whole: false,
      startsAt: Date.now(),
      endsAt: Date.now() + 86_400_000,
      send: true,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const own = () =>
    pushes.received.filter(
      ({ endpoint, content }) =>
        endpoint === subscription.endpoint && String(content['title']).includes(title),
    )
  await expect.poll(() => own().length, { timeout: 20_000 }).toBe(1)
  return own()[0]!.content
}

const read = () => store.current.deps.database.read
const deviceOf = async ({ id }: Own) => (await read().select().from(device).where(eq(device.id, id)))[0]
const stops = async ({ page, id }: Own) => {
  const { secret } = await phoneOf(page)
  const answer = await fetch(`${server.current.url}/api/devices/${id}/preferences`, {
    headers: { 'Bocage-Device-Secret': secret },
  })
  return ((await answer.json()) as { stopped: string[] }).stopped
}

describe.each(['portal', 'closed portal'] as const)('behind « %s »', (kind) => {
  it('a button says that nothing left, leads to where it is done, and works when pressed again after', async () => {
    const own = await aPhoneOfBavay()
    const [shown] = await deliverPush(own.page, await told(own, `Route barrée, ${kind}`))
    between.now = kind
    const [failed] = await pressNotification(own.page, shown!, 'stop-kind')
    expect(failed).toMatchObject({
      body: 'Ce n’est pas parti. Touchez ici pour choisir dans « Mes alertes ».',
      data: { url: '/mes-alertes' },
    })
    expect(failed!.actions).toBeUndefined()
    expect(await stops(own)).toEqual([])

    between.now = 'nothing'
    const [stopped] = await pressNotification(own.page, shown!, 'stop-kind')
    expect(stopped!.body).toBe('C’est arrêté : plus de messages « Routes ».')
    expect(await stops(own)).toEqual(['alert.roads'])
    // Put back in vain: it is still stopped, there and in words.
    between.now = kind
    const [inVain] = await pressNotification(own.page, stopped!, 'put-back-kind')
    expect(inVain!.body).toMatch(/^Ce n’est pas parti\./)
    expect(await stops(own)).toEqual(['alert.roads'])
  })

  it('an answer by a button is not said to have left, and opens its page instead', async () => {
    const own = await aPhoneOfBavay()
    const post = {
      path: '/api/bookings/answer',
      secret: 'x'.repeat(43),
      body: { accept: true },
      done: 'Votre accord est parti.',
      failed: 'Votre réponse n’est pas partie.',
      failedUrl: '/trajets/demande#x',
    }
    const message = { id: uuidv7(), title: 'Pascale demande à venir', tag: 'booking:1', url: '/trajets' }
    const actions = [{ action: 'accept', title: 'J’accepte', post }]
    const [shown] = await deliverPush(own.page, { ...message, actions })
    between.now = kind
    const [after] = await pressNotification(own.page, shown as ShownNotification, 'accept')
    expect(after).toMatchObject({ body: post.failed, data: { url: post.failedUrl } })
  })

  it('one that was shown is counted once the server can be told, with the next', async () => {
    const own = await aPhoneOfBavay()
    const first = await told(own, `Première, ${kind}`)
    const second = await told(own, `Deuxième, ${kind}`)
    const shownOf = async () => {
      const rows = await read()
        .select()
        .from(notification)
        .where(like(notification.person, `%${own.id}`))
      return rows.filter(({ shown }) => shown).length
    }
    const before = await shownOf()
    between.now = kind
    await deliverPush(own.page, first)
    expect(await shownOf()).toBe(before)
    between.now = 'nothing'
    await deliverPush(own.page, second)
    await expect.poll(shownOf).toBe(before + 2)
  })

  it('a subscription that the browser changes is not taken for lost, and the server is told of it after', async () => {
    const own = await aPhoneOfBavay()
    const next = pushes.subscribe()
    const [worker] = own.page.context().serviceWorkers()
    const change = () =>
      worker!.evaluate(async (given) => {
        const scope = globalThis as unknown as { PushManager: { prototype: PushManager } }
        scope.PushManager.prototype.getSubscription = () => Promise.resolve(null)
        scope.PushManager.prototype.subscribe = () =>
          Promise.resolve({ toJSON: () => given } as unknown as PushSubscription)
        let work: Promise<unknown> = Promise.resolve()
        const waitUntil = (promise: Promise<unknown>) => {
          work = promise
        }
        globalThis.dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), { waitUntil }))
        await work
      }, next)
    between.now = kind
    await change()
    const forgotten = () =>
      worker!.evaluate(async () => Boolean(await (await caches.open('bocage-phone')).match('/forgotten')))
    expect(await forgotten()).toBe(false)
    expect(await deviceOf(own)).toMatchObject({ endpoint: own.subscription.endpoint, removedAt: null })
    between.now = 'nothing'
    await change()
    expect((await deviceOf(own))?.endpoint).toBe(next.endpoint)
    expect(await forgotten()).toBe(false)
  })
})
