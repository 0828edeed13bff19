const articles: readonly (readonly [start: RegExp, article: string])[] = [
  [/^(Commune|Communauté|Mairie|Métropole|Régie|Ville)(?=\s)/u, 'la '],
  [/^(Département|Syndicat|Service|Conseil)(?=\s)/u, 'le '],
]

/**
 * A body as a sentence begins with it: « Commune de Bavay » → « La commune de Bavay ». Names are French whatever the
 * reader's language, so other languages keep them as they are.
 */
export function bodyInWords(name: string, locale: string): string {
  if (locale !== 'fr') return name
  const found = articles.find(([start]) => start.test(name))
  if (!found) return name
  const [, article] = found
  const lower = article === 'la ' ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name
  return `${article.charAt(0).toUpperCase()}${article.slice(1)}${lower}`
}
