import type { Page } from 'playwright-core'
import { launchBrowser } from '../../support/browser.ts'

/** « Slow 3G » of WebPageTest: 400 ms there and back, 400 kbit/s. */
const slow3g = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }

declare global {
  interface Window {
    usefulAt?: number
  }
}

/** Notes when the page first showed `selector`: on the screen, in letters one can read. */
async function watch(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const look = () => {
      const found = document.querySelector(wanted)
      const box = found?.getBoundingClientRect()
      const shown = box !== undefined && box.height > 0 && box.top < innerHeight
      if (shown && performance.getEntriesByName('first-contentful-paint').length > 0)
        window.usefulAt = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, selector)
}

async function usefulAfter(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' })
  const handle = await page.waitForFunction(() => window.usefulAt, undefined, { timeout: 60_000 })
  return (await handle.jsonValue()) ?? Number.NaN
}

/** Milliseconds until something useful shows, the first time, on a bad network. */
export async function firstVisit(url: string, selector: string): Promise<number> {
  const browser = await launchBrowser()
  try {
    const page = await browser.openPage()
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', slow3g)
    await watch(page, selector)
    return await usefulAfter(page, url)
  } finally {
    await browser.close()
  }
}

/** Milliseconds until something useful shows, the second time, without network. */
export async function secondVisitOffline(url: string, selector: string): Promise<number> {
  const browser = await launchBrowser()
  try {
    const first = await browser.openPage({ serviceWorker: true })
    await first.goto(url)
    await first.evaluate(() => navigator.serviceWorker.ready)
    await first.locator(selector).first().waitFor()
    await first.waitForLoadState('networkidle')
    const context = first.context()
    await first.close()
    await context.setOffline(true)
    const page = await context.newPage()
    await watch(page, selector)
    return await usefulAfter(page, url)
  } finally {
    await browser.close()
  }
}
