import { describe, expect, it } from 'vitest'
import { publish } from '../../support/agenda.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from './parts.ts'

// What the server itself writes of the agenda: for old phones, printers, search engines and previews of links.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const day = dayIn(3)
let path = ''
useStore(server, async (store) => {
  const row = await publish(store, {
    title: 'Bal des pompiers',
    description: 'Avec **l’orchestre** de Bavay.\n\n- buvette\n- tombola',
    on: day,
    price: '5 €',
    free: false,
    accessibility: ['mi'],
    bookingPhone: '03 27 00 00 00',
  })
  path = `/agenda/${day}-${row.slug}`
})

describe('Without a script', () => {
  it('an event is read whole, at every size, and the list leads to it and on', async () => {
    for (const viewport of [phone, desktop, { width: 320, height: 640 }]) {
      const page = await browser.openPage({ baseURL: server.current.url, viewport, javaScriptEnabled: false })
      await page.goto('/agenda?q=pompiers')
      await screenshot(page, `agenda-without-script-list-${viewport.width}`)
      await page.getByRole('link', { name: 'Bal des pompiers' }).click()
      await page.getByRole('heading', { level: 1, name: 'Bal des pompiers' }).waitFor()
      await page.getByText('5 €').waitFor()
      await screenshot(page, `agenda-without-script-event-${viewport.width}`, { fullPage: true })
      const wide = await page.locator('html').evaluate((root) => root.scrollWidth)
      expect(wide).toBeLessThanOrEqual(viewport.width)
    }
    expect(browser.takeProblems()).toEqual([])
  })
})

/** The application runs, and waits for its list: what the server wrote is on screen. */
async function openWaiting(address: string) {
  const page = await browser.openPage({ baseURL: server.current.url })
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route(/\/api\/events\?/, async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest(/\/api\/events\?/)
  await page.goto(address, { waitUntil: 'load' })
  await asked
  return { page, release }
}

describe('With the application', () => {
  it('what the server wrote is there to read until the application has all to show, and never goes blank', async () => {
    const { page, release } = await openWaiting('/agenda?q=pompiers')
    await page.getByRole('link', { name: 'Bal des pompiers' }).waitFor()
    expect(await page.locator('.skeleton').count()).toBe(0)
    expect(await page.getByRole('banner').count()).toBe(0)
    await page.getByRole('link', { name: 'Bal des pompiers' }).focus()
    release()
    await page.getByRole('banner').waitFor()
    await page.getByRole('link', { name: 'Bal des pompiers' }).waitFor()
    expect(await page.locator('main').count()).toBe(1)
    expect(await page.locator(':focus').textContent()).toBe('Bal des pompiers')
  })

  it('what is written in a form before the application came is sent, not lost', async () => {
    const { page, release } = await openWaiting('/agenda')
    await page.getByRole('searchbox', { name: 'Mots' }).fill('pompiers')
    const listed = page.waitForResponse(/\/api\/events\?/)
    release()
    await (await listed).finished()
    await page.keyboard.press('Tab')
    expect(await page.getByRole('searchbox', { name: 'Mots' }).inputValue()).toBe('pompiers')
    await page.getByRole('button', { name: 'Chercher' }).click()
    await page.waitForURL(/q=pompiers/)
    await page.getByRole('link', { name: 'Bal des pompiers' }).waitFor()
  })

  it('the page is replaced by the screen, and its data for machines breaks no rule of security', async () => {
    const page = await browser.openPage({ baseURL: server.current.url })
    const answer = await page.goto(path)
    expect(answer?.headers()['content-security-policy']).not.toContain('unsafe-inline')
    await page.getByRole('banner').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Bal des pompiers' }).waitFor()
    expect(await page.locator('main').count()).toBe(1)
    const data = await page.locator('script[type="application/ld+json"]').textContent()
    expect((JSON.parse(data ?? '{}') as { '@graph': { name: string }[] })['@graph'][0]?.name).toBe(
      'Bal des pompiers',
    )
    await expectNoAxeViolations(page)
    // Page errors and refusals of the policy would be among these.
    expect(browser.takeProblems()).toEqual([])
  })
})
