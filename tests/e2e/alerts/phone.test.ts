import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { rotatePushKeys } from '../../../api/alerts/alerts.vapid.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { alertSubscription, commune, device, notification, territory } from '../../../db/schema/index.ts'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
  type PageOptions,
} from '../../support/browser.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import { deliverPush, phoneOf, pressNotification, subscribeTo, tapNotification } from '../../support/push.ts'
import { useServer } from '../../support/server.ts'
import { caudresis } from '../../support/territories.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'
import { useStore } from '../agenda/parts.ts'

// What a phone says of itself: would it receive an alert now, when, and of what; and how it mends itself. It is night
// in the village, whatever the hour here.

const nights = ['23:30', '04:30'].map((time) => {
  const clock = wallOfInstant(Date.now()).time
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  // The nearest one, before or after: push services refuse what was signed twelve hours away.
  return ((minutes(time) - minutes(clock) + 720 + 1440) % 1440) - 720
})
const movedBy = 60_000 * nights.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]!
const server = useServer({
  demo: true,
  web: true,
  env: {
    NODE_OPTIONS: `--import ${fileURLToPath(new URL('../../support/moved-clock.ts', import.meta.url))}`,
    MOVED_CLOCK_MS: String(movedBy),
    MOVED_CLOCK_SAID: '1',
  },
})
const browser = useBrowser()
const store = useStore(server, async () => {})
let pushes: PushService
beforeAll(async () => {
  pushes = await openPushService()
})
afterAll(() => pushes.close())

const bavay = '59053'
const heading = (page: Page, name: string | RegExp, level = 1) =>
  page.getByRole('heading', { level, name }).waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
async function look(page: Page, name: string): Promise<void> {
  await settled(page)
  await screenshot(page, `phone-${name}`, { fullPage: true })
  await expectNoAxeViolations(page)
  expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
}

type Own = { page: Page; subscription: Subscription }
/** A phone whose clock is right, with the browser's permission still to be asked. */
async function aPhone(options: PageOptions = {}): Promise<Own> {
  const page = await browser.openPage({
    viewport: phone,
    baseURL: server.current.url,
    serviceWorker: true,
    ...options,
  })
  await page.clock.install({ time: Date.now() + movedBy })
  const subscription = pushes.subscribe()
  await subscribeTo(page, subscription)
  return { page, subscription }
}
/** The same, that follows Bavay. */
async function aPhoneOfBavay(options: PageOptions = {}): Promise<Own> {
  const own = await aPhone(options)
  const { page } = own
  await page.goto('/alertes')
  await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
  await heading(page, 'Être prévenu sur ce téléphone', 2)
  await press(page, 'Me prévenir')
  await page.getByText('Ce téléphone reçoit les alertes de Bavay.').waitFor()
  return own
}
const receivedBy = ({ endpoint }: Subscription) =>
  pushes.received.filter((one) => one.endpoint === endpoint).map(({ content }) => content)
async function nextPush({ subscription }: Own, count: number): Promise<Record<string, unknown>> {
  await expect.poll(() => receivedBy(subscription).length, { timeout: 20_000 }).toBe(count)
  return receivedBy(subscription)[count - 1]!
}
const deviceOf = async ({ page }: Own) => {
  const { id } = await phoneOf(page)
  const [row] = await store.current.deps.database.read.select().from(device).where(eq(device.id, id))
  return row
}

