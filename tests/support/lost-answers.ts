import type { Page } from 'playwright-core'

/**
 * Lets the first write to `path` reach the server, and answers in its place as a proxy that waited too long does: done,
 * and told as not. What follows passes. `reached`: how many did.
 */
export async function loseFirstAnswer(page: Page, path: string): Promise<{ reached: number }> {
  const writes = { reached: 0 }
  await page.route(path, async (route) => {
    if (['GET', 'HEAD'].includes(route.request().method())) return route.fallback()
    if (writes.reached++ > 0) return route.continue()
    await route.fetch()
    return route.fulfill({ status: 504, contentType: 'text/html', body: '<h1>504 Gateway Time-out</h1>' })
  })
  return writes
}
