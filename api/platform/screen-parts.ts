import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { html } from 'hono/html'
import type { Html, PageLanguage } from './page-shell.ts'

type Files = { scripts: string[]; styles: string[] }
type Parts = { address: RegExp; links: Record<PageLanguage, Html> }

/**
 * Reads which files of the built web app each screen needs (`web/build/screen-parts.ts`) and answers the links that
 * have a browser fetch them at once, beside the entry, with its words in `language`. No link for a screen that is not listed, or of another build.
 */
export function createScreenParts(
  webDir: string | undefined,
): (path: string, language: PageLanguage) => Promise<Html> {
  let known: Promise<Parts[]> | undefined
  return async (path, language) => {
    known ??= webDir ? readParts(webDir) : Promise.resolve([])
    return (await known).find(({ address }) => address.test(path))?.links[language] ?? html``
  }
}

async function readParts(webDir: string): Promise<Parts[]> {
  const text = await readFile(join(webDir, 'screen-parts.json'), 'utf8').catch(() => '[]')
  const parts = JSON.parse(text) as (Files & { address: string; words: Record<PageLanguage, string[]> })[]
  return parts.map(({ address, words, ...files }) => ({
    address: new RegExp(`^${address}$`),
    links: {
      fr: linksTo(files, words.fr),
      en: linksTo(files, words.en),
      nl: linksTo(files, words.nl),
    },
  }))
}

// Styles of the application's screen do not keep the server's own page from being drawn.
const linksTo = ({ scripts, styles }: Files, words: string[]): Html =>
  html`${styles.map((href) => html`<link rel="preload" as="style" crossorigin href="${href}" />`)}
  ${[...scripts, ...words].map((href) => html`<link rel="modulepreload" crossorigin href="${href}" />`)}`
