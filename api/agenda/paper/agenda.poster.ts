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

export type Poster = {
  communeName: string
  territoryName: string
  /** Days, both included. */
  from: string
  to: string
  sheet: 'A4' | 'A3'
  language: PaperLanguage
  days: PaperDay[]
  /** What the QR code opens: the commune's agenda. */
  url: string
  /** The same as a person types it. */
  shownUrl: string
  printedAt: number
  today: string
}

/** Sizes of type and columns tried, largest first: the first in which all fits is the poster's. */
const largest = { base: 22, columns: 1, inline: false }
const attempts = [
  largest,
  { base: 19, columns: 1, inline: false },
  { base: 16, columns: 1, inline: false },
  { base: 13.5, columns: 1, inline: false },
  { base: 12.5, columns: 2, inline: false },
  { base: 11, columns: 2, inline: false },
  { base: 10, columns: 2, inline: false },
  { base: 10, columns: 2, inline: true },
  { base: 9, columns: 2, inline: true },
]
/** An A3 sheet has room for type that is small for its size, and still read at arm's length. */
const more = {
  A4: [],
  A3: [
    { base: 7.5, columns: 2, inline: true },
    { base: 6.8, columns: 3, inline: true },
  ],
}
type Setting = {
  base: number
  columns: number
  /** Details follow the title on its line, instead of standing below. */
  inline: boolean
  width: number
  gap: number
  height: number
  timeWidth: number
}

const leading = 1.22

function measure(paper: Paper, text: string, weight: number, size: number, width: number): number {
  if (!text) return 0
  return paper
    .font(`w${weight}`)
    .fontSize(size)
    .heightOfString(text, { width, lineGap: size * (leading - 1) * 0.5 })
}

const titleOf = ({ tag, title }: PaperLine) => (tag ? `${tag} · ${title}` : title)
const textWidth = (setting: Setting) => setting.width - setting.timeWidth

function lineHeight(paper: Paper, line: PaperLine, setting: Setting): number {
  const { base, inline } = setting
  const width = textWidth(setting)
  const written = inline
    ? measure(paper, [titleOf(line), line.details].join(' '), 700, base, width)
    : measure(paper, titleOf(line), 700, base, width) + measure(paper, line.details, 400, base * 0.88, width)
  return (
    Math.max(written, measure(paper, line.time, 700, base, setting.timeWidth - base * 0.6)) +
    base * (inline ? 0.3 : 0.55)
  )
}
const headingHeight = ({ base }: Setting) => base * 2.5

type Placed = { line: PaperLine; day: PaperDay; first: boolean; column: number; y: number }

/** Where each line goes, column by column; null when not all fits. `most` lines are placed at the most. */
function arrange(
  paper: Paper,
  days: PaperDay[],
  setting: Setting,
  most = Number.POSITIVE_INFINITY,
): Placed[] | null {
  const placed: Placed[] = []
  let column = 0
  let y = 0
  for (const day of days) {
    for (const [rank, line] of day.lines.entries()) {
      if (placed.length >= most) return placed
      const height = lineHeight(paper, line, setting)
      let first = rank === 0
      if (y + (first ? headingHeight(setting) : 0) + height > setting.height) {
        column++
        y = 0
        // A day that goes on in the next column is named there again.
        first = true
      }
      if (column >= setting.columns || headingHeight(setting) + height > setting.height) return null
      if (first) y += headingHeight(setting)
      placed.push({ line, day, first, column, y })
      y += height
    }
  }
  return placed
}

type Frame = { width: number; height: number; unit: number; margin: number; top: number; bottom: number }

function frameOf(sheet: Poster['sheet']): Frame {
  const [width, height] = sheets[sheet]
  const unit = width / sheets.A4[0]
  return { width, height, unit, margin: 40 * unit, top: 150 * unit, bottom: 118 * unit }
}

