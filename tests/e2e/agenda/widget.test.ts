import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { event } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { readIcal } from '../../support/agenda-exports.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { communeOf } from '../../support/incidents.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from './parts.ts'

// The site of a town hall, of another origin and with a strict policy, shows what is on by one line.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async (store) => {
  await publish(store, { title: 'Marché aux fleurs', on: dayIn(2), free: true, placeName: 'Place du 8 mai' })
  const off = await publish(store, { title: 'Loto annulé', on: dayIn(2), start: '20:00', end: '22:00' })
  await store.deps.database.write((tx) =>
    tx.update(event).set({ status: 'cancelled', statusWords: 'Salle inondée' }).where(eq(event.id, off.id)),
  )
  await publish(store, {
    title: 'Repas déplacé',
    schedule: {
      zone: 'Europe/Paris',
      allDay: false,
      spans: [{ start: `${dayIn(3)}T12:00`, end: `${dayIn(3)}T15:00` }],
      changes: [
        {
          recurrence: `${dayIn(3)}T12:00`,
          span: { start: `${dayIn(4)}T12:00`, end: `${dayIn(4)}T15:00` },
          reason: 'Cuisine en travaux',
        },
      ],
    },
  })
  await publish(store, { title: 'Fête ailleurs', on: dayIn(2), commune: 'Gommegnies' })
})

