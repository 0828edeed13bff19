import { html } from 'hono/html'
import type { Html } from './page-shell.ts'

/** What a town hall, an association or a resident wrote: in French whatever the page's language, so that it is said so. */
export const theirWords = (words: Html | string): Html => html`<span lang="fr">${words}</span>`