function drawHeader(paper: Paper, root: Part, poster: Poster, { width, unit, margin, top }: Frame): void {
  const name = printable(poster.communeName)
  const size = [46, 38, 32, 26].find(
    (wanted) =>
      paper
        .font('w800')
        .fontSize(wanted * unit)
        .widthOfString(name) <
      width - margin * 2,
  )
  decoration(paper, () => {
    paper.rect(0, 0, width, top - 22 * unit).fill(inks.hedge)
    drawSign(paper, { x: width - margin - 40 * unit, y: 26 * unit, size: 40 * unit, ink: '#FFFFFF' })
  })
  const period = `${sayOnPaper(poster.language, 'span', {
    from: dayOnPaper(poster.from, poster.language),
    to: dayOnPaper(poster.to, poster.language, { year: true }),
  })}`
  const at = { width: width - margin * 2, lineBreak: true, ellipsis: true }
  part(paper, root, 'P', () => {
    paper
      .font('w700')
      .fontSize(17 * unit)
      .fillColor('#FFFFFF')
    paper.text(sayOnPaper(poster.language, 'poster'), margin, 24 * unit, at)
  })
  part(paper, root, 'H1', () => {
    paper.font('w800').fontSize((size ?? 22) * unit)
    paper.text(name, margin, 44 * unit, { ...at, height: 50 * unit })
  })
  part(paper, root, 'P', () => {
    paper.font('w400').fontSize(16 * unit)
    paper.text(period, margin, 99 * unit, at)
  })
}

function drawFooter(
  paper: Paper,
  root: Part,
  poster: Poster,
  { width, height, unit, margin, bottom }: Frame,
): void {
  const y = height - bottom + 20 * unit
  const qr = 78 * unit
  const x = margin + qr + 18 * unit
  const room = { width: width - x - margin }
  decoration(paper, () => {
    paper.moveTo(margin, y - 10 * unit).lineTo(width - margin, y - 10 * unit)
    paper.lineWidth(unit).stroke(inks.line)
  })
  part(
    paper,
    root,
    'Figure',
    () => drawQr(paper, { url: poster.url, x: margin, y, size: qr }),
    sayOnPaper(poster.language, 'qr', { url: poster.shownUrl }),
  )
  part(paper, root, 'P', () => {
    paper
      .font('w700')
      .fontSize(13 * unit)
      .fillColor(inks.ink)
    paper.text(sayOnPaper(poster.language, 'scan'), x, y + 4 * unit, room)
    paper
      .font('w800')
      .fillColor(inks.hedge)
      .text(poster.shownUrl, x, paper.y + 2 * unit, room)
  })
  part(paper, root, 'P', () => {
    paper
      .font('w400')
      .fontSize(9.5 * unit)
      .fillColor(inks.soft)
    const printed = sayOnPaper(poster.language, 'made', { day: dayOnPaper(poster.today, poster.language) })
    paper.text(`${printable(poster.territoryName)} · ${printed}`, x, y + qr - 12 * unit, room)
  })
}

function drawLine(paper: Paper, list: Part, { line }: Placed, x: number, y: number, setting: Setting): void {
  const { base, timeWidth } = setting
  const lineGap = base * (leading - 1) * 0.5
  const item = part(paper, list, 'LI')
  part(paper, item, 'Lbl', () => {
    paper.font('w700').fontSize(base).fillColor(inks.ink)
    paper.text(line.time, x, y, { width: timeWidth - base * 0.6, lineGap })
  })
  const body = part(paper, item, 'LBody')
  const room = { width: textWidth(setting), lineGap }
  const goesOn = setting.inline && line.details !== ''
  part(paper, body, 'P', () => {
    paper
      .font('w700')
      .fontSize(base)
      .fillColor(line.cancelled ? inks.danger : inks.ink)
    paper.text(goesOn ? `${titleOf(line)} ` : titleOf(line), x + timeWidth, y, { ...room, continued: goesOn })
  })
  if (line.details)
    part(paper, body, 'P', () => {
      paper
        .font('w400')
        .fontSize(base * 0.88)
        .fillColor(inks.soft)
      if (goesOn) paper.text(line.details, room)
      else paper.text(line.details, x + timeWidth, paper.y, room)
    })
}

