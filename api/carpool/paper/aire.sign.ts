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

const [width, height] = sheets.A4
const margin = 48
const room = width - margin * 2
const band = 96
const nameTop = 122
const nameHeight = 100
const qr = 280
/** Four squares of white around a code: else phones do not see it. */
const quiet = 32
const qrTop = 330

type Style = { weight: 400 | 700 | 800; size: number; ink: string }
const styled = (paper: Paper, { weight, size, ink }: Style) =>
  paper.font(`w${weight}`).fontSize(size).fillColor(ink)

/** The largest size in which a text fits in `tall` points; at the smallest, what is too much is cut. */
function fitting(paper: Paper, text: string, weight: number, tall: number, sizes: readonly number[]): number {
  return (
    sizes.find(
      (size) => paper.font(`w${weight}`).fontSize(size).heightOfString(text, { width: room }) <= tall,
    ) ?? sizes.at(-1)!
  )
}

function line(paper: Paper, root: Part, kind: 'P' | 'H2', text: string, y: number, style: Style): number {
  let end = y
  part(paper, root, kind, () => {
    styled(paper, style)
    paper.text(text, margin, y, { width: room, align: 'center' })
    end = paper.y
  })
  return end
}

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
  const size = fitting(paper, name, 800, nameHeight, [54, 46, 38, 32, 26, 22])
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
  line(paper, root, 'H2', sayOnSign(language, 'leave'), qrTop - quiet - 44, {
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
  const scanned = line(paper, root, 'P', sayOnSign(language, 'scan'), qrTop + qr + quiet, {
    weight: 700,
    size: 17,
    ink: inks.ink,
  })
  line(paper, root, 'P', sayOnSign(language, 'free'), scanned + 4, { weight: 400, size: 15, ink: inks.ink })

  decoration(paper, () => {
    paper.moveTo(margin, height - 102).lineTo(width - margin, height - 102)
    paper.lineWidth(1).stroke(inks.line)
  })
  const typed = sayOnSign(language, 'typed', { url: sign.shownUrl, name })
  const typedSize = fitting(paper, typed, 400, 30, [12, 11, 10, 9])
  const told = line(paper, root, 'P', typed, height - 94, { weight: 400, size: typedSize, ink: inks.ink })
  if (sign.inside)
    line(paper, root, 'P', sayOnSign(language, 'broken'), Math.min(told + 2, height - 62), {
      weight: 400,
      size: 12,
      ink: inks.ink,
    })
  line(
    paper,
    root,
    'P',
    sayOnSign(language, 'made', { territory, day: dayOnSign(sign.printedAt, language) }),
    height - 40,
    { weight: 400, size: 9.5, ink: inks.soft },
  )
  root.end()
  return closePaper(paper)
}
