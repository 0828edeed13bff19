import { element, emptyElement } from '../platform/xml.ts'
import { renderMarkdown } from './agenda.markdown.ts'
import type { ExportedEvent, FeedHead } from './exported-event.ts'
import { summaryWords } from './feed-words.ts'

const instant = (at: number) => new Date(at).toISOString()

function writeEntry(event: ExportedEvent): string {
  const { place, image } = event
  return [
    '<entry>',
    element('id', `urn:uuid:${event.id}`),
    element('title', event.title),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: event.url }),
    image &&
      emptyElement('link', {
        rel: 'enclosure',
        type: 'image/jpeg',
        href: image.url,
        title: image.description,
      }),
    element('published', instant(event.createdAt)),
    element('updated', instant(event.updatedAt)),
    event.organizer && `<author>${element('name', event.organizer.name)}</author>`,
    ...event.categories.map(({ slug, name }) => emptyElement('category', { term: slug, label: name })),
    element('summary', summaryWords(event)),
    element('content', renderMarkdown(event.description), { type: 'html' }),
    place && !place.positionApproximate && element('georss:point', `${place.lat} ${place.lon}`),
    '</entry>',
  ]
    .filter(Boolean)
    .join('')
}

/** Atom (RFC 4287), paged as RFC 5005 §3 says: events by their next date, words of the page in French. */
export function writeAtom(
  head: FeedHead & { firstUrl: string; nextUrl: string | null },
  events: readonly ExportedEvent[],
): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss" xml:lang="fr">',
    element('id', head.firstUrl),
    element('title', head.title),
    element('updated', instant(head.updatedAt)),
    `<author>${element('name', head.title)}</author>`,
    element('generator', 'Bocage'),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: head.url }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: head.pageUrl }),
    emptyElement('link', { rel: 'first', type: 'application/atom+xml', href: head.firstUrl }),
    head.nextUrl === null
      ? ''
      : emptyElement('link', { rel: 'next', type: 'application/atom+xml', href: head.nextUrl }),
    ...events.map(writeEntry),
    '</feed>\n',
  ].join('')
}
