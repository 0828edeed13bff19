import { onBeforeUnmount, onMounted } from 'vue'

/**
 * What paper this screen is printed on, while it is shown: `size: A4; margin: 10mm`, the inside of an `@page` rule. In
 * a component's styles the rule would stay for every screen printed after it.
 */
export function usePaper(rules: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@page { ${rules} }`)
  onMounted(() => {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  })
  onBeforeUnmount(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  })
}
