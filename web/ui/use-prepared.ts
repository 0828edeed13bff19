import { ref, type Ref } from 'vue'

/** What prepares photos: a picker, or a part of a form that has one. */
type Preparing = { settled: () => Promise<void> }

/**
 * What is chosen takes a moment to be made light: a form waits for it before it is sent or left, its button busy while
 * `preparing`. `prepared` answers false to a second press meanwhile.
 */
export function usePrepared(...pickers: Readonly<Ref<Preparing | null | undefined>>[]) {
  const preparing = ref(false)

  async function prepared(): Promise<boolean> {
    if (preparing.value) return false
    preparing.value = true
    await Promise.all(pickers.map((picker) => picker.value?.settled()))
    preparing.value = false
    return true
  }

  return { preparing, prepared }
}
