const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields of `next` whose value is not that of `before`. */
export function changedFields<T extends object>(before: T, next: T): (keyof T & string)[] {
  return (Object.keys(next) as (keyof T & string)[]).filter((field) => !same(before[field], next[field]))
}

/**
 * Puts together two edits of one thing, field by field: what only one of the two people touched is taken as they
 * left it. `clashes` are the fields both changed, in different ways; there `mine` is kept for the person to decide.
 * `taken` are the fields only the other one touched.
 */
export function mergeEdits<T extends object>({ base, mine, theirs }: { base: T; mine: T; theirs: T }) {
  const merged = { ...mine }
  const clashes: (keyof T & string)[] = []
  const taken: (keyof T & string)[] = []
  for (const field of changedFields(base, theirs)) {
    if (same(mine[field], theirs[field])) continue
    if (same(mine[field], base[field])) {
      merged[field] = theirs[field]
      taken.push(field)
    } else clashes.push(field)
  }
  return { merged, clashes, taken }
}
