import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import {
  deleteFollower,
  findFollowerByAddress,
  listFollows,
  saveFollow,
  updateFollower,
} from './alert-followers.repository.ts'
import { followerProblems } from './alert-followers.problems.ts'
import type { FollowAsked, FollowConfirmed, SmsConfirm, SmsFollowRequest } from './alert-followers.schemas.ts'
import { followerSecret } from './alert-followers.secrets.ts'
import { openFollower, requireCommune } from './alert-followers.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { maskOf, mostFollowed } from './alert.rules.ts'
import { recordOutbox } from './alerts.usecases.ts'
import { mobileNumber } from './phone-number.rules.ts'
import { sendsSms } from './sms-budget.usecases.ts'
import { hashCode, isCode, smsCode } from './sms-followers.secrets.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>

/** Each costs a message that a stranger may be sent: kept low. */
const askRate: RateRule = { name: 'alert-sms', windowSeconds: 3600, perDevice: 6, perAddress: 60 }
/** To one number, whoever asks. */
const numberRate: RateRule = { name: 'alert-sms-number', windowSeconds: 86_400, perDevice: 5, perAddress: 5 }
/** Tries of codes, over all numbers. */
const tryRate: RateRule = { name: 'alert-sms-try', windowSeconds: 3600, perDevice: 30, perAddress: 300 }
const codeMs = 10 * 60_000
const mostTries = 5

function numberOf(written: string): string {
  const number = mobileNumber(written)
  if (!number)
    throw followerProblems['mobile-number-wrong'](
      {},
      { errors: [{ pointer: '/phone', code: 'not-a-mobile', detail: 'not-a-mobile' }] },
    )
  return number
}

/**
 * Asks to be told of a commune's danger alerts by text message. Nothing counts until the code sent to the number comes
 * back. Throws `sms-not-offered`, `mobile-number-wrong`, `alert-for-nobody`, `too-many-alert-places`,
 * `too-many-requests`.
 */
export function followBySms(
  deps: Given,
  { request, write, caller }: { request: SmsFollowRequest; write: WriteKey; caller: Caller },
): Promise<Answer<FollowAsked>> {
  const { clock, ids, config, rateLimiter } = deps
  const { territory, commune, locale } = request
  const address = numberOf(request.phone)
  return writeOnce<FollowAsked>({ ...deps, write }, async (tx) => {
    await rateLimiter.spend(tx, askRate, caller)
    if (!(await sendsSms(tx, { config, territorySiren: territory })))
      throw followerProblems['sms-not-offered']()
    await requireCommune(tx, territory, commune)
    await rateLimiter.spend(tx, numberRate, { address, device: null })
    const at = clock.now()
    const follower = await openFollower(tx, deps, { channel: 'sms', address, locale })
    const follows = await listFollows(tx, follower.id)
    const before = follows.find(({ communeCode }) => communeCode === commune)
    if (!before && follows.length >= mostFollowed)
      throw publishedAlertProblems['too-many-alert-places']({ max: mostFollowed })
    if (!before?.confirmedAt)
      await saveFollow(tx, {
        id: before?.id ?? ids.next(),
        followerId: follower.id,
        channel: 'sms',
        territorySiren: territory,
        communeCode: commune,
        kinds: maskOf(['danger']),
        confirmedAt: null,
        createdAt: at,
      })
    const until = at + codeMs
    const code = smsCode(config.secret, { id: follower.id, until })
    await updateFollower(tx, follower.id, {
      codeHash: hashCode(config.secret, follower.id, code),
      codeUntil: until,
      codeTries: 0,
    })
    await recordOutbox(tx, {
      id: ids.next(),
      territorySiren: territory,
      topic: 'alert-sms.asked',
      subject: `alert-follower:${follower.id}`,
      payload: { followerId: follower.id, until },
      at,
    })
    return { status: 201, body: { next: 'code' } }
  })
}

/**
 * The code of the message: its holder follows what was asked for with that number. Five tries, ten minutes. Throws
 * `sms-code-wrong`, the same for a number that nobody asked with, `mobile-number-wrong`, `too-many-requests`.
 */
export async function confirmBySms(
  { database, clock, config, rateLimiter }: Given,
  { request, caller }: { request: SmsConfirm; caller: Caller },
): Promise<FollowConfirmed> {
  const address = numberOf(request.phone)
  const confirmed = await database.write(async (tx) => {
    await rateLimiter.spend(tx, tryRate, caller)
    const at = clock.now()
    const follower = await findFollowerByAddress(tx, { channel: 'sms', address })
    if (!follower?.codeHash || (follower.codeUntil ?? 0) <= at || follower.codeTries >= mostTries) return null
    // Counted also when it is wrong: what is thrown would take the count back.
    await updateFollower(tx, follower.id, { codeTries: follower.codeTries + 1 })
    if (!isCode(follower.codeHash, hashCode(config.secret, follower.id, request.code))) return null
    // The same code again, whose answer was lost, is answered alike.
    await updateFollower(tx, follower.id, { codeTries: 0, confirmedAt: follower.confirmedAt ?? at })
    const follows = await listFollows(tx, follower.id)
    for (const follow of follows)
      if (follow.confirmedAt === null) await saveFollow(tx, { ...follow, confirmedAt: at })
    const commune = follows.find(({ communeCode }) => communeCode === request.commune) ?? follows[0]
    return { followerId: follower.id, commune: commune?.communeCode ?? request.commune }
  })
  if (!confirmed) throw followerProblems['sms-code-wrong']()
  const place = await communeByCode({ database, code: confirmed.commune })
  return {
    secret: followerSecret(config.secret, confirmed.followerId),
    what: 'alerts',
    commune: confirmed.commune,
    name: place?.name ?? confirmed.commune,
  }
}

/** Whether a territory's alerts can be followed by text message. */
export async function readWays(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { territory }: { territory: string },
): Promise<{ sms: boolean }> {
  return { sms: await sendsSms(database.read, { config, territorySiren: territory }) }
}

/** Stops all alerts to a number and forgets it. Again, or of an unknown one, it changes nothing. */
export async function stopNumber(
  { database }: Pick<Deps, 'database'>,
  { number }: { number: string },
): Promise<void> {
  await database.write(async (tx) => {
    const follower = await findFollowerByAddress(tx, { channel: 'sms', address: number })
    if (follower) await deleteFollower(tx, follower.id)
  })
}
