import type { Page } from 'playwright-core'
import { desktop, launchBrowser, phone, type TestBrowser } from '../../support/browser.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'
import type { Bench, BenchResult } from '../bench.ts'

const rows = 5000
const slower = 6
const most = 200
/** More elements than this are a page that no phone scrolls well (Lighthouse warns at 1,400). */
const mostElements = 4000

declare global {
  interface Window {
    longTasks: number[]
  }
}

type List = { name: string; path: string; api: RegExp; staff?: true }
const lists: List[] = [
  { name: 'agenda', path: '/agenda', api: /\/api\/events\?/ },
  { name: 'aires', path: '/aires', api: /\/api\/aires\?/ },
  { name: 'reports', path: '/signalements', api: /\/api\/incidents\?/ },
  { name: 'desk, reports', path: '/agents', api: /\/api\/desk\/incidents\?/, staff: true },
]
type Answer = { items: Record<string, unknown>[]; nextCursor: string | null }

/** Has the real screen read a list as long as that: what the server has, over and over, page by page. */
async function lengthen(page: Page, api: RegExp): Promise<void> {
  await page.route(api, async (route) => {
    const url = new URL(route.request().url())
    const from = Number(/^row-(\d+)$/.exec(url.searchParams.get('cursor') ?? '')?.[1] ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? 20)
    url.searchParams.delete('cursor')
    const answer = await route.fetch({ url: url.href })
    const body = (await answer.json()) as Answer
    const count = Math.min(limit, rows - from)
    const items = Array.from({ length: count }, (_, n) => {
      const one = body.items[n % body.items.length] ?? {}
      return {
        ...one,
        ...('id' in one ? { id: `${from + n}` } : {}),
        ...('key' in one ? { key: `${from + n}` } : {}),
      }
    })
    const nextCursor = from + count < rows ? `row-${from + count}` : null
    await route.fulfill({ response: answer, json: { ...body, items, nextCursor } })
  })
}

/** Elements on the page once it is read, and the longest task of opening it and of scrolling to its end. */
async function measure(browser: TestBrowser, server: TestServer, { path, api, staff }: List) {
  const page = await browser.openPage({ baseURL: server.url, viewport: staff ? desktop : phone })
  if (staff) await signInTo(page, server, 'accueil@mormal.example', '/mon-compte')
  await lengthen(page, api)
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(path)
  await page.locator('main li a').first().waitFor()
  await page.waitForLoadState('networkidle')
  const found = await page.evaluate(async () => {
    const opening = Math.max(0, ...window.longTasks.splice(0))
    const end = document.documentElement.scrollHeight
    for (let y = 0; y < end; y += innerHeight / 2) {
      window.scrollTo(0, y)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    const elements = document.querySelectorAll('*').length
    return { opening, scrolling: Math.max(0, ...window.longTasks), elements }
  })
  await page.context().close()
  return found
}

async function run(): Promise<BenchResult[]> {
  const server = await startServer({ demo: true, web: true })
  const browser = await launchBrowser()
  try {
    const results: BenchResult[] = []
    for (const list of lists) {
      const { opening, scrolling, elements } = await measure(browser, server, list)
      const told = (what: string, value: number, unit: string, limit: number): BenchResult => ({
        name: `${list.name}, ${rows} rows: ${what}`,
        value,
        unit,
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: `≤ ${limit}${unit === 'ms' ? ' ms' : ''}`,
        ok: value <= limit,
      })
      results.push(
        told('elements on the page', elements, '', mostElements),
        told(`the longest task while it opens, processor ${slower} times slower`, opening, 'ms', most),
        told('the same while it is scrolled', scrolling, 'ms', most),
      )
    }
    return results
  } finally {
    await browser.close()
    await server.close()
  }
}

export default { name: 'long-lists', run } satisfies Bench
