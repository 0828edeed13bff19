import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language } from './problems.ts'
import { createScreenParts } from './screen-parts.ts'

/** Languages that the server's own pages are written in. */
export type PageLanguage = Language

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
export type Page = {
  language: PageLanguage
  title: string
  description: string
  /** What goes in the head beside title and description. */
  head: Html
  /** What is read until the application takes its place, and where it never does. */
  content: Html
  /** What the application would ask for to show the same, as its API answers it: public. */
  shown?: object
  /** Nothing runs: the application does not take its place, as it would know nothing of the address. */
  still?: boolean
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

/** No audit was made yet: the law calls that « non conforme », however much was measured (see docs/accessibility.md). */
export const conformityWords: Record<PageLanguage, string> = {
  fr: 'Accessibilité : non conforme',
  en: 'Accessibility: not conforming',
  nl: 'Toegankelijkheid: niet conform',
}

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

const skipWords = { fr: 'Aller au contenu', en: 'Skip to content', nl: 'Naar de inhoud' } as const
/** Where a page that stays as it is leads back to; the application has its own. */
const topOf = (language: PageLanguage): Html =>
  html`<a class="skip-link" href="#content">${skipWords[language]}</a>
    <header class="page-wide served no-print"><a href="/">Bocage</a></header>`

const planWords = { fr: 'Plan du site', en: 'Site map', nl: 'Overzicht van de site' } as const

/** The law wants the state of conformity on every page, with a link to the statement (décret 2019-768, art. 4). */
const footOf = (language: PageLanguage): Html =>
  html`<footer class="page served small no-print">
    <a href="/accessibilite">${conformityWords[language]}</a>
    <a href="/plan-du-site">${planWords[language]}</a>
  </footer>`

type Given = {
  webDir: string | undefined
  /** What the application asks for first, when it is the same for everyone: JSON; null when one has to choose. */
  opened?: (language: PageLanguage) => Promise<object | null>
}

/**
 * Writes pages into the built application's own page: its styles show them, and the application replaces them once it
 * has all to show. Old phones, printers, search engines and previews of links read what the server wrote. The page names
 * what its screen needs, so that a phone far from the server asks for all of it at once.
 */
export function createShell({ webDir, opened = () => Promise.resolve(null) }: Given) {
  let shell: Promise<string> | undefined
  const partsOf = createScreenParts(webDir)

  const read = () =>
    (shell ??= webDir ? readFile(join(webDir, 'index.html'), 'utf8') : Promise.resolve(ownPage))

  async function open(path: string, language: PageLanguage): Promise<string> {
    const [page, links, first] = await Promise.all([
      read(),
      partsOf(path, language),
      // Without it the application asks for it, or shows what the phone kept: it opens all the same.
      opened(language).catch(() => null),
    ])
    return page
      .replace('</head>', () => `${String(links)}\n  </head>`)
      .replace('</body>', () => `${first ? String(dataBlock('opened', language, first)) : ''}\n  </body>`)
  }

  return {
    /** The application's page as it was built, for the screen at `path`. */
    plain: open,
    write: async (
      { language, title, description, head, content, shown, still = false }: Page,
      path: string,
    ): Promise<string> => {
      const [built, titleHtml, descriptionHtml, headHtml, frameHtml] = await Promise.all([
        // A page that stays as it is needs nothing of the application's.
        still ? read() : open(path, language),
        html`<title>${title}</title>`,
        html`<meta name="description" content="${description}" />`,
        still ? html`${head} <link rel="stylesheet" href="/forms.css" />` : head,
        html`${still ? topOf(language) : ''} ${content} ${footOf(language)}`,
      ])
      // By functions: a "$&" that somebody writes in a title is no pattern.
      const page = built
        .replace('<html lang="fr"', () => `<html lang="${language}"`)
        .replace(/<title>[^<]*<\/title>/, () => String(titleHtml))
        .replace(/<meta name="description" content="[^"]*" ?\/?>/, () => String(descriptionHtml))
        .replace(/<noscript>[\s\S]*?<\/noscript>/, '')
        .replace('</head>', () => `${String(headHtml)}\n  </head>`)
        .replace('</body>', () => `${shown ? String(dataBlock('shown', language, shown)) : ''}\n  </body>`)
        .replace('<div id="app"></div>', () => `<div id="app" lang="${language}">${String(frameHtml)}</div>`)
      return still
        ? page.replaceAll(
            /<script type="module"[^>]*><\/script>|<script>[\s\S]*?<\/script>|<link rel="modulepreload"[^>]*>/g,
            '',
          )
        : page.replaceAll(ofTheApplication, (start) => `${start} fetchpriority="low"`)
    },
  }
}
export type Shell = ReturnType<typeof createShell>

/**
 * What a page that is drawn without it asks for beside: on a slow network its words, its own style and its pictures come
 * first.
 */
const ofTheApplication = /<(?:script type="module"|link rel="modulepreload"|link rel="preload" as="style")/g

const dataBlock = (id: string, language: PageLanguage, data: object): Html =>
  html`<script type="application/json" id="${id}" lang="${language}">
    ${inScript(data)}
  </script>`

/** Nothing in it can end the script that holds it. */
const inScript = (data: unknown) => raw(JSON.stringify(data).replaceAll('<', String.raw`\u003c`))

/** Data for machines inside a page: a script that is no script. */
export function jsonLd(data: unknown): Html {
  return html`<script type="application/ld+json">
    ${inScript(data)}
  </script>`
}
