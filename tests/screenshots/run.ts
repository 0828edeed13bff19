import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { desktop, launchBrowser, phone, settled, type TestBrowser } from '../support/browser.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signInTo } from '../support/staff-pages.ts'
import { contactSheet, type Drawn } from './contact-sheet.ts'
import { faultsOf } from './judge.ts'
import { prepare } from './prepare.ts'
import { people, samples, type Person, type Sample } from './samples.ts'

/**
 * `npm run screenshots [-- PART…]`: draws every screen of the demo (or those whose address holds a PART), on a phone and
 * on a desk, light and dark, into `.tmp/screenshots/screens`, with an `index.html` to look at them, and judges each
 * (`judge.ts`). Exits with 1 when a screen throws, is wider than its window or has a fault.
 */
const folder = fileURLToPath(new URL('../../.tmp/screenshots/screens/', import.meta.url))
const sizes = { phone, desktop }
const schemes = ['light', 'dark'] as const
/** Of a long list one sees enough. */
const tallest = 2600
/** The demo's report, where a resident stands who gives a place. */
const bavay = { latitude: 50.2978, longitude: 3.7933, accuracy: 12 }
/** What an address between braces stands for: the end of the address of another route's sample. */
const named: Record<string, string> = {
  organizer: '/agenda/mes-organisateurs/:id',
  event: '/agenda/mes-organisateurs/:id/evenements/:event',
  incident: '/agents/signalements/:id',
  alert: '/alertes/:id',
}

const { positionals: wanted } = parseArgs({ allowPositionals: true })

type Visit = { page: Page; server: TestServer; addresses: Map<string, string> }

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  // A page that waits for what never comes is drawn as it is.
  await page
    .waitForFunction(
      () => document.querySelector('main h1') && !document.querySelector('.skeleton, .served'),
      undefined,
      { timeout: 15_000 },
    )
    .catch(() => undefined)
  await page.waitForLoadState('networkidle').catch(() => undefined)
}

/** The address of a route's sample; null when the demo has nothing of the kind. */
async function addressOf(
  { page, server, addresses }: Visit,
  route: string,
  sample: Sample,
): Promise<string | null> {
  const known = addresses.get(route)
  if (known) return known
  const fill = async (text: string) => {
    let filled = text
    for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
      const other = named[name] ?? ''
      const at = addresses.get(other)
      if (!at) return null
      filled = filled.replace(`{${name}}`, at.split('/').at(-1) ?? '')
    }
    return filled
  }
  if (sample.mailed) {
    const links = server.mailbox.mails.flatMap(({ links: all }) => all).map((link) => new URL(link))
    const path = sample.mailed === true ? route : sample.mailed
    const secret = links.filter(({ hash }) => hash)
    const link =
      secret.find(({ pathname, search }) => pathname + search === path) ??
      secret.find(({ pathname }) => pathname === path)
    return link ? `${link.pathname}${link.search}${link.hash}` : null
  }
  if (!sample.link) return fill(sample.at ?? route)
  const on = await fill(sample.link.on)
  if (on === null) return null
  await open(page, on)
  const hrefs = await page
    .locator('a[href]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  return hrefs.find((href) => sample.link?.to.test(href)) ?? null
}

/** Presses what a person presses until the step, when the screen is one of a series. What was said stays on the phone. */
async function reach(page: Page, path: string, { after }: Sample): Promise<void> {
  if (after) {
    await open(page, '/signaler/photo')
    await page.getByRole('button', { name: 'Continuer sans photo' }).click()
    await page.getByRole('button', { name: 'Trouver ma position' }).click()
    await page.getByText('à 10 m près').waitFor()
  }
  if (after === 'kind' || after === 'sent') {
    await page.getByRole('button', { name: 'Continuer', exact: true }).click()
    await page.getByRole('radio', { name: 'Nid-de-poule' }).check()
    await page.waitForLoadState('networkidle')
  }
  if (after === 'sent') {
    await open(page, '/signaler/verifier')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.waitForURL(/\/signaler\/envoye\//)
    return
  }
  if (new URL(page.url()).pathname !== path) await open(page, path)
}

const fileOf = (route: string) =>
  route
    .replace(/^\//, '')
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '') || 'accueil'

async function draw(page: Page, name: string): Promise<number> {
  const [height, over] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ])
  const seen = page.viewportSize() ?? phone
  // As tall as the page: what is fixed to the window's edges is at the page's own.
  await page.setViewportSize({ ...seen, height: Math.min(Math.max(height ?? 0, seen.height), tallest) })
  await page.screenshot({ path: join(folder, name), animations: 'disabled' })
  await page.setViewportSize(seen)
  return over ?? 0
}

async function drawBoth(page: Page, route: string, size: string, faults: string[]): Promise<string[]> {
  const pictures: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    const picture = `${size}-${colorScheme}/${fileOf(route)}.png`
    const over = await draw(page, picture)
    if (over > 0) faults.push(`${size}: ${over} pixels wider than its window`)
    pictures.push(picture)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return pictures
}

async function drawAs(person: Person, { browser, server }: { browser: TestBrowser; server: TestServer }) {
  const page = await browser.openPage({ baseURL: server.url, geolocation: bavay })
  const email = people[person]
  if (email) await signInTo(page, server, email, '/mon-compte')
  const visit: Visit = { page, server, addresses }
  const drawn: Drawn[] = []
  for (const [route, sample] of Object.entries(samples)) {
    if ((sample.as ?? 'resident') !== person) continue
    const address = await addressOf(visit, route, sample)
    if (address) addresses.set(route, address)
    if (wanted.length > 0 && !wanted.some((part) => route.includes(part))) continue
    const one: Drawn = { route, person, address, shown: '', faults: [], pictures: [] }
    drawn.push(one)
    if (!address) continue
    try {
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport)
        // The steps before it are done once.
        const at = sample.after === 'sent' && one.shown ? one.shown : address
        await reach(page, at, size === 'phone' ? sample : {})
        one.shown = new URL(page.url()).pathname
        one.pictures.push(...(await drawBoth(page, route, size, one.faults)))
        if (size === 'phone') one.faults.push(...(await faultsOf(page)))
      }
    } catch (error) {
      one.faults.push(error instanceof Error ? error.message : String(error))
    }
    one.faults.push(...browser.takeProblems())
    console.log(`${one.faults.length > 0 ? '✗' : '·'} ${route} ${one.faults.join(' ; ')}`)
  }
  await page.context().close()
  return drawn
}

const addresses = new Map<string, string>()
await rm(folder, { recursive: true, force: true })
for (const size of Object.keys(sizes))
  for (const scheme of schemes) await mkdir(join(folder, `${size}-${scheme}`), { recursive: true })
const server = await startServer({ demo: true, web: true })
const browser = await launchBrowser()
const drawn: Drawn[] = []
try {
  for (const [route, address] of await prepare(server, { traveller: people.traveller }))
    addresses.set(route, address)
  for (const person of Object.keys(people) as Person[])
    drawn.push(...(await drawAs(person, { browser, server })))
} finally {
  await browser.close()
  await server.close()
}
await writeFile(join(folder, 'index.html'), contactSheet(drawn))
const faults = drawn.filter((one) => one.faults.length > 0)
console.log(`${drawn.length} screens in ${join(folder, 'index.html')}, ${faults.length} with faults.`)
if (faults.length > 0) process.exitCode = 1