let staff: Page
beforeAll(async () => {
  staff = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(staff, server.current, 'accueil@mormal.example', '/agents/alertes')
})
/** The town hall writes to Bavay, and it leaves. Answers its id. */
async function tell(kind: string, title: string): Promise<string> {
  const id = uuidv7()
  const answer = await staff.request.post('/api/desk/alerts', {
    headers: { 'Idempotency-Key': uuidv7(), Origin: server.current.url },
    data: {
      id,
      territory: demoSiren,
      kind,
      title,
      words: 'Restez chez vous.',
      communes: [bavay],
      whole: false,
      startsAt: Date.now() + movedBy,
      endsAt: Date.now() + movedBy + 86_400_000,
      send: true,
    },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  return id
}
const pushOf = async (alertId: string) => {
  const { read } = store.current.deps.database
  const rows = await read
    .select()
    .from(notification)
    .where(eq(notification.subject, `alert:${alertId}`))
  return rows.map(({ state, lastError }) => `${state} ${lastError ?? ''}`.trim())
}

describe('A phone at night', () => {
  it('says what it would receive, tries it, is told of danger alone, and lets itself be set', async () => {
    const own = await aPhoneOfBavay()
    const { page } = own
    await look(page, 'followed')
    await page.getByRole('link', { name: 'Ce téléphone recevrait-il une alerte ?' }).click()
    await page.getByText(/Seulement un danger, jusqu’à 7\sh/).waitFor()
    await page.getByText('La même ici et chez Bocage').waitFor()
    await page.getByText('Aucun pour l’instant').waitFor()
    await look(page, 'night')

    await page.evaluate(() => localStorage.setItem('bocage.push.silentSince', '1'))
    await press(page, 'M’envoyer un essai')
    await page.getByText('Envoyé. En attente du téléphone…').waitFor()
    await deliverPush(page, await nextPush(own, 1))
    await page.getByText('L’essai est arrivé : ce téléphone reçoit les messages de Bocage.').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('bocage.push.silentSince'))).toBe('')
    await page.getByText(/«\sL’essai est arrivé\s», /).waitFor()
    await look(page, 'tried')

    const roads = await tell('roads', 'Route barrée')
    await expect.poll(() => pushOf(roads), { timeout: 20_000 }).toEqual(['pending quiet-hours'])
    const danger = await tell('danger', 'Crue de la Sambre')
    const [shown] = await deliverPush(page, await nextPush(own, 2))
    expect(shown).toMatchObject({ title: 'Danger : Crue de la Sambre', renotify: true })
    expect(shown?.body).toContain('Vous suivez les alertes de Bavay')
    const opened = await tapNotification(page, shown!)
    expect(new URL(opened).pathname).toBe(`/alertes/${danger}`)
    await page.goto(new URL(opened).pathname)
    await heading(page, 'Crue de la Sambre')

    await page.goto('/mes-alertes')
    await page.getByLabel('Me laisser tranquille à certaines heures').waitFor()
    await page.getByLabel('De', { exact: true }).fill('07:00')
    await press(page, 'Enregistrer les heures')
    await page.getByText('Donnez deux heures différentes, ou décochez la case.').waitFor()
    await look(page, 'hours-refused')
    await page.getByLabel('Me laisser tranquille à certaines heures').uncheck()
    await press(page, 'Enregistrer les heures')
    await page.getByText('Oui : ce téléphone recevrait une alerte maintenant').waitFor()
    await look(page, 'yes')

    await tell('roads', 'Route rouverte')
    const [news] = await deliverPush(page, await nextPush(own, 3))
    expect(news?.actions).toEqual([{ action: 'stop-kind', title: 'Ne plus recevoir ce genre' }])
    const [stopped] = await pressNotification(page, news!, 'stop-kind')
    expect(stopped).toMatchObject({ body: 'C’est arrêté : plus de messages « Routes ».' })
    await page.reload()
    const box = page.getByRole('checkbox', { name: 'Routes' })
    await box.waitFor()
    expect(await box.isChecked()).toBe(false)
    await page.getByText('sauf ce que vous avez arrêté : Routes.', { exact: false }).waitFor()
    await look(page, 'stopped')
    const last = await tell('roads', 'Encore barrée')
    await expect.poll(() => pushOf(last), { timeout: 20_000 }).toEqual(['dropped stopped'])
    const [back] = await pressNotification(page, stopped!, 'put-back-kind')
    expect(back?.body).toBe('C’est remis : les messages « Routes » arrivent à nouveau.')
    await page.reload()
    await expect.poll(() => box.isChecked()).toBe(true)
    await box.uncheck()
    await page.getByText('Plus de messages « Routes »').waitFor()
    await box.check()
    await page.getByText('Les messages « Routes » arrivent à nouveau').waitFor()

    // The server cannot be told: the browser stops at once, and the next start tells it.
    await page.route(/\/api\/devices\/[^/]+$/, (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    )
    // What was asked before the stop is answered after it: it says nothing of now.
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route(
      /\/api\/devices\/[^/]+\/alerts$/,
      async (route) => {
        await held
        await route.continue()
      },
      { times: 1 },
    )
    const asked = page.waitForRequest(/\/api\/devices\/[^/]+\/alerts$/)
    const late = page.waitForResponse(/\/api\/devices\/[^/]+\/alerts$/)
    await box.uncheck()
    await asked
    await press(page, 'Ne plus prévenir ce téléphone')
    await page.getByText('Non : les notifications ne sont pas activées ici').waitFor()
    answer()
    await late
    await look(page, 'off')
    await page.getByText('Non : les notifications ne sont pas activées ici').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('bocage.push.followed'))).toBe('[]')
    expect(await page.evaluate(() => localStorage.getItem('test.subscribedWith'))).toBeNull()
    expect((await deviceOf(own))?.removedAt).toBeNull()
    await page.unroute(/\/api\/devices\/[^/]+$/)
    await page.reload()
    await expect.poll(async () => (await deviceOf(own))?.removedAt, { timeout: 20_000 }).not.toBeNull()
    // Stopped by its person, it is not « repaired » at the next start.
    await page.reload()
    await page.getByText('Non : les notifications ne sont pas activées ici').waitFor()
    expect((await deviceOf(own))?.removedAt).not.toBeNull()
  })

  it('of two messages about one thing shows the later, and of one sent twice a single one', async () => {
    const { page } = await aPhone()
    await page.goto('/')
    const tag = 'alert:1'
    const first = { id: 'a', title: 'Crue', body: 'L’eau monte.', tag, at: 1000, url: '/alertes', lang: 'fr' }
    const end = { ...first, id: 'b', body: 'C’est terminé.', at: 2000 }
    expect(await deliverPush(page, first)).toMatchObject([{ body: 'L’eau monte.', renotify: true }])
    expect(await deliverPush(page, end)).toMatchObject([{ body: 'C’est terminé.', renotify: true }])
    expect(await deliverPush(page, first)).toMatchObject([{ body: 'C’est terminé.', silent: true }])
    expect(await deliverPush(page, end)).toMatchObject([{ body: 'C’est terminé.', silent: true }])
    for (const unreadable of ['', 'not json', '[1]', 'null'])
      expect(await deliverPush(page, unreadable)).toMatchObject([
        { title: 'Bocage', body: 'Du nouveau dans Bocage. Touchez ici pour voir.' },
      ])
  })
})

