/** « Poix-du-Nord » → « poix du nord »: for comparing what people type with names. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bste?\b/g, (short) => (short === 'ste' ? 'sainte' : 'saint'))
    .trim()
}

/** Those whose name or codes hold every typed word at the beginning of one of theirs; the best first. */
export function matching<T>(
  items: readonly T[],
  typed: string,
  texts: (item: T) => string[],
  limit: number,
): T[] {
  const wanted = fold(typed)
  if (!wanted) return []
  const ranked = items.flatMap((item) => {
    const folded = texts(item).map(fold)
    if (folded.some((text) => text.startsWith(wanted))) return [{ item, rank: 0 }]
    const words = folded.flatMap((text) => text.split(' '))
    return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)))
      ? [{ item, rank: 1 }]
      : []
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ item }) => item)
}
