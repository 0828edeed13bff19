import { watch } from 'vue'
import { readableAccent, type Accent } from '../ui/accent.ts'
import { territory } from './territory.ts'

const sheet = new CSSStyleSheet()

const declarations = ({ hedge, hedgeStrong, hedgeTint, onHedge }: Accent) =>
  `--hedge:${hedge};--hedge-strong:${hedgeStrong};--hedge-tint:${hedgeTint};--on-hedge:${onHedge}`

/** Paper is always light, as in tokens.css. */
function rules(accent: string): string {
  const light = declarations(readableAccent(accent, 'light'))
  const dark = declarations(readableAccent(accent, 'dark'))
  return `:root{${light}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme='light']){${dark}}}
@media screen{:root[data-theme='dark']{${dark}}}`
}

/**
 * The territory's accent in place of our green, corrected until it can be read. In a constructed sheet: the content
 * security policy allows no inline style.
 */
export function wearAccent(): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  watch(
    () => territory.value?.accent,
    (accent) => sheet.replaceSync(accent ? rules(accent) : ''),
    { immediate: true },
  )
}
