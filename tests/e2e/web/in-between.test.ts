import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { standInBetween, type Between, type InBetween } from '../../support/in-between.ts'
import { useServer } from '../../support/server.ts'
import { wakeForSync } from '../../support/worker-events.ts'

// What stands between a phone and the server may lie. Nothing leaves the phone but by an answer of ours.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let between: InBetween
beforeAll(async () => {
  between = await standInBetween(server.current.url)
})
beforeEach(() => {
  between.now = 'nothing'
  between.passed.length = 0
})
afterAll(() => between.close())

const forest = { latitude: 50.2041, longitude: 3.7188, accuracy: 12 }
const waits = (page: Page) => page.getByRole('heading', { name: /^Votre signalement (attend|est gardé)/ })
const left = (page: Page) => page.getByRole('heading', { name: 'Votre signalement est parti' })
const tryNow = (page: Page) => page.getByRole('button', { name: 'Essayer maintenant' })

/** A report written up to its last screen. */
async function writeReport(page: Page, photos: readonly Buffer[] = []): Promise<void> {
  await page.goto('/signaler')
  if (photos.length > 0) {
    await page
      .locator('input[data-way=library]')
      .setInputFiles(photos.map((buffer, n) => ({ name: `${n}.jpg`, mimeType: 'image/jpeg', buffer })))
    await page.getByText(`${photos.length} photos sur 5`).waitFor()
    await page.getByRole('button', { name: 'Continuer' }).click()
  } else await page.getByRole('button', { name: 'Continuer sans photo' }).click()
  await page.getByRole('button', { name: 'Trouver ma position' }).click()
  await page.getByText('à 10 m près').waitFor()
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('radio', { name: 'Animal' }).check()
  await page.getByRole('button', { name: 'Continuer' }).click()
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  const notMine = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  await check.or(notMine).first().waitFor()
  if (await notMine.isVisible()) await notMine.click()
  await check.waitFor()
}

async function sendThrough(kind: Between, { serviceWorker = false } = {}): Promise<Page> {
  const page = await browser.openPage({ baseURL: between.url, geolocation: forest, serviceWorker })
  if (serviceWorker) {
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
  }
  await writeReport(page)
  between.now = kind
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await waits(page).waitFor()
  return page
}

const reportsPassed = () => between.passed.filter((one) => one === 'POST /api/incidents').length

/** References of the reports this phone follows, as the server gave them. */
const followedReferences = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('followed').objectStore('followed').getAll()
          reading.onsuccess = () => {
            opening.result.close()
            resolve((reading.result as { reference: string }[]).map(({ reference }) => reference))
          }
        }
      }),
  )

describe('the sign-in page of a wifi, instead of the server', () => {
  it.each(['portal', 'empty portal', 'closed portal'] as const)(
    '%s: takes no report for sent nor refused, says what to do, and the report leaves after',
    async (kind) => {
      const page = await sendThrough(kind)
      await page.getByText('Le wifi demande sans doute de se connecter').waitFor()
      await page.goto('/mes-suivis')
      between.now = kind
      await page.getByRole('heading', { name: 'À envoyer' }).waitFor()
      await page.getByText('Le wifi demande sans doute de se connecter').first().waitFor()
      between.now = 'nothing'
      // The app tries again by itself too: the button may be gone before one presses it.
      await tryNow(page)
        .click({ timeout: 5000 })
        .catch(() => undefined)
      await expect.poll(() => followedReferences(page)).toHaveLength(1)
      expect(reportsPassed()).toBe(1)
    },
  )
})

it('an answer cut on its way: sent again, the report exists once', async () => {
  const page = await sendThrough('cut')
  // Browsers try again by themselves what was cut: more often than we asked.
  expect(reportsPassed()).toBeGreaterThanOrEqual(1)
  between.now = 'nothing'
  await tryNow(page).click()
  await left(page).waitFor()
  expect(reportsPassed()).toBeGreaterThanOrEqual(2)
  const [reference] = await followedReferences(page)
  await writeReport(page)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await left(page).waitFor()
  const numbers = (await followedReferences(page))
    .map((one) => Number(one.split('-').at(-1)))
    .sort((a, b) => a - b)
  expect(numbers).toEqual([Number(reference?.split('-').at(-1)), Number(reference?.split('-').at(-1)) + 1])
})

it('with the app closed, the browser wakes its service worker, and what waits leaves once', async () => {
  const page = await sendThrough('portal', { serviceWorker: true })
  await page.goto('about:blank')
  between.now = 'nothing'
  await wakeForSync(page, { origin: between.url, tag: 'bocage.sends' })
  await expect.poll(reportsPassed).toBe(1)
  // Whoever opens the app then finds it sent, with its private link.
  await page.goto('/mes-suivis')
  await expect.poll(() => followedReferences(page)).toHaveLength(1)
  await expect.poll(() => page.getByText('en attente').count()).toBe(0)
  expect(reportsPassed()).toBe(1)
})

it('a server of a newer generation: the phone keeps what it has, says to update, and sends it after', async () => {
  const page = await sendThrough('newer')
  await page.getByText('Cette version de l’application est trop ancienne pour envoyer').waitFor()
  await page.getByText('Mettez à jour : ce qui attend est gardé').waitFor()
  // The update brings the version that fits: here the server is the fitting one again.
  between.now = 'nothing'
  await page.getByRole('button', { name: 'Mettre à jour' }).click()
  await left(page).waitFor()
  expect(await followedReferences(page)).toHaveLength(1)
})

it('500 writes that wait leave once each, in the order they were written, from two tabs at once', async () => {
  const page = await sendThrough('portal')
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const sends = opening.result.transaction('sends', 'readwrite').objectStore('sends')
          const reading = sends.getAll()
          reading.onsuccess = () => {
            const [first] = reading.result as [
              {
                id: string
                key: string
                createdAt: number
                body: Record<string, unknown>
                draft: { id: string }
              },
            ]
            for (let n = 1; n < 500; n++) {
              // Ids in the order of writing (UUID version 7): only their last digits differ, and never by nothing.
              const last = (Number.parseInt(first.id.slice(-3), 16) + n) % 0x1000
              const id = `${first.id.slice(0, -3)}${last.toString(16).padStart(3, '0')}`
              const words = `Animal numéro ${n}`
              sends.put({
                ...first,
                id,
                key: crypto.randomUUID(),
                createdAt: first.createdAt + n,
                body: { ...first.body, id, words },
              })
            }
          }
          sends.transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
          sends.transaction.onerror = () => reject(sends.transaction.error)
        }
      }),
  )
  between.now = 'nothing'
  const other = await page.context().newPage()
  await Promise.all([page.goto(`${between.url}/mes-suivis`), other.goto(`${between.url}/mes-suivis`)])
  await expect.poll(() => followedReferences(page), { timeout: 240_000, interval: 1_000 }).toHaveLength(500)
  await expect.poll(() => page.getByText('en attente').count()).toBe(0)
  expect(reportsPassed()).toBe(500)
  const numbers = (await followedReferences(page)).map((one) => Number(one.split('-').at(-1)))
  expect(new Set(numbers).size).toBe(500)
}, 300_000)
