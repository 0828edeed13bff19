import { createClient } from '@libsql/client'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { useInBetween, type Between } from '../../support/in-between.ts'
import { beforeNextRelease, runsNext } from '../../support/next-release.ts'
import { aHeavyPhoto, aPhoto } from '../../support/photos.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { wakeForSync } from '../../support/worker-events.ts'

// What stands between a phone and the server may lie. Nothing leaves the phone but by an answer of ours.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

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
    await page.getByText(new RegExp(`^${photos.length} photos? sur 5`)).waitFor()
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
const followedReferences = async (page: Page) =>
  (await keptOn<{ reference: string }>(page, 'followed')).map(({ reference }) => reference)

/** What a screen reader would be told from now on, each once. */
async function hearStatus(page: Page): Promise<() => Promise<string[]>> {
  const heard = await page.evaluateHandle(() => {
    const texts = new Set<string>()
    new MutationObserver(() => {
      for (const status of document.querySelectorAll('[role=status]'))
        texts.add(status.textContent?.trim() ?? '')
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return texts
  })
  return () => heard.evaluate((texts) => [...texts])
}

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

it('a new version in the middle of a report: offered, never forced; what was written is there after, and sent once', async () => {
  const release = await beforeNextRelease(server.current.url)
  const page = await browser.openPage({ baseURL: release.url, geolocation: forest, serviceWorker: true })
  // At a first visit: the page was not opened by the version that is installed meanwhile, which looks after it.
  await writeReport(page, [await aPhoto()])
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
  const words = page.getByLabel('Ce que l’agent doit savoir')
  await words.fill('Un sanglier sur la rou')
  const opened = await page.evaluate(() => performance.timeOrigin)

  release.released = true
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  await page.getByText('Une nouvelle version de l’application est prête').waitFor()
  await words.fill('Un sanglier sur la route')
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(opened)
  expect(await runsNext(page)).toBe(false)
  await expectNoAxeViolations(page)
  await page.getByText('Une nouvelle version').scrollIntoViewIfNeeded()
  await screenshot(page, 'report-release')
  await page.setViewportSize(desktop)
  await screenshot(page, 'report-release-desktop')

  const reloaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Mettre à jour', exact: true }).click()
  await reloaded
  await page.getByRole('heading', { name: 'Vérifier et envoyer' }).waitFor()
  expect(await runsNext(page)).toBe(true)
  expect(await words.inputValue()).toBe('Un sanglier sur la route')
  const before = await photosOfReports()
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await left(page).waitFor()
  expect(await followedReferences(page)).toHaveLength(1)
  expect(await photosOfReports()).toHaveLength(before.length + 1)
  await release.close()
})

/** SHA-256 of the photos of what waits on this phone, as they will leave. */
const photosThatWait = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('bocage')
    await new Promise((resolve) => (opening.onsuccess = resolve))
    const reading = opening.result.transaction('sends').objectStore('sends').getAll()
    await new Promise((resolve) => (reading.onsuccess = resolve))
    opening.result.close()
    const blobs = (reading.result as { photos: { blob: Blob }[] }[]).flatMap(({ photos }) => photos)
    return Promise.all(
      blobs.map(async ({ blob }) =>
        new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())).toHex(),
      ),
    )
  })

/** What the server was sent of each photo of a report, by its own sum. */
async function photosOfReports(): Promise<string[]> {
  const database = createClient({ url: `file:${server.current.dataDir}/bocage.db` })
  const { rows } = await database.execute(
    `select media.source_sha256 as sum from incident_photo join media on media.id = incident_photo.media_id
     where media.state = 'attached'`,
  )
  database.close()
  return rows.map(({ sum }) => String(sum))
}

it('at the edge of the network: three photos arrive whole, each from where the server stands, said as they go', async () => {
  // Installed, so that all its screens are there without network.
  const page = await browser.openPage({ baseURL: between.url, geolocation: forest, serviceWorker: true })
  await page.goto('/signaler')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const photos = await Promise.all([0, 1, 2].map(() => aHeavyPhoto()))
  await writeReport(page, photos)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await waits(page).waitFor()
  const taken = await photosThatWait(page)
  expect(taken).toHaveLength(3)
  const before = await photosOfReports()

  between.now = 'edge'
  // What breaks on a connection that served before, browsers send again by themselves.
  between.closeIdle()
  const release = between.hold()
  const said = await hearStatus(page)
  await page.context().setOffline(false)
  // Its first piece was cut: what came of it counts, and the person sees so.
  const progress = page.getByRole('progressbar', { name: 'Envoi des photos' })
  await page.getByText(/^Envoi de la photo 1 sur 3 · [1-9]\d?\s%$/).waitFor()
  expect(Number(await progress.getAttribute('value'))).toBeGreaterThan(0)
  await page.getByRole('heading', { name: 'Envoi en cours' }).waitFor()
  await expectNoAxeViolations(page)
  await screenshot(page, 'report-photos-leave')
  await page.setViewportSize(desktop)
  await screenshot(page, 'report-photos-leave-desktop')
  release()
  await left(page).waitFor({ timeout: 60_000 })
  // A voice is told of each photo, and of no piece.
  const told = (await said()).filter((text) => /photo/.test(text))
  expect(told).toEqual([1, 2, 3].map((n) => `Envoi de la photo ${n} sur 3`))
  expect(reportsPassed()).toBe(1)
  expect(await followedReferences(page)).toHaveLength(1)
  expect((await photosOfReports()).toSorted()).toEqual([...before, ...taken].toSorted())
  const { breaks, lengths, offsets } = between.photos
  expect(lengths).toHaveLength(3)
  expect(breaks).toBeGreaterThan(3)
  // No photo passes in one connection: each goes on, and never from before what the server said it has.
  for (const length of lengths) expect(length).toBeGreaterThan(2 * between.breaksAfter)
  expect(Object.keys(offsets)).toHaveLength(3)
  for (const all of Object.values(offsets)) {
    // A try that is cut before a byte of it is kept goes on from where it was.
    expect(all).toEqual(all.toSorted((a, b) => a - b))
    expect(new Set(all).size).toBeGreaterThan(1)
    expect(all[0]).toBeGreaterThan(0)
  }
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
