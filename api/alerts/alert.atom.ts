import { element, emptyElement } from '../platform/xml.ts'
import { kindWords } from './alert-notifications.words.ts'
import type { PublicAlert } from './alert.schemas.ts'

const instant = (at: number) => new Date(at).toISOString()

/** `page`: entries lead to pages. `cap`: an index of CAP messages, as national services give theirs. */
export type AlertFeedKind = 'page' | 'cap'

/** RFC 4287 §4.2.7.2: what a reader may fetch beside the words. */
const enclosures = ({ image, document }: PublicAlert, publicUrl: string): string[] => [
  ...(image
    ? [
        emptyElement('link', {
          rel: 'enclosure',
          type: 'image/jpeg',
          title: image.alt,
          href: `${publicUrl}${image.url}`,
        }),
      ]
    : []),
  ...(document
    ? [
        emptyElement('link', {
          rel: 'enclosure',
          type: 'application/pdf',
          title: document.name,
          length: String(document.bytes),
          href: `${publicUrl}${document.url}`,
        }),
      ]
    : []),
]

function writeEntry(alert: PublicAlert, publicUrl: string, kind: AlertFeedKind): string {
  const cap = emptyElement('link', {
    rel: kind === 'cap' ? 'alternate' : 'related',
    type: 'application/cap+xml',
    href: `${publicUrl}/api/alerts/${alert.id}.cap`,
  })
  const page = emptyElement('link', {
    rel: kind === 'cap' ? 'related' : 'alternate',
    type: 'text/html',
    href: `${publicUrl}${alert.path}`,
  })
  return [
    '<entry>',
    element('id', `urn:uuid:${alert.id}`),
    element('title', alert.title),
    kind === 'cap' ? cap + page : page + cap,
    ...enclosures(alert, publicUrl),
    element('published', instant(alert.publishedAt)),
    element('updated', instant(alert.changedAt)),
    `<author>${element('name', alert.issuer)}</author>`,
    emptyElement('category', { term: alert.kind, label: kindWords.fr[alert.kind] }),
    element('summary', alert.endWords ?? alert.words),
    '</entry>',
  ].join('')
}

/** Atom (RFC 4287): the newest alerts first, those over too, so that a reader that was off learns of them. */
export function writeAlertAtom(
  { publicUrl, url, name, createdAt }: { publicUrl: string; url: string; name: string; createdAt: number },
  alerts: readonly PublicAlert[],
  kind: AlertFeedKind,
): string {
  const updated = Math.max(createdAt, ...alerts.map(({ changedAt }) => changedAt))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">',
    element('id', url),
    element('title', `Alertes de ${name}`),
    element('updated', instant(updated)),
    `<author>${element('name', name)}</author>`,
    element('generator', 'Bocage'),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: url }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: `${publicUrl}/alertes` }),
    ...alerts.map((alert) => writeEntry(alert, publicUrl, kind)),
    '</feed>\n',
  ].join('')
}
