import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'

// What one reads of one's commune where there is no network, on screens that were never opened with one.

const server = useServer({ demo: true, web: true })
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
  return page
}

const keptPacks = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('kept').objectStore('kept').get('packs')
          reading.onsuccess = () => {
            opening.result.close()
            const kept = reading.result as { data: { packs: { name: string }[] } } | undefined
            resolve((kept?.data.packs ?? []).map(({ name }) => name))
          }
        }
      }),
  )

const saysHowOld = (page: Page) =>
  page
    .getByText(/[Ll]u aujourd’hui à/)
    .first()
    .waitFor()

describe('the pack of a commune', () => {
  it('opens every screen that reads of it in a cold start without network, each saying how old it is', async () => {
    const page = await openPhone()
    const context = page.context()
    await page.close()
    await context.setOffline(true)
    const cold = await context.newPage()

    await cold.goto('/alertes')
    await saysHowOld(cold)
    await cold
      .getByRole('link', { name: /Collecte des déchets/ })
      .first()
      .click()
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
    await screenshot(cold, 'pack-map')
    await cold.goto('/signalements')
    await cold.locator('main li a[href^="/signalements/"]').first().click()
    await saysHowOld(cold)
  })

  it('is seen, limited, updated and cleared by the person', async () => {
    const page = await openPhone()
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
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Garder Bavay' }).click()
    await page.getByText('Vous êtes hors connexion').waitFor()
  })
})