function drawDays(paper: Paper, root: Part, placed: Placed[], frame: Frame, setting: Setting): void {
  let section = root
  let list = root
  for (const one of placed) {
    const x = frame.margin + one.column * (setting.width + setting.gap)
    const y = frame.top + one.y
    if (one.first) {
      section = part(paper, root, 'Sect')
      part(paper, section, 'H2', () => {
        paper
          .font('w800')
          .fontSize(setting.base * 1.12)
          .fillColor(inks.hedge)
        paper.text(one.day.heading, x, y - setting.base * 1.85, { width: setting.width })
      })
      decoration(paper, () => {
        paper.moveTo(x, y - setting.base * 0.35).lineTo(x + setting.width, y - setting.base * 0.35)
        paper.lineWidth(frame.unit).stroke(inks.line)
      })
      list = part(paper, section, 'L')
    }
    drawLine(paper, list, one, x, y, setting)
  }
}

/**
 * The poster of a commune's week or month: one page, whatever there is to say. Type shrinks and a second column opens
 * until all fits; what still does not is counted, with the address where it is. Answers a tagged PDF.
 */
export async function drawPoster(poster: Poster): Promise<Buffer> {
  const { language, days, sheet } = poster
  const title = `${sayOnPaper(language, 'poster')} – ${printable(poster.communeName)}`
  const paper = openPaper({
    title,
    author: printable(poster.territoryName),
    sheet,
    lang: language,
    createdAt: poster.printedAt,
  })
  paper.addPage()
  const frame = frameOf(sheet)
  const root = paper.struct('Document')
  paper.addStructure(root)
  drawHeader(paper, root, poster, frame)

  const settingOf = (
    { base, columns, inline }: Pick<Setting, 'base' | 'columns' | 'inline'>,
    foot: number,
  ): Setting => {
    const gap = 26 * frame.unit
    const width = (frame.width - frame.margin * 2 - gap * (columns - 1)) / columns
    const size = base * frame.unit
    return {
      base: size,
      columns,
      inline,
      width,
      gap,
      height: frame.height - frame.top - frame.bottom - foot,
      timeWidth: size * 4.3,
    }
  }
  const all = days.reduce((sum, { lines }) => sum + lines.length, 0)
  let setting = settingOf(largest, 0)
  let placed: Placed[] | null = null
  const tried = [...attempts, ...more[sheet]]
  for (const attempt of tried) {
    setting = settingOf(attempt, 0)
    placed = arrange(paper, days, setting)
    if (placed) break
  }
  if (!placed) {
    setting = settingOf(tried.at(-1) ?? largest, 20 * frame.unit)
    for (let most = all - 1; most > 0 && !placed; most--) placed = arrange(paper, days, setting, most)
  }
  drawDays(paper, root, placed ?? [], frame, setting)
  const left = all - (placed?.length ?? 0)
  const below = frame.height - frame.bottom - 12 * frame.unit
  const note =
    all === 0
      ? { y: frame.top + 30 * frame.unit, size: 20, text: sayOnPaper(language, 'empty') }
      : left > 0
        ? {
            y: below,
            size: 11,
            text: sayOnPaper(language, left === 1 ? 'moreOne' : 'more', {
              count: left,
              url: poster.shownUrl,
            }),
          }
        : null
  if (note)
    part(paper, root, 'P', () => {
      paper
        .font('w700')
        .fontSize(note.size * frame.unit)
        .fillColor(inks.ink)
      paper.text(note.text, frame.margin, note.y, { width: frame.width - frame.margin * 2 })
    })
  drawFooter(paper, root, poster, frame)
  root.end()
  return closePaper(paper)
}
