import { html } from 'hono/html'
import { formPage, languageChoice } from '../platform/form-steps.ts'
import type { Html, Page, PageLanguage } from '../platform/page-shell.ts'
import { speakLinks } from './link.words.ts'

// The links of our messages carry their secret where no server log sees it, after #: a page with a script reads it.
// Whoever has no script pastes the link here, and reads or confirms the same.

export const linkPath = '/lien'

const page = (language: PageLanguage, title: string, content: Html): Page =>
  formPage(language, { title, description: speakLinks(language)('about'), content })

export function askLink(
  language: PageLanguage,
  { publicUrl, typed = '', mistake }: { publicUrl: string; typed?: string; mistake?: string },
): Page {
  const say = speakLinks(language)
  return page(
    language,
    say('title'),
    html`<h1>${say('title')}</h1>
      <p>${say('about')}</p>
      <form method="post" action="${linkPath}" class="stack">
        <div class="field">
          <label for="link">${say('field')}</label>
          <span class="soft" id="link-hint">${say('why', { start: publicUrl })}</span>
          ${mistake ? html`<span class="mistake" id="link-error" role="alert">${mistake}</span>` : ''}
          <textarea
            id="link"
            name="link"
            rows="3"
            maxlength="2000"
            aria-required="true"
            aria-describedby="link-hint${mistake ? ' link-error' : ''}"
            ${mistake ? html`aria-invalid="true"` : ''}
          >
${typed}</textarea>
        </div>
        <button type="submit" class="main">${say('open')}</button>
      </form>
      ${mistake ? '' : languageChoice(language)}`,
  )
}

/** What a link opened: a heading, what it says, the way on. */
export const opened = (language: PageLanguage, title: string, content: Html): Page =>
  page(
    language,
    title,
    html`<h1>${title}</h1>
      ${content}
      <p class="no-print"><a href="${linkPath}">${speakLinks(language)('another')}</a></p>`,
  )
