/** How a page may hold the agenda. */
export const embedKinds = ['tag', 'fallback', 'frame'] as const
export type EmbedKind = (typeof embedKinds)[number]
export const embedLooks = ['list', 'cards', 'compact'] as const
export const embedNumbers = ['3', '5', '10', '20'] as const
export const embedLanguages = ['fr', 'en', 'nl'] as const

/** Attributes of the widget, those that are not chosen left out. */
export type EmbedChoice = {
  territory: string
  commune: string
  category: string
  look: (typeof embedLooks)[number]
  number: (typeof embedNumbers)[number]
  lang: (typeof embedLanguages)[number]
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
const attribute = ([name, value]: [string, string]) => ` ${name}="${escape(value)}"`

/** What is chosen, in the order it is written; the usual is not said. */
export function chosen({
  territory,
  commune,
  category,
  look,
  number,
  lang,
}: EmbedChoice): [string, string][] {
  const all: [string, string, string][] = [
    // A commune is of one territory: one of the two is enough.
    ['territory', commune ? '' : territory, ''],
    ['commune', commune, ''],
    ['category', category, ''],
    ['look', look, 'list'],
    ['number', number, ''],
    ['lang', lang, 'fr'],
  ]
  return all.flatMap(([name, value, usual]) => (value === usual ? [] : [[name, value] as [string, string]]))
}

/** The filters among what is chosen, as the search part of an address. */
function filters(choice: EmbedChoice): string {
  const search = new URLSearchParams(
    chosen(choice).filter(([name]) => ['territory', 'commune', 'category'].includes(name)),
  )
  return search.size > 0 ? `?${search}` : ''
}

/** The line that a secretary copies. `title`: what the agenda is called, for whoever only has the link. */
export function embedCode(
  kind: EmbedKind,
  choice: EmbedChoice,
  { origin, title }: { origin: string; title: string },
): string {
  const attributes = chosen(choice)
  const script = `<script async src="${origin}/widget.js"`
  const end = '></script>'
  if (kind === 'tag')
    return script + attributes.map(([name, value]) => attribute([`data-${name}`, value])).join('') + end
  if (kind === 'fallback') {
    const link = `<a href="${escape(`${origin}/agenda${filters(choice)}`)}">${escape(title)}</a>`
    return `<bocage-agenda${attributes.map(attribute).join('')}>${link}</bocage-agenda>\n${script}${end}`
  }
  const search = new URLSearchParams(attributes.filter(([name]) => name !== 'look'))
  const src = `${origin}/integrer/agenda?${search}`
  return `<iframe${attribute(['src', src])}${attribute(['title', title])} width="100%" height="560" loading="lazy"></iframe>`
}
