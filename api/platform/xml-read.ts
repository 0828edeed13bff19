/** An element of XML: its name and its attributes' without their prefixes, since feeds choose those as they like. */
export type XmlElement = {
  name: string
  /** Namespace prefix as written; '' for none. */
  prefix: string
  attributes: Record<string, string>
  children: XmlElement[]
  /** All text in it, its children's too, trimmed. */
  text: string
}

export type XmlFault = 'not-xml' | 'doctype' | 'too-deep' | 'too-many' | 'unknown-encoding'
export class XmlRefused extends Error {
  readonly fault: XmlFault
  constructor(fault: XmlFault) {
    super(fault)
    this.fault = fault
  }
}

const deepest = 40
const most = 200_000
const encodings = new Set([
  'utf-8',
  'utf8',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'utf-16',
])

/** The text of a file, in the encoding it begins with or says (XML 1.0 appendix F), UTF-8 otherwise. */
function decode(bytes: Uint8Array): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const said =
    /^[^<]{0,3}<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
  if (!encodings.has(said)) throw new XmlRefused('unknown-encoding')
  const label = wide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : said === 'utf-16' ? 'utf-8' : said
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    // What says UTF-8 and is not: told apart from nonsense by whoever published it, not by us.
    throw new XmlRefused('unknown-encoding')
  }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Entities of XML itself; any other would need a document type, which is refused. */
function unescape(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (_, decimal, hex, name: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex as string, 16) : null
    if (code !== null) return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
    const sign = named[name]
    if (sign === undefined) throw new XmlRefused('doctype')
    return sign
  })
}

const tag =
  /<(?:!--[^]*?-->|!\[CDATA\[([^]*?)\]\]>|\?[^]*?\?>|(!DOCTYPE)|(\/)?([\w.-]+(?::[\w.-]+)?)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/)?>)/y

const split = (qualified: string) => {
  const [first = '', second] = qualified.split(':')
  return second === undefined ? { prefix: '', name: first } : { prefix: first, name: second }
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
  return Object.fromEntries(
    found.map(([, name = '', double, single]) => [split(name).name, unescape(double ?? single ?? '')]),
  )
}

/**
 * Reads a file of XML from a stranger. A document type is refused whole: entities that grow (« billion laughs ») or that
 * lead elsewhere are declared there, and no feed needs one. Throws `XmlRefused`, nothing else.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  const source = decode(bytes)
  const root: XmlElement = { name: '', prefix: '', attributes: {}, children: [], text: '' }
  const open: XmlElement[] = [root]
  const texts: string[][] = [[]]
  let count = 0
  let at = source.charCodeAt(0) === 0xfe_ff ? 1 : 0
  const close = () => {
    const element = open.pop()!
    const text = texts.pop()!.join('')
    element.text = text.trim()
    texts.at(-1)?.push(text)
  }
  while (at < source.length) {
    const next = source.indexOf('<', at)
    const words = source.slice(at, next < 0 ? source.length : next)
    if (words) texts.at(-1)!.push(unescape(words))
    if (next < 0) break
    tag.lastIndex = next
    const match = tag.exec(source)
    if (!match) throw new XmlRefused('not-xml')
    at = tag.lastIndex
    const [, cdata, doctype, ending, qualified, attributes, empty] = match
    if (doctype) throw new XmlRefused('doctype')
    if (cdata !== undefined) texts.at(-1)!.push(cdata)
    if (qualified === undefined) continue
    const { prefix, name } = split(qualified)
    if (ending) {
      const last = open.at(-1)
      if (open.length === 1 || last?.name !== name || last.prefix !== prefix) throw new XmlRefused('not-xml')
      close()
      continue
    }
    if (++count > most) throw new XmlRefused('too-many')
    if (open.length > deepest) throw new XmlRefused('too-deep')
    const element: XmlElement = {
      name,
      prefix,
      attributes: attributesOf(attributes ?? ''),
      children: [],
      text: '',
    }
    open.at(-1)!.children.push(element)
    open.push(element)
    texts.push([])
    if (empty) close()
  }
  const [document, ...others] = root.children
  if (open.length !== 1 || !document || others.length > 0) throw new XmlRefused('not-xml')
  return document
}

/** The first child of that name. */
export const childOf = ({ children }: XmlElement, name: string): XmlElement | undefined =>
  children.find((one) => one.name === name)
export const childrenOf = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((one) => one.name === name)
/** The text of the first child of that name; null when there is none, or nothing in it. */
export const textOf = (element: XmlElement, name: string): string | null =>
  childOf(element, name)?.text || null
