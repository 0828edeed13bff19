import { ref, type Ref } from 'vue'

// The application builds its first screen in pieces, one a task: a slow phone answers a press in between.

/** Resolves in a task of its own, after what the browser has to do meanwhile. */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

let building = true
let last = Promise.resolve()

/** From now on pieces are there at once: going back must find its place in a whole page. */
export function endTurns(): void {
  building = false
}

/** False until it is this piece's turn, in the order in which they ask. */
export function useTurn(): Ref<boolean> {
  const here = ref(!building)
  const wait = async (before: Promise<void>) => {
    await before
    await nextTask()
    here.value = true
  }
  if (building) last = wait(last)
  return here
}
