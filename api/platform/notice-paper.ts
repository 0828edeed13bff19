import { part, sheets, type Paper, type Part } from './paper.ts'

// What one A4 sheet for a notice board or a post shares with another: its room, and lines of text in the middle of it.

const [width, height] = sheets.A4
const margin = 48
/** Points. `room`: what text has between the margins. `quiet`: four squares of white around a code, else phones do not see it. */
export const notice = { width, height, margin, room: width - margin * 2, qr: 280, quiet: 32 } as const

export type Style = { weight: 400 | 700 | 800; size: number; ink: string }

export const styled = (paper: Paper, { weight, size, ink }: Style) =>
  paper.font(`w${weight}`).fontSize(size).fillColor(ink)

/** The largest size in which a text fits in `tall` points; at the smallest, what is too much is cut. */
export function fitting(
  paper: Paper,
  text: string,
  { weight, tall, sizes }: { weight: number; tall: number; sizes: readonly number[] },
): number {
  const fits = (size: number) =>
    paper.font(`w${weight}`).fontSize(size).heightOfString(text, { width: notice.room }) <= tall
  return sizes.find(fits) ?? sizes.at(-1)!
}

/** Writes a line in the middle, from `y` on; answers where it ends. */
export function line(
  paper: Paper,
  root: Part,
  text: string,
  { y, kind = 'P', ...style }: Style & { y: number; kind?: 'P' | 'H2' },
): number {
  let end = y
  part(paper, root, kind, () => {
    styled(paper, style)
    paper.text(text, margin, y, { width: notice.room, align: 'center' })
    end = paper.y
  })
  return end
}
