import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Figures } from '../../../api/incidents/figures.schemas.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const clerk = 'accueil@mormal.example'
const technician = 'technicien@mormal.example'

async function openFigures({ viewport = desktop, email = clerk, query = '' } = {}): Promise<Page> {
  const page = await browser.openPage({ baseURL: server.current.url, viewport })
  await signInTo(page, server.current, email, '/agents/chiffres')
  if (query) await page.goto(`/agents/chiffres?${query}`)
  await page.getByRole('table').waitFor()
  return page
}
const asked = async (page: Page, query = '') =>
  (await (await page.request.get(`/api/desk/figures?${query}`)).json()) as Figures
const lines = (page: Page) => page.locator('tbody tr')
const counts = async (page: Page) =>
  (await page.locator('tbody td:nth-child(2)').allInnerTexts()).map((text) => Number(text.trim()))

describe('The figures', () => {
  it('are those of the API, each with its bar, and leave as a file', async () => {
    const page = await openFigures()
    const { rows, total } = await asked(page)
    expect(rows.length).toBeGreaterThan(3)
    expect(await counts(page)).toEqual(rows.map(({ count }) => count))
    await expect.poll(() => page.getByText(`${total.count} signalements reçus`).count()).toBe(1)
    const longest = await page.locator('tbody tr:first-child .bar span').first().getAttribute('style')
    expect(longest).toContain('100%')

    const href = await page.getByRole('link', { name: 'Télécharger en CSV' }).getAttribute('href')
    const file = await page.request.get(href ?? '')
    expect(file.headers()['content-type']).toContain('text/csv')
    // The header, a line each, the whole.
    expect((await file.text()).trim().split('\n')).toHaveLength(rows.length + 2)
  })

  it('are narrowed from the address, and the address says what is shown', async () => {
    const page = await openFigures()
    const before = await asked(page)
    const [first] = before.rows
    await page.getByRole('link', { name: first?.label ?? '' }).click()
    await page.waitForURL(/by=commune/)
    expect(new URL(page.url()).searchParams.get('category')).toBe(first?.key)
    await expect.poll(async () => (await counts(page)).reduce((sum, n) => sum + n, 0)).toBe(first?.count)

    await page.getByRole('link', { name: 'Par mois' }).click()
    await page.waitForURL(/by=month/)
    await expect.poll(() => lines(page).first().innerText()).toMatch(/ 202\d/)
    await page.getByLabel('Reçus du').fill('2026-09-01')
    await page.waitForURL(/from=2026-09-01/)
    const within = await asked(page, new URL(page.url()).search.slice(1))
    const since = within.rows.slice(within.rows.findIndex(({ count }) => count > 0))
    await expect.poll(() => counts(page)).toEqual(since.map(({ count }) => count))

    const reopened = await page.context().newPage()
    await reopened.goto(page.url())
    await expect.poll(() => counts(reopened)).toEqual(since.map(({ count }) => count))
    await reopened.getByRole('link', { name: 'Enlever les filtres' }).click()
    await expect.poll(() => new URL(reopened.url()).search).toBe('?by=month')
  })

  it('say so when nothing fits', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await signInTo(page, server.current, clerk, '/agents/chiffres')
    await page.goto('/agents/chiffres?from=2020-01-01&to=2020-02-01')
    await page.getByRole('heading', { name: 'Aucun signalement ne correspond' }).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
  })

  it('of a technician are those of their own body, and what it passed on', async () => {
    const page = await openFigures({ email: technician, query: 'by=body' })
    const whole = (await asked(await openFigures(), 'by=body')).total.count
    const { rows, total } = await asked(page, 'by=body')
    expect(rows[0]?.label).toBe('Commune de Bavay')
    expect(total.count).toBeLessThan(whole)
    expect(await counts(page)).toEqual(rows.map(({ count }) => count))
    // There is nothing to choose from.
    expect(await page.getByLabel('Organisme').count()).toBe(0)
  })

  it.each([
    ['phone', phone],
    ['wide', desktop],
  ])('are read by everyone: %s', async (name, viewport) => {
    const page = await openFigures({ viewport })
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `desk-figures-${name}`, { fullPage: true })
    await page.goto('/agents/chiffres?by=month')
    await page.getByRole('table').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, `desk-figures-month-${name}`, { fullPage: true })
  })
})