describe('A test that does not come', () => {
  it('is said not to, with how far it went and what to do', async () => {
    const own = await aPhoneOfBavay()
    const { page } = own
    await page.goto('/mes-alertes')
    await press(page, 'M’envoyer un essai')
    await nextPush(own, 1)
    await page.clock.fastForward(31_000)
    await page.getByText('Il est bien parti, mais ce téléphone ne l’a pas montré.').waitFor()
    await look(page, 'test-not-shown')

    pushes.answer(400, own.subscription)
    await press(page, 'M’envoyer un essai')
    await nextPush(own, 2)
    await expect.poll(async () => (await tests(own)).filter((state) => state === 'failed').length).toBe(1)
    await page.clock.fastForward(6_000)
    await page
      .getByText('Le service de notifications de ce téléphone l’a refusé.', { exact: false })
      .waitFor()
    await look(page, 'test-refused')
    pushes.answer(201, own.subscription)
    await press(page, 'Réinscrire ce téléphone')
    await deliverPush(page, await nextPush(own, 3))
    await page.getByText('L’essai est arrivé', { exact: false }).first().waitFor()
  })
})
const tests = async ({ page }: Own) => {
  const { id } = await phoneOf(page)
  const { read } = store.current.deps.database
  const rows = await read
    .select()
    .from(notification)
    .where(eq(notification.subject, `device:${id}`))
  return rows.map(({ state }) => state)
}

