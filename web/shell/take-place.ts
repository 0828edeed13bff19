import type { App } from 'vue'
import { tellPlaced } from './placed.ts'
import { endTurns } from './turns.ts'
import { whole } from './whole.ts'

/**
 * Puts the application on the page. What the server wrote there stays, to be read and used, until the application's own
 * screen has no hole left, and as long as one is in a form of it, for good once one wrote there: nothing goes blank in
 * between, jumps, or is lost.
 */
export async function takePlace(app: App, holder: HTMLElement): Promise<void> {
  if (holder.childElementCount === 0) {
    app.mount(holder)
    tellPlaced()
    void whole(holder).then(endTurns)
    return
  }
  const frame = document.createElement('div')
  frame.id = holder.id
  holder.dataset['written'] = ''
  const isInUse = watchForms(holder)
  app.mount(frame)
  await whole(frame)
  // By then it is known where the focus went: to the button that sends, most often.
  while (isInUse())
    await new Promise((resolve) =>
      holder.addEventListener('focusout', () => setTimeout(resolve), { once: true }),
    )
  replace(holder, frame)
  endTurns()
  tellPlaced()
}

/** Answers whether one is in a form, or has written in one: it is sent as it is, without the application. */
function watchForms(holder: HTMLElement): () => boolean {
  const first = document.activeElement
  // Begun before this script came. What the browser put back by itself has no focus.
  let isWritten =
    holder.contains(first) && first instanceof HTMLInputElement && first.value !== first.defaultValue
  holder.addEventListener('input', () => (isWritten = true))
  return () => isWritten || holder.contains(document.activeElement?.closest('form') ?? null)
}

/** What one was reading stays where it was on the screen, and the focus on the link that had it. */
function replace(holder: HTMLElement, frame: HTMLElement): void {
  const links = [...holder.querySelectorAll('a')]
  const focused = links.find((link) => link === document.activeElement)
  const read = scrollY > 0 ? links.map((link) => ({ link, top: link.getBoundingClientRect().top })) : []
  holder.replaceWith(frame)
  const own = [...frame.querySelectorAll<HTMLAnchorElement>('main a')]
  const sameAs = ({ href }: HTMLAnchorElement) => own.find((link) => link.href === href)
  for (const { link, top } of read) {
    const same = top >= 0 && sameAs(link)
    if (!same) continue
    scrollBy(0, same.getBoundingClientRect().top - top)
    break
  }
  if (focused) (sameAs(focused) ?? frame.querySelector('main'))?.focus({ preventScroll: true })
}
