import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  desktop,
  expectNoAxeViolations,
  phone,
  screenshot,
  settled,
  useBrowser,
  type PageOptions,
} from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// A commune's alerts where people look: on its own site, and on the window of its town hall.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const bavay = '59053'

let host: Server
let hostUrl = ''
let body = ''
beforeAll(async () => {
  host = createServer((_request, response) => {
    const ours = server.current.url
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${ours}; connect-src ${ours}; frame-src ${ours}; base-uri 'none'`,
    )
    response.end(
      `<!doctype html><html lang="fr"><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mairie</title></head><body><main><h1>Mairie</h1>${body}</main></body></html>`,
    )
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`
})
afterAll(() => host.close())

async function visit(html: string, options: PageOptions = {}): Promise<Page> {
  body = html
  const page = await browser.openPage({ viewport: phone, ...options })
  await page.goto(hostUrl)
  return page
}
const tag = (attributes: string) =>
  `<script async src="${server.current.url}/banner.js" ${attributes}></script>`
const open = async (path: string, options: PageOptions = {}): Promise<Page> => {
  const page = await browser.openPage({ baseURL: server.current.url, ...options })
  await page.goto(path)
  return page
}

/** An alert of danger for a commune, sent by a clerk. */
async function sendDanger(title: string, commune: string): Promise<void> {
  const page = await browser.openPage({ baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes')
  const alert = {
    id: uuidv7(),
    territory: demoSiren,
    kind: 'danger',
    title,
    words: 'Restez chez vous et fermez les fenêtres.',
    communes: [commune],
    startsAt: Date.now() - 60_000,
    endsAt: Date.now() + 3_600_000,
    send: true,
  }
  const status = await page.evaluate(
    async ({ alert, key }) =>
      (
        await fetch('/api/desk/alerts', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
          body: JSON.stringify(alert),
        })
      ).status,
    { alert, key: uuidv7() },
  )
  expect(status).toBe(201)
  await page.close()
}

describe('the alerts of a commune on its own site', () => {
  it('are one line in spite of a strict policy, danger first, and lead to their page', async () => {
    await sendDanger('Fuite de gaz', bavay)
    const page = await visit(tag(`data-commune="${bavay}"`))
    const banner = page.getByRole('region', { name: 'Alertes de la commune' })
    await banner.getByRole('link', { name: 'Fuite de gaz' }).waitFor()
    expect(await banner.getByRole('listitem').first().innerText()).toContain('Danger')
    await settled(page)
    await screenshot(page, 'banner-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await banner.getByRole('link', { name: 'Fuite de gaz' }).click()
    await page.getByRole('heading', { level: 1, name: 'Fuite de gaz' }).waitFor()
  })

  it('take no room when all is calm, nor when we do not answer', async () => {
    const answered = (page: Page) => page.waitForResponse(/\/api\/alerts\?/)
    const page = await browser.openPage({ viewport: phone })
    body = tag('data-territory="200000001"')
    const answer = answered(page)
    await page.goto(hostUrl)
    expect((await (await answer).json()) as { items: unknown[] }).toMatchObject({ items: [] })
    await settled(page)
    expect(await page.locator('bocage-alerts').evaluate((one) => one.getBoundingClientRect().height)).toBe(0)

    const cut = await browser.openPage({ viewport: phone })
    await cut.route('**/api/alerts?**', (route) => route.abort())
    const failed = cut.waitForEvent('requestfailed')
    body = tag(`data-commune="${bavay}"`)
    await cut.goto(hostUrl)
    await failed
    await settled(cut)
    expect(await cut.locator('bocage-alerts').evaluate((one) => one.getBoundingClientRect().height)).toBe(0)
  })

  it('ask our server alone, without cookies and without saying where they are shown', async () => {
    body = tag(`data-commune="${bavay}"`)
    const page = await browser.openPage({ viewport: phone })
    const asked: { url: string; headers: Record<string, string> }[] = []
    page.on('request', (request) => asked.push({ url: request.url(), headers: request.headers() }))
    await page.goto(hostUrl)
    await page.getByRole('link', { name: 'Fuite de gaz' }).waitFor()
    const others = asked.filter(({ url }) => !url.startsWith(hostUrl))
    expect(others.map(({ url }) => new URL(url).pathname)).toEqual(['/banner.js', '/api/alerts'])
    expect(others[1]?.headers['referer'] ?? '').toBe('')
    expect(others[1]?.headers['cookie']).toBeUndefined()
    expect(gzipSync(await (await fetch(`${server.current.url}/banner.js`)).text()).byteLength).toBeLessThan(
      6 * 1024,
    )
  })

  it('are a frame where scripts are refused', async () => {
    const page = await visit(
      `<iframe title="Alertes" width="340" height="400" src="${server.current.url}/integrer/alertes?commune=${bavay}"></iframe>`,
    )
    await page.frameLocator('iframe').getByRole('link', { name: 'Fuite de gaz' }).waitFor()
    await screenshot(page, 'banner-frame')
  })

  it('are chosen and copied by a secretary', async () => {
    const page = await open('/alertes/integrer', {
      viewport: desktop,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByLabel('Commune', { exact: true }).selectOption({ label: 'Bavay' })
    await page
      .getByRole('region', { name: 'Alertes de la commune' })
      .getByRole('link', { name: 'Fuite de gaz' })
      .waitFor()
    await settled(page)
    await screenshot(page, 'banner-composer', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Copier la ligne' }).click()
    await page.getByText('Ligne copiée').waitFor()
    const line = await page.evaluate(() => navigator.clipboard.readText())
    const site = await visit(line)
    await site.getByRole('link', { name: 'Fuite de gaz' }).waitFor()
  })
})

describe('the window of the town hall', () => {
  const tv = { width: 1920, height: 1080 }

  it('turns by itself, comes back to danger, and fits without a scroll', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: tv })
    await page.clock.install()
    await page.goto('/communes/bavay/ecran')
    await page.getByRole('heading', { level: 2, name: 'Fuite de gaz' }).waitFor()
    await screenshot(page, 'screen-danger')
    const fits = () =>
      page.evaluate(
        () =>
          document.documentElement.scrollHeight <= window.innerHeight &&
          document.documentElement.scrollWidth <= window.innerWidth,
      )
    expect(await fits()).toBe(true)
    await expectNoAxeViolations(page)
    const titles: string[] = []
    for (let turn = 0; turn < 8; turn++) {
      titles.push(await page.locator('.slide h2').first().innerText())
      const place = await page.locator('.count').innerText()
      // No slide stays longer than forty seconds.
      for (
        let seconds = 0;
        seconds < 42 && (await page.locator('.count').innerText()) === place;
        seconds += 2
      )
        await page.clock.runFor(2000)
      expect(await page.locator('.count').innerText()).not.toBe(place)
      await screenshot(page, `screen-${turn}`)
      expect(await fits(), `slide ${turn}`).toBe(true)
    }
    expect(titles.filter((title) => title === 'Fuite de gaz').length).toBeGreaterThan(1)
    expect(new Set(titles).size).toBeGreaterThan(2)
  })

  it('stands upright too, is stopped and moved by the keyboard, and moves nothing that need not', async () => {
    const page = await browser.openPage({
      baseURL: server.current.url,
      viewport: { width: 1080, height: 1920 },
      colorScheme: 'dark',
    })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto('/communes/bavay/ecran')
    await page.getByRole('heading', { level: 2, name: 'Fuite de gaz' }).waitFor()
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Reprendre' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByText(/^2 sur/).waitFor()
    await screenshot(page, 'screen-portrait')
  })

  it('goes on with what it knows when the network is cut, also after the power was', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: tv, serviceWorker: true })
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.goto('/communes/bavay/ecran')
    await page.getByRole('heading', { level: 2, name: 'Fuite de gaz' }).waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('heading', { level: 2, name: 'Fuite de gaz' }).waitFor()
    await page.getByText(/^Sans réseau. Lu aujourd’hui/).waitFor()
    await screenshot(page, 'screen-offline')
    await page.context().setOffline(false)
    await page.getByText(/^Sans réseau/).waitFor({ state: 'detached' })
  })
})
