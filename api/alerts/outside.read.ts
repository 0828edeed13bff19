import { childOf, childrenOf, readXml, textOf, XmlRefused, type XmlElement } from '../platform/xml-read.ts'
import {
  usualHours,
  type OutsideArea,
  type OutsideMessage,
  type OutsideSeverity,
} from './outside-message.rules.ts'

// Common Alerting Protocol 1.2 (OASIS, CAP-v1.2-os) alone, an Atom index of such messages, and plain Atom (RFC 4287).

/** A link of an index to a message, and what the index says of it already. */
export type OutsideLink = { id: string; url: string; updatedAt: number | null }
export type OutsideDocument = {
  messages: OutsideMessage[]
  links: OutsideLink[]
  /** What was there and could not be understood. */
  refused: number
}

const mostEntries = 500
const limits = { identifier: 300, title: 200, words: 4000, event: 120, area: 400, web: 600 }
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** RFC 3339; null for what is no instant. */
function readInstant(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

const severities: readonly string[] = ['extreme', 'severe', 'moderate', 'minor']
const severityOf = (text: string | null): OutsideSeverity => {
  const said = (text ?? '').toLowerCase()
  return severities.includes(said) ? (said as OutsideSeverity) : 'unknown'
}

/** A page of the open web, or nothing: what is shown as a link leads nowhere else. */
function readWeb(text: string | null): string | null {
  if (text === null || text.length > limits.web || !URL.canParse(text)) return null
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && !url.username ? url.href : null
}

/** « 50.3,3.7 50.2,3.8 … » (§3.2.4 `polygon`): latitude first. */
function readRing(text: string): [number, number][] | null {
  const points = text
    .split(/\s+/)
    .slice(0, 5000)
    .map((pair) => pair.split(',').map(Number))
  if (points.length < 4) return null
  const ring = points.map(([lat, lon]): [number, number] => [lon ?? Number.NaN, lat ?? Number.NaN])
  return ring.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90) ? ring : null
}

function readCircle(text: string): OutsideArea['circles'][number] | null {
  const [, lat, lon, km] = /^(-?[\d.]+),(-?[\d.]+)\s+([\d.]+)$/.exec(text.trim()) ?? []
  const circle = { lat: Number(lat), lon: Number(lon), km: Number(km) }
  return Object.values(circle).every(Number.isFinite) ? circle : null
}

function readArea(area: XmlElement): OutsideArea {
  return {
    words: textOf(area, 'areaDesc'),
    geocodes: childrenOf(area, 'geocode')
      .slice(0, 2000)
      .map((code) => ({
        name: textOf(code, 'valueName') ?? '',
        value: textOf(code, 'value') ?? '',
      })),
    polygons: childrenOf(area, 'polygon')
      .slice(0, 100)
      .flatMap(({ text }) => {
        const ring = readRing(text)
        return ring ? [ring] : []
      }),
    circles: childrenOf(area, 'circle')
      .slice(0, 100)
      .flatMap(({ text }) => readCircle(text) ?? []),
  }
}

const kinds: Record<string, OutsideMessage['kind'] | undefined> = {
  Alert: 'alert',
  Update: 'update',
  Cancel: 'cancel',
}

/**
 * One CAP message. Null: not for people here (an exercise, a test, an answer between programs, a restricted one), or not
 * what the standard says one is.
 */
