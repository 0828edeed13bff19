import { html } from 'hono/html'
import type { Page, PageLanguage } from '../../platform/page-shell.ts'
import type { PublicAire } from '../aires.schemas.ts'
import { speak } from './pages.words.ts'

type Given = { language: PageLanguage; publicUrl: string; aires: readonly PublicAire[] }

/** The way to a ride without a script: each aire's own page says what leaves from it today. */
export function ridesPage({ language, publicUrl, aires }: Given): Page {
  const say = speak(language)
  return {
    language,
    title: `${say('rides')} · Bocage`,
    description: say('aboutRides'),
    head: html`<link rel="canonical" href="${publicUrl}/trajets" />
      <meta property="og:title" content="${say('rides')}" />
      <meta property="og:description" content="${say('aboutRides')}" />
      <meta property="og:url" content="${publicUrl}/trajets" />`,
    content: html`<main id="content" class="page stack served">
      <h1>${say('rides')}</h1>
      <p class="lead">${say('aboutRides')}</p>
      <h2>${say('leaveFrom')}</h2>
      <ul>
        ${aires.map(({ path, name, commune }) => html`<li><a href="${path}">${name}</a>, ${commune.name}</li>`)}
      </ul>
      ${aires.length === 0 ? html`<p>${say('none')}</p>` : ''}
      <p><a href="/aires">${say('all')}</a></p>
    </main>`,
  }
}
