import { ref, watch, type Ref } from 'vue'

// What an author writes in a form of their event, through a page that is read again. In this tab alone, and no longer than
// it: the page of an organizer is opened on shared computers too.

const nameOf = (form: 'answer' | 'cancel', eventId: string) => `bocage.author.${form}:${eventId}`

export function keptWords(form: 'answer' | 'cancel', eventId: string): Ref<string> {
  const name = nameOf(form, eventId)
  let left = ''
  try {
    left = sessionStorage.getItem(name) ?? ''
  } catch {
    // A browser that keeps nothing keeps it on the page all the same.
  }
  const words = ref(left)
  watch(words, (now) => {
    try {
      sessionStorage.setItem(name, now)
    } catch {
      // As above.
    }
  })
  return words
}

/** They were sent. */
export function forgetWords(form: 'answer' | 'cancel', eventId: string): void {
  try {
    sessionStorage.removeItem(nameOf(form, eventId))
  } catch {
    // Nothing was kept.
  }
}
