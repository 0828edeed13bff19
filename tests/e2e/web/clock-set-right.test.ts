import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { useInBetween } from '../../support/in-between.ts'
import { forest, heading, press, writeReport } from '../../support/report-form.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { sendInVain } from '../../support/waiting.ts'

// A phone whose clock goes days ahead, and is then set right, with writes accepted and others waiting. (The order of what
// was written, and what is erased for its age: tests/unit/web.)

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const between = useInBetween(server)

const day = 86_400_000
const rows = (page: Page) => page.locator('.send')
const reports = () => between.passed.filter((one) => one === 'POST /api/incidents').length
const kept = async (page: Page) => {
  const stores = ['accepted', 'sent', 'followed'] as const
  return Promise.all(stores.map(async (store) => (await keptOn(page, store)).length))
}
/** How often what waits was tried: a pass goes over all that is kept at its end. */
const tried = async (page: Page) => (await keptOn<{ attempts: number }>(page, 'sends'))[0]?.attempts ?? 0

it.each([20, -20])(
  'opened without network by a clock %i days away, loses nothing of what was accepted; set right, sends nothing twice',
  async (days) => {
    between.passed.length = 0
    const page = await browser.openPage({ baseURL: between.url, geolocation: forest, serviceWorker: true })
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await writeReport(page, 'Un sanglier')
    await press(page, 'Envoyer')
    await heading(page, 'Votre signalement est parti')
    expect(await kept(page)).toEqual([1, 1, 1])

    await page.clock.install({ time: Date.now() + days * day })
    await page.context().setOffline(true)
    await writeReport(page, 'Une vache')
    await sendInVain(page)
    await page.goto('/mes-suivis')
    await expect.poll(() => tried(page)).toBeGreaterThan(1)
    await page.waitForTimeout(1_000)
    expect(await kept(page)).toEqual([1, 1, 1])

    await page.context().setOffline(false)
    await expect.poll(() => rows(page).count(), { timeout: 40_000 }).toBe(0)
    await expect.poll(() => kept(page)).toEqual([2, 2, 2])

    // Set right by the system: another page of it, with a clock of its own.
    const right = await page.context().newPage()
    await page.close()
    await right.goto('/mes-suivis')
    await expect.poll(() => right.getByRole('link', { name: /^Animal/ }).count()).toBe(2)
    await right.waitForTimeout(1_000)
    const [accepted, , followed] = await kept(right)
    expect([accepted, followed]).toEqual([2, 2])
    expect(reports()).toBe(2)
  },
)

it('what waited while the clock ran ahead is not said to be written in some days, and leaves before what came after', async () => {
  const page = await browser.openPage({ baseURL: between.url, geolocation: forest, serviceWorker: true })
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.clock.install({ time: Date.now() + 9 * day })
  await page.context().setOffline(true)
  await writeReport(page, 'Le premier')
  await sendInVain(page)
  const right = await page.context().newPage()
  await page.close()
  await writeReport(right, 'Le second')
  await sendInVain(right)
  await right.goto('/mes-suivis')
  await expect.poll(() => rows(right).count()).toBe(2)
  for (const text of await rows(right).allInnerTexts()) expect(text).toMatch(/aujourd’hui à/)
  await right.context().setOffline(false)
  await expect.poll(() => rows(right).count(), { timeout: 40_000 }).toBe(0)
  const followed = await keptOn<{ reference: string; id: string }>(right, 'followed')
  expect(followed).toHaveLength(2)
})
