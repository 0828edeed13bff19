import type { AlertKind } from '../../db/schema/alerts-published.ts'
import { element } from '../platform/xml.ts'
import { kindWords } from './alert-notifications.words.ts'
import type { PublicAlert } from './alert.schemas.ts'

// Common Alerting Protocol 1.2 (OASIS, CAP-v1.2-os): http://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html

/** §3.2.2 `category`: the nearest of its twelve. */
const categories: Record<AlertKind, string> = {
  danger: 'Safety',
  roads: 'Transport',
  utilities: 'Infra',
  school: 'Other',
  collection: 'Env',
  'town-hall': 'Other',
  life: 'Other',
}

/** §3.3.2: an offset, never Z. */
const moment = (at: number) => new Date(at).toISOString().replace(/\.\d{3}Z$/, '-00:00')

export type CapHead = {
  /** Host name of this deployment: what makes an identifier unique in the world. */
  host: string
  publicUrl: string
  territory: string
  /** A demonstration is `Exercise` (§3.2.1 `status`): no other system takes it for real. */
  demo: boolean
  /** When each edition was sent, the first one first, and whether the last one announced the end. */
  editions: { sentAt: readonly number[]; ended: boolean }
}

/** §3.2.3: what goes with it, in the order of its elements. */
function resources({ image, document }: PublicAlert, publicUrl: string): string[] {
  const of = (words: string, type: string, url: string, bytes?: number) =>
    [
      '<resource>',
      element('resourceDesc', words),
      element('mimeType', type),
      bytes === undefined ? '' : element('size', String(bytes)),
      element('uri', `${publicUrl}${url}`),
      '</resource>',
    ].join('')
  return [
    ...(image ? [of(image.alt, 'image/jpeg', image.url)] : []),
    ...(document ? [of(document.name, 'application/pdf', document.url, document.bytes)] : []),
  ]
}

const identifier = (host: string, id: string, edition: number) => `${host}-${id}-${edition}`

/**
 * An alert as CAP 1.2. Each edition is a message of its own that names those it replaces: `Update`, and `Cancel` when
 * staff ended it before its time.
 */
export function writeCap(
  alert: PublicAlert,
  { host, publicUrl, territory, demo, editions }: CapHead,
): string {
  const sender = `alertes@${host}`
  const isDanger = alert.kind === 'danger'
  const msgType = editions.ended ? 'Cancel' : alert.edition > 1 ? 'Update' : 'Alert'
  const before = Array.from({ length: alert.edition - 1 }, (_, i) => i + 1)
  const references = before
    .map((edition) => {
      const sentAt = editions.sentAt[edition - 1] ?? alert.publishedAt
      return `${sender},${identifier(host, alert.id, edition)},${moment(sentAt)}`
    })
    .join(' ')
  const places = alert.whole ? territory : alert.communes.map(({ name }) => name).join(', ')
  const info = [
    element('language', 'fr-FR'),
    element('category', categories[alert.kind]),
    element('event', kindWords.fr[alert.kind]),
    element('urgency', isDanger ? 'Immediate' : 'Expected'),
    element('severity', isDanger ? 'Severe' : 'Minor'),
    element('certainty', isDanger ? 'Observed' : 'Likely'),
    element('effective', moment(alert.changedAt)),
    element('onset', moment(alert.startsAt)),
    element('expires', moment(alert.endsAt)),
    element('senderName', alert.issuer),
    element('headline', alert.title),
    element('description', alert.endWords ?? alert.words),
    element('web', `${publicUrl}${alert.path}`),
    ...resources(alert, publicUrl),
    '<area>',
    element('areaDesc', [places, alert.street].filter(Boolean).join(' : ')),
    // Latitude first (§3.2.4 `polygon`), the other way round from GeoJSON.
    ...(alert.area?.coordinates ?? []).map((ring) =>
      element('polygon', ring.map(([lon, lat]) => `${lat},${lon}`).join(' ')),
    ),
    ...alert.communes.map(
      ({ code }) => `<geocode>${element('valueName', 'INSEE')}${element('value', code)}</geocode>`,
    ),
    '</area>',
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    element('identifier', identifier(host, alert.id, alert.edition)),
    element('sender', sender),
    element('sent', moment(alert.changedAt)),
    element('status', demo ? 'Exercise' : 'Actual'),
    element('msgType', msgType),
    element('scope', 'Public'),
    references ? element('references', references) : '',
    `<info>${info.join('')}</info>`,
    '</alert>\n',
  ].join('')
}
