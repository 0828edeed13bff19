import { request } from '../http/client.ts'
import { NetworkError } from '../http/errors.ts'
import { errorSentence } from '../locales/error-sentence.ts'
import { openInNewVersion } from '../offline/app-update.ts'
import { toast } from '../ui/toast.ts'

/**
 * A press must never do nothing: the page opens in the newer version when one waits; else anew when the service answers,
 * since a browser never asks again for a part that failed it once; else one is told why it does not. In a toast, since the
 * page one is on goes on and the press can be made again.
 */
export async function goOnWithout(path: string): Promise<void> {
  if (openInNewVersion(path)) return
  try {
    await request('/healthz')
    if (!mayOpenAnew(path)) throw new NetworkError('unreachable')
    // The same address with a secret behind its # would not be opened anew.
    if (location.href === new URL(path, location.href).href) location.reload()
    else location.assign(path)
  } catch (error) {
    toast(errorSentence(error))
  }
}

const name = 'bocage.openedAnew'
/** Once by itself: a part that is really gone would have its page opened without end. By a press, once more. */
function mayOpenAnew(path: string): boolean {
  try {
    const isFirst = sessionStorage.getItem(name) !== path
    sessionStorage.setItem(name, isFirst ? path : '')
    return isFirst
  } catch {
    return false
  }
}
