import { tagOf } from '../locales/format.ts'

/** What TypeScript's DOM does not describe yet (https://webaudio.github.io/web-speech-api/). */
type SpeechResults = ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>
type Recognition = {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: ((event: { resultIndex: number; results: SpeechResults }) => void) | null
  onerror: ((event: { error: string }) => void) | null
  onend: (() => void) | null
  start: () => void
  stop: () => void
}
type Maker = new () => Recognition

export type Dictation = { stop: () => void }
type Opening = {
  language: string
  heard: (words: string) => void
  /** `refused`: the browser may not listen, or the service that understands does not answer. */
  ended: (refused: boolean) => void
}

const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as {
  SpeechRecognition?: Maker
  webkitSpeechRecognition?: Maker
}
const Recogniser = SpeechRecognition ?? webkitSpeechRecognition

/** Listens until it is stopped, or the person is silent; null where the browser hears nothing. */
export const openDictation = Recogniser
  ? ({ language, heard, ended }: Opening): Dictation => {
      const recognition = new Recogniser()
      let refused = false
      recognition.lang = tagOf(language)
      recognition.continuous = true
      recognition.interimResults = false
      recognition.onresult = ({ resultIndex, results }) => {
        for (const result of Array.from(results).slice(resultIndex))
          if (result.isFinal) heard((result[0]?.transcript ?? '').trim())
      }
      // Silence and one's own stop are no failure.
      recognition.onerror = ({ error }) => (refused = error !== 'no-speech' && error !== 'aborted')
      recognition.onend = () => ended(refused)
      recognition.start()
      return { stop: () => recognition.stop() }
    }
  : null
