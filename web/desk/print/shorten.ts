/**
 * The beginning of a text that fits in a place on paper: at most `lines` lines of some `width` letters, cut between
 * words. `cut` says that some is missing.
 */
export function shorten(
  text: string,
  { lines, width }: { lines: number; width: number },
): { text: string; cut: boolean } {
  const kept: string[] = []
  let left = lines
  for (const paragraph of text.trim().split(/\n+/)) {
    const needed = Math.max(1, Math.ceil(paragraph.length / width))
    if (needed > left) {
      const room = left * width
      const end = paragraph.lastIndexOf(' ', room)
      const beginning = paragraph.slice(0, end > room / 2 ? end : room).replace(/[\s.,;:…]+$/u, '')
      if (room > 0) kept.push(`${beginning}…`)
      return { text: kept.join('\n'), cut: true }
    }
    kept.push(paragraph)
    left -= needed
  }
  return { text: kept.join('\n'), cut: false }
}
