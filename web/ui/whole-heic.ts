/** What begins each box of an ISO base media file (ISO/IEC 14496-12 §4.2): its length and its name, or a longer length after. */
const headBytes = 16
const imageBrands = /^(?:hei[cfmsx]|hevc|hevx|mif1|msf1|mif2|avif|avis)$/
/** Without these to their last byte nothing of the photo can be read. */
const needed: ReadonlySet<string> = new Set(['ftyp', 'meta', 'mdat'])
/** Photos have a handful. */
const mostBoxes = 64

/** What is in it: its name and extension say nothing. HEIC that arrived on the phone in part, or was damaged, is not. */
export async function isWholeHeic(file: Blob): Promise<boolean> {
  const seen = new Set<string>()
  let at = 0
  for (let box = 0; box < mostBoxes && at + 8 <= file.size; box++) {
    const head = new DataView(await file.slice(at, at + headBytes).arrayBuffer())
    const name = textOf(head, 4)
    const length = lengthOf(head, file.size - at)
    if (
      box === 0 &&
      !(name === 'ftyp' && (await brandsOf(file, length)).some((one) => imageBrands.test(one)))
    )
      return false
    // What follows the photo, as some makers write, may be anything.
    if (length < 8 || at + length > file.size) return !needed.has(name) && seen.has('meta')
    seen.add(name)
    at += length
  }
  return seen.has('meta')
}

const textOf = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => (at + i < view.byteLength ? view.getUint8(at + i) : 0)))

function lengthOf(head: DataView, left: number): number {
  const short = head.getUint32(0)
  if (short === 0) return left
  if (short !== 1) return short
  return head.byteLength === headBytes ? Number(head.getBigUint64(8)) : 0
}

async function brandsOf(file: Blob, length: number): Promise<string[]> {
  const bytes = await file.slice(8, Math.min(length, 256)).arrayBuffer()
  const text = String.fromCharCode(...new Uint8Array(bytes))
  return text.match(/.{4}/gs) ?? []
}
