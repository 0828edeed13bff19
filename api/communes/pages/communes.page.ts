import { html } from 'hono/html'
import type { Html, Page, PageLanguage } from '../../platform/page-shell.ts'
import type { CommuneRef } from '../communes.schemas.ts'
import { refs } from './commune.page.ts'
import { type Say, speak } from './pages.words.ts'

const searchForm = (say: Say, words: string): Html =>
  html`<form method="get" action="/communes" role="search" class="stack-small no-print">
    <label for="q">${say('search')}</label>
    <input id="q" name="q" type="search" maxlength="100" value="${words}" />
    <button type="submit" class="button">${say('find')}</button>
  </form>`

/** Every commune that has a page here, and a way to find one's own. */
export function communesPage({
  language,
  publicUrl,
  communes,
  nextCursor,
  words,
}: {
  language: PageLanguage
  publicUrl: string
  communes: CommuneRef[]
  nextCursor: string | null
  words: string
}): Page {
  const say = speak(language)
  const next = new URLSearchParams({ ...(words ? { q: words } : {}), cursor: nextCursor ?? '' }).toString()
  return {
    language,
    title: `${say('communes')} · Bocage`,
    description: say('about'),
    head: html`<link rel="canonical" href="${publicUrl}/communes" />
      ${words ? html`<meta name="robots" content="noindex, follow" />` : ''}`,
    content: html`<main id="content" class="page stack">
      <h1>${say('communes')}</h1>
      <p class="lead">${say('about')}</p>
      ${searchForm(say, words)} ${communes.length === 0 ? html`<p>${say('none')}</p>` : refs(communes)}
      ${nextCursor ? html`<p class="no-print"><a href="/communes?${next}" rel="next">${say('more')}</a></p>` : ''}
      ${words ? html`<p class="no-print"><a href="/communes">${say('all')}</a></p>` : ''}
    </main>`,
  }
}

/** For an address that leads to no commune, or to several: what it may have meant, and a search. */
export function missingCommunePage({
  language,
  unclear,
  communes,
}: {
  language: PageLanguage
  unclear: boolean
  communes: CommuneRef[]
}): Page {
  const say = speak(language)
  return {
    language,
    title: `${say(unclear ? 'unclear' : 'notFound')} · Bocage`,
    description: say(unclear ? 'unclearWords' : 'notFoundWords'),
    head: html`<meta name="robots" content="noindex" />`,
    content: html`<main id="content" class="page stack">
      <h1>${say(unclear ? 'unclear' : 'notFound')}</h1>
      <p>${say(unclear ? 'unclearWords' : 'notFoundWords')}</p>
      ${communes.length > 0 && !unclear ? html`<p>${say('perhaps')}</p>` : ''}
      ${communes.length > 0 ? refs(communes) : ''} ${searchForm(say, '')}
      <p><a href="/communes">${say('all')}</a></p>
    </main>`,
  }
}
