import type { Page } from 'playwright-core'
import { launchBrowser } from '../../support/browser.ts'
import { startServer } from '../../support/server.ts'
import { median, type Bench, type BenchResult } from '../bench.ts'
import { firstScreens, type Screen } from './screens.ts'

const runs = Number(process.env['RUNS'] ?? 5)
/** A phone of 2016 beside the machine this runs on. */
const slower = 6
const most = 200
/** A screen still at work after this long quiet is at work for something else. */
const quietMs = 1500

declare global {
  interface Window {
    longTasks: number[]
  }
}

/** The longest time that the page let nobody press anything while it opened; 0 under 50 ms. */
async function longestTask(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForLoadState('networkidle')
  await page.evaluate((quiet) => new Promise((resolve) => setTimeout(resolve, quiet)), quietMs)
  return page.evaluate(() => Math.max(0, ...window.longTasks))
}

async function measure(url: string, { name, path }: Screen): Promise<BenchResult> {
  const values: number[] = []
  for (let n = 0; n < runs; n++) {
    const browser = await launchBrowser()
    try {
      values.push(await longestTask(await browser.openPage(), `${url}${path}`))
    } finally {
      await browser.close()
    }
  }
  const value = median(values)
  return {
    name: `${name}: the longest task, processor ${slower} times slower`,
    value,
    unit: 'ms',
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal: `≤ ${most} ms`,
    ok: value <= most,
  }
}

async function run(): Promise<BenchResult[]> {
  const server = await startServer({ demo: true, web: true })
  try {
    const screens = [
      ...(await firstScreens(server.url)),
      { name: 'alerts', path: '/alertes' },
      { name: 'map', path: '/signalements?vue=carte' },
    ]
    const results: BenchResult[] = []
    for (const screen of screens) results.push(await measure(server.url, screen))
    return results
  } finally {
    await server.close()
  }
}

export default { name: 'long-tasks', run } satisfies Bench
