import { html } from 'hono/html'
import type { Page, PageLanguage } from '../../platform/page-shell.ts'
import type { PublicAire } from '../aires.schemas.ts'
import { speak } from './pages.words.ts'

type Given = {
  language: PageLanguage
  publicUrl: string
  territories: readonly { name: string; aires: readonly PublicAire[] }[]
  words: string | undefined
}

/** The aires of every territory open here, most often of one, by name. */
export function airesPage({ language, publicUrl, territories, words }: Given): Page {
  const say = speak(language)
  const [only] = territories
  const title = only && territories.length === 1 ? say('airesOf', { name: only.name }) : say('aires')
  const url = `${publicUrl}/aires`
  const count = territories.reduce((sum, { aires }) => sum + aires.length, 0)
  return {
    language,
    title: `${title} · Bocage`,
    description: say('about'),
    head: html`<link rel="canonical" href="${url}" />
      <meta property="og:title" content="${title}" />
      <meta property="og:description" content="${say('about')}" />
      <meta property="og:url" content="${url}" />
      ${words ? html`<meta name="robots" content="noindex" />` : ''}`,
    content: html`<main id="content" class="page stack">
      <h1>${say('aires')}</h1>
      <p class="lead">${say('about')}</p>
      <form method="get" action="/aires" role="search" class="stack-small no-print">
        <label for="q">${say('search')}</label>
        <input id="q" name="q" type="search" maxlength="100" value="${words ?? ''}" />
        <button type="submit" class="button">${say('find')}</button>
      </form>
      ${words ? html`<p class="no-print"><a href="/aires">${say('all')}</a></p>` : ''}
      ${count === 0 ? html`<p>${say('none')}</p>` : ''}
      ${territories.map(({ name, aires }) =>
        aires.length === 0
          ? ''
          : html`<section class="stack-small">
              ${territories.length > 1 ? html`<h2>${name}</h2>` : ''}
              <ul class="stack-small">
                ${aires.map(
                  (aire) =>
                    html`<li>
                      <a href="${aire.path}"><strong>${aire.name}</strong></a
                      ><br />${[aire.commune.name, aire.inside ? null : say('outside')]
                        .filter(Boolean)
                        .join(' · ')}
                    </li>`,
                )}
              </ul>
            </section>`,
      )}
    </main>`,
  }
}
