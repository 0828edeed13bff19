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
import { dayOnSign, sayOnSign, type SignLanguage } from './sign.words.ts'

export type AireSign = {
  name: string
  /** Its address and its commune, as far as they are known. */
  where: string
  territoryName: string
  language: SignLanguage
  /** In the territory: a problem there can be reported to somebody. */
  inside: boolean
  /** What the QR code opens. */
  url: string
  /** Where a person without a camera begins. */
  shownUrl: string
  printedAt: number
}

const { width, height, margin, room, qr, quiet } = notice
const band = 96
const nameTop = 122
const nameHeight = 100
const qrTop = 330

/** The sign to put up at an aire: its name from afar, a code that opens its page to leave from here. A tagged PDF, A4. */
export async function drawAireSign(sign: AireSign): Promise<Buffer> {
  const { language } = sign
  const name = printable(sign.name)
  const title = sayOnSign(language, 'title')
  const territory = printable(sign.territoryName)
  const paper = openPaper({
    title: `${title} – ${name}`,
    author: territory,
    sheet: 'A4',
    lang: language,
    createdAt: sign.printedAt,
  })
  paper.addPage()
  const root = paper.struct('Document')
  paper.addStructure(root)

  decoration(paper, () => {
    paper.rect(0, 0, width, band).fill(inks.hedge)
    drawSign(paper, { x: width - margin - 48, y: 24, size: 48, ink: '#FFFFFF' })
  })
  part(paper, root, 'P', () => {
    styled(paper, { weight: 800, size: 32, ink: '#FFFFFF' })
    paper.text(title, margin, 28, { width: room - 60, lineBreak: false })
  })
  const size = fitting(paper, name, { weight: 800, tall: nameHeight, sizes: [54, 46, 38, 32, 26, 22] })
  part(paper, root, 'H1', () => {
    styled(paper, { weight: 800, size, ink: inks.ink })
    paper.text(name, margin, nameTop, { width: room, height: nameHeight, align: 'center', ellipsis: true })
  })
  const after = Math.min(paper.y, nameTop + nameHeight)
  if (sign.where)
    part(paper, root, 'P', () => {
      styled(paper, { weight: 400, size: 16, ink: inks.soft })
      paper.text(printable(sign.where), margin, after + 4, {
        width: room,
        height: 20,
        align: 'center',
        ellipsis: true,
      })
    })
  line(paper, root, sayOnSign(language, 'leave'), {
    kind: 'H2',
    y: qrTop - quiet - 44,
    weight: 800,
    size: 34,
    ink: inks.hedge,
  })
  part(
    paper,
    root,
    'Figure',
    () => drawQr(paper, { url: sign.url, x: (width - qr) / 2, y: qrTop, size: qr }),
    sayOnSign(language, 'qr', { url: sign.url }),
  )
  const scanned = line(paper, root, sayOnSign(language, 'scan'), {
    y: qrTop + qr + quiet,
    weight: 700,
    size: 17,
    ink: inks.ink,
  })
  line(paper, root, sayOnSign(language, 'free'), { y: scanned + 4, weight: 400, size: 15, ink: inks.ink })

  decoration(paper, () => {
    paper.moveTo(margin, height - 102).lineTo(width - margin, height - 102)
    paper.lineWidth(1).stroke(inks.line)
  })
  const typed = sayOnSign(language, 'typed', { url: sign.shownUrl, name })
  const typedSize = fitting(paper, typed, { weight: 400, tall: 30, sizes: [12, 11, 10, 9] })
  const told = line(paper, root, typed, { y: height - 94, weight: 400, size: typedSize, ink: inks.ink })
  if (sign.inside)
    line(paper, root, sayOnSign(language, 'broken'), {
      y: Math.min(told + 2, height - 62),
      weight: 400,
      size: 12,
      ink: inks.ink,
    })
  line(paper, root, sayOnSign(language, 'made', { territory, day: dayOnSign(sign.printedAt, language) }), {
    y: height - 40,
    weight: 400,
    size: 9.5,
    ink: inks.soft,
  })
  root.end()
  return closePaper(paper)
}
