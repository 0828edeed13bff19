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

const edges = /^[\s,;:.–-]+|[\s,;:.–-]+$/gu

/**
 * Those named inside a longer text, as an address names its commune, with what else the text says:
 * « 12 rue de la Gare, Le Quesnoy » → Le Quesnoy, « 12 rue de la Gare ». The one named last comes first: a street often
 * bears the name of the next village.
 */
export function namedIn<T>(
  items: readonly T[],
  typed: string,
  texts: (item: T) => { name: string; codes?: readonly string[] },
): { item: T; rest: string }[] {
  const words = [...typed.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    folded: fold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }))
  return items
    .flatMap((item) => {
      const { name, codes = [] } = texts(item)
      const wanted = fold(name).split(' ')
      const at = words.findLastIndex((_, index) =>
        wanted.every((part, offset) => words[index + offset]?.folded === part),
      )
      const last = words[at + wanted.length - 1]
      if (at < 0 || !last) return []
      const first = codes.includes(words[at - 1]?.folded ?? '') ? words[at - 1] : words[at]
      const rest = [typed.slice(0, first?.start), typed.slice(last.end)]
        .map((part) => part.replace(edges, ''))
        .filter(Boolean)
        .join(', ')
      return [{ item, rest, last: last.end, length: wanted.length }]
    })
    .toSorted((a, b) => b.last - a.last || b.length - a.length)
    .map(({ item, rest }) => ({ item, rest }))
}
