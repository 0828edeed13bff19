import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import PdfKit from 'pdfkit'
import QRCode from 'qrcode'

// What every printed page is made of: a tagged PDF/UA document, our font, our sign, QR codes as vectors.

export type Paper = PDFKit.PDFDocument
export type Part = PDFKit.PDFStructureElement
type Kind = Parameters<Paper['struct']>[0]

/** Points (1/72 inch). */
export const sheets = { A3: [841.89, 1190.55], A4: [595.28, 841.89], A5: [419.53, 595.28] } as const
export type Sheet = keyof typeof sheets

/** Inks that stay legible when a printer knows only black. */
export const inks = { ink: '#1B2421', soft: '#4C5A54', hedge: '#1F6B45', line: '#D9DDD3', danger: '#B3261E' }

const fontFile = (weight: number) =>
  fileURLToPath(
    import.meta.resolve(
      `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-${weight}-normal.woff`,
    ),
  )

/** What the Latin font draws; the rest (emoji, other scripts) is left out rather than printed as boxes. */
const undrawn =
  /[^\n\u0020-\u007e\u00a0-\u017f\u02c6\u02da\u02dc\u2013\u2014\u2018-\u201e\u2022\u2026\u202f\u2039\u203a\u20ac\u2122]/gu

/** Text as it can be printed: thin spaces as plain unbreakable ones, undrawable characters left out. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\u202f/g, '\u00a0')
    .replace(undrawn, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** An empty tagged document in French or English: its title is what a reader's window shows. */
export function openPaper({
  title,
  author,
  sheet,
  lang,
  createdAt,
}: {
  title: string
  author: string
  sheet: Sheet
  lang: string
  createdAt: number
}): Paper {
  const paper = new PdfKit({
    size: [...sheets[sheet]],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    // pdfkit has known it since 0.16; its types do not yet.
    subset: 'PDF/UA' as string as NonNullable<PDFKit.PDFDocumentOptions['subset']>,
    tagged: true,
    displayTitle: true,
    lang,
    info: { Title: title, Author: author, Creator: 'Bocage', CreationDate: new Date(createdAt) },
  })
  for (const weight of [400, 700, 800]) paper.registerFont(`w${weight}`, fontFile(weight))
  return paper
}

/** Ends the document and answers its bytes. */
export async function closePaper(paper: Paper): Promise<Buffer> {
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(paper, 'end')
  paper.end()
  await ended
  return Buffer.concat(chunks)
}

/** A part of the document's logical structure, in reading order, with what it draws. */
export function part(paper: Paper, parent: Part, kind: Kind, draw?: () => void, alt?: string): Part {
  const options = alt === undefined ? {} : { alt }
  const child = draw ? paper.struct(kind, options, draw) : paper.struct(kind, options)
  parent.add(child)
  return child
}

/** Draws what says nothing to a screen reader: bands, lines, page numbers. */
export function decoration(paper: Paper, draw: () => void): void {
  paper.markContent('Artifact', { type: 'Layout' })
  draw()
  paper.endMarkedContent()
}

/** The hedge seen from above, `size` points wide. The same paths as web/ui/BocageSign.vue. */
export function drawSign(
  paper: Paper,
  { x, y, size, ink }: { x: number; y: number; size: number; ink: string },
) {
  paper
    .save()
    .translate(x, y)
    .scale(size / 32)
  for (const path of [
    'M9 3h14a6 6 0 0 1 6 6v2.2c-3.2 0-4.9 1.3-6.6 3.1-1.6 1.7-3.1 3.2-6.4 3.2-3.2 0-4.8-1.4-6.3-2.7C8.1 13.4 6.3 12 3 12V9a6 6 0 0 1 6-6z',
    'M3 15.2c2.1 0 3.2.9 4.7 2.1 1.6 1.4 3.5 3 6.7 3.4V29H9a6 6 0 0 1-6-6z',
    'M29 14.4V23a6 6 0 0 1-6 6h-5.4v-8.4c3.4-.5 5.3-2.4 6.9-4.1 1.4-1.4 2.5-2.1 4.5-2.1z',
  ])
    paper.path(path)
  paper.fill(ink).restore()
}

/** A QR code of `url` as one vector path: sharp at any size. Error correction M, for paper that gets wet. */
export function drawQr(
  paper: Paper,
  { url, x, y, size }: { url: string; x: number; y: number; size: number },
): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const step = size / modules.size
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) paper.rect(x + column * step, y + row * step, step, step)
  paper.fill(inks.ink)
}
