import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Languages that the server's own pages are written in. */
export type PageLanguage = 'fr' | 'en'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export type Page = {
  language: PageLanguage
  title: string
  description: string
  /** What goes in the head beside title and description. */
  head: Html
  /** What is read until the application takes its place, and where it never does. */
  content: Html
}

/** Styles are ours, and so are pictures; nothing runs. Any site may put this page in a frame. */
export const framePolicy = [
  `default-src 'none'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `base-uri 'self'`,
  `form-action 'none'`,
  `frame-ancestors *`,
].join('; ')

const ownPage = `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Bocage</title>
    <meta name="description" content="" />
  </head>
  <body>
    <div id="app"></div>
  </body>
</html>
`

/**
 * Writes pages into the built application's own page: its styles show them, and the application replaces them once it
 * runs. Old phones, printers, search engines and previews of links read what the server wrote.
 */
export function createShell({ webDir }: { webDir: string | undefined }) {
  let shell: Promise<string> | undefined
  return async ({ language, title, description, head, content }: Page): Promise<string> => {
    shell ??= webDir ? readFile(join(webDir, 'index.html'), 'utf8') : Promise.resolve(ownPage)
    const [titleHtml, descriptionHtml, headHtml, contentHtml] = await Promise.all([
      html`<title>${title}</title>`,
      html`<meta name="description" content="${description}" />`,
      head,
      content,
    ])
    // By functions: a "$&" that somebody writes in a title is no pattern.
    return (await shell)
      .replace('<html lang="fr"', () => `<html lang="${language}"`)
      .replace(/<title>[^<]*<\/title>/, () => String(titleHtml))
      .replace(/<meta name="description" content="[^"]*" ?\/?>/, () => String(descriptionHtml))
      .replace(/<noscript>[\s\S]*?<\/noscript>/, '')
      .replace('</head>', () => `${String(headHtml)}\n  </head>`)
      .replace('<div id="app"></div>', () => `<div id="app">${String(contentHtml)}</div>`)
  }
}
export type Shell = ReturnType<typeof createShell>

/** Data for machines inside a page: a script that is no script, in which nothing can end it. */
export function jsonLd(data: unknown): Html {
  return html`<script type="application/ld+json">
    ${raw(JSON.stringify(data).replaceAll('<', String.raw`\u003c`))}
  </script>`
}
