/** Names of bodies and communes as French sentences say them. Pure. Other languages keep the names as they are. */

type Articles = { the: string; of: string; to: string }
const feminine: Articles = { the: 'la ', of: 'de la ', to: 'à la ' }
const masculine: Articles = { the: 'le ', of: 'du ', to: 'au ' }

const articles: readonly (readonly [start: RegExp, articles: Articles])[] = [
  [/^(Commune|Communauté|Mairie|Métropole|Régie|Ville)(?=\s)/u, feminine],
  [/^(Département|Syndicat|Service|Conseil)(?=\s)/u, masculine],
]

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/**
 * A body inside a sentence: « Commune de Bavay » → `the` « la commune de Bavay », `of` « de la commune de Bavay »,
 * `to` « à la commune de Bavay »; « Département du Nord » → « le Département du Nord », « du … », « au … ».
 */
export function bodyInSentence(name: string): Articles {
  const found = articles.find(([start]) => start.test(name))
  if (!found) return { the: name, of: `de ${name}`, to: `à ${name}` }
  const [, { the, of, to }] = found
  const said = found[1] === feminine ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name
  return { the: `${the}${said}`, of: `${of}${said}`, to: `${to}${said}` }
}

/** A body as a sentence begins with it: « Commune de Bavay » → « La commune de Bavay ». */
export function bodyInWords(name: string, locale: string): string {
  if (locale !== 'fr') return name
  const { the } = bodyInSentence(name)
  return the === name ? name : capital(the)
}

/** In a commune: « à Bavay », « au Quesnoy », « aux Fins ». */
export function inCommune(name: string): string {
  if (/^Le\s/u.test(name)) return `au ${name.slice(3)}`
  if (/^Les\s/u.test(name)) return `aux ${name.slice(4)}`
  return `à ${name}`
}
