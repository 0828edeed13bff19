import { onBeforeUnmount, ref } from 'vue'
import { tagOf } from '../locales/format.ts'

/** The phone's own voice: says sentences until their end, until it is stopped, or until something else is read. */
export function useVoice() {
  const possible = 'speechSynthesis' in window
  const speaking = ref(false)
  let last: SpeechSynthesisUtterance | null = null

  function stop() {
    if (!speaking.value) return
    last = null
    speaking.value = false
    speechSynthesis.cancel()
  }

  function say(
    sentences: readonly string[],
    locale: string,
    /** Sentences that somebody wrote in another language than the page's. */
    theirs?: ReadonlyMap<string, string>,
  ) {
    if (sentences.length === 0) return
    // What else was being read gives way.
    speechSynthesis.cancel()
    speaking.value = true
    // A sentence at a time: some phones fall silent in the middle of a long text.
    for (const sentence of sentences) {
      const said = (last = new SpeechSynthesisUtterance(sentence))
      said.lang = tagOf(theirs?.get(sentence) ?? locale)
      // Cancelled, or without a voice for this language, it ends by an error.
      said.onend = said.onerror = () => {
        if (said === last) speaking.value = false
      }
      speechSynthesis.speak(said)
    }
  }
  onBeforeUnmount(stop)

  return { possible, speaking, say, stop }
}
