import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { html } from 'hono/html'
import type { Html } from './page-shell.ts'

type Parts = { address: RegExp; links: Html }

/**
 * Reads which files of the built web app each screen needs (`web/build/screen-parts.ts`) and answers the links that
 * have a browser fetch them at once, beside the entry. No link for a screen that is not listed, or of another build.
 */
export function createScreenParts(webDir: string | undefined): (path: string) => Promise<Html> {
  let known: Promise<Parts[]> | undefined
  return async (path) => {
    known ??= webDir ? readParts(webDir) : Promise.resolve([])
    return (await known).find(({ address }) => address.test(path))?.links ?? html``
  }
}

async function readParts(webDir: string): Promise<Parts[]> {
  const text = await readFile(join(webDir, 'screen-parts.json'), 'utf8').catch(() => '[]')
  const parts = JSON.parse(text) as { address: string; scripts: string[]; styles: string[] }[]
  return parts.map(({ address, scripts, styles }) => ({
    address: new RegExp(`^${address}$`),
    // Styles of the application's screen do not keep the server's own page from being drawn.
    links: html`${styles.map((href) => html`<link rel="preload" as="style" crossorigin href="${href}" />`)}
    ${scripts.map((href) => html`<link rel="modulepreload" crossorigin href="${href}" />`)}`,
  }))
}
