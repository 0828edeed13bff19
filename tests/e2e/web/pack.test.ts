import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { serveTiles } from '../../support/tiles.ts'
import { wakePeriodically } from '../../support/worker-events.ts'

// What one reads of one's commune where there is no network, on screens that were never opened with one.

const tiles = await serveTiles()
afterAll(() => tiles.close())
const server = useServer({ demo: true, web: true, env: { TILE_URL: tiles.url } })
const browser = useBrowser()

/** A phone whose person chose Bavay, on the home screen only, and put it away. */
async function openPhone(): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, serviceWorker: true })
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const [pack] = await Promise.all([
    page.waitForResponse(/\/api\/communes\/59053\/pack/),
    page.getByLabel('Votre commune').selectOption('Bavay'),
  ])
  await pack.finished()
  await expect.poll(() => keptPacks(page)).toEqual(['Bavay'])
  await expect.poll(() => keptPictures(page)).toBeGreaterThan(0)
  return page
}

type Shelf = { packs: { name: string; at: number }[]; when: string }

/** What the phone wrote down of its packs, after `change` (of the first pack's age, of the person's choice). */
const shelfOf = (page: Page, change: { olderBy?: number; when?: string } = {}): Promise<Shelf> =>
  page.evaluate(
    ({ olderBy = 0, when }) =>
      new Promise<Shelf>((resolve) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('kept', 'readwrite')
          const store = transaction.objectStore('kept')
          const reading = store.get('packs')
          reading.onsuccess = () => {
            const kept = reading.result as { data: Shelf } | undefined
            const shelf = kept?.data ?? { packs: [], when: 'always' }
            const [first] = shelf.packs
            if (first) first.at -= olderBy
            if (when) shelf.when = when
            if (kept && (olderBy || when)) store.put(kept, 'packs')
            transaction.oncomplete = () => {
              opening.result.close()
              resolve(shelf)
            }
          }
        }
      }),
    change,
  )
const keptPacks = async (page: Page) => (await shelfOf(page)).packs.map(({ name }) => name)

const keptPictures = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await caches.open('bocage-pictures')).keys()).length)

/** How many pictures of the map, of all that is asked for, are really seen. */
const tilesSeen = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLImageElement>('img.leaflet-tile')].filter(
        ({ complete, naturalWidth }) => complete && naturalWidth === 256,
      ).length,
  )

const newer = 'Une alerte plus récente a pu paraître.'
const day = 86_400_000

const saysHowOld = (page: Page) =>
  page
    .getByText(/[Ll]u aujourd’hui à/)
    .first()
    .waitFor()

