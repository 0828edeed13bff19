/** However slow the rest, by then what is there is better than nothing. */
const longestMs = 10_000

/** Whether a screen has come: it has its heading, and no hole left. */
export const isWhole = (frame: ParentNode): boolean =>
  frame.querySelector('main h1') !== null && frame.querySelector('.skeleton') === null

/** Once the screen has come, and at the latest after 10 seconds. */
export function whole(frame: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isWhole(frame)) done()
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
