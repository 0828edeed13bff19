import { uuidv7 } from 'uuidv7'
import type { DeviceView } from '../../api/alerts/alerts.schemas.ts'
import type { PhoneMoveTaken, PhoneMoveView } from '../../api/alerts/phone-moves.schemas.ts'
import type { PushKind } from '../../api/alerts/push-kinds.rules.ts'
import type { PushPreferences, PushPreferencesView } from '../../api/alerts/push-preferences.schemas.ts'
import { ProblemError } from '../http/errors.ts'
import { request, type RequestOptions } from '../http/client.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { recallPhone, rememberPhone } from './phone-memory.ts'
import { deviceSecretHeader, ownDevice } from './push.ts'
import { dueBack, isStillDue, keepPreferences, settlePreferences, withStops } from './put-back.ts'

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
async function keep(view: PushPreferencesView): Promise<PushPreferencesView> {
  keepPreferences(view)
  // Those pressed on notifications are among them, unless the server has yet to be given back what it lost.
  if (!dueBack().preferences) await rememberPhone('stops', null)
  return view
}

async function write(preferences: PushPreferences): Promise<PushPreferencesView> {
  const view = await ask<PushPreferencesView>('/preferences', { method: 'PUT', body: preferences })
  settlePreferences()
  return keep(view)
}

/** Gives back the preferences that the server lost. One at a time. What it will never take is let go. */
export async function putBackPreferences(): Promise<void> {
  const { preferences } = dueBack()
  if (!preferences) return
  try {
    await write(withStops(preferences, (await recallPhone('stops')) ?? {}))
  } catch (error) {
    if (isStillDue(error)) throw error
    settlePreferences()
  }
}

/** Nothing is read or changed beside what the server is still to be given back: it would come over it later. */
async function whole(): Promise<void> {
  if (dueBack().preferences) await oneAtATime(putBackPreferences)
}

/** When and of what this phone is told. What a cut repair left is put back first. */
export async function readPreferences(): Promise<PushPreferencesView> {
  await whole()
  return keep(await ask<PushPreferencesView>('/preferences'))
}

/** Sets the quiet hours, null for none; the kinds stopped stay as the server has them. */
export async function setQuiet(quiet: PushPreferencesView['quiet']): Promise<PushPreferencesView> {
  const { stopped } = await readPreferences()
  return write({ quiet, stopped })
}

/** Stops a kind of messages, or puts it back. */
export async function setStopped(kind: PushKind, stopped: boolean): Promise<PushPreferencesView> {
  await whole()
  return keep(await ask<PushPreferencesView>('/stops', { method: 'POST', body: { kind, stopped } }))
}

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
