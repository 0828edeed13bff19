import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { desktop, launchBrowser, phone, settled, type PageOptions } from './browser.ts'
import { startServer } from './server.ts'

// `npm run manifest-screenshots`: pictures of the app itself, which browsers show before one installs it. Build first.

const folder = fileURLToPath(new URL('../../public/screenshots/', import.meta.url))
const server = await startServer({ demo: true, web: true })
const browser = await launchBrowser()

async function draw(name: string, size: PageOptions, path: string, ready: (page: Page) => Promise<unknown>) {
  const page = await browser.openPage({ baseURL: server.url, ...size })
  await page.addInitScript(() => localStorage.setItem('bocage.commune', '59053'))
  await page.goto(path)
  await ready(page)
  await page.waitForLoadState('networkidle')
  await settled(page)
  const picture = await page.screenshot({ animations: 'disabled' })
  await sharp(picture).webp({ quality: 70, effort: 6 }).toFile(`${folder}${name}.webp`)
  await page.context().close()
}

const narrow: PageOptions = { viewport: phone, deviceScaleFactor: 2 }
// Else the pages say how to unblock what headless browsers block.
const wide: PageOptions = { viewport: desktop, permissions: ['notifications'] }
try {
  await mkdir(folder, { recursive: true })
  await draw('accueil', narrow, '/', (page) => page.locator('main li a[href^="/agenda/"]').first().waitFor())
  await draw('signaler', narrow, '/signaler/quoi', (page) => page.getByRole('radio').first().waitFor())
  await draw('agenda', narrow, '/agenda', (page) =>
    page.locator('main li a[href^="/agenda/"]').first().waitFor(),
  )
  await draw('commune', wide, '/communes/bavay', (page) => page.getByRole('heading', { level: 1 }).waitFor())
  await draw('signalements', wide, '/signalements', (page) => page.locator('.map-group').first().waitFor())
} finally {
  await browser.close()
  await server.close()
}
