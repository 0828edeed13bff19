import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const siren = '200043321'
const sizes = { phone, desktop, narrow: { width: 320, height: 640 } }

describe('Every screen of the administration', () => {
  const server = useServer({ demo: true, web: true })
  const browser = useBrowser()
  let page: Page
  let paths: Record<string, string>

  beforeAll(async () => {
    page = await browser.openPage({ baseURL: server.current.url })
    await signInTo(page, server.current, 'administration@mormal.example', '/administration')
    const listed = await page.evaluate(async (base) => {
      const read = async (path: string) =>
        ((await (await fetch(base + path)).json()) as { items: { id?: string; userId?: string }[] }).items[0]
      const [body, category, member, aire] = await Promise.all(
        ['/bodies', '/categories', '/members', '/aires'].map(read),
      )
      return {
        body: body?.id ?? '',
        category: category?.id ?? '',
        member: member?.userId ?? '',
        aire: aire?.id ?? '',
      }
    }, `/api/territories/${siren}`)
    paths = {
      home: '',
      settings: '/territoire',
      bodies: '/organismes',
      body: `/organismes/${listed.body}`,
      'new-body': '/organismes/nouveau',
      categories: '/categories',
      category: `/categories/${listed.category}`,
      'new-category': '/categories/nouvelle',
      duties: '/qui-fait-quoi',
      'duties-of-commune': '/qui-fait-quoi?commune=59053',
      duty: `/qui-fait-quoi/${listed.category}`,
      sentences: '/phrases',
      aires: '/aires',
      aire: `/aires/${listed.aire}`,
      'new-aire': '/aires/nouvelle',
      'aires-margin': '/aires/marge',
      members: '/agents',
      member: `/agents/${listed.member}`,
      invite: '/agents/inviter',
    }
  })

  for (const [size, viewport] of Object.entries(sizes))
    it(`is accessible and fits in a window of ${viewport.width} pixels`, async () => {
      await page.setViewportSize(viewport)
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(`/administration${path}`)
        await page.locator('main h1').waitFor()
        await page.waitForFunction(() => document.querySelector('.skeleton') === null)
        expect(await page.title(), name).toMatch(/\S · Bocage$/)
        await screenshot(page, `admin-${name}-${size}`, { fullPage: true })
        await expectNoAxeViolations(page)
        expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
      }
    })

  it('is readable in the dark', async () => {
    await page.setViewportSize(phone)
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const name of ['home', 'category', 'duties', 'member']) {
      await page.goto(`/administration${paths[name]}`)
      await page.locator('main h1').waitFor()
      await page.waitForFunction(() => document.querySelector('.skeleton') === null)
      await screenshot(page, `admin-${name}-dark`)
      await expectNoAxeViolations(page)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('stands with text twice as large', async () => {
    await page.setViewportSize(phone)
    for (const name of ['home', 'body', 'categories', 'duties', 'member']) {
      await page.goto(`/administration${paths[name]}`)
      await page.locator('main h1').waitFor()
      await page.waitForFunction(() => document.querySelector('.skeleton') === null)
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '34px'))
      await screenshot(page, `admin-${name}-large`)
      expect(await overflowOf(page), `${name} is wider than its window`).toBe(0)
    }
  })
})
