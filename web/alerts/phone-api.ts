import { uuidv7 } from 'uuidv7'
import type { DeviceView } from '../../api/alerts/alerts.schemas.ts'
import type { PhoneMoveTaken, PhoneMoveView } from '../../api/alerts/phone-moves.schemas.ts'
import type { PushKind } from '../../api/alerts/push-kinds.rules.ts'
import type { PushPreferences, PushPreferencesView } from '../../api/alerts/push-preferences.schemas.ts'
import { ProblemError } from '../http/errors.ts'
import { request, type RequestOptions } from '../http/client.ts'
import { deviceSecretHeader, ownDevice } from './push.ts'
import { keepPreferences, settlePreferences } from './put-back.ts'

// What a phone asks of itself, by its own secret.

const ask = <T>(path: string, options: RequestOptions = {}): Promise<T> =>
  request<T>(`/api/devices/${ownDevice().id}${path}`, { ...options, headers: deviceSecretHeader() })

/** What the server knows of this phone; null when it knows nothing. */
export async function describePhone(): Promise<DeviceView | null> {
  try {
    return await ask<DeviceView>('')
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null
    throw error
  }
}

/** Kept here too: a server that lost this phone is told again what it wanted. */
function keep(view: PushPreferencesView): PushPreferencesView {
  keepPreferences(view)
  return view
}

export const readPreferences = async () => keep(await ask<PushPreferencesView>('/preferences'))

export async function writePreferences(preferences: PushPreferences): Promise<PushPreferencesView> {
  const view = await ask<PushPreferencesView>('/preferences', { method: 'PUT', body: preferences })
  settlePreferences()
  return keep(view)
}

/** Sets the quiet hours, null for none; the kinds stopped stay as the server has them. */
export async function setQuiet(quiet: PushPreferencesView['quiet']): Promise<PushPreferencesView> {
  const { stopped } = await readPreferences()
  return writePreferences({ quiet, stopped })
}

export const setStopped = async (kind: PushKind, stopped: boolean) =>
  keep(await ask<PushPreferencesView>('/stops', { method: 'POST', body: { kind, stopped } }))

/** Sends a message to this phone by the path of every other. Answers the tag by which it is known when it comes. */
export async function sendTest(): Promise<string> {
  const { id } = await ask<{ id: string }>('/test', { method: 'POST', idempotencyKey: uuidv7() })
  return `test:${id}`
}

export const giveSign = () => ask<undefined>('/seen', { method: 'POST' })

export const showMove = (offer: { code: string; sealed: string }) =>
  ask<PhoneMoveView>('/move', { method: 'PUT', body: offer })
export const readMove = () => ask<PhoneMoveView>('/move')
export const takeMove = (code: string) =>
  ask<PhoneMoveTaken>('/taken-over', { method: 'POST', body: { code } })
