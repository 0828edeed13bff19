import { parse } from 'csv-parse/sync'
import { createHash } from 'node:crypto'
import { accessibilityCodes, type AccessibilityCode, type Setting } from '../../db/schema/agenda.ts'
import { writeCsv } from '../platform/csv.ts'
import { columnKeys, columnNames, columnOf, type ColumnKey } from './import-columns.ts'
import { readHour, readWhen } from './import-dates.rules.ts'
import {
  createReport,
  importLimits,
  type FileFault,
  type ImportedEvent,
  type ReadFile,
  type Report,
} from './import-draft.ts'
import { complaintOf, fitEvent, type Complaint } from './import-fit.ts'
import { decodeText, readWords, withoutMark } from './import-text.ts'
import { homeZone } from './import-zones.rules.ts'
import { fold } from './events.rules.ts'
import type { Schedule, WallSpan } from './schedule.rules.ts'
import { dayMs, wallMs, writeWall } from '../platform/wall.rules.ts'

const delimiters = [';', ',', '\t', '|'] as const
type Row = { line: number; cells: string[] }

/** The header, to be filled, with one line that shows how. Separated by semicolons, as French spreadsheets write it. */
export function csvTemplate(): string {
  const example: Partial<Record<ColumnKey, string>> = {
    title: 'Marché de Noël',
    description: 'Artisans, vin chaud et chorale.',
    startDay: '05/12/2026',
    startHour: '19h30',
    endHour: '22h',
    place: 'Salle des fêtes',
    address: '1 rue de l’Église',
    postcode: '59570',
    commune: 'Bavay',
    category: 'Marché',
    free: 'oui',
    accessibility: 'mi, hi',
  }
  return writeCsv(
    columnKeys.map((key) => columnNames[key][0]),
    [columnKeys.map((key) => example[key] ?? '')],
  )
}

/**
 * Reads a table (RFC 4180 and what spreadsheets make of it): UTF-8 or Windows-1252, separated by semicolons, commas,
 * tabs or bars; its first line names the columns, in French or English. Lines of the same identifier and title are the
 * dates of one event. Pure. Answers why, when nothing is a table of events.
 */
