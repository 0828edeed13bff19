import { useI18n } from 'vue-i18n'
import { sayDay, sayTime, sayWhen } from './when-words.ts'

type Span = Parameters<typeof sayWhen>[0]

/** The dates of `when-words.ts` in the reader's language. */
export function useWhen() {
  const { t, locale } = useI18n()
  const speech = () => ({ t, locale: locale.value, now: Date.now() })
  return {
    when: (span: Span) => sayWhen(span, speech()),
    shortTime: (span: Span, shownOn: string) => sayTime(span, shownOn, speech()),
    daySaid: (wall: string) => sayDay(wall, speech()),
  }
}
