import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { findSubscriptions } from './alert.repository.ts'
import { alertProblems } from './alerts.problems.ts'
import { findDevice } from './alerts.repository.ts'
import { deviceSubject, movedTopic, ownDevice, recordOutbox, type DeviceKey } from './alerts.usecases.ts'
import {
  carryAlertFollower,
  carrySubscriptions,
  deleteMovesOver,
  findMoveByCode,
  findMoveOf,
  markMoveTaken,
  saveMove,
} from './phone-moves.repository.ts'
import type { PhoneMoveOffer, PhoneMoveTaken, PhoneMoveView } from './phone-moves.schemas.ts'
import { savePreferences } from './push-preferences.usecases.ts'
import { carryWaitingPushes } from './waiting-pushes.repository.ts'

/**
 * Gives what a phone follows in a domain to another phone, in the transaction of the move. Answers whether the other
 * followed something there before.
 */
export type CarryFollows = (tx: Tx, move: { from: string; to: string }) => Promise<boolean>

type Given = Pick<Deps, 'database' | 'clock' | 'rateLimiter'>

const moving: RateRule = { name: 'phone-move', windowSeconds: 3600, perDevice: 30, perAddress: 300 }
/** Long enough to fetch the other phone, and to allow notifications on it. */
export const moveMs = 15 * 60_000

/** Shows a code, in place of the one before. Throws `device-unknown`, `too-many-requests`. */
export function offerMove(
  { database, clock, rateLimiter }: Given,
  { offer: { code, sealed }, caller, ...key }: DeviceKey & { offer: PhoneMoveOffer; caller: Caller },
): Promise<PhoneMoveView> {
  return database.write(async (tx) => {
    await rateLimiter.spend(tx, moving, caller)
    const { id } = await ownDevice(tx, key)
    const now = clock.now()
    const codeHash = hashSecret(code)
    const known = await findMoveOf(tx, id)
    // Sent again, it is the same code, and what became of it stays.
    if (known?.codeHash === codeHash) return viewOf(known, now)
    const row = { deviceId: id, codeHash, sealed, expiresAt: now + moveMs, createdAt: now }
    await saveMove(tx, row)
    return viewOf({ ...row, takenBy: null }, now)
  })
}

function viewOf(row: { expiresAt: number; takenBy: string | null } | undefined, now: number): PhoneMoveView {
  if (row?.takenBy) return { state: 'taken', expiresAt: null }
  if (!row || row.expiresAt <= now) return { state: 'none', expiresAt: null }
  return { state: 'shown', expiresAt: row.expiresAt }
}

/** What became of the code a phone shows. Throws `device-unknown`. */
export async function readMove(
  { database, clock }: Pick<Given, 'database' | 'clock'>,
  key: DeviceKey,
): Promise<PhoneMoveView> {
  const { id } = await ownDevice(database.read, key)
  return viewOf(await findMoveOf(database.read, id), clock.now())
}

/**
 * Takes over what another phone was told of, by the code on its screen: communes, reports, events, wishes, rides, and
 * what waits to leave for it. A phone that followed nothing takes its kinds and quiet hours as well; one that did keeps
 * its own, since a stranger's code must silence nobody. The other is told, and follows nothing any more. The phone that
 * did may ask again for a lost answer; to any other the code is worth nothing. Throws `device-unknown`, `device-gone`, `move-unknown`.
 */
export function takeMove(
  {
    database,
    clock,
    ids,
    rateLimiter,
    carry,
  }: Given & Pick<Deps, 'ids'> & { carry: readonly CarryFollows[] },
  { code, caller, ...key }: DeviceKey & { code: string; caller: Caller },
): Promise<PhoneMoveTaken> {
  return database.write(async (tx) => {
    await rateLimiter.spend(tx, moving, caller)
    const device = await ownDevice(tx, key)
    if (device.removedAt !== null) throw alertProblems['device-gone']()
    const at = clock.now()
    const move = await findMoveByCode(tx, { codeHash: hashSecret(code), now: at })
    if (!move || move.deviceId === device.id || (move.takenBy !== null && move.takenBy !== device.id))
      throw alertProblems['move-unknown']()
    const { sealed } = move
    const before = (await findSubscriptions(tx, device.id)).length
    if (move.takenBy !== null) return { sealed, communes: before }
    const pair = { from: move.deviceId, to: device.id }
    const communes = await carrySubscriptions(tx, pair)
    await carryAlertFollower(tx, pair)
    let isNew = before === 0
    for (const carryOne of carry) if (await carryOne(tx, pair)) isNew = false
    await carryWaitingPushes(tx, { ...pair, now: at })
    if (isNew) {
      const { quietFrom, quietTo, stopped } = await requireRow(tx, move.deviceId)
      await savePreferences(tx, device, { quietFrom, quietTo, stopped }, at)
    }
    await markMoveTaken(tx, { from: move.deviceId, by: device.id })
    await recordOutbox(tx, {
      id: ids.next(),
      territorySiren: '',
      topic: movedTopic,
      subject: deviceSubject(move.deviceId),
      payload: { deviceId: move.deviceId },
      at,
    })
    return { sealed, communes }
  })
}

async function requireRow(tx: Tx, id: string) {
  const device = await findDevice(tx, id)
  if (!device) throw alertProblems['move-unknown']()
  return device
}

/** Forgets the codes whose minutes are over. */
export function forgetMoves({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  return database.write((tx) => deleteMovesOver(tx, clock.now()))
}