let host: Server
let hostUrl = ''
let body = ''
let style = ''
beforeAll(async () => {
  host = createServer((_request, response) => {
    const ours = server.current.url
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${ours}; connect-src ${ours}; img-src ${ours}; frame-src ${ours}; base-uri 'none'${style ? `; style-src 'unsafe-inline'` : ''}`,
    )
    response.end(
      `<!doctype html><html lang="fr"><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mairie</title>${style && `<style>${style}</style>`}</head><body><main><h1>Mairie de Bavay</h1>${body}</main></body></html>`,
    )
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`
})
afterAll(() => host.close())

const tag = (attributes: string) =>
  `<script async src="${server.current.url}/widget.js" ${attributes}></script>`
async function visit(html: string, options: Parameters<typeof browser.openPage>[0] = {}): Promise<Page> {
  body = html
  const page = await browser.openPage({ viewport: phone, ...options })
  await page.goto(hostUrl)
  return page
}
const bavay = async () => (await communeOf(store.current, 'Bavay')).code

describe('the agenda on another site', () => {
  it('is shown by one script tag in spite of a strict policy, with what is cancelled or moved said', async () => {
    const page = await visit(tag(`data-commune="${await bavay()}" data-number="10"`))
    await page.getByRole('link', { name: 'Marché aux fleurs' }).waitFor()
    const text = (await page.locator('bocage-agenda section').innerText()).replace(/\s+/g, ' ')
    expect(text).toContain('Annulé Salle inondée')
    expect(text).toContain('Date ou heure changée Cuisine en travaux')
    expect(text).toContain('Place du 8 mai, Bavay · Gratuit')
    expect(text).not.toContain('Fête ailleurs')
    await expectNoAxeViolations(page)
    await screenshot(page, 'agenda-widget-phone', { fullPage: true })
  })

  it('takes nothing from the page around, and gives it nothing', async () => {
    style = 'li, a { display: none !important; color: red } .title { font-size: 90px }'
    const page = await visit(`${tag(`data-commune="${await bavay()}"`)}<p class="title day">Autre</p>`)
    style = ''
    await page.getByRole('link', { name: 'Marché aux fleurs' }).waitFor()
    expect(
      await page
        .locator('bocage-agenda li')
        .first()
        .evaluate((li) => getComputedStyle(li).display),
    ).toBe('list-item')
    expect(await page.locator('p.day').evaluate((p) => getComputedStyle(p).fontWeight)).toBe('400')
  })

  it('is gone through by keyboard, to the page of an event', async () => {
    const page = await visit(tag(`data-commune="${await bavay()}"`), { viewport: desktop })
    await page.getByRole('link', { name: 'Marché aux fleurs' }).waitFor()
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent ?? '')
    for (let presses = 0; presses < 30 && (await focused()) !== 'Marché aux fleurs'; presses++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/agenda\/\d{4}-/)
    await page.getByRole('heading', { level: 1, name: 'Marché aux fleurs' }).waitFor()
  })

  it('asks our server alone, without cookies and without saying where it is', async () => {
    body = tag('data-number="3"')
    const page = await browser.openPage({ viewport: phone })
    const asked: { url: string; headers: Record<string, string> }[] = []
    page.on('request', (request) => asked.push({ url: request.url(), headers: request.headers() }))
    await page.goto(hostUrl)
    await page.getByRole('link', { name: 'Tout l’agenda' }).waitFor()
    const others = asked.filter(({ url }) => !url.startsWith(hostUrl))
    expect(others.map(({ url }) => new URL(url).pathname)).toEqual(['/widget.js', '/api/events'])
    expect(others[1]?.headers['referer'] ?? '').toBe('')
    expect(others[1]?.headers['cookie']).toBeUndefined()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  it('holds a plain link for who has no JavaScript, and says what to do when it does not answer', async () => {
    const html = `<bocage-agenda commune="${await bavay()}" number="10"><a href="${server.current.url}/agenda">L’agenda de Bavay</a></bocage-agenda>${tag('')}`
    const plain = await visit(html, { javaScriptEnabled: false })
    expect(await plain.getByRole('link', { name: 'L’agenda de Bavay' }).isVisible()).toBe(true)

    body = html
    const page = await browser.openPage({ viewport: phone })
    await page.route('**/api/events?**', (route) => route.abort())
    await page.goto(hostUrl)
    await page.getByText('L’agenda ne répond pas.').waitFor()
    await expectNoAxeViolations(page)
    await page.unroute('**/api/events?**')
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await page.getByRole('link', { name: 'Marché aux fleurs' }).waitFor()
  })

  it('speaks English, in cards and in one line, where asked', async () => {
    const code = await bavay()
    const page = await visit(
      `${tag(`data-commune="${code}" data-look="cards" data-lang="en"`)}${tag(`data-commune="${code}" data-look="compact" data-heading="À Bavay"`)}`,
      { viewport: desktop },
    )
    await page.getByRole('region', { name: 'What’s on' }).getByText('Cancelled').first().waitFor()
    await page
      .getByRole('region', { name: 'À Bavay' })
      .getByRole('link', { name: 'Marché aux fleurs' })
      .waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'agenda-widget-looks', { fullPage: true })
  })

  it('is a frame where scripts are refused', async () => {
    const page = await visit(
      `<iframe title="Agenda" width="340" height="600" src="${server.current.url}/integrer/agenda?commune=${await bavay()}"></iframe>`,
    )
    const frame = page.frameLocator('iframe')
    await frame.getByRole('link', { name: 'Marché aux fleurs' }).waitFor()
    expect(await frame.locator('body').innerText()).toContain('Annulé Salle inondée')
    await screenshot(page, 'agenda-frame', { fullPage: true })
  })

  it('weighs less than 15 kB compressed', async () => {
    const text = await (await fetch(`${server.current.url}/widget.js`)).text()
    expect(gzipSync(text).byteLength).toBeLessThan(15 * 1024)
  })
})

describe('a secretary', () => {
  it('chooses, sees, and copies a line that works on another site as it is', async () => {
    const page = await browser.openPage({
      viewport: phone,
      baseURL: server.current.url,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.goto('/agenda/integrer')
    await page.getByLabel('Commune', { exact: true }).selectOption({ label: 'Gommegnies' })
    await page.getByLabel('Nombre de dates').selectOption('3')
    await page.getByRole('region', { name: 'Aperçu' }).getByRole('link', { name: 'Fête ailleurs' }).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'agenda-composer-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Copier la ligne' }).click()
    await page.getByText('Ligne copiée').waitFor()
    const line = await page.evaluate(() => navigator.clipboard.readText())

    const site = await visit(line)
    await site.getByRole('link', { name: 'Fête ailleurs' }).waitFor()
    expect(await site.getByRole('link', { name: 'Marché aux fleurs' }).count()).toBe(0)
  })

  it('has a screen that holds on a computer, and at 320 px', async () => {
    const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
    await page.goto('/agenda/integrer')
    await page.getByLabel('Commune', { exact: true }).selectOption({ label: 'Bavay' })
    await page.getByLabel('Nombre de dates').selectOption('20')
    await page.getByLabel('Présentation').selectOption({ label: 'Cartes avec images' })
    await page
      .getByRole('region', { name: 'Aperçu' })
      .getByRole('link', { name: 'Marché aux fleurs' })
      .waitFor()
    await screenshot(page, 'agenda-composer-desktop', { fullPage: true })
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })
})

describe('what an organizer changes', () => {
  it('is read by the widget, the frame, the calendar and the news alike', async () => {
    const code = await bavay()
    const row = await publish(store.current, { title: 'Concert du soir', on: dayIn(6), commune: 'Bavay' })
    const widget = await visit(tag(`data-commune="${code}" data-number="20"`))
    await widget.getByRole('link', { name: 'Concert du soir' }).waitFor()
    const feed = await fetch(`${server.current.url}/api/events/${row.id}.ics`)
    const tagOfFeed = feed.headers.get('etag') ?? ''
    await store.current.deps.database.write((tx) =>
      tx
        .update(event)
        .set({ status: 'cancelled', statusWords: 'Chanteur malade', sequence: 1 })
        .where(eq(event.id, row.id)),
    )
    await widget.reload()
    await widget.getByText('Chanteur malade').waitFor()
    const again = await fetch(`${server.current.url}/api/events/${row.id}.ics`, {
      headers: { 'If-None-Match': tagOfFeed },
    })
    expect(again.status).toBe(200)
    const [read] = readIcal(await again.text()).events
    expect([read?.value('status'), read?.value('sequence')]).toEqual(['CANCELLED', 1])
    for (const path of [`/integrer/agenda?commune=${code}&number=20`, `/api/events.atom?commune=${code}`])
      expect(await (await fetch(server.current.url + path)).text()).toContain('Chanteur malade')
  })
})
