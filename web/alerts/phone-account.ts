import { request } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'
import { deviceSecretHeader, isWanted, ownDevice } from './push.ts'

const path = () => `/api/devices/${ownDevice().id}/account`
/** Kept, since what residents see never asks the server who they are. */
const isSignedIn = () => recall('push.signedIn') === 'yes'

/** Makes this phone one of the account of whoever is signed in here, if any: their choices become one. */
export async function joinAccount(): Promise<void> {
  if (!isSignedIn() || !isWanted()) return
  // Without network the phone keeps its own choices, and the next sign-in joins them.
  await request(path(), { method: 'PUT', headers: deviceSecretHeader() }).catch(() => undefined)
}

/** Somebody is signed in on this phone: said once. */
export async function signedInHere(): Promise<void> {
  if (isSignedIn()) return
  remember('push.signedIn', 'yes')
  await joinAccount()
}

/** They signed out, here or elsewhere: the phone keeps a copy of their choices, and is nobody's. */
export async function signedOutHere(): Promise<void> {
  if (!isSignedIn()) return
  remember('push.signedIn', '')
  if (isWanted())
    await request(path(), { method: 'DELETE', headers: deviceSecretHeader() }).catch(() => undefined)
}
