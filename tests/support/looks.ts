import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot } from './browser.ts'
import { overflowOf } from './staff-pages.ts'

type Look = {
  viewport: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  /** The text twice as large, as WCAG 1.4.4 asks. */
  double?: boolean
  /** All rules, those of colours alone, or none: only the width is judged. */
  axe: 'all' | 'colours' | 'none'
}

/** What a screen is judged at. */
const looks = {
  phone: { viewport: phone, axe: 'all' },
  desktop: { viewport: desktop, axe: 'all' },
  dark: { viewport: phone, colorScheme: 'dark', axe: 'colours' },
  narrow: { viewport: { width: 320, height: 700 }, axe: 'none' },
  double: { viewport: phone, double: true, axe: 'none' },
} satisfies Record<string, Look>
type LookName = keyof typeof looks

/** What stands open over a screen on a phone is judged as a phone shows it. */
export const phoneLooks = ['phone', 'dark', 'narrow', 'double'] as const

/**
 * Judges a screen that is loaded at every size, in the dark and with its text doubled, without loading it again: no
 * fault of accessibility, nothing wider than its window. Leaves it as a phone shows it, or at the only look asked for.
 */
export async function expectGoodLooks(
  page: Page,
  {
    name,
    at = Object.keys(looks) as LookName[],
    within = 'html',
    fullPage = false,
  }: { name: (look: LookName) => string; at?: readonly LookName[]; within?: string; fullPage?: boolean },
): Promise<void> {
  for (const look of at) {
    await take(page, looks[look])
    await screenshot(page, name(look), { fullPage })
    const { axe }: Look = looks[look]
    if (axe !== 'none') await expectNoAxeViolations(page, { within, coloursOnly: axe === 'colours' })
    expect(await overflowOf(page), `${name(look)} is wider than its window`).toBe(0)
  }
  await take(page, looks[at.length === 1 ? at[0]! : 'phone'])
}

async function take(page: Page, { viewport, colorScheme = 'light', double = false }: Look): Promise<void> {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme })
  await page.evaluate((size) => (document.documentElement.style.fontSize = size), double ? '212.5%' : '')
}
