import { NetworkError, NotSent, ProblemError } from '../http/errors.ts'
import { i18n } from './i18n.ts'

/**
 * What to tell the person about a failed request: the server's own sentence when it gave one. Of what was written, no
 * more than is true of every form: it is on the page.
 */
export function errorSentence(error: unknown): string {
  const { t } = i18n.global
  if (error instanceof NetworkError)
    // An update loads the page anew.
    return t(error.reason === 'outdated' ? 'errors.tooOld' : `errors.network.${error.reason}`)
  if ((error instanceof ProblemError || error instanceof NotSent) && error.detail) return error.detail
  return t('errors.unexpected')
}

/**
 * The same where a link of a message leads: what is no whole secret is refused as a field to correct, and the person has
 * none before them.
 */
export function linkErrorSentence(error: unknown): string {
  const cut = error instanceof ProblemError && error.status === 422
  return cut ? i18n.global.t('subscription.incomplete') : errorSentence(error)
}