/** The same phone follows a commune of another territory, which is there for this story alone. */
async function followCaudry({ page }: Own): Promise<void> {
  const { siren: territorySiren, name, caudry: code } = caudresis
  const { database } = store.current.deps
  onTestFinished(() =>
    database.write(async (tx) => {
      await tx.delete(commune).where(eq(commune.code, code))
      await tx.delete(territory).where(eq(territory.siren, territorySiren))
    }),
  )
  await database.write(async (tx) => {
    const common = { lon: 3.4117, lat: 50.1244 }
    await tx
      .insert(territory)
      .values({ siren: territorySiren, name, slug: 'caudresis', referencePrefix: 'CAU', createdAt: 0 })
    await tx.insert(commune).values({ code, territorySiren, name: 'Caudry', slug: 'caudry', ...common })
  })
  const { id, secret } = await phoneOf(page)
  const answer = await page.request.put(`/api/devices/${id}/alerts`, {
    headers: { 'Bocage-Device-Secret': secret, 'Idempotency-Key': uuidv7() },
    data: { territory: territorySiren, locale: 'fr', communes: [{ commune: code, kinds: ['danger'] }] },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

describe('A phone that no longer receives', () => {
  it('mends itself at the next start: gone, forgotten, another address, or other keys of the server', async () => {
    const own = await aPhoneOfBavay()
    const { page, subscription } = own
    const { database } = store.current.deps
    const alive = async () => {
      const row = await deviceOf(own)
      return row?.removedAt === null && row.endpoint === subscription.endpoint
    }
    const start = () => page.goto('/')
    const { id } = await phoneOf(page)

    await database.write((tx) =>
      tx
        .update(device)
        .set({ removedAt: Date.now(), endpoint: `gone:${id}` })
        .where(eq(device.id, id)),
    )
    await start()
    await expect.poll(alive, { timeout: 20_000 }).toBe(true)

    await page.goto('/mes-alertes')
    await page.getByLabel('De', { exact: true }).fill('21:15')
    await press(page, 'Enregistrer les heures')
    await page.getByText('Vos choix sont enregistrés').waitFor()
    await followCaudry(own)
    await page.reload()
    await page.getByText('Commune 59139').waitFor()
    const followed = async () => {
      const rows = await database.read
        .select()
        .from(alertSubscription)
        .where(eq(alertSubscription.deviceId, id))
      return rows.map(({ communeCode }) => communeCode).sort()
    }
    await database.write((tx) => tx.delete(device).where(eq(device.id, id)))
    // Cut half way: registered anew, and nothing of what it followed has arrived.
    await page.route('**/api/devices/*/alerts', (route) => route.abort())
    await page.reload()
    await page.getByText('Impossible de vérifier ce téléphone pour l’instant.').waitFor()
    expect(await alive()).toBe(true)
    expect(await followed()).toEqual([])
    await page.unroute('**/api/devices/*/alerts')
    await press(page, 'Réessayer')
    await page.getByText('L’inscription de ce téléphone s’était perdue', { exact: false }).waitFor()
    await look(page, 'mended')
    expect(await followed()).toEqual([bavay, caudresis.caudry])
    expect((await deviceOf(own))?.quietFrom).toBe(21 * 60 + 15)

    const made = await rotatePushKeys(store.current.deps)
    await server.current.restart()
    await start()
    await expect.poll(async () => (await deviceOf(own))?.pushKey, { timeout: 20_000 }).toBe(made)

    // Told by the browser itself, no page being needed.
    const other = pushes.subscribe()
    const [worker] = page.context().serviceWorkers()
    await worker!.evaluate((given) => {
      const scope = globalThis as unknown as { PushManager: { prototype: PushManager } }
      scope.PushManager.prototype.getSubscription = () => Promise.resolve(null)
      scope.PushManager.prototype.subscribe = () =>
        Promise.resolve({ toJSON: () => given } as unknown as PushSubscription)
      const event = Object.assign(new Event('pushsubscriptionchange'), { waitUntil: () => {} })
      globalThis.dispatchEvent(event)
    }, other)
    await expect.poll(async () => (await deviceOf(own))?.endpoint, { timeout: 20_000 }).toBe(other.endpoint)

    // Messages were sent for a month, and it gave no sign: its person is told when they come back.
    const dayMs = 86_400_000
    await database.write((tx) =>
      tx
        .update(device)
        .set({
          lastSeenAt: Date.now() - 40 * dayMs,
          sentDay: new Date(Date.now() - 10 * dayMs).toISOString().slice(0, 10),
        })
        .where(eq(device.id, id)),
    )
    await page.evaluate(() => localStorage.removeItem('bocage.push.seenOn'))
    await start()
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('bocage.push.silentSince')))
      .toMatch(/\d/)
    await start()
    await page.getByText('Ce téléphone ne montre peut-être plus nos messages').waitFor()
    await look(page, 'silent')
    // An alert that is shown says as well as a test that this phone shows them.
    await deliverPush(page, { id: uuidv7(), title: 'Coupure d’eau', tag: 'alert:eau' })
    await start()
    await expect.poll(() => page.evaluate(() => localStorage.getItem('bocage.push.silentSince'))).toBe('')

    // Withdrawn by the system: nobody but its person can give it back, and they are told.
    await page.evaluate(() => localStorage.removeItem('test.allowed'))
    await start()
    await page.getByText('Ce téléphone ne vous prévient plus').waitFor()
    await look(page, 'lost')
    await page.getByRole('link', { name: 'Vérifier et régler mes alertes' }).click()
    await page.getByText('Non : les notifications ne sont pas activées ici').waitFor()
  })

  it('turned off in one tab while another repairs it, it stays off', async () => {
    const own = await aPhoneOfBavay()
    const { id } = await phoneOf(own.page)
    const { database } = store.current.deps
    await own.page.goto('/mes-alertes')
    await heading(own.page, 'Communes suivies', 2)
    await database.write((tx) => tx.delete(device).where(eq(device.id, id)))

    const repairing = await own.page.context().newPage()
    await subscribeTo(repairing, own.subscription)
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    await repairing.route(`**/api/devices/${id}`, async (route) => {
      asked.resolve()
      await answered.promise
      await route.continue()
    })
    await repairing.goto('/mes-alertes')
    await asked.promise
    await press(own.page, 'Ne plus prévenir ce téléphone')
    await expect.poll(() => own.page.evaluate(() => localStorage.getItem('bocage.push.off'))).toBe('yes')
    answered.resolve()
    for (const page of [own.page, repairing])
      await page.getByText('Non : les notifications ne sont pas activées ici').waitFor()
    expect(await deviceOf(own)).toBeUndefined()
  })
})

describe('Where notifications cannot be asked for', () => {
  const iPhone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1'
  it.each([
    ['blocked', {}, '', 'Non : les notifications sont bloquées'],
    [
      'blocked-android',
      { userAgent: 'Mozilla/5.0 (Linux; Android 15) Chrome/147.0' },
      '',
      'appui long sur son icône',
    ],
    ['iphone', { userAgent: iPhone }, 'PushManager', 'Choisissez « Sur l’écran d’accueil ».'],
    ['absent', { colorScheme: 'dark' }, 'PushManager', 'Ou recevez les alertes par courriel.'],
  ] as const)('%s: the screen says so, and what can be done', async (name, options, without, words) => {
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url, ...options })
    if (without)
      await page.addInitScript((gone) => {
        delete (globalThis as unknown as Record<string, unknown>)[gone]
      }, without)
    await page.goto('/mes-alertes')
    await page.getByText(words, { exact: false }).first().waitFor()
    await look(page, name)
  })

  it('a question closed without an answer may be asked again, with a word on what to press', async () => {
    const { page } = await aPhone({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' })
    await page.addInitScript(() => {
      Notification.requestPermission = () => Promise.resolve('default')
    })
    await page.goto('/mes-alertes')
    await press(page, 'Me prévenir')
    await page.getByText('Touchez le bouton, puis « Autoriser ».', { exact: false }).waitFor()
    await look(page, 'dismissed-narrow-dark')
    await page.goto('/alertes')
    await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
    await page.getByText('Touchez le bouton, puis « Autoriser ».', { exact: false }).waitFor()
  })
})

it('A push service that refuses the phone is told apart, with what to try, and tried again by a press', async () => {
  const { page } = await aPhone()
  await page.addInitScript(() => {
    const { subscribe } = PushManager.prototype
    PushManager.prototype.subscribe = function (options) {
      return localStorage.getItem('test.service') === 'well'
        ? subscribe.call(this, options)
        : Promise.reject(new DOMException('Registration failed - push service error', 'AbortError'))
    }
  })
  await page.goto('/alertes')
  await page.getByLabel('Votre commune').selectOption({ label: 'Bavay' })
  await press(page, 'Me prévenir')
  await page.getByText('Le navigateur n’a pas pu inscrire ce téléphone').waitFor()
  await page.goto('/mes-alertes')
  await page.getByText('Non : l’inscription de ce téléphone ne répond pas').waitFor()
  await page.getByText('Refusée par le service de ce navigateur').waitFor()
  await look(page, 'not-subscribed')
  await page.evaluate(() => localStorage.setItem('test.service', 'well'))
  await press(page, 'Réessayer')
  await page.getByText('Non : ce téléphone ne suit aucune commune').waitFor()
})

it('The summary of a busy day leads to what it holds, and to nothing of another site', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  const items = [
    { title: 'Routes : Route barrée', url: `${server.current.url}/alertes` },
    { title: 'Loto, salle des fêtes', url: '/agenda' },
    { title: 'Ailleurs', url: 'https://example.org/' },
    { titre: 'autre chose' },
  ]
  await page.goto(`/alertes/resume#${Buffer.from(JSON.stringify(items)).toString('base64url')}`)
  await heading(page, 'Les autres nouvelles du jour')
  const links = page.getByRole('main').getByRole('listitem').getByRole('link')
  expect(await links.allInnerTexts()).toEqual(['Routes : Route barrée', 'Loto, salle des fêtes'])
  await look(page, 'summary')
  await links.first().click()
  await heading(page, 'Alertes')
  await page.goto('/alertes/resume#rien')
  await page.getByText('Rien à montrer ici').waitFor()
})

