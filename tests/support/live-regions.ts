declare global {
  /** What live regions of the page said, in order. */
  var said: string[]
}

/**
 * Runs in a page before its own scripts and notes what a screen reader would say by itself: the words of an alert as it
 * comes, and those that change in a region that was there before them. A `status` that comes with its words is said by
 * some readers only: it is not noted.
 */
export function watchLiveRegions(): void {
  const regions = '[role=status], [role=alert], [role=log], output, [aria-live=polite], [aria-live=assertive]'
  const known = new WeakSet<Element>()
  const words = (one: Element) => (one.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
  const seen = (one: Element) => one.isConnected && one.checkVisibility({ visibilityProperty: true })
  globalThis.said = []
  const say = (one: Element) => {
    const text = words(one)
    if (text && seen(one) && globalThis.said.at(-1) !== text) globalThis.said.push(text)
  }
  const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement)
  /** A status and an alert are said whole; of another region, and of one that says so, what is new. */
  const isWhole = (region: Element) =>
    (region.getAttribute('aria-atomic') ?? String(region.matches('[role=status], [role=alert], output'))) ===
    'true'
  new MutationObserver((changes) => {
    const speaking = new Set<Element>()
    for (const { target, addedNodes } of changes) {
      const region = elementOf(target)?.closest(regions)
      if (region && known.has(region)) {
        if (isWhole(region)) speaking.add(region)
        else
          for (const node of addedNodes.length > 0 ? addedNodes : [target])
            speaking.add(elementOf(node) ?? region)
      }
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        const come = [...(node.matches(regions) ? [node] : []), ...node.querySelectorAll(regions)]
        for (const one of come) if (one.matches('[role=alert]')) speaking.add(one)
      }
    }
    for (const one of document.querySelectorAll(regions)) known.add(one)
    for (const one of speaking) say(one)
  }).observe(document, { subtree: true, childList: true, characterData: true })
}
