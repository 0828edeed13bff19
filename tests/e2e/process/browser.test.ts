import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { deliverPush } from '../../support/push.ts'
import { expectNoAxeViolations, launchBrowser, phone, screenshot, useBrowser } from '../../support/browser.ts'

const html = (script: string) => `<!doctype html><html lang="fr"><head><title>Essai</title></head>
  <body><main><h1>Bonjour</h1><p id="where"></p></main><script src="/${script}"></script></body></html>`

const files: Record<string, [type: string, body: string]> = {
  '/': ['text/html;charset=utf-8', html('page.js')],
  '/throws': ['text/html;charset=utf-8', html('throws.js')],
  '/inline': ['text/html;charset=utf-8', html('page.js') + '<script>window.ran = true</script>'],
  '/free': ['text/html;charset=utf-8', html('page.js')],
  '/unlabelled': ['text/html;charset=utf-8', '<html><body><input><img src="/page.js"></body></html>'],
  '/page.js': [
    'text/javascript;charset=utf-8',
    `navigator.serviceWorker.register('/worker.js')
     navigator.geolocation.getCurrentPosition(({ coords }) => {
       document.querySelector('#where').textContent = coords.latitude + ' ± ' + coords.accuracy
     }, () => {})`,
  ],
  '/throws.js': ['text/javascript;charset=utf-8', `throw new Error('the page broke')`],
  '/worker.js': [
    'text/javascript;charset=utf-8',
    `addEventListener('install', (e) => e.waitUntil(caches.open('v1').then((c) => c.addAll(['/', '/page.js'])).then(() => skipWaiting())))
     addEventListener('activate', (e) => e.waitUntil(clients.claim()))
     addEventListener('fetch', (e) => e.respondWith(caches.match(e.request).then((hit) => hit ?? fetch(e.request))))
     addEventListener('push', (e) => e.waitUntil(registration.showNotification(e.data.text(), { body: 'Pays de Mormal' })))`,
  ],
}

let server: Server
let baseURL: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, body] = files[request.url ?? '/'] ?? ['text/plain', '']
    response.writeHead(body ? 200 : 404, {
      'content-type': type,
      ...(request.url === '/free' ? {} : { 'content-security-policy': "default-src 'self'" }),
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('The browser of the tests', () => {
  const browser = useBrowser()

  it('opens a French phone at a place', async () => {
    const page = await browser.openPage({
      baseURL,
      geolocation: { latitude: 50.29, longitude: 3.79, accuracy: 12 },
    })
    await page.goto('/')
    expect(await page.evaluate(() => [navigator.language, innerWidth])).toEqual(['fr-FR', phone.width])
    await expect.poll(() => page.textContent('#where'), { timeout: 5000 }).toBe('50.29 ± 12')
  })

  it('reloads a page offline from its service worker', async () => {
    const page = await browser.openPage({ baseURL, serviceWorker: true })
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
    await page.context().setOffline(true)
    await page.reload()
    expect(await page.textContent('h1')).toBe('Bonjour')
    expect(await page.evaluate(() => navigator.onLine)).toBe(false)
    expect(
      await page.evaluate(() =>
        fetch('/elsewhere').then(
          () => 'reached',
          () => 'cut',
        ),
      ),
    ).toBe('cut')
  })

  it('has its service worker show a notification for a push', async () => {
    const page = await browser.openPage({ baseURL, serviceWorker: true })
    await page.goto('/')
    expect(await deliverPush(page, 'Nid-de-poule : prévu jeudi')).toEqual([
      { title: 'Nid-de-poule : prévu jeudi', body: 'Pays de Mormal' },
    ])
  })

  it('saves what it sees when pictures are asked for', async () => {
    const page = await browser.openPage({ baseURL })
    await page.goto('/')
    vi.stubEnv('SCREENSHOTS', '1')
    const path = await screenshot(page, 'process-browser').finally(() => vi.unstubAllEnvs())
    expect((await stat(path)).size).toBeGreaterThan(1000)
  })

  it('finds accessibility faults', async () => {
    const page = await browser.openPage({ baseURL })
    await page.goto('/')
    await expectNoAxeViolations(page)
    await page.goto('/unlabelled')
    await expect(expectNoAxeViolations(page)).rejects.toThrow('image-alt')
  })
})

describe('The collector of problems', () => {
  it.each([
    ['/throws', 'the page broke'],
    ['/inline', 'Content Security Policy'],
  ])('names what went wrong at %s', async (path, problem) => {
    const browser = await launchBrowser()
    const page = await browser.openPage({ baseURL })
    await page.goto(path)
    await expect.poll(() => browser.takeProblems().join('\n')).toContain(problem)
    await browser.close()
  })

  it('names a request that leaves this machine', async () => {
    const browser = await launchBrowser()
    const page = await browser.openPage({ baseURL })
    await page.goto('/free')
    await page.evaluate(() => fetch('https://example.org/', { mode: 'no-cors' }).catch(() => null))
    expect(browser.takeProblems()).toEqual(['request to a third party: https://example.org'])
    await browser.close()
  })
})
