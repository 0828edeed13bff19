import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { firewallHates, useInBetween } from '../../support/in-between.ts'
import { aHeavyPhoto } from '../../support/photos.ts'
import { forest, press, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { copyWaiting, sendInVain } from '../../support/waiting.ts'
import { registrationOf, wakeForSync } from '../../support/worker-events.ts'

// What breaks off in the middle, or will never pass, stops nothing else: neither the queue, nor what the screens say of it.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const open = ({ serviceWorker = false } = {}) =>
  browser.openPage({ baseURL: between.url, geolocation: forest, serviceWorker })
const reports = (all: readonly string[]) => all.filter((one) => one === 'POST /api/incidents').length
const onTheWay = (page: Page) => page.getByText(/^Envoi de la photo 1 sur 1 · /)
/** At once, not when the page that shows it tries again by itself. */
const gone = (page: Page) => expect.poll(() => onTheWay(page).count(), { timeout: 4_000 }).toBe(0)
const rows = (page: Page) => page.locator('.send')

/** A report with a photo waits on the phone, which a second tab shows, and the network is such that it does not end. */
async function photoOnAThread(options?: { serviceWorker: boolean }) {
  const page = await open(options)
  if (options?.serviceWorker) {
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
  }
  await writeReport(page, 'Un sanglier', { photo: await aHeavyPhoto() })
  between.now = 'portal'
  await sendInVain(page)
  const other = await page.context().newPage()
  await other.goto('/mes-suivis')
  await rows(other).waitFor()
  // Each of the two has tried: neither is about to.
  const tried = () => between.stopped.filter((one) => one.includes('/api/media')).length
  await expect.poll(tried).toBeGreaterThan(1)
  between.now = 'edge'
  between.closeIdle()
  return { page, other, release: between.hold() }
}

describe('photos on their way, when whoever sends them is killed', () => {
  it('a tab: another says so no more, and goes on from where the server stands', async () => {
    const { page, other, release } = await photoOnAThread()
    await press(page, 'Essayer maintenant')
    await onTheWay(other).waitFor()
    between.now = 'portal'
    await page.close()
    await gone(other)
    await other.getByText('Le wifi demande sans doute de se connecter').waitFor()
    between.now = 'nothing'
    release()
    await expect.poll(() => rows(other).count(), { timeout: 30_000 }).toBe(0)
    expect(reports(between.passed)).toBe(1)
  })

  it('the service worker: the page says so no more', async () => {
    const { page, other, release } = await photoOnAThread({ serviceWorker: true })
    await page.close()
    await wakeForSync(other, { origin: between.url, tag: 'bocage.sends' })
    await onTheWay(other).waitFor()
    between.now = 'portal'
    const devtools = await other.context().newCDPSession(other)
    await registrationOf(devtools)
    await devtools.send('ServiceWorker.stopAllWorkers')
    await gone(other)
    await other.getByText('Le wifi demande sans doute de se connecter').waitFor()
    release()
  })
})

/** What a newer version of the app does in another tab: the browser closes the database under the pages of this one. */
const closeDatabaseUnder = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage', 99)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          opening.result.close()
          resolve()
        }
      }),
  )

it('a database that closes in the middle of a send stops nothing: it leaves by itself, once', async () => {
  const { page, other, release } = await photoOnAThread()
  await page.goto('/mes-suivis')
  await onTheWay(page).waitFor()
  await other.goto('/robots.txt')
  await closeDatabaseUnder(other)
  between.now = 'nothing'
  release()
  await expect.poll(() => rows(page).count(), { timeout: 30_000 }).toBe(0)
  await expect.poll(() => keptOn(page, 'followed')).toHaveLength(1)
  expect(await keptOn(page, 'sends')).toEqual([])
})

describe('what somebody else answers instead of the server', () => {
  it('to two writes alone, as a firewall that hates a word: the others leave, and these once it lets them', async () => {
    const page = await open()
    await writeReport(page, `Panneau ${firewallHates} tombé`)
    between.now = 'portal'
    await sendInVain(page)
    await copyWaiting(page, [`Encore ${firewallHates}`, 'Un chien', 'Un chat', 'Une vache'])
    between.now = 'firewall'
    await page.goto('/mes-suivis')
    await expect.poll(() => rows(page).count(), { timeout: 30_000 }).toBe(2)
    expect(reports(between.passed)).toBe(3)
    const left = await keptOn<{ state: string; body: { words: string } }>(page, 'sends')
    expect(left.map(({ state, body }) => [state, body.words.includes(firewallHates)])).toEqual([
      ['waiting', true],
      ['waiting', true],
    ])
    between.now = 'nothing'
    await page.reload()
    await expect.poll(() => reports(between.passed), { timeout: 30_000 }).toBe(5)
    await expect.poll(() => rows(page).count()).toBe(0)
  })

  it('to all, as the sign-in page of a wifi: a pass ends after two', async () => {
    const page = await open()
    await writeReport(page, 'Un loup')
    between.now = 'closed portal'
    await sendInVain(page)
    await copyWaiting(page, ['Un chien', 'Un chat', 'Une vache'])
    await page.goto('/robots.txt')
    between.stopped.length = 0
    await page.goto('/mes-suivis')
    await expect.poll(() => reports(between.stopped)).toBe(2)
    // Far longer than a third would take.
    await page.waitForTimeout(2_000)
    expect(reports(between.stopped)).toBe(2)
  })
})

describe('the notice that the service was put back', () => {
  type Notice = { count: number; from: number; to: number }
  /** As whoever sends adds to it: a page of this phone, or the service worker with none open. */
  const tell = (page: Page, { count, from, to }: Notice) =>
    page.evaluate(
      (data) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('bocage')
          opening.onsuccess = () => {
            const writing = opening.result.transaction('kept', 'readwrite')
            writing.objectStore('kept').put({ at: Date.now(), data }, 'restored')
            writing.oncomplete = () => {
              opening.result.close()
              resolve()
            }
          }
        }),
      { from, to, count, reports: false, photosLeft: 0, changed: false, rides: [] },
    )

  it('closed by who read it says what was added while it was on the screen, until that is read too', async () => {
    const page = await open()
    await page.goto('/mes-suivis')
    // Made by the app itself.
    await expect.poll(() => page.evaluate(() => indexedDB.databases())).toHaveLength(1)
    const now = Date.now()
    await tell(page, { count: 1, from: now, to: now })
    await page.reload()
    const told = page.getByRole('complementary', { name: 'Le service a été remis dans un état plus ancien' })
    await told.getByText(/^Votre envoi /).waitFor()
    await tell(page, { count: 3, from: now, to: now })
    await told.getByRole('button', { name: 'J’ai compris' }).click()
    await told.getByText(/^Vos 3 envois /).waitFor()
    await told.getByRole('button', { name: 'J’ai compris' }).click()
    await expect.poll(() => told.count()).toBe(0)
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(2_000)
    expect(await told.count()).toBe(0)
  })
})
