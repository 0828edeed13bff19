import { parse, type CsvError } from 'csv-parse'
import { Transform } from 'node:stream'
import { GtfsRefused, type GtfsReport } from './gtfs-report.ts'
import type { ZipFile } from './gtfs-zip.ts'

// A table of a feed, line after line: RFC 4180 and what exports make of it. However long, one piece of it is held.

export type GtfsTable = {
  file: string
  /** The place of a column among the cells; -1 when the file has none of that name. */
  at: (column: string) => number
  lines: () => AsyncGenerator<{ line: number; cells: string[] }>
}
export type Watch = { report: GtfsReport; isLate: () => boolean }

const delimiters = [',', ';', '\t'] as const
/** A line longer than that is a quotation mark that nobody closed. */
const lineBytes = 65_536
const lateEvery = 4096

type Look = { encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'; head: string }

/** Reads a file to its end: that it is whole, how it is written, and how it begins. */
async function look(file: ZipFile, { isLate }: Watch): Promise<Look> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = Buffer.alloc(0)
  let isUtf8 = true
  for await (const chunk of file.open() as AsyncIterable<Buffer>) {
    if (isLate()) throw new GtfsRefused('too-long')
    if (head.length < lineBytes) head = Buffer.concat([head, chunk.subarray(0, lineBytes - head.length)])
    if (isUtf8) isUtf8 = reads(() => utf8.decode(chunk, { stream: true }))
  }
  if (isUtf8) isUtf8 = reads(() => utf8.decode())
  const [first, second] = head
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : isUtf8
          ? 'utf-8'
          : 'windows-1252'
  const text = new TextDecoder(encoding).decode(head)
  if (text.includes('\0') || /^\s*<(?:!doctype|html|\?xml)/i.test(text))
    throw new GtfsRefused('not-a-table', { file: file.name })
  return { encoding, head: text.split(/\r\n?|\n/, 1)[0] ?? '' }
}

function reads(decode: () => string): boolean {
  try {
    decode()
    return true
  } catch {
    return false
  }
}

/**
 * Opens a table of a feed: UTF-8, or what spreadsheets write in its stead, which is told; separated by commas, or
 * semicolons or tabs, told too. Throws GtfsRefused when it is damaged, is no table, or lacks a column of `needed`.
 */
export async function openTable(file: ZipFile, needed: readonly string[], watch: Watch): Promise<GtfsTable> {
  const { report, isLate } = watch
  const { encoding, head } = await look(file, watch)
  if (encoding !== 'utf-8') report.tell(file.name, null, 'encoding', encoding)
  const delimiter = delimiters.find((one) => head.includes(one)) ?? ','
  if (delimiter !== ',') report.tell(file.name, 1, 'delimiter', delimiter)
  const columns = head.split(delimiter).map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .replaceAll('"', '')
      .trim()
      .toLowerCase(),
  )
  const at = (column: string) => columns.indexOf(column)
  for (const column of needed)
    if (at(column) < 0) throw new GtfsRefused('column-missing', { file: file.name, column })
  const fewest = Math.max(0, ...needed.map(at)) + 1

  async function* lines(): AsyncGenerator<{ line: number; cells: string[] }> {
    const decoder = new TextDecoder(encoding)
    const decode = new Transform({
      transform: (chunk: Buffer, _, next) => next(null, decoder.decode(chunk, { stream: true })),
      flush: (next) => next(null, decoder.decode()),
    })
    const parser = parse({
      bom: true,
      delimiter,
      from: 2,
      info: true,
      max_record_size: lineBytes,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    })
    const source = file.open()
    for (const stage of [source, decode]) stage.on('error', (error: Error) => parser.destroy(error))
    source.pipe(decode).pipe(parser)
    let count = 0
    try {
      for await (const { record, info } of parser as AsyncIterable<{
        record: string[]
        info: { lines: number }
      }>) {
        if (++count % lateEvery === 0 && isLate()) throw new GtfsRefused('too-long')
        if (record.length >= fewest) yield { line: info.lines, cells: record }
        else report.tell(file.name, info.lines, 'incomplete_line', record.join(delimiter))
      }
    } catch (error) {
      if (error instanceof GtfsRefused || !(error as CsvError).code?.startsWith('CSV_')) throw error
      throw new GtfsRefused('line-unreadable', {
        file: file.name,
        line: Number((error as CsvError)['lines']) || undefined,
      })
    } finally {
      source.destroy()
      parser.destroy()
    }
    const refused = report.refusedIn(file.name)
    if (refused > 10 && refused > count / 2)
      throw new GtfsRefused('mostly-wrong', { file: file.name, value: refused })
  }
  return { file: file.name, at, lines }
}