it('Signing in makes it a phone of one’s account; signing out undoes that here, as soon as the server hears of it', async () => {
  const own = await aPhoneOfBavay({ viewport: desktop })
  const { page } = own
  await signInTo(page, server.current, 'technicien@mormal.example', '/mon-compte')
  await expect.poll(async () => (await deviceOf(own))?.userId).toBeTruthy()
  await page.goto('/mes-alertes')
  await page.getByText('valent pour tous les téléphones de votre compte', { exact: false }).waitFor()
  await look(page, 'desktop-account')
  await page.goto('/mon-compte')
  await page.route('**/api/devices/*/account', (route) => route.abort())
  await press(page, 'Se déconnecter')
  await page.waitForURL(/connexion/)
  expect((await deviceOf(own))?.userId).toBeTruthy()
  await page.unroute('**/api/devices/*/account')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(async () => (await deviceOf(own))?.userId, { timeout: 20_000 }).toBeNull()
})

it('Another phone takes over all of it by the code on the screen of the first, once', async () => {
  const [old, next] = [await aPhoneOfBavay(), await aPhone()]
  await old.page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: (text: string) => Promise.resolve(void Object.assign(globalThis, { copied: text })),
      },
    })
  })
  await old.page.goto('/mes-suivis')
  await old.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const storing = opening.result.transaction('followed', 'readwrite')
          storing.objectStore('followed').put({
            id: '01970000-0000-7000-8000-000000000001',
            reference: 'BAV-26-0001',
            secret: 'secret-of-the-private-link-0001',
            categoryName: 'Nid-de-poule',
            categoryIcon: 'construction',
            communeName: 'Bavay',
            bodyName: 'Commune de Bavay',
            status: 'received',
            statusAt: 1,
            createdAt: 1,
            dueAt: 2,
            plannedOn: null,
          })
          storing.oncomplete = () => resolve()
        }
      }),
  )
  await old.page.goto('/mes-alertes')
  await old.page.getByRole('link', { name: 'Changer de téléphone' }).click()
  await old.page.getByRole('img', { name: 'Code à lire avec l’autre téléphone' }).waitFor()
  await look(old.page, 'move-code')
  await press(old.page, 'Copier l’adresse')
  const address = await old.page.evaluate(() => (globalThis as unknown as { copied: string }).copied)

  const { page } = next
  await page.goto('/mes-alertes/reprendre')
  await press(page, 'Reprendre mes alertes ici')
  await page.getByText('Cette adresse n’est pas entière.', { exact: false }).waitFor()
  await look(page, 'take-paste')
  await page.goto(address)
  await page.reload()
  await heading(page, 'Reprendre mes alertes ici')
  await look(page, 'take')
  await press(page, 'Reprendre mes alertes ici')
  await page.getByText('Il suit une commune.').waitFor()
  await look(page, 'taken')
  await page.getByRole('link', { name: 'Vérifier ce téléphone' }).click()
  await page.getByRole('link', { name: 'Bavay' }).waitFor()
  await page.goto('/mes-suivis')
  await page.getByText('Nid-de-poule').first().waitFor()

  await old.page.getByText('C’est fait : l’autre téléphone a tout repris').waitFor()
  await look(old.page, 'moved')
  await old.page.getByRole('link', { name: 'Mes alertes' }).click()
  await old.page.getByText('Non : vos alertes arrivent sur un autre téléphone').waitFor()
  await look(old.page, 'moved-after')
  expect(await nextPush(old, 1)).toMatchObject({ title: 'Vos alertes ont changé de téléphone' })
  const third = await aPhone()
  await third.page.goto(address)
  await press(third.page, 'Reprendre mes alertes ici')
  await third.page.getByText('Ce code a déjà servi', { exact: false }).waitFor()
})
