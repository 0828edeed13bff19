import { ref } from 'vue'

const lifetime = 6000
let last = 0

/** What the toast region shows now. */
export const toasts = ref<{ id: number; words: string }[]>([])

/** Says something that needs no answer and may be missed: « Lien copié ». Never for an error. */
export function toast(words: string): void {
  const id = ++last
  toasts.value = [...toasts.value, { id, words }]
  setTimeout(() => {
    toasts.value = toasts.value.filter((one) => one.id !== id)
  }, lifetime)
}
