import { ref, watch, type Ref } from 'vue'
import { forgetInTab, recallInTab, rememberInTab } from '../../offline/in-tab.ts'

// What an author writes in a form of their event, through a page that is read again. In this tab alone, and no longer than
// it: the page of an organizer is opened on shared computers too.

const nameOf = (form: 'answer' | 'cancel', eventId: string) => `bocage.author.${form}:${eventId}`

export function keptWords(form: 'answer' | 'cancel', eventId: string): Ref<string> {
  const name = nameOf(form, eventId)
  const words = ref(recallInTab(name) ?? '')
  watch(words, (now) => rememberInTab(name, now))
  return words
}

/** They were sent. */
export const forgetWords = (form: 'answer' | 'cancel', eventId: string): void =>
  forgetInTab(nameOf(form, eventId))