function readCap(alert: XmlElement): OutsideMessage | 'refused' | null {
  const identifier = textOf(alert, 'identifier')
  const sentAt = readInstant(textOf(alert, 'sent'))
  const type = textOf(alert, 'msgType') ?? ''
  if (textOf(alert, 'status') !== 'Actual' || (textOf(alert, 'scope') ?? 'Public') !== 'Public') return null
  if (type === 'Ack' || type === 'Error') return null
  const kind = kinds[type]
  if (!identifier || identifier.length > limits.identifier || sentAt === null || !kind) return 'refused'
  // sender,identifier,sent, apart by spaces (§3.2.1 `references`).
  const references = (textOf(alert, 'references') ?? '')
    .split(/\s+/)
    .flatMap((reference) => reference.split(',')[1] ?? [])
    .slice(0, 200)
  const infos = childrenOf(alert, 'info')
  const info = infos.find((one) => /^fr/i.test(textOf(one, 'language') ?? '')) ?? infos[0]
  const bare = { identifier, sentAt, kind, references }
  if (!info) return kind === 'cancel' ? { ...bare, ...nothing, startsAt: sentAt, endsAt: sentAt } : 'refused'
  const expiresAt = readInstant(textOf(info, 'expires'))
  const startsAt = readInstant(textOf(info, 'onset')) ?? readInstant(textOf(info, 'effective')) ?? sentAt
  const event = cut(textOf(info, 'event') ?? '', limits.event)
  const words = [textOf(info, 'description'), textOf(info, 'instruction')].filter((text) => text !== null)
  const title = textOf(info, 'headline') ?? event
  if (!title) return 'refused'
  return {
    ...bare,
    severity: severityOf(textOf(info, 'severity')),
    event,
    title: cut(title, limits.title),
    words: cut(words.join('\n\n'), limits.words),
    web: readWeb(textOf(info, 'web')),
    language: (textOf(info, 'language') ?? 'fr').slice(0, 2).toLowerCase(),
    startsAt,
    endsAt: expiresAt ?? Math.max(startsAt, sentAt) + usualHours * 3_600_000,
    areas: childrenOf(info, 'area').slice(0, 200).map(readArea),
  }
}
const nothing = {
  severity: 'unknown',
  event: '',
  title: '',
  words: '',
  web: null,
  language: 'fr',
  areas: [],
} as const satisfies Partial<OutsideMessage>

const capLink = (entry: XmlElement) =>
  childrenOf(entry, 'link').find(
    ({ attributes }) =>
      /^application\/(?:cap\+xml|common-alerting-protocol\+xml)/.test(attributes['type'] ?? '') &&
      attributes['href'],
  )

/** An entry that is news by itself: it is shown two days, and says nothing of where. */
function readEntry(entry: XmlElement): OutsideMessage | 'refused' {
  const identifier = textOf(entry, 'id')
  const updatedAt = readInstant(textOf(entry, 'updated')) ?? readInstant(textOf(entry, 'published'))
  const title = textOf(entry, 'title')
  if (!identifier || identifier.length > limits.identifier || updatedAt === null || !title) return 'refused'
  const link = childrenOf(entry, 'link').find(
    ({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate',
  )
  const said = textOf(entry, 'summary') ?? textOf(entry, 'content') ?? ''
  return {
    identifier,
    sentAt: updatedAt,
    kind: 'update',
    references: [],
    severity: 'unknown',
    event: '',
    title: cut(title, limits.title),
    // HTML inside is shown as words: its marks are taken out.
    words: cut(
      said
        .replace(/<[^>]{0,500}>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
      limits.words,
    ),
    web: readWeb(link?.attributes['href'] ?? null),
    language: 'fr',
    startsAt: updatedAt,
    endsAt: updatedAt + 2 * usualHours * 3_600_000,
    areas: [],
  }
}

/** Reads what an address gave. Throws `XmlRefused`. */
export function readOutside(bytes: Uint8Array, base: string): OutsideDocument {
  const root = readXml(bytes)
  const document: OutsideDocument = { messages: [], links: [], refused: 0 }
  const add = (message: OutsideMessage | 'refused' | null) => {
    if (message === 'refused') document.refused++
    else if (message) document.messages.push(message)
  }
  if (root.name === 'alert') add(readCap(root))
  else if (root.name === 'feed') {
    const entries = childrenOf(root, 'entry')
    document.refused += Math.max(0, entries.length - mostEntries)
    for (const entry of entries.slice(0, mostEntries)) {
      const content = childOf(entry, 'content')
      const inline = content && childOf(content, 'alert')
      const href = capLink(entry)?.attributes['href']
      if (inline) add(readCap(inline))
      else if (href && URL.canParse(href, base))
        document.links.push({
          id: textOf(entry, 'id') ?? href,
          url: new URL(href, base).href,
          updatedAt: readInstant(textOf(entry, 'updated')),
        })
      else add(readEntry(entry))
    }
  } else throw new XmlRefused('not-xml')
  return document
}
