import { decodeText, withoutMark } from './import-text.ts'

/** One content line of a calendar (RFC 5545 §3.1), unfolded and decoded; `at` is where it begins in the file, from 1. */
export type ContentLine = { at: number; text: string }

const isProperty = /^[A-Za-z][\w-]*[;:]/
const isQuoted = /^[^:]*;ENCODING="?QUOTED-PRINTABLE"?/i

/**
 * The lines of a calendar as calendars in use write them: CRLF, LF or CR alone; folded within a character; each in
 * UTF-8 or, when it is not, Windows-1252; quoted-printable (vCalendar 1.0). What is no property continues the one
 * before it: text in which somebody left the ends of lines.
 */
export function readContentLines(file: Buffer): ContentLine[] {
  // As bytes, one character each: what was folded within a character is joined before it is decoded.
  const physical = withoutMark(file)
    .toString('latin1')
    .split(/\r*\n|\r/)
  const lines: ContentLine[] = []
  let soft = false
  for (const [index, text] of physical.entries()) {
    const last = lines.at(-1)
    if (last && soft) last.text = last.text.slice(0, -1) + text
    else if (last && /^[ \t]/.test(text)) last.text += text.slice(1)
    else if (text === '') continue
    else if (last && !isProperty.test(text)) last.text += `\\n${text}`
    else lines.push({ at: index + 1, text })
    const now = lines.at(-1)
    soft = now !== undefined && now.text.endsWith('=') && isQuoted.test(now.text)
  }
  return lines.map(({ at, text }) => ({ at, text: decodeLine(text) }))
}

function decodeLine(text: string): string {
  const plain = isQuoted.test(text) ? unquote(text) : Buffer.from(text, 'latin1')
  return typeof plain === 'string' ? plain : /[\x80-\xff]/.test(text) ? decodeText(plain) : text
}

/** Quoted-printable (RFC 2045 §6.7) as the text of RFC 5545, whose escapes are put where there were none. */
function unquote(text: string): string {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon)
  const bytes = text
    .slice(colon + 1)
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const value = decodeText(Buffer.from(bytes, 'latin1'))
  const escaped = /\\[n,;]/i.test(value) ? value : value.replace(/[\\;,]/g, (character) => `\\${character}`)
  const kept = name.replace(/;ENCODING="?QUOTED-PRINTABLE"?/i, '').replace(/;CHARSET=[^;]*/i, '')
  return `${kept}:${escaped.replace(/\r\n?|\n/g, '\\n')}`
}

export type CalendarPart = {
  name: string
  at: number
  lines: ContentLine[]
  /** Parts within it, by name: alarms. */
  inner: string[]
  /** The file ends before it does. */
  open: boolean
}

/** Parts of every VCALENDAR of a file, and the METHOD that they came with; null when there is no calendar at all. */
export function readCalendarParts(
  lines: ContentLine[],
): { parts: CalendarPart[]; method: string | null } | null {
  const parts: CalendarPart[] = []
  let seen = false
  let method: string | null = null
  let part: CalendarPart | null = null
  const within: string[] = []
  for (const line of lines) {
    const [, verb = '', name = ''] = /^(BEGIN|END)\s*:\s*([\w-]+)\s*$/i.exec(line.text) ?? []
    const which = name.toUpperCase()
    if (verb.toUpperCase() === 'BEGIN') {
      if (which === 'VCALENDAR') {
        seen = true
        part = null
        within.length = 0
      } else if (!part || (which === 'VEVENT' && !within.includes('VTIMEZONE'))) {
        // One event never holds another: the END of the one before was lost.
        part = { name: which, at: line.at, lines: [], inner: [], open: true }
        within.length = 0
        within.push(which)
        parts.push(part)
      } else {
        within.push(which)
        part.inner.push(which)
        if (part.name === 'VTIMEZONE') part.lines.push(line)
      }
    } else if (verb.toUpperCase() === 'END') {
      if (part && which === part.name) {
        part.open = false
        part = null
        within.length = 0
      } else if (part && within.at(-1) === which) {
        within.pop()
        if (part.name === 'VTIMEZONE') part.lines.push(line)
      }
    } else if (!part) {
      method = /^METHOD\s*:\s*(\w+)/i.exec(line.text)?.[1]?.toUpperCase() ?? method
    } else if (within.length === 1 || part.name === 'VTIMEZONE') {
      part.lines.push(line)
    }
  }
  return seen ? { parts, method } : null
}
