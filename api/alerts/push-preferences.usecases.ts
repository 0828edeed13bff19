import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import type { Device } from './alerts.repository.ts'
import { ownDevice, type DeviceKey } from './alerts.usecases.ts'
import { quietOf } from './push-admission.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { clockOf, dailyCap, mergeQuiet, minutesOf, pushKinds, type PushKind } from './push-policy.rules.ts'
import {
  findAccountPreferences,
  linkDevice,
  markSeen,
  saveAccountPreferences,
  saveDevicePreferences,
  type PreferenceColumns,
} from './push-preferences.repository.ts'
import type { PushPreferences, PushPreferencesView, PushStop } from './push-preferences.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'>
type Limited = Given & Pick<Deps, 'rateLimiter'>

const changing: RateRule = { name: 'push-preferences', windowSeconds: 3600, perDevice: 120, perAddress: 2400 }
const dayMs = 86_400_000

const viewOf = (
  device: PreferenceColumns & Pick<Device, 'userId' | 'sentDay' | 'sentCount'>,
  now: number,
): PushPreferencesView => {
  const quiet = quietOf(device)
  return {
    quiet: quiet && { from: clockOf(quiet.from), to: clockOf(quiet.to) },
    stopped: pushKinds.filter((kind) => device.stopped.includes(kind)),
    today: { told: device.sentDay === wallOfInstant(now).day ? device.sentCount : 0, limit: dailyCap },
    account: device.userId !== null,
  }
}
const columnsOf = ({ quiet, stopped }: PushPreferences): PreferenceColumns => ({
  quietFrom: quiet && minutesOf(quiet.from),
  quietTo: quiet && minutesOf(quiet.to),
  stopped: pushKinds.filter((kind) => stopped.includes(kind)),
})

/** Keeps what a phone wants, in a transaction; of a phone that is an account's, it is what the account wants. */
export async function savePreferences(
  tx: Tx,
  device: Pick<Device, 'id' | 'userId'>,
  columns: PreferenceColumns,
  at: number,
): Promise<void> {
  await saveDevicePreferences(tx, device.id, columns)
  if (device.userId !== null) await saveAccountPreferences(tx, { userId: device.userId, at, ...columns })
}

/** What a phone does not want, and when. Throws `device-unknown`. */
export async function readPushPreferences(
  { database, clock }: Given,
  key: DeviceKey,
): Promise<PushPreferencesView> {
  return viewOf(await ownDevice(database.read, key), clock.now())
}

/** Sets them. Throws `device-unknown`, `too-many-requests`. */
export function writePushPreferences(
  { database, clock, rateLimiter }: Limited,
  { preferences, caller, ...key }: DeviceKey & { preferences: PushPreferences; caller: Caller },
): Promise<PushPreferencesView> {
  return database.write(async (tx) => {
    await rateLimiter.spend(tx, changing, caller)
    const device = await ownDevice(tx, key)
    const columns = columnsOf(preferences)
    await savePreferences(tx, device, columns, clock.now())
    return viewOf({ ...device, ...columns }, clock.now())
  })
}

/** Stops one kind of messages, or takes that back. Again, it changes nothing. Throws `device-unknown`. */
export function stopPushKind(
  { database, clock, rateLimiter }: Limited,
  { kind, stopped, caller, ...key }: DeviceKey & PushStop & { caller: Caller },
): Promise<PushPreferencesView> {
  return database.write(async (tx) => {
    await rateLimiter.spend(tx, changing, caller)
    const device = await ownDevice(tx, key)
    const others = device.stopped.filter((one) => one !== kind) as PushKind[]
    const { quietFrom, quietTo } = device
    const columns = { quietFrom, quietTo, stopped: stopped ? [...others, kind] : others }
    await savePreferences(tx, device, columns, clock.now())
    return viewOf({ ...device, ...columns }, clock.now())
  })
}

/** The phone gives a sign: kept to the day, so that it says nothing of what was read and when. */
export async function notePhoneSeen({ database, clock }: Given, key: DeviceKey): Promise<void> {
  const { id, lastSeenAt } = await ownDevice(database.read, key)
  const at = clock.now() - (clock.now() % dayMs)
  if (lastSeenAt >= at) return
  await database.write((tx) => markSeen(tx, { id, at }))
}

/**
 * Makes a phone one of an account's. The preferences of both become one: what either stopped is stopped, and the hours
 * that either kept quiet are quiet. Throws `signed-out`, `device-unknown`.
 */
export function linkPhone(
  { database, clock }: Given,
  { actor, ...key }: DeviceKey & { actor: Actor },
): Promise<PushPreferencesView> {
  if (!actor) throw commonProblems['signed-out']()
  const { userId } = actor
  return database.write(async (tx) => {
    const device = await ownDevice(tx, key)
    if (device.userId === userId) return viewOf(device, clock.now())
    const account = await findAccountPreferences(tx, userId)
    const quiet = account ? mergeQuiet(quietOf(device), quietOf(account)) : quietOf(device)
    const columns = {
      quietFrom: quiet?.from ?? null,
      quietTo: quiet?.to ?? null,
      stopped: [...new Set([...device.stopped, ...(account?.stopped ?? [])])],
    }
    await linkDevice(tx, device.id, userId)
    await saveAccountPreferences(tx, { userId, at: clock.now(), ...columns })
    return viewOf({ ...device, ...columns, userId }, clock.now())
  })
}

/** The phone is nobody's any more, and keeps a copy of the preferences. Throws `device-unknown`. */
export function unlinkPhone({ database, clock }: Given, key: DeviceKey): Promise<PushPreferencesView> {
  return database.write(async (tx) => {
    const device = await ownDevice(tx, key)
    await linkDevice(tx, device.id, null)
    return viewOf({ ...device, userId: null }, clock.now())
  })
}
