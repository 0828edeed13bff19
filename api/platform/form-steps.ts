import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from './http.ts'
import { problemOf } from './middleware.ts'
import type { Html, Page, PageLanguage, Shell } from './page-shell.ts'
import { languages } from './problems.ts'
import { stillPages } from './served-pages.rules.ts'

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

const ownNames: Record<PageLanguage, string> = { fr: 'Français', en: 'English', nl: 'Nederlands' }

/** The page in the other languages, for who has no script to choose with: `?lang=nl`. */
export const languageChoice = (language: PageLanguage): Html =>
  html`<p class="row small no-print">
    ${languages
      .filter((other) => other !== language)
      .map(
        (other) => html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${ownNames[other]}</a>`,
      )}
  </p>`

const toStillPage = new RegExp(`href="(${stillPages.join('|')})(?:\\?([^"]*))?"`, 'g')

/**
 * A language asked for in the address goes along from step to step: the browser says its own with each of them. `page`
 * is ours, whole: what people typed stands escaped in it, so that nothing of theirs looks like a form or a link.
 */
function keepLanguage(page: string, asked: PageLanguage): string {
  return page
    .replace(/<form method="post" action="(\/[^"?]*)"/g, `<form method="post" action="$1?lang=${asked}"`)
    .replace(/<form method="get"[^>]*>/g, `$&<input type="hidden" name="lang" value="${asked}" />`)
    .replace(
      toStillPage,
      (_, path: string, query?: string) => `href="${path}?${query ? `${query}&amp;` : ''}lang=${asked}"`,
    )
}

/**
 * Answers a page of a form, never to be shared between people. With `no-cache` a browser keeps it, and going back keeps
 * the fields; a page that holds a private link is kept nowhere on a shared computer: `no-store`.
 */
export const formAnswers =
  (shell: Shell, caching: 'no-cache' | 'no-store' = 'no-cache') =>
  async (c: AppContext, page: Page, status: ContentfulStatusCode = 200) => {
    c.header('Cache-Control', `private, ${caching}`)
    c.header('Content-Language', page.language)
    const written = await shell.write(page, c.req.path)
    return c.html(c.req.query('lang') ? keepLanguage(written, page.language) : written, status)
  }

/** What stops a form before it can be shown again is a page too, with a way back: nobody without a script reads JSON. */
export const answerFormErrors =
  (
    send: ReturnType<typeof formAnswers>,
    { action, title }: { action: string; title: (language: PageLanguage) => string },
  ) =>
  async (error: Error, c: AppContext): Promise<Response> => {
    const language = c.get('language')
    const problem = problemOf(error, c)
    const { title: said, detail } = problem.toJSON(language)
    const content = html`<h1>${said}</h1>
      <p>${detail}</p>
      <p><a href="${action}">${title(language)}</a></p>`
    return send(
      c,
      formPage(language, { title: said, description: detail, content }),
      problem.status as ContentfulStatusCode,
    )
  }

/** Communes by territory, in their order. */
export type CommunesOf = { territory: string; communes: readonly { code: string; name: string }[] }[]

/** The first page of a form that needs no script: what is asked next depends on the commune. */
export const communeStep = ({
  language,
  action,
  territories,
  label,
  choose,
  go,
}: {
  language: PageLanguage
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
    </form>
    ${languageChoice(language)}`
