import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { unsaidFields } from '../../support/form-fields.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// RGAA 11.10 in a browser: what is to be filled is said before it is sent. Every form of the code is gone through by
// tests/unit/web/fields.test.ts; here, the forms that open by their address, as they are drawn.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const residents = [
  '/connexion',
  '/agenda/proposer/quoi',
  '/agenda/organisateurs/nouveau',
  '/trajets/proposer',
  '/signaler/simple',
  '/signaler/simple?commune=59053',
  '/signaler/simple?commune=59053&quoi=depot-sauvage',
  '/agenda/proposer/simple?commune=59053',
  '/alertes/suivre/simple',
  '/lien',
]
const staff = [
  '/agents/saisir',
  '/administration/agents/inviter',
  '/administration/categories/nouvelle',
  '/administration/organismes/nouveau',
  '/administration/operateurs/nouveau',
  '/administration/aires/nouvelle',
  '/administration/autres-alertes',
]

async function judge(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  await page.locator('main h1').first().waitFor()
  await expect.poll(() => page.locator('main .skeleton').count()).toBe(0)
  await expect.poll(() => page.locator('main form').count(), { message: path }).toBeGreaterThan(0)
  const { faults } = await page.evaluate(unsaidFields)
  await expectNoAxeViolations(page)
  await screenshot(page, `fields${path.replaceAll(/\W+/g, '-')}`)
  return faults.map((one) => `${path}: ${one}`)
}

it('says which fields are to be filled, in the forms of residents and of those without a script', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
  const faults: string[] = []
  for (const path of residents) faults.push(...(await judge(page, path)))
  expect(faults).toEqual([])
})

it('says so in the forms of staff', async () => {
  const page = await browser.openPage({
    baseURL: server.current.url,
    viewport: { width: 1280, height: 900 },
  })
  await signInTo(page, server.current, 'administration@mormal.example', '/administration')
  const faults: string[] = []
  for (const path of staff) faults.push(...(await judge(page, path)))
  expect(faults).toEqual([])
})
