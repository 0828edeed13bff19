import type { App } from 'vue'

/** However slow the rest, by then the application is better than a page that answers nothing at once. */
const longestMs = 10_000

/**
 * Puts the application on the page. What the server wrote there stays, to be read and used, until the application's own
 * screen has no hole left, and as long as one writes in it: nothing goes blank in between, jumps, or is lost.
 */
export async function takePlace(app: App, holder: HTMLElement): Promise<void> {
  if (holder.childElementCount === 0) {
    app.mount(holder)
    return
  }
  const frame = document.createElement('div')
  frame.id = holder.id
  holder.dataset['written'] = ''
  app.mount(frame)
  await whole(frame)
  while (document.activeElement?.matches('#app[data-written] :is(input, select)'))
    await new Promise((resolve) => holder.addEventListener('focusout', resolve, { once: true }))
  holder.replaceWith(frame)
}

function whole(frame: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!frame.querySelector('main h1') || frame.querySelector('.skeleton')) return
      done()
    }
    const watcher = new MutationObserver(look)
    const timer = setTimeout(() => done(), longestMs)
    function done() {
      watcher.disconnect()
      clearTimeout(timer)
      resolve()
    }
    watcher.observe(frame, { childList: true, subtree: true })
    look()
  })
}
