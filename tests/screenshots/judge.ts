import type { Page } from 'playwright-core'
import { expectNoAxeViolations, phone, settled } from '../support/browser.ts'
import { overflowOf } from '../support/staff-pages.ts'

/** What should have been replaced by a word, in a text that people read. */
const unsaid = /\bundefined\b|\bNaN\b|\[object |\{[a-z]+\}/

/**
 * What is wrong with a screen that is open on a phone: what axe finds in the light and in the dark, a heading missing or
 * too many, a value where a word should be, something wider than 390 and 320 pixels. Leaves it light, at `phone`.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  const tried = async (what: string, judged: Promise<unknown>) =>
    judged.catch((error: unknown) =>
      faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    )
  // Colours pass from one to the other: half way they are of no scheme.
  await settled(page)
  await tried('axe', expectNoAxeViolations(page))
  await page.emulateMedia({ colorScheme: 'dark' })
  await settled(page)
  await tried('axe in the dark', expectNoAxeViolations(page, { coloursOnly: true }))
  await page.emulateMedia({ colorScheme: 'light' })
  const headings = await page.locator('h1').count()
  if (headings !== 1) faults.push(`${headings} headings of the first level`)
  const [odd] = unsaid.exec(await page.locator('body').innerText()) ?? []
  if (odd) faults.push(`says « ${odd} »`)
  for (const width of [phone.width, 320]) {
    await page.setViewportSize({ ...phone, width })
    const over = await overflowOf(page)
    if (over > 0) faults.push(`${over} pixels wider than ${width}`)
  }
  await page.setViewportSize(phone)
  return faults
}