describe('the pack of a commune', () => {
  it('opens every screen that reads of it in a cold start without network, each saying how old it is', async () => {
    const page = await openPhone()
    const context = page.context()
    // By now the app is served by its worker, as at any second visit.
    await page.goto('/signalements?vue=carte')
    await expect.poll(() => tilesSeen(page)).toBeGreaterThan(3)
    expect(await page.getByText('Pas de réseau').count()).toBe(0)
    await context.setOffline(true)
    const asked = tiles.asked()
    // The list was read with a network: only the map asks again.
    await page.getByRole('button', { name: 'Éloigner' }).click()
    await page.getByText('Voici ce que ce téléphone garde de Bavay').waitFor()
    await page.close()
    const cold = await context.newPage()

    await cold.goto('/')
    await cold.getByText(newer).waitFor()
    await screenshot(cold, 'pack-home', { fullPage: true })
    await cold.goto('/alertes')
    await saysHowOld(cold)
    const alert = cold.getByRole('link', { name: /Collecte des déchets/ }).first()
    const alertPath = (await alert.getAttribute('href')) ?? ''
    await alert.click()
    await cold.getByText('sortez vos bacs un jour plus tard').waitFor()
    await saysHowOld(cold)

    await cold.goto('/agenda')
    await cold.getByText('Voici ce que ce téléphone garde de Bavay').waitFor()
    await saysHowOld(cold)
    await screenshot(cold, 'pack-agenda')
    const event = cold.locator('main li a[href^="/agenda/20"]').first()
    await event.click()
    await saysHowOld(cold)

    await cold.goto('/communes/bavay')
    await cold.getByRole('heading', { level: 1, name: 'Bavay' }).waitFor()
    await saysHowOld(cold)

    await cold.goto('/aires')
    await saysHowOld(cold)
    await cold.getByRole('link', { name: /Place du Marché de Bavay/ }).click()
    await cold.getByRole('heading', { level: 1, name: 'Place du Marché de Bavay' }).waitFor()
    await saysHowOld(cold)

    await cold.goto('/trajets?from=59053&to=59606&by=departure')
    await cold.getByRole('heading', { name: 'Trajets réguliers gardés sur ce téléphone' }).waitFor()
    await cold.getByText('7 h 30', { exact: true }).waitFor()
    await screenshot(cold, 'pack-trips')

    await cold.goto('/signalements?vue=carte')
    await saysHowOld(cold)
    await cold.locator('.map-drop, .map-group').first().waitFor()
    // Its pictures that were looked at are seen again.
    await expect.poll(() => tilesSeen(cold)).toBeGreaterThan(3)
    expect(tiles.asked()).toBe(asked)
    await screenshot(cold, 'pack-map')
    await cold.goto('/signalements')
    // Its picture too, small: never an empty square.
    const pictured = cold.locator('main li a[href^="/signalements/"]:has(img)')
    await pictured.first().scrollIntoViewIfNeeded()
    await screenshot(cold, 'pack-reports')
    await pictured.first().click()
    const photo = cold.locator('.strip img').first()
    await photo.scrollIntoViewIfNeeded()
    await expect.poll(() => photo.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
    await saysHowOld(cold)
    await screenshot(cold, 'pack-report')

    // Two months without network: the alert that was in force is over, and none is left on the home screen.
    await cold.clock.setFixedTime(Date.now() + 60 * day)
    await cold.goto('/')
    await cold.getByText(newer).waitFor()
    expect(await cold.locator('main a[href^="/alertes/"]').count()).toBe(0)
    await cold.goto(alertPath)
    await cold.getByText('Terminée', { exact: true }).waitFor()
    await cold.getByText(newer).waitFor()
    await screenshot(cold, 'pack-alert-over')
  })

  it('is refreshed with the app closed if the person lets it; seen, limited, updated and cleared by them', async () => {
    const page = await openPhone()
    const wakeWith = async (change: Parameters<typeof shelfOf>[1]) => {
      const [before] = (await shelfOf(page, change)).packs
      await wakePeriodically(page, 'commune-pack')
      const [after] = (await shelfOf(page)).packs
      return (after?.at ?? 0) - (before?.at ?? 0)
    }
    expect(await wakeWith({})).toBe(0)
    expect(await wakeWith({ olderBy: day, when: 'never' })).toBe(0)
    expect(await wakeWith({ when: 'always' })).toBeGreaterThan(day / 2)

    await page.goto('/ce-telephone')
    await page.getByRole('heading', { level: 3, name: 'Bavay' }).waitFor()
    await page.getByText(/À jour aujourd’hui à/).waitFor()
    await page.getByText(/En tout\s:\s\d+\sko, sur 30\sMo au plus/).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'kept', { fullPage: true })
    await page.getByRole('radio', { name: '5 Mo au plus' }).check()
    await page.getByText('sur 5 Mo au plus').waitFor()

    // Of what it has, nothing is sent again.
    const [same] = await Promise.all([
      page.waitForResponse(/\/api\/communes\/59053\/pack/),
      page.getByRole('button', { name: 'Mettre à jour : Bavay' }).click(),
    ])
    expect(same.status()).toBe(304)
    await page.getByText('C’est à jour.').waitFor()

    await page.getByRole('button', { name: 'Effacer : Bavay' }).click()
    await page.getByRole('button', { name: 'Garder Bavay' }).waitFor()
    expect(await keptPacks(page)).toEqual([])
    expect(await keptPictures(page)).toBe(0)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Garder Bavay' }).click()
    await page.getByText('Vous êtes hors connexion').waitFor()
  })
})
