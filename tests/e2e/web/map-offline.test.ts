import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { serveBasemap } from '../../support/pmtiles.ts'
import { useServer } from '../../support/server.ts'

// The map where there is no network: its background kept for a commune, else communes and pins on a plain ground.

const basemap = await serveBasemap()
afterAll(() => basemap.close())
const server = useServer({ demo: true, web: true, env: { PMTILES_URL: basemap.url } })
const browser = useBrowser()

/** The colour in the middle of the tiles of the background that are drawn. */
const drawn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('canvas.leaflet-tile')].map((tile) => {
      const { data } = tile.getContext('2d')!.getImageData(tile.width / 2, tile.height / 2, 1, 1)
      return data.join()
    }),
  )
/** `water` of Protomaps' light flavour. */
const water = '128,222,234,255'
const map = '/signalements?commune=59053&vue=carte'
const names = (page: Page) => page.locator('.map-name span')

describe('the map without network', () => {
  it('draws the background kept for a commune, and without it communes, names and pins', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, serviceWorker: true })
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const pack = page.waitForResponse(/\/api\/communes\/59053\/pack/)
    await page.getByLabel('Votre commune').selectOption('Bavay')
    await (await pack).finished()
    // By now the app is served by its worker, as at any second visit.
    await page.goto(map)
    await expect.poll(() => drawn(page)).toContain(water)
    expect(await names(page).count()).toBe(0)

    await page.context().setOffline(true)
    await page.reload()
    await names(page).first().waitFor()
    await page.locator('.map-drop, .map-group').first().waitFor()
    expect(await drawn(page)).not.toContain(water)
    await screenshot(page, 'map-plain')

    await page.context().setOffline(false)
    await page.goto('/ce-telephone')
    await page.getByRole('button', { name: 'Garder le fond de carte : Bavay' }).click()
    await page.getByText('Le fond de carte de Bavay est gardé.').waitFor()
    await page.getByRole('button', { name: 'Effacer le fond de carte : Bavay' }).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'kept-map', { fullPage: true })

    await page.context().setOffline(true)
    const asked = basemap.asked()
    await page.goto(map)
    await expect.poll(() => drawn(page)).toContain(water)
    expect(await names(page).count()).toBe(0)
    expect(basemap.asked()).toBe(asked)
    await screenshot(page, 'map-kept')
  })
})
