import { html } from 'hono/html'
import type { AppContext } from './http.ts'
import type { Html, Page, PageLanguage, Shell } from './page-shell.ts'

/** Forms without a script are in French, or in English. */
export const formLanguageOf = (c: AppContext): PageLanguage => (c.get('language') === 'fr' ? 'fr' : 'en')

/** A page of a form that needs no script: for nobody's search, and without the application. */
export const formPage = (
  language: PageLanguage,
  { title, description, content }: { title: string; description: string; content: Html },
): Page => ({
  language,
  title: `${title} · Bocage`,
  description,
  head: html`<meta name="robots" content="noindex" />`,
  still: true,
  content: html`<main id="content" class="page stack served">${content}</main>`,
})

/**
 * Answers a page of a form, never to be shared between people. With `no-cache` a browser keeps it, and going back keeps
 * the fields; a page that holds a private link is kept nowhere on a shared computer: `no-store`.
 */
export const formAnswers =
  (shell: Shell, caching: 'no-cache' | 'no-store' = 'no-cache') =>
  async (c: AppContext, page: Page, status: 200 | 409 | 422 | 429 = 200) => {
    c.header('Cache-Control', `private, ${caching}`)
    c.header('Content-Language', page.language)
    return c.html(await shell.write(page, c.req.path), status)
  }

/** Communes by territory, in their order. */
export type CommunesOf = { territory: string; communes: readonly { code: string; name: string }[] }[]

/** The first page of a form that needs no script: what is asked next depends on the commune. */
export const communeStep = ({
  action,
  territories,
  label,
  choose,
  go,
}: {
  action: string
  territories: CommunesOf
  label: string
  choose: string
  go: string
}): Html =>
  html`<form method="get" action="${action}" class="stack">
    <div class="field">
      <label for="commune">${label}</label>
      <select id="commune" name="commune" required>
        <option value="">${choose}</option>
        ${territories.map(
          ({ territory, communes }) =>
            html`<optgroup label="${territory}">
              ${communes.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}
            </optgroup>`,
        )}
      </select>
    </div>
    <button type="submit" class="main">${go}</button>
  </form>`
