import type { PaperDay, PaperLine } from './paper.lines.ts'
import {
  closePaper,
  decoration,
  drawQr,
  drawSign,
  inks,
  openPaper,
  type Paper,
  part,
  type Part,
  printable,
  sheets,
} from '../../platform/paper.ts'
import { dayOnPaper, sayOnPaper, type PaperLanguage } from './paper.words.ts'

export type Booklet = {
  territoryName: string
  from: string
  to: string
  language: PaperLanguage
  days: PaperDay[]
  /** What the cover's QR code opens: the territory's agenda. */
  url: string
  shownUrl: string
  printedAt: number
  today: string
  /** How many dates are left out because the booklet would be too long. */
  leftOut: number
}

const [pageWidth, pageHeight] = sheets.A5
const margin = 34
const textTop = 40
const textBottom = pageHeight - 44
const qrSize = 48
const timeWidth = 52
const bodyWidth = pageWidth - margin * 2 - timeWidth - qrSize - 10
const size = 10
const lineGap = 1.2

/** Which pages speak of which commune. */
type Index = Map<string, number[]>

/** 2, 3, 4, 7 → « 2–4, 7 » */
function inRuns(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of pages) {
    const last = runs.at(-1)
    if (last && last[1] === page - 1) last[1] = page
    else runs.push([page, page])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}

function height(paper: Paper, text: string, weight: number, type: number): number {
  return text
    ? paper.font(`w${weight}`).fontSize(type).heightOfString(text, { width: bodyWidth, lineGap })
    : 0
}

const titleOf = ({ tag, title }: PaperLine) => (tag ? `${tag} · ${title}` : title)

/** What stands under a title, each with its type size. */
const smallPrint = (line: PaperLine) =>
  [line.details, line.summary, line.booking, line.accessibility].filter(Boolean)

function lineHeight(paper: Paper, line: PaperLine): number {
  const text =
    height(paper, titleOf(line), 700, size + 1) +
    smallPrint(line).reduce((sum, words) => sum + height(paper, words, 400, size - 1), 0)
  return Math.max(text, qrSize) + 12
}

function drawCover(paper: Paper, root: Part, booklet: Booklet): void {
  const { language } = booklet
  paper.addPage()
  decoration(paper, () => {
    paper.rect(0, 0, pageWidth, pageHeight * 0.62).fill(inks.hedge)
    drawSign(paper, { x: margin, y: margin, size: 64, ink: '#FFFFFF' })
  })
  const room = { width: pageWidth - margin * 2 }
  part(paper, root, 'H1', () => {
    paper.font('w800').fontSize(34).fillColor('#FFFFFF')
    paper.text(
      `${sayOnPaper(language, 'poster')} ${printable(booklet.territoryName)}`,
      margin,
      pageHeight * 0.3,
      room,
    )
  })
  part(paper, root, 'P', () => {
    paper.font('w400').fontSize(14)
    const span = {
      from: dayOnPaper(booklet.from, language),
      to: dayOnPaper(booklet.to, language, { year: true }),
    }
    paper.text(sayOnPaper(language, 'span', span), margin, paper.y + 8, room)
  })
  const y = pageHeight * 0.62 + 34
  part(
    paper,
    root,
    'Figure',
    () => drawQr(paper, { url: booklet.url, x: margin, y, size: 110 }),
    sayOnPaper(language, 'qr', { url: booklet.shownUrl }),
  )
  const beside = { width: pageWidth - margin * 2 - 130 }
  part(paper, root, 'P', () => {
    paper.font('w700').fontSize(12).fillColor(inks.ink)
    paper.text(sayOnPaper(language, 'scan'), margin + 130, y + 6, beside)
    paper
      .font('w800')
      .fillColor(inks.hedge)
      .text(booklet.shownUrl, margin + 130, paper.y + 4, beside)
  })
  part(paper, root, 'P', () => {
    paper.font('w400').fontSize(9).fillColor(inks.soft)
    paper.text(
      sayOnPaper(language, 'made', { day: dayOnPaper(booklet.today, language) }),
      margin + 130,
      y + 96,
      beside,
    )
  })
}

function drawEvent(paper: Paper, list: Part, line: PaperLine, y: number, language: PaperLanguage): void {
  const item = part(paper, list, 'LI')
  const x = margin + timeWidth
  part(paper, item, 'Lbl', () => {
    paper
      .font('w700')
      .fontSize(size + 1)
      .fillColor(inks.ink)
    paper.text(line.time, margin, y, { width: timeWidth - 4, lineGap })
  })
  const body = part(paper, item, 'LBody')
  part(paper, body, 'P', () => {
    paper
      .font('w700')
      .fontSize(size + 1)
      .fillColor(line.cancelled ? inks.danger : inks.ink)
    paper.text(titleOf(line), x, y, { width: bodyWidth, lineGap })
  })
  for (const words of smallPrint(line))
    part(paper, body, 'P', () => {
      paper
        .font('w400')
        .fontSize(size - 1)
        .fillColor(words === line.summary ? inks.ink : inks.soft)
      paper.text(words, x, paper.y, { width: bodyWidth, lineGap })
    })
  part(
    paper,
    body,
    'Figure',
    () => drawQr(paper, { url: line.url, x: pageWidth - margin - qrSize, y, size: qrSize }),
    sayOnPaper(language, 'qr', { url: line.url }),
  )
}