export function readCsv(file: Buffer): ReadFile | { fault: FileFault } {
  const text = decodeText(withoutMark(file))
  if (text.trim() === '') return { fault: 'empty-file' }
  // A table of a binary file, a page, a picture: read as one, it would be a thousand lines of faults.
  if (text.includes('\u0000') || /^\s*<(?:!doctype|html)/i.test(text)) return { fault: 'not-a-table' }
  const rows = readRows(text)
  if (!rows) return { fault: 'not-a-table' }
  const report = createReport()
  const [header, ...lines] = rows
  const columns = (header?.cells ?? []).map((name) => columnOf(name))
  if (!columns.includes('title') || !columns.includes('startDay')) return { fault: 'no-known-column' }
  header?.cells.forEach((name, at) => {
    if (!columns[at] && name.trim() !== '')
      report.drop(name.trim(), lines.filter(({ cells }) => cells[at]?.trim()).length)
  })
  const events = new Map<string, ImportedEvent>()
  for (const { line, cells } of lines.slice(0, importLimits.events)) {
    const cell = (key: ColumnKey) => {
      const at = columns.indexOf(key)
      // Of a text that a spreadsheet would run, its export put an apostrophe before: ours does.
      return at < 0 ? '' : (cells[at] ?? '').trim().replace(/^'(?=[=+\-@＝＋－＠])/, '')
    }
    readLine({ line, cell, events, report })
  }
  if (lines.length > importLimits.events) report.drop('lines', lines.length - importLimits.events)
  return {
    format: 'csv',
    events: [...events.values()],
    faults: report.faults,
    dropped: report.dropped,
    whole: false,
  }
}

/** The table by the separator that its first line has most of, outside quotes. */
function readRows(text: string): Row[] | null {
  const first = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '')
  const counts = delimiters.map((delimiter) => ({ delimiter, count: first.split(delimiter).length - 1 }))
  const [best] = counts.sort((a, b) => b.count - a.count)
  try {
    const records = parse(text, {
      delimiter: best && best.count > 0 ? best.delimiter : ';',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      max_record_size: 200_000,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    // `lines` counts those read so far: a record with line ends inside begins before it.
    return records.map(({ info, record }) => ({
      line: info.lines - record.join('').split(/\r\n|\n|\r/).length + 1,
      cells: record,
    }))
  } catch {
    return null
  }
}

type Line = {
  line: number
  cell: (key: ColumnKey) => string
  events: Map<string, ImportedEvent>
  report: Report
}

function readLine({ line, cell, events, report }: Line): void {
  const title = cell('title')
  const given = cell('uid')
  const complain = complaintOf(report, { line, uid: given || null, title: title || null })
  const span = readSpan(cell, complain)
  if (!span) return
  const schedule: Schedule = { zone: homeZone, allDay: span.start.length === 10, spans: [span] }
  const uid = given || madeUpUid([title, span.start, cell('place'), cell('commune')])
  const event = fitEvent(
    {
      uid,
      line,
      title,
      description: readWords(cell('description')),
      schedule,
      onlineUrl: cell('onlineUrl'),
      place: readPlace(cell),
      organizerName: cell('organizer'),
      categories: listOf(cell('category')),
      keywords: listOf(cell('keywords')),
      setting: readSetting(cell('setting'), complain),
      free: readYesNo(cell('free'), complain),
      price: cell('price'),
      ageMin: readNumber(cell('ageMin'), complain),
      ageMax: readNumber(cell('ageMax'), complain),
      accessibility: readAccessibility(cell('accessibility'), complain),
      bookingUrl: withScheme(cell('bookingUrl')),
      bookingPhone: cell('bookingPhone'),
      bookingEmail: cell('bookingEmail'),
      sourceUrl: withScheme(cell('url')),
    },
    complain,
  )
  if (!event) return
  const known = events.get(uid)
  if (!known) events.set(uid, event)
  else if (given && fold(known.title) === fold(event.title) && known.schedule.allDay === schedule.allDay)
    addDate(known, span, complain)
  else complain('uid-twice', true)
}

/** One more date of an event that a line before began. */
function addDate({ schedule }: ImportedEvent, span: WallSpan, complain: Complaint): void {
  if (schedule.spans.some(({ start }) => start === span.start)) complain('date-twice', true)
  else if (schedule.spans.length >= importLimits.spans) complain('too-many-dates', true)
  else schedule.spans = [...schedule.spans, span].sort((a, b) => (a.start < b.start ? -1 : 1))
}

function madeUpUid(said: string[]): string {
  return `bocage:${createHash('sha256').update(said.map(fold).join('|')).digest('hex').slice(0, 32)}`
}

/** Start and end of a line; an end before its start, on no day of its own, is after midnight. Null, and said, when unreadable. */
function readSpan(cell: Line['cell'], complain: Complaint): WallSpan | null {
  const when = readMoment(cell('startDay'), cell('startHour'), complain, 'start-unreadable')
  if (when === null) complain('start-missing', true)
  if (!when) return null
  const { day, hour } = when
  const endText = cell('endDay')
  // « Fin » holds a day, an hour, or both.
  const endHourOnly =
    endText !== '' && cell('endHour') === '' && !readWhen(endText) ? readHour(endText) : null
  const to = endHourOnly
    ? { day, hour: endHourOnly }
    : readMoment(endText || (cell('endHour') ? day : ''), cell('endHour'), complain, 'end-unreadable')
  if (to === undefined) return null
  if (hour === null) {
    const end = to?.day ?? day
    if (end < day) complain('end-before-start', true)
    return end < day ? null : { start: day, end }
  }
  const start = `${day}T${hour}`
  if (!to) return { start, end: start }
  const end = `${to.day}T${to.hour ?? hour}`
  if (end >= start) return { start, end }
  if (to.day === day && (endText === '' || endHourOnly))
    return { start, end: writeWall(wallMs(end, false) + dayMs, false) }
  complain('end-before-start', true)
  return null
}

/** Null when nothing is written; undefined, and said, when it can't be read. */
function readMoment(
  dayText: string,
  hourText: string,
  complain: Complaint,
  code: 'start-unreadable' | 'end-unreadable',
): { day: string; hour: string | null } | null | undefined {
  if (dayText === '') return null
  const when = readWhen(dayText)
  if (!when) {
    complain(code, true, dayText)
    return undefined
  }
  if (hourText === '') return when
  const hour = readHour(hourText)
  if (hour !== null) return { ...when, hour }
  complain('hour-unreadable', true, hourText)
  return undefined
}

function readPlace(cell: Line['cell']): ImportedEvent['place'] {
  const [name, address, commune, postcode] = [
    cell('place'),
    cell('address'),
    cell('commune'),
    cell('postcode'),
  ]
  if (!name && !address && !commune) return null
  const alone = commune === '' && address === ''
  return {
    name: name || null,
    address: address || null,
    commune: commune || null,
    communeCode: null,
    postcode: postcode || null,
    position: null,
    whole: alone,
  }
}

const listOf = (text: string) => text.split(/[,;|/]/).map((word) => word.trim())
/** « www.exemple.fr » is how people write an address. */
const withScheme = (text: string) => (/^[\w-]+(?:\.[\w-]+)+(?:\/|$)/.test(text) ? `https://${text}` : text)

function readYesNo(text: string, complain: Complaint): boolean | null {
  const said = fold(text)
  if (said === '') return null
  if (/^(?:oui|o|x|1|vrai|yes|y|true|gratuit|gratuite|libre|entree libre|free)$/.test(said)) return true
  if (/^(?:non|n|0|faux|no|false|payant|payante)$/.test(said)) return false
  complain('yes-no-unreadable', false, text)
  return null
}

function readNumber(text: string, complain: Complaint): number | null {
  if (text === '') return null
  const figures = /^\D{0,12}(\d{1,3})\s*(?:ans|years?)?$/i.exec(text)?.[1]
  if (figures === undefined) complain('number-unreadable', false, text)
  return figures === undefined ? null : Number(figures)
}

function readSetting(text: string, complain: Complaint): Setting | null {
  const said = fold(text)
  if (said === '') return null
  const inside = /interieur|indoor|couvert|salle/.test(said)
  const outside = /exterieur|outdoor|plein air|dehors/.test(said)
  if (inside || outside) return inside && outside ? 'both' : inside ? 'indoor' : 'outdoor'
  complain('choice-unknown', false, text)
  return null
}

/** Codes of OpenAgenda, or the words that people use for them. */
const accessWords: Record<AccessibilityCode, RegExp> = {
  hi: /^hi$|auditi|sourd|malentendant|hearing|lsf|langue des signes|boucle/,
  ii: /^ii$|mental|intellect/,
  vi: /^vi$|visu|aveugle|malvoyant|sight|braille/,
  pi: /^pi$|psych/,
  mi: /^mi$|moteur|motor|pmr|fauteuil|mobilite|wheelchair/,
}

function readAccessibility(text: string, complain: Complaint): AccessibilityCode[] {
  const said = listOf(text).map(fold).filter(Boolean)
  for (const word of said)
    if (!accessibilityCodes.some((code) => accessWords[code].test(word)))
      complain('choice-unknown', false, word)
  return accessibilityCodes.filter((code) => said.some((word) => accessWords[code].test(word)))
}
