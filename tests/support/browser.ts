import type axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { findChromium, findOldChromium } from './chromium.ts'

const screenshots = fileURLToPath(new URL('../../.tmp/screenshots/', import.meta.url))

/** The two sizes every screen is judged at. */
export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 800 }

export type PageOptions = {
  viewport?: { width: number; height: number }
  /** Granted to the page when given; accuracy in metres. */
  geolocation?: { latitude: number; longitude: number; accuracy?: number }
  locale?: string
  offline?: boolean
  /** Lets relative addresses be visited: `page.goto('/signaler')`. */
  baseURL?: string
  permissions?: string[]
  deviceScaleFactor?: number
  colorScheme?: 'light' | 'dark'
  javaScriptEnabled?: boolean
  /** Installs the app, which fetches all its screens: for what is tried without network, and for push. Default: false. */
  serviceWorker?: boolean
}

/** A browser with a disc of its own, and a battery: what it wrote down is all that is left once that is empty. */
export type Phone = {
  page: Page
  /** Ends all its processes at once. */
  batteryDies: () => Promise<void>
  /** Starts it again on the same disc, with a new page. */
  start: () => Promise<void>
  close: () => Promise<void>
}

export type TestBrowser = {
  /** A page of a new person: cookies, storage and service workers are shared with no other. */
  openPage: (options?: PageOptions) => Promise<Page>
  /** A phone of its own, with the app installed. */
  openPhone: (options: Pick<PageOptions, 'baseURL'>) => Promise<Phone>
  /** Page errors, CSP violations and requests to strangers since the last call. */
  takeProblems: () => string[]
  close: () => Promise<void>
}

// The first three let it run as root in a container; the others keep it from looking up its maker's hosts.
const flags = [
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--font-render-hinting=none',
]

async function launching(find = findChromium) {
  const { executablePath, env } = await find()
  return { executablePath, headless: true, args: flags, env: { ...definedEnv(), ...env } }
}
const french = { locale: 'fr-FR', timezoneId: 'Europe/Paris' }

/** Starts Chromium with a new profile. */
export async function launchBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch(await launching())
  const problems: string[] = []
  return {
    openPage: (options = {}) => openPage({ browser, options, problems }),
    openPhone: (options) => openPhone({ options, problems }),
    takeProblems: () => problems.splice(0),
    close: () => browser.close(),
  }
}

type Age = 'new' | 'old'
const shared: Partial<Record<Age, Browser>> = {}

/** The Chromium of this worker, whose files come one after another. It ends with the worker. */
async function sharedChromium(age: Age): Promise<Browser> {
  const ours = shared[age]
  if (ours?.isConnected()) return ours
  return (shared[age] = await chromium.launch(
    await launching(age === 'old' ? findOldChromium : findChromium),
  ))
}

/**
 * For a test file: a browser for all its tests, which fail on a page error, a CSP violation or a request
 * that leaves this machine. Nothing of a page is shared with another, in this file or the next. `old` is that of an old phone.
 */
export function useBrowser(age: Age = 'new'): Pick<TestBrowser, 'openPage' | 'openPhone' | 'takeProblems'> {
  let browser: Browser | undefined
  const problems: string[] = []
  const takeProblems = () => problems.splice(0)
  beforeAll(async () => {
    browser = await sharedChromium(age)
  })
  // Pages that a test opened go on polling, and drawing, until they are closed. Those of a hook are for several tests.
  let ofTest: Page[] | undefined
  const phones: Phone[] = []
  beforeEach(() => {
    ofTest = []
  })
  afterEach(async () => {
    expect(takeProblems(), 'problems seen by the browser').toEqual([])
    const pages = ofTest ?? []
    ofTest = undefined
    await Promise.all(pages.map((page) => page.context().close()))
    await Promise.all(phones.splice(0).map((one) => one.close()))
  })
  afterAll(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
    browser = undefined
  })
  return {
    openPage: async (options = {}) => {
      if (!browser) throw new Error('The browser is open only while the tests of this file run.')
      const page = await openPage({ browser, options, problems })
      ofTest?.push(page)
      return page
    },
    openPhone: async (options) => {
      const one = await openPhone({ options, problems })
      phones.push(one)
      return one
    },
    takeProblems,
  }
}