/** The days, one after the other, over as many pages as they need. Answers on which page each commune is named. */
function drawDays(paper: Paper, root: Part, { days, language }: Booklet): Index {
  const index: Index = new Map()
  let y = textBottom
  let page = 1
  const turn = () => {
    paper.addPage()
    page++
    y = textTop
  }
  for (const { day, heading, lines } of days) {
    const section = part(paper, root, 'Sect')
    let list: Part | null = null
    for (const line of lines) {
      const needed = lineHeight(paper, line)
      if (y + needed + (list ? 0 : 34) > textBottom) turn()
      if (!list) {
        const top = y
        part(paper, section, 'H2', () => {
          paper.font('w800').fontSize(14).fillColor(inks.hedge)
          paper.text(heading, margin, top + 4, { width: pageWidth - margin * 2 })
        })
        decoration(paper, () => {
          paper.moveTo(margin, top + 24).lineTo(pageWidth - margin, top + 24)
          paper.lineWidth(1).stroke(inks.line)
        })
        paper.outline.addItem(dayOnPaper(day, language))
        list = part(paper, section, 'L')
        y += 34
      }
      drawEvent(paper, list, line, y, language)
      if (line.commune) {
        const pages = index.get(line.commune) ?? []
        if (pages.at(-1) !== page) index.set(line.commune, [...pages, page])
      }
      y += needed
    }
  }
  return index
}

function drawLastPage(paper: Paper, root: Part, booklet: Booklet, index: Index): void {
  const { language, leftOut, shownUrl } = booklet
  paper.addPage()
  const section = part(paper, root, 'Sect')
  const room = { width: pageWidth - margin * 2 }
  paper.y = textTop
  const notes = [
    booklet.days.length === 0 ? sayOnPaper(language, 'empty') : null,
    leftOut > 0
      ? sayOnPaper(language, leftOut === 1 ? 'moreOne' : 'more', { count: leftOut, url: shownUrl })
      : null,
    sayOnPaper(language, 'propose', { url: shownUrl }),
  ]
  if (index.size > 0) {
    part(paper, section, 'H2', () => {
      paper.font('w800').fontSize(14).fillColor(inks.hedge)
      paper.text(sayOnPaper(language, 'byCommune'), margin, paper.y, room)
    })
    const list = part(paper, section, 'L')
    for (const [commune, pages] of [...index].sort(([a], [b]) => a.localeCompare(b, language))) {
      if (paper.y > textBottom - 60) {
        paper.addPage()
        paper.y = textTop
      }
      const item = part(paper, list, 'LI')
      part(paper, item, 'LBody', () => {
        paper.font('w400').fontSize(size).fillColor(inks.ink)
        const where = sayOnPaper(language, pages.length > 1 ? 'pages' : 'onePage', { pages: inRuns(pages) })
        paper.text(`${printable(commune)} : ${where}`, margin, paper.y + 2, room)
      })
    }
  }
  for (const note of notes.filter((one): one is string => one !== null))
    part(paper, section, 'P', () => {
      paper.font('w700').fontSize(size).fillColor(inks.ink)
      paper.text(note, margin, paper.y + 12, room)
    })
}

/** The territory's booklet: A5 pages by day, a QR code for each event, communes by page at the end. A tagged PDF. */
export async function drawBooklet(booklet: Booklet): Promise<Buffer> {
  const { language } = booklet
  const paper = openPaper({
    title: `${sayOnPaper(language, 'poster')} – ${printable(booklet.territoryName)}`,
    author: printable(booklet.territoryName),
    sheet: 'A5',
    lang: language,
    createdAt: booklet.printedAt,
  })
  const root = paper.struct('Document')
  paper.addStructure(root)
  drawCover(paper, root, booklet)
  drawLastPage(paper, root, booklet, drawDays(paper, root, booklet))
  root.end()
  const { count } = paper.bufferedPageRange()
  for (let page = 1; page < count; page++) {
    paper.switchToPage(page)
    decoration(paper, () => {
      paper.font('w400').fontSize(8.5).fillColor(inks.soft)
      const words = sayOnPaper(language, 'page', { page: page + 1, pages: count })
      paper.text(words, margin, pageHeight - 28, {
        width: pageWidth - margin * 2,
        align: 'center',
        lineBreak: false,
      })
    })
  }
  return closePaper(paper)
}
