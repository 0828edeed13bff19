import { NetworkError } from '../http/errors.ts'
import { errorSentence } from '../locales/error-sentence.ts'
import { openInNewVersion } from '../offline/app-update.ts'
import { toast } from '../ui/toast.ts'

/**
 * A press must never do nothing: the page opens in the newer version when one waits, else one is told why it does not.
 * In a toast, since the page one is on goes on and the press can be made again.
 */
export function goOnWithout(path: string): void {
  if (!openInNewVersion(path))
    toast(errorSentence(new NetworkError(navigator.onLine ? 'unreachable' : 'offline')))
}
