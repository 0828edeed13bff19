import { watch } from 'vue'
import { queued } from './queued.ts'
import { isOnItsWay } from './was-written.ts'

/** What a form shows: the id of the write that will carry it, its words, the ids of its photos. */
type Shown = readonly [id: string, ...said: unknown[]]

/**
 * For a form that stays as it is since this phone could hold its write in memory only. After `hold`, calls `left` once that
 * write has left all the same, unless something else is written in the form by then.
 */
export function useHeldInMemory(shown: () => Shown, left: () => unknown): { hold: () => void } {
  let held = ''
  const isHeld = () => JSON.stringify(shown()) === held
  watch(queued, async (now, before) => {
    const [id] = shown()
    const waits = (all: typeof now) => all.some((one) => one.id === id)
    if (isHeld() && waits(before) && !waits(now) && (await isOnItsWay(id)) && isHeld()) await left()
  })
  return {
    hold: () => {
      held = JSON.stringify(shown())
    },
  }
}
