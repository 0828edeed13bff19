import { request } from '../http/client.ts'
import { isWorthRetrying } from '../http/errors.ts'
import { recall, remember } from '../offline/remembered.ts'
import { deviceSecretHeader, ownDevice } from './push.ts'
import { isWanted } from './wanted.ts'

/** Kept, since what residents see never asks the server who they are. */
const isSignedIn = () => recall('push.signedIn') === 'yes'

/** What the server is still to be told of whose phone this is: it outlives a cut of the network. */
const dueName = 'push.account'
type Due = 'join' | 'leave'

/** Tells the server what it was not told; what it refuses is let go. Without network, the next time. */
export async function settleAccount(): Promise<void> {
  const due = recall(dueName) as Due | '' | null
  if (!due || !recall('push.device')) return
  if (due === 'join' && !isWanted()) return
  const method = due === 'join' ? 'PUT' : 'DELETE'
  try {
    await request(`/api/devices/${ownDevice().id}/account`, { method, headers: deviceSecretHeader() })
  } catch (error) {
    if (isWorthRetrying(error)) return
  }
  // Meanwhile somebody may have signed in or out.
  if (recall(dueName) === due) remember(dueName, '')
}

/** The server is to be told, or told again, whose phone this is: with whoever is signed in here, if any. */
export function noteToJoin(): void {
  if (isSignedIn()) remember(dueName, 'join')
}

/** Somebody is signed in on this phone: said once. Their choices and those of the phone become one. */
export async function signedInHere(): Promise<void> {
  if (!isSignedIn()) {
    remember('push.signedIn', 'yes')
    noteToJoin()
  }
  await settleAccount()
}

/** They signed out, here or elsewhere: the phone keeps a copy of their choices, and is nobody's. */
export async function signedOutHere(): Promise<void> {
  if (isSignedIn()) {
    remember('push.signedIn', '')
    if (recall('push.device')) remember(dueName, 'leave')
  }
  await settleAccount()
}
