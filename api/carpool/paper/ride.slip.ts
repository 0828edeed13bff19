import {
  closePaper,
  decoration,
  drawSign,
  inks,
  openPaper,
  part,
  printable,
  sheets,
  type Paper,
  type Part,
} from '../../platform/paper.ts'
import { dayOnSign } from './sign.words.ts'
import { sayOnSlip, slipDay, slipPrice, slipTime } from './slip.words.ts'

export type SlipPlace = { name: string; where: string; how: string }
export type SlipLeg = {
  pickUpAt: number
  dropOffAt: number
  from: SlipPlace
  to: SlipPlace
  /** The other one: a driver for a passenger. */
  other: { name: string; phone: string | null }
}
export type RideSlip = {
  as: 'driver' | 'passenger'
  status: 'waiting' | 'confirmed' | 'off'
  legs: readonly SlipLeg[]
  seats: number
  priceCents: number
  territoryName: string
  townHall: { name: string; phone: string | null } | null
  printedAt: number
}

const [width, height] = sheets.A4
const margin = 48
const room = width - margin * 2
const band = 72
type Style = { weight: 400 | 700 | 800; size: number; ink?: string }

/** Lines one under the other; what would run off the page is cut, and only the addresses can be that long. */
function createWriter(paper: Paper, root: Part) {
  let y = band + 20
  return {
    line(kind: 'P' | 'H1' | 'H2', text: string, { weight, size, ink = inks.ink }: Style, after = 4) {
      const words = printable(text)
      if (words === '') return
      part(paper, root, kind, () => {
        paper.font(`w${weight}`).fontSize(size).fillColor(ink)
        paper.text(words, margin, y, { width: room, height: size * 2.6, ellipsis: true })
        y = paper.y + after
      })
    },
    rule() {
      y += 4
      decoration(paper, () => {
        paper
          .moveTo(margin, y)
          .lineTo(width - margin, y)
          .lineWidth(1)
          .stroke(inks.line)
      })
      y += 10
    },
  }
}

/** The slip that somebody without a phone takes home: day, hour, where, with whom, whom to call. A tagged PDF, A4, large. */
export async function drawRideSlip(slip: RideSlip): Promise<Buffer> {
  const [first] = slip.legs
  const title = sayOnSlip(slip.as === 'driver' ? 'titleDriver' : 'title')
  const territory = printable(slip.territoryName)
  const paper = openPaper({
    title: `${title} – ${first ? slipDay(first.pickUpAt) : ''}`,
    author: territory,
    sheet: 'A4',
    lang: 'fr',
    createdAt: slip.printedAt,
  })
  paper.addPage()
  const root = paper.struct('Document')
  paper.addStructure(root)
  decoration(paper, () => {
    paper.rect(0, 0, width, band).fill(inks.hedge)
    drawSign(paper, { x: width - margin - 40, y: 16, size: 40, ink: '#FFFFFF' })
  })
  part(paper, root, 'P', () => {
    paper.font('w800').fontSize(28).fillColor('#FFFFFF')
    paper.text(title, margin, 20, { width: room - 60, lineBreak: false })
  })
  const { line, rule } = createWriter(paper, root)
  if (first) line('H1', slipDay(first.pickUpAt), { weight: 800, size: 34 }, 2)
  line(
    'P',
    sayOnSlip(slip.status),
    { weight: 700, size: 18, ink: slip.status === 'off' ? inks.danger : inks.ink },
    6,
  )
  const small = slip.legs.length > 1
  for (const [n, leg] of slip.legs.entries()) {
    rule()
    if (small) line('H2', sayOnSlip('car', { n: String(n + 1) }), { weight: 800, size: 18, ink: inks.hedge })
    line('P', `${sayOnSlip('be')} ${slipTime(leg.pickUpAt)}`, { weight: 800, size: small ? 24 : 32 }, 2)
    line('P', leg.from.name, { weight: 800, size: small ? 20 : 24 }, 0)
    line('P', leg.from.where, { weight: 400, size: 16 }, 0)
    line('P', leg.from.how, { weight: 400, size: 16 }, 6)
    line(
      'P',
      `${sayOnSlip('to')} ${leg.to.name}, ${sayOnSlip('arrive', { time: slipTime(leg.dropOffAt) })}`,
      { weight: 700, size: small ? 16 : 18 },
      0,
    )
    line('P', leg.to.where, { weight: 400, size: 16 }, 6)
    const phone = leg.other.phone ? ` – ${leg.other.phone}` : ''
    line('P', `${sayOnSlip('with')} ${leg.other.name}${phone}`, { weight: 800, size: small ? 18 : 22 })
  }
  rule()
  const seats = slip.seats === 1 ? sayOnSlip('seat') : sayOnSlip('seats', { n: String(slip.seats) })
  line(
    'P',
    slip.priceCents === 0
      ? sayOnSlip('free')
      : sayOnSlip(slip.as === 'driver' ? 'received' : 'price', { price: slipPrice(slip.priceCents), seats }),
    { weight: 700, size: 18 },
  )
  rule()
  line('P', sayOnSlip(slip.as === 'driver' ? 'lateDriver' : 'late'), { weight: 700, size: 18 })
  for (const { other } of slip.legs)
    if (other.phone) line('P', `${other.name} : ${other.phone}`, { weight: 800, size: 20 }, 0)
  if (slip.townHall)
    line('P', [slip.townHall.name, slip.townHall.phone].filter(Boolean).join(' : '), {
      weight: 800,
      size: 20,
    })
  line('P', sayOnSlip('cancel'), { weight: 400, size: 16 }, 0)
  line('P', sayOnSlip('danger'), { weight: 400, size: 16 })
  part(paper, root, 'P', () => {
    paper.font('w400').fontSize(9.5).fillColor(inks.soft)
    const words = sayOnSlip('made', { territory, day: dayOnSign(slip.printedAt, 'fr') })
    paper.text(words, margin, height - 40, { width: room, height: 12, ellipsis: true })
  })
  root.end()
  return closePaper(paper)
}
