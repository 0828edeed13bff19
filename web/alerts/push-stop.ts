import { request } from '../http/client.ts'
import { isWorthRetrying } from '../http/errors.ts'
import { recall, remember } from '../offline/remembered.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { rememberPhone } from './phone-memory.ts'
import { deviceSecretHeader, ownDevice, ownSubscription } from './push.ts'
import { forgetFollowed } from './put-back.ts'

/** The server is still to be told that this phone was turned off: it outlives a tab that is closed, or a cut. */
const dueName = 'push.stop'
/** A start of the app does not wait long for it: the next one tells it again. */
const patienceMs = 15_000

export const isStopDue = () => recall(dueName) === 'yes'

/** Answers whether the browser receives nothing any more. */
async function endSubscription(): Promise<boolean> {
  try {
    await (await ownSubscription())?.unsubscribe()
    return true
  } catch {
    return false
  }
}

/**
 * Stops every push to this phone. It is noted first, so that a repair that runs meanwhile does not register it again,
 * and a tab that is closed before the end leaves the rest to the next start. Without network the browser alone stops,
 * and the server is told later. Throws when neither could.
 */
export async function turnOffPush(): Promise<void> {
  remember(dueName, 'yes')
  remember('push.off', 'yes')
  await rememberPhone('device', null)
  const isEnded = await endSubscription()
  try {
    await oneAtATime(settleStop)
  } catch (error) {
    if (!isEnded || !isWorthRetrying(error)) throw error
  }
}

/**
 * Does what is left of a stop. What this phone followed is forgotten with it: turned on again, for one ride, it is not
 * told of all the rest. One at a time.
 */
export async function settleStop(): Promise<void> {
  if (!isStopDue()) return
  await rememberPhone('device', null)
  // A repair under way in another tab may have subscribed since the press.
  await endSubscription()
  forgetFollowed()
  try {
    await request(`/api/devices/${ownDevice().id}`, {
      method: 'DELETE',
      headers: deviceSecretHeader(),
      timeoutMs: patienceMs,
    })
  } catch (error) {
    // A server that knows nothing of this phone, or refuses it, sends it nothing.
    if (isWorthRetrying(error)) throw error
  }
  remember(dueName, '')
}
