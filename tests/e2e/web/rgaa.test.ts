import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { expectNoAxeViolations, phone, useBrowser } from '../../support/browser.ts'
import { lookOver } from '../../support/rgaa.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// The sample of docs/rgaa.md, gone through for what a script can decide of the RGAA's criteria, by number.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const still = ['/accessibilite', '/plan-du-site', '/signaler/simple']
const residents = [
  '/',
  '/signaler/photo',
  '/signaler/ou',
  '/signaler/quoi',
  '/signalements',
  '/agenda',
  '/agenda/proposer/quoi',
  '/trajets',
  '/alertes',
  '/communes/bavay',
]
/** Lists, and how the first page they lead to begins: one of each is in the sample. */
const first = { '/agenda': '/agenda/20', '/alertes': '/alertes/', '/signalements': '/signalements/0' }

async function go(page: Page, path: string): Promise<string> {
  await page.goto(path)
  await page.locator('main h1').first().waitFor()
  await expect.poll(() => page.locator('main .skeleton').count()).toBe(0)
  return path
}

it('has no fault that a script finds on any page of the sample', async () => {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
  const titles = new Map<string, string>()
  const menus = new Set<string>()
  const found: string[] = []
  const judge = async (path: string, on = page) => {
    const note = (faults: string[]) => found.push(...faults.map((one) => `${path}: ${one}`))
    const { faults, title, menu } = await on.evaluate(lookOver)
    note(faults)
    if (titles.has(title)) note([`8.6: « ${title} » is the title of ${titles.get(title)} too`])
    titles.set(title, path)
    if (menu) menus.add(menu)
    await expectNoAxeViolations(on)
    // 13.9: a phone that lies down.
    await on.setViewportSize({ width: phone.height, height: phone.width })
    if ((await overflowOf(on)) > 0) note(['13.9: wider than a phone that lies down'])
    await on.setViewportSize(phone)
    // 10.12: lines, letters and words further apart. Last, as it stays.
    note(await on.evaluate(spread))
    if ((await overflowOf(on)) > 0) note(['10.12: wider than its window'])
  }
  for (const path of [...residents, ...still, '/connexion']) await judge(await go(page, path))
  for (const [list, start] of Object.entries(first)) {
    await go(page, list)
    const link = page.locator(`main a[href^="${start}"]`).first()
    await judge(await go(page, (await link.getAttribute('href')) ?? ''))
  }
  // 12.2: the same ways, in the same order.
  expect([...menus]).toHaveLength(1)
  const desk = await browser.openPage({ baseURL: server.current.url, viewport: phone })
  await signInTo(desk, server.current, 'accueil@mormal.example', '/agents')
  await judge(await go(desk, '/agents'), desk)
  expect(found).toEqual([])
})

/** Spreads the text as WCAG 1.4.12 says, and answers what of it is cut. */
function spread(): string[] {
  const style = new CSSStyleSheet()
  style.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }',
  )
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((one) => {
      if (!one.checkVisibility() || !one.innerText?.trim() || one.closest('.visually-hidden, .map, select'))
        return false
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(one)
      // The beginning of a text that is whole on its own page.
      if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') return false
      return (
        (overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1) ||
        (overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 1)
      )
    })
    .map((one) => `10.12: cut: ${one.tagName} ${one.className} ${one.innerText.slice(0, 40)}`)
}
