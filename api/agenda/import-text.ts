import { Parser } from 'htmlparser2'
import { TextDecoder } from 'node:util'

// Text as files bring it: bytes of any charset, HTML, spaces. What comes out is plain text or our Markdown subset.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

/** UTF-8 when it is, else Windows-1252, which reads any byte: what French offices and old calendars write. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return windows1252.decode(bytes)
  }
}

/** Bytes of a whole file as UTF-8, or any charset that says its name by a byte-order mark; the mark is left out. */
export function withoutMark(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes))
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

const looksLikeHtml =
  /<\/?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|html|body|font|table|tr|td|img|script|style)\b[^>]*>/i

/** HTML as the Markdown subset; a text without HTML as it is. */
export function readWords(text: string): string {
  return tidy(looksLikeHtml.test(text) ? htmlToMarkdown(text) : text)
}

/** Line ends and blank lines as one types them. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const silent = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'iframe',
  'object',
  'svg',
  'noscript',
])
const paragraphs = new Set([
  'p',
  'div',
  'ul',
  'ol',
  'table',
  'blockquote',
  'section',
  'article',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
])
const emphasis: Record<string, string | undefined> = { b: '**', strong: '**', i: '*', em: '*' }
const safeLink = /^(?:https?:\/\/|mailto:|tel:)[^\s<>()]+$/i

/**
 * Words of an HTML text with its paragraphs, lists, emphasis and links; nothing that a tag or an attribute could do is
 * left, and what runs or styles is left out with all it holds.
 */
export function htmlToMarkdown(html: string): string {
  let out = ''
  let depth = 0
  const links: (string | null)[] = []
  const marks: { mark: string; from: number }[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (silent.has(name)) depth++
      if (depth > 0) return
      if (name === 'br' || name === 'tr') out += '\n'
      else if (name === 'td' || name === 'th') out += ' '
      else if (name === 'li') out += `${out.endsWith('\n') ? '' : '\n'}- `
      else if (paragraphs.has(name)) out += '\n\n'
      else if (name === 'a') {
        const href = attributes['href']?.trim() ?? ''
        links.push(safeLink.test(href) ? href : null)
        if (links.at(-1)) out += '['
      } else if (emphasis[name]) {
        marks.push({ mark: emphasis[name], from: out.length })
      }
    },
    onclosetag: (name) => {
      if (silent.has(name)) depth = Math.max(0, depth - 1)
      else if (depth > 0) return
      else if (paragraphs.has(name)) out += '\n\n'
      else if (name === 'a') {
        const href = links.pop()
        if (href) out += `](${href})`
      } else if (emphasis[name]) {
        const open = marks.pop()
        if (open) out = emphasized(out, open)
      }
    },
    ontext: (text) => {
      if (depth === 0) out += text.replace(/[^\S\u00a0]+/g, ' ')
    },
  })
  parser.write(html)
  parser.end()
  return out.replace(/\n +/g, '\n').replace(/\[\s*\]\([^)]*\)/g, '')
}

/** Markdown's marks stand against the words: blanks at either end go outside. */
function emphasized(out: string, { mark, from }: { mark: string; from: number }): string {
  const inner = out.slice(from)
  const words = inner.trim()
  if (words === '' || words.includes('\n') || words.startsWith('*')) return out
  const [before = '', after = ''] = inner.split(words)
  return `${out.slice(0, from)}${before}${mark}${words}${mark}${after}`
}
