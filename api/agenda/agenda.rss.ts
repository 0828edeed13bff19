import { element, emptyElement } from '../platform/xml.ts'
import { renderMarkdown } from './agenda.markdown.ts'
import type { ExportedEvent, FeedHead } from './exported-event.ts'
import { summaryWords } from './feed-words.ts'

const rfc822 = (at: number) => new Date(at).toUTCString()

function writeItem(event: ExportedEvent): string {
  const { place } = event
  return [
    '<item>',
    element('title', event.title),
    element('link', event.url),
    element('guid', `urn:uuid:${event.id}`, { isPermaLink: 'false' }),
    element('pubDate', rfc822(event.createdAt)),
    event.organizer && element('dc:creator', event.organizer.name),
    ...event.categories.map(({ name }) => element('category', name)),
    element('description', summaryWords(event)),
    element('content:encoded', renderMarkdown(event.description)),
    event.image &&
      emptyElement('media:content', { url: event.image.url, medium: 'image', type: 'image/jpeg' }),
    place && !place.positionApproximate && element('georss:point', `${place.lat} ${place.lon}`),
    '</item>',
  ]
    .filter(Boolean)
    .join('')
}

const namespaces = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:georss': 'http://www.georss.org/georss',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
}

/** RSS 2.0, for the readers that know nothing else; the same events and pages as the Atom feed. */
export function writeRss(
  head: FeedHead & { nextUrl: string | null },
  events: readonly ExportedEvent[],
): string {
  const declared = Object.entries(namespaces).map(([name, value]) => ` ${name}="${value}"`)
  const link = (rel: string, href: string) =>
    emptyElement('atom:link', { rel, type: 'application/rss+xml', href })
  return [
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"${declared.join('')}><channel>`,
    element('title', head.title),
    element('link', head.pageUrl),
    element('description', head.title),
    element('language', 'fr'),
    element('lastBuildDate', rfc822(head.updatedAt)),
    element('ttl', '60'),
    link('self', head.url),
    head.nextUrl === null ? '' : link('next', head.nextUrl),
    ...events.map(writeItem),
    '</channel></rss>\n',
  ].join('')
}
