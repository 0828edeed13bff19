import { slugOf } from './names.rules.ts'

// Addresses of communes: `bavay`, and `saint-martin-59546` where several have one name. Pure.

const withCode = /^(.+)-(\d{5}|2[ab]\d{3})$/

/** What an address says: the name, and the INSEE code that tells it from others of the same name. */
export function readAddress(address: string): { slug: string; code: string | null } {
  const lower = address.toLowerCase()
  const [, slug, code] = withCode.exec(lower) ?? []
  if (slug && code) return { slug, code: code.toUpperCase() }
  // The INSEE code alone, as other sites know communes.
  if (/^(?:\d{5}|2[ab]\d{3})$/.test(lower)) return { slug: '', code: lower.toUpperCase() }
  return { slug: slugOf(address), code: null }
}

type Named = { code: string; name: string; slug: string }

/** The address of a commune among all those that are open here: its name alone where it is the only one of it. */
export function addressOf({ code, name, slug }: Named, all: readonly Named[]): string {
  const bare = slugOf(name)
  const same = all.filter((other) => slugOf(other.name) === bare)
  return same.length > 1 ? `${bare}-${code.toLowerCase()}` : slug
}

/** Letters to change, add or take away to make one word of the other (Levenshtein), counted no further than `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    row = next
  }
  return row[b.length] ?? most + 1
}

const mostTypos = 2
/** Communes that a wrong address may have meant, the likeliest first. */
export function nearestTo<T extends Named>(slug: string, all: readonly T[], most: number): T[] {
  if (slug.length < 2) return []
  const rank = ({ slug: other }: Named) => {
    if (other.startsWith(slug) || slug.startsWith(`${other}-`)) return 0
    const typos = distance(slug, other, mostTypos)
    if (typos <= mostTypos) return typos
    return other.split('-').includes(slug) || other.includes(slug) ? mostTypos + 1 : Infinity
  }
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((found) => found.rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ one }) => one)
}

/** True when a commune answers what somebody typed: part of its name, or the start of a postal code. */
export function isAsked(
  words: string,
  { name, postalCodes }: { name: string; postalCodes: readonly string[] },
) {
  const asked = slugOf(words)
  if (asked === '') return words.trim() === ''
  const known = slugOf(name)
  return (
    known.startsWith(asked) ||
    known.includes(`-${asked}`) ||
    postalCodes.some((code) => code.startsWith(words.trim()))
  )
}
