import { NetworkError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { i18n } from '../../locales/i18n.ts'

/** Why nothing is shown, on a screen where nobody writes: that what was written is kept would be news to them. */
export function readingSentence(error: unknown): string {
  const { t } = i18n.global
  return error instanceof NetworkError ? t(`agenda.unread.${error.reason}`) : errorSentence(error)
}
