/** The summary of a form's mistakes takes the focus itself; it is given the time to. */
const patienceMs = 100
/** Some mistakes are found by the server. */
const answerWithinMs = 20_000

/**
 * A form that is refused without a summary leads to its first wrong field, which is read with why: the focus left on the
 * button says nothing of it. Whoever went on by themselves meanwhile is left alone.
 */
export function leadToMistakes(root: HTMLElement): void {
  root.addEventListener('submit', ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return
    const pressed = document.activeElement
    const look = () => {
      const wrong = target.querySelector<HTMLElement>('[aria-invalid=true]')
      if (!wrong) return
      end()
      setTimeout(() => {
        const field = wrong.matches('fieldset') ? wrong.querySelector('input') : wrong
        if (document.activeElement === pressed && pressed !== field) field?.focus()
      }, patienceMs)
    }
    const watcher = new MutationObserver(look)
    watcher.observe(target, { attributeFilter: ['aria-invalid'], childList: true, subtree: true })
    const timer = setTimeout(() => end(), answerWithinMs)
    function end() {
      watcher.disconnect()
      clearTimeout(timer)
    }
    // Wrong already, and wrong again: nothing of the page changes.
    setTimeout(look)
  })
}
