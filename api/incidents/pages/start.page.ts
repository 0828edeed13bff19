import { html } from 'hono/html'
import type { Page, PageLanguage } from '../../platform/page-shell.ts'
import { simplePath } from './simple.page.ts'
import { speakStart } from './start.words.ts'

export const startPath = '/signaler'

/** The first step of a report, read while the application comes; without a script, the way to the plain form. */
export function startPage(language: PageLanguage, publicUrl: string): Page {
  const say = speakStart(language)
  return {
    language,
    title: `${say('title')} · Bocage`,
    description: say('about'),
    head: html`<link rel="canonical" href="${publicUrl}${startPath}" />`,
    content: html`<main id="content" class="page stack served">
      <p class="soft">${say('step')}</p>
      <h1>${say('title')}</h1>
      <p class="soft">${say('hint')}</p>
      <p class="main-action no-print"><a href="/signaler/ou">${say('skip')}</a></p>
      <p><a href="${simplePath}">${say('simple')}</a></p>
    </main>`,
  }
}
