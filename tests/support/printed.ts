import type { Page } from 'playwright-core'

export type Printed = { pages: number; widthMm: number; heightMm: number }
type Paper = { width: string; height: string }

const mmPerPoint = 25.4 / 72

/**
 * Prints the page as its own styles ask, or on `paper`, and answers how many pages came out and of what size. Chromium
 * writes page objects uncompressed, so they can be counted in the file.
 */
export async function printed(page: Page, paper?: Paper): Promise<Printed> {
  const file = await page.pdf(paper ? { ...paper } : { preferCSSPageSize: true })
  const text = file.toString('latin1')
  const pages = text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
  const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)]
  const sizes = new Set(boxes.map(([, width, height]) => `${width}x${height}`))
  if (sizes.size !== 1) throw new Error(`pages of several sizes: ${[...sizes].join(', ')}`)
  const [, width, height] = boxes[0] ?? []
  return {
    pages,
    widthMm: Math.round(Number(width) * mmPerPoint),
    heightMm: Math.round(Number(height) * mmPerPoint),
  }
}
