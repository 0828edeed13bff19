/** Whoever took away what had the focus says first where it goes: a heading, a field, the button that remains. */
const patienceMs = 100
const controls = 'input:not([type=hidden], [hidden]), select, textarea, button, a[href], [tabindex]'

let held: Element | null = null

const isLost = () => held !== null && !held.isConnected && document.activeElement === document.body

/** On another screen nothing of the last one is missed: its heading has the focus. */
export function forgetFocus(): void {
  held = null
}

/**
 * A pressed button that gives way to a form, or a form that gives way to a sentence, leaves the focus nowhere: a screen
 * reader falls silent, then reads from the top of the page. It goes to what came in its place instead, which is read.
 */
export function keepFocus(root: HTMLElement): void {
  root.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) held = target
  })
  new MutationObserver((changes) => {
    if (!isLost()) return
    const gone = changes.find(({ removedNodes }) => [...removedNodes].some((one) => one.contains(held)))
    if (!(gone?.target instanceof HTMLElement)) return
    const place = gone.target
    const come = changes
      .filter(({ target }) => target === place)
      .flatMap(({ addedNodes }) => [...addedNodes])
      .find((one): one is HTMLElement => one instanceof HTMLElement && one.isConnected)
    setTimeout(() => {
      if (isLost()) giveFocus(come?.isConnected ? come : place)
    }, patienceMs)
  }).observe(root, { childList: true, subtree: true })
}

/** To the first field of a form that came, or to the screen's heading; what is to be read has it whole. */
function giveFocus(heir: HTMLElement): void {
  if (!heir.isConnected || !heir.closest('main, dialog') || heir.tagName === 'MAIN') return
  const field = heir.matches('form, fieldset') ? heir.querySelector<HTMLElement>(controls) : null
  const target = heir.matches(controls) ? heir : (field ?? heir.querySelector<HTMLElement>('h1') ?? heir)
  if (!target.matches(controls)) target.tabIndex = -1
  // It stands where the eyes are: a list that grew under a finger must not jump.
  target.focus({ preventScroll: true })
}
