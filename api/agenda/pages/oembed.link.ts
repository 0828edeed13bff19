import { html } from 'hono/html'
import type { Html } from '../../platform/page-shell.ts'

/** Where sites that are given the address of a page ask how to show it (oEmbed §4, discovery). */
export function oembedLink(url: string, title: string): Html {
  const href = `/api/oembed?url=${encodeURIComponent(url)}`
  return html`<link rel="alternate" type="application/json+oembed" title="${title}" href="${href}" />`
}
