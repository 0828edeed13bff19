import {
  closePaper,
  decoration,
  drawQr,
  drawSign,
  inks,
  openPaper,
  part,
  printable,
} from '../../platform/paper.ts'
import { fitting, line, notice, styled } from '../../platform/notice-paper.ts'
import { dayOnPoster, sayOnPoster, type PosterLanguage } from './poster.words.ts'

/** What a notice board bears of a commune: its alerts, or one kind of report. */
export type CommunePoster = {
  name: string
  territoryName: string
  /** What it is for, in two sizes. */
  title: string
  kinds: string
  /** What it costs to use. */
  free: string
  /** For who has neither phone nor mail; and before it, when life may be in danger. */
  call: string
  /** Read in place of the code. */
  qr: string
  language: PosterLanguage
  /** What the QR code opens. */
  url: string
  /** The same as a person types it. */
  shownUrl: string
  printedAt: number
}

const { width, height, margin, room, qr, quiet } = notice
const band = 176
const qrTop = 296

/** For the notice board: a name, what one does, and a code that opens it. A tagged PDF, A4. */
export async function drawPoster(poster: CommunePoster): Promise<Buffer> {
  const { language } = poster
  const say = (word: Parameters<typeof sayOnPoster>[1], values?: Record<string, string>) =>
    sayOnPoster(language, word, values)
  const name = printable(poster.name)
  const territory = printable(poster.territoryName)
  const title = printable(poster.title)
  const paper = openPaper({
    title: `${title} – ${name}`,
    author: territory,
    sheet: 'A4',
    lang: language,
    createdAt: poster.printedAt,
  })
  paper.addPage()
  const root = paper.struct('Document')
  paper.addStructure(root)

  decoration(paper, () => {
    paper.rect(0, 0, width, band).fill(inks.hedge)
    drawSign(paper, { x: width - margin - 44, y: 28, size: 44, ink: '#FFFFFF' })
  })
  part(paper, root, 'P', () => {
    styled(paper, { weight: 700, size: 24, ink: '#FFFFFF' })
    paper.text(name, margin, 36, { width: room - 60, height: 30, ellipsis: true })
  })
  part(paper, root, 'H1', () => {
    const size = fitting(paper, title, { weight: 800, tall: 90, sizes: [40, 36, 32, 28] })
    styled(paper, { weight: 800, size, ink: '#FFFFFF' })
    paper.text(title, margin, 76, { width: room, height: 92 })
  })
  line(paper, root, printable(poster.kinds), { y: band + 22, weight: 700, size: 19, ink: inks.ink })
  part(
    paper,
    root,
    'Figure',
    () => drawQr(paper, { url: poster.url, x: (width - qr) / 2, y: qrTop, size: qr }),
    printable(poster.qr),
  )
  const scanned = line(paper, root, say('scan'), {
    y: qrTop + qr + quiet,
    weight: 800,
    size: 18,
    ink: inks.hedge,
  })
  const free = line(paper, root, printable(poster.free), {
    y: scanned + 4,
    weight: 400,
    size: 16,
    ink: inks.ink,
  })
  const typed = line(paper, root, say('typed'), { y: free + 12, weight: 400, size: 14, ink: inks.soft })
  const urlSize = fitting(paper, poster.shownUrl, { weight: 800, tall: 26, sizes: [18, 16, 14, 12, 10] })
  line(paper, root, poster.shownUrl, { y: typed + 1, weight: 800, size: urlSize, ink: inks.ink })
  decoration(paper, () => {
    paper.moveTo(margin, height - 88).lineTo(width - margin, height - 88)
    paper.lineWidth(1).stroke(inks.line)
  })
  line(paper, root, printable(poster.call), { y: height - 78, weight: 700, size: 12.5, ink: inks.ink })
  line(paper, root, say('made', { territory, day: dayOnPoster(poster.printedAt, language) }), {
    y: height - 40,
    weight: 400,
    size: 9.5,
    ink: inks.soft,
  })
  root.end()
  return closePaper(paper)
}
