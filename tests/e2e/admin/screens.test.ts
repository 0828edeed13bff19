import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { expectGoodLooks } from '../../support/looks.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

const siren = '200043321'

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

  it('is accessible, fits in every window, is readable in the dark and with its text doubled', async () => {
    for (const [screen, path] of Object.entries(paths)) {
      await page.goto(`/administration${path}`)
      await page.locator('main h1').waitFor()
      await page.waitForFunction(() => document.querySelector('.skeleton') === null)
      expect(await page.title(), screen).toMatch(/\S · Bocage$/)
      await expectGoodLooks(page, { name: (size) => `admin-${screen}-${size}`, fullPage: true })
    }
  })
})
