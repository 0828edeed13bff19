import type { Person } from './samples.ts'

/** A screen as it was drawn. */
export type Drawn = {
  route: string
  person: Person
  /** Null when the demo has nothing of the kind. */
  address: string | null
  /** Where one arrived. */
  shown: string
  faults: string[]
  /** Files, from the sheet's folder. */
  pictures: string[]
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** All screens on one page, each with its sizes and colours side by side. */
export function contactSheet(drawn: readonly Drawn[]): string {
  const screens = drawn.map(({ route, person, address, shown, faults, pictures }) => {
    const elsewhere = address && shown !== address.split(/[?#]/)[0] ? ` → ${shown}` : ''
    const images = pictures.map(
      (file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy" /></a>`,
    )
    return `<section><h2>${escape(route)} <small>${person}${escape(elsewhere)}</small></h2>
      ${address ? '' : '<p>Rien de tel dans la démonstration.</p>'}
      ${faults.map((fault) => `<p class="fault">${escape(fault)}</p>`).join('')}
      <div>${images.join('')}</div></section>`
  })
  return `<!doctype html><html lang="fr"><meta charset="utf-8" /><title>Écrans de Bocage</title>
    <style>
      body { margin: 1rem; background: #888; font: 1rem sans-serif }
      div { display: flex; gap: 1rem; align-items: start; overflow-x: auto }
      img { height: 28rem; width: auto; max-width: 36rem; object-fit: cover; object-position: top; background: #fff }
      .fault { color: #900; font-weight: bold }
    </style>
    <h1>${drawn.length} écrans</h1>${screens.join('\n')}</html>\n`
}