async function openPhone({
  options,
  problems,
}: {
  options: Pick<PageOptions, 'baseURL'>
  problems: string[]
}): Promise<Phone> {
  const disc = await mkdtemp(join(tmpdir(), 'bocage-phone-'))
  const start = async () => {
    const context = await chromium.launchPersistentContext(disc, {
      ...(await launching()),
      ...french,
      viewport: phone,
      ...options,
      serviceWorkers: 'allow',
    })
    collectProblems({ context, problems })
    const page = context.pages()[0] ?? (await context.newPage())
    waitForApplication(page)
    return page
  }
  const one: Phone = {
    page: await start(),
    batteryDies: async () => {
      const context = one.page.context()
      const browser = context.browser()
      if (!browser) throw new Error('A phone is a browser of its own.')
      const session = await browser.newBrowserCDPSession()
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      const main = processInfo.find(({ type }) => type === 'browser')
      if (!main) throw new Error('The browser does not say which process it is.')
      const gone = context.waitForEvent('close')
      process.kill(main.id, 'SIGKILL')
      await gone
    },
    start: async () => {
      one.page = await start()
    },
    close: async () => {
      await one.page.context().close()
      await rm(disc, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return one
}

async function openPage({
  browser,
  options,
  problems,
}: {
  browser: Browser
  options: PageOptions
  problems: string[]
}): Promise<Page> {
  const { offline = false, serviceWorker = false, geolocation, permissions = [], ...rest } = options
  const context = await browser.newContext({
    ...french,
    viewport: phone,
    ...rest,
    ...(geolocation ? { geolocation } : {}),
    serviceWorkers: serviceWorker ? 'allow' : 'block',
    permissions: [...permissions, ...(geolocation ? ['geolocation'] : [])],
  })
  collectProblems({ context, problems })
  const isOld = Number.parseInt(browser.version()) < 105
  const page = await context.newPage()
  if (isOld) {
    await helpToSee(page)
    context.on('page', (one) => void helpToSee(one).catch(() => undefined))
  }
  if (rest.javaScriptEnabled === false) scriptless.add(page)
  else waitForApplication(page)
  if (offline) await context.setOffline(true)
  return page
}

const seeing = `Element.prototype.checkVisibility ??= function () {
  return this.getClientRects().length > 0 || (this.isConnected && getComputedStyle(this).display === 'contents')
}`

/** What Playwright asks of elements, in its own world and in the page's, and older browsers don't know. */
async function helpToSee(page: Page): Promise<void> {
  const { _guid: guid } = page as Page & { _guid: string }
  const session = await page.context().newCDPSession(page)
  await session.send('Page.enable')
  for (const world of [{ worldName: `__playwright_utility_world_${guid}` }, {}])
    await session.send('Page.addScriptToEvaluateOnNewDocument', { ...world, source: seeing })
}

/**
 * What the server writes answers no press but links, and the application takes its place when it has all to show: whoever
 * opens or reloads a page acts after that, unless it asks for less (`waitUntil`).
 */
function waitForApplication(page: Page): void {
  const goto = page.goto.bind(page)
  const reload = page.reload.bind(page)
  const replaced = () =>
    page
      .locator('#app[data-written]')
      .waitFor({ state: 'detached', timeout: 30_000 })
      .catch(() => undefined)
  page.goto = async (url, options) => {
    const answer = await goto(url, options)
    if (!options?.waitUntil) await replaced()
    return answer
  }
  page.reload = async (options) => {
    const answer = await reload(options)
    if (!options?.waitUntil) await replaced()
    return answer
  }
}

/**
 * A failed request is no problem by itself (a 422 is an answer, and a page may be offline), so the browser's
 * own line about it is left out; what the page throws or the policy blocks always is one.
 */
function collectProblems({ context, problems }: { context: BrowserContext; problems: string[] }) {
  context.on('weberror', (error) =>
    problems.push(`page error: ${error.error().stack ?? error.error().message}`),
  )
  context.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    problems.push(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const { protocol, hostname, origin } = new URL(request.url())
    const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
    if (/^(https?|wss?):$/.test(protocol) && !isLocal) problems.push(`request to a third party: ${origin}`)
  })
}

/** Pages whose scripts are off: no frame is ever told to anyone there. */
const scriptless = new WeakSet<Page>()

/** Waits until letters are drawn, what moves has stopped, and the page had two frames to answer what was done. */
export async function settled(page: Page): Promise<void> {
  if (scriptless.has(page)) return
  await page.evaluate(async () => {
    await document.fonts.ready
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    // One that stands still, or whose element is not drawn, never ends.
    const longEnough = new Promise((resolve) => setTimeout(resolve, 2_000))
    await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), longEnough])
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
  })
}

/**
 * Waits for the page to be still and answers `.tmp/screenshots/<name>.png`, where what it shows is saved when pictures
 * are asked for (`npm run screenshots`): drawing hundreds that nobody looks at is minutes of processor.
 */
export async function screenshot(page: Page, name: string, { fullPage = false } = {}): Promise<string> {
  const path = `${screenshots}${name}.png`
  await settled(page)
  if (process.env['SCREENSHOTS'] !== '1') return path
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path, fullPage, animations: 'disabled' })
  return path
}

/** Minified: half of what each page is sent and reads. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Fails with one line a fault when axe finds any in the page, or in the part `within` (a CSS selector).
 * Axe runs through the debugger, so the page's CSP stays as it is.
 */
export async function expectNoAxeViolations(
  page: Page,
  { within = 'html', coloursOnly = false } = {},
): Promise<void> {
  // A page that is judged again, at another size, has it already.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    ({ selector, runOnly }) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(selector, {
        runOnly,
        resultTypes: ['violations'],
      }),
    {
      selector: within,
      runOnly: coloursOnly
        ? { type: 'rule' as const, values: ['color-contrast'] }
        : { type: 'tag' as const, values: axeTags },
    },
  )
  const faults = violations.flatMap(faultLines)
  if (faults.length > 0) throw new Error(`${faults.length} accessibility faults:\n${faults.join('\n')}`)
}

function faultLines({ id, help, nodes }: AxeResults['violations'][number]): string[] {
  return nodes.map(
    ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`,
  )
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
}
