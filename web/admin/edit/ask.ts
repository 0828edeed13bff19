import { shallowRef } from 'vue'

export type Question = {
  title: string
  words: string
  /** What going on does: « Quitter sans enregistrer ». */
  yes: string
  no: string
}

/** The question on screen, answered by the dialog of the administration's frame. */
export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

/** Asks before something that can't be undone. True when the person says to go on. */
export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
