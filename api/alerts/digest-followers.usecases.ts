import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Caller } from '../platform/rate-limits.ts'
import type { DigestMailRequest, FollowAsked } from './alert-followers.schemas.ts'
import {
  choicesUrl,
  digestStopSecret,
  followerSecret,
  stopOneClickUrl,
  stopUrl,
} from './alert-followers.secrets.ts'
import { askMailbox, askRate, openFollower, requireCommune } from './alert-followers.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { mostFollowed } from './alert.rules.ts'
import {
  hasDigestFollow,
  listDigestFollows,
  listDigestReaders,
  saveDigestFollow,
  type DigestReader,
  type DigestSlot,
} from './digest-followers.repository.ts'

export type { DigestReader, DigestSlot }

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>

/**
 * Asks for the weekly digest of a commune by mail, without an account: as `followByMail`, nothing counts until the link
 * sent to the address is used, and asked again for what is confirmed already it changes nothing. `foresee` is told, in
 * the same transaction, of the hour that was asked for. Throws `alert-for-nobody`, `too-many-alert-places`,
 * `too-many-requests`.
 */
export function askDigestByMail(
  deps: Given,
  {
    request: { territory, commune, weekday, hour, email, locale },
    write,
    caller,
    foresee,
  }: {
    request: DigestMailRequest
    write: WriteKey
    caller: Caller
    foresee: (tx: Tx, slot: DigestSlot & { territorySiren: string }) => Promise<void>
  },
): Promise<Answer<FollowAsked>> {
  const { clock, ids, rateLimiter } = deps
  return writeOnce<FollowAsked>({ ...deps, write }, async (tx) => {
    await rateLimiter.spend(tx, askRate, caller)
    await requireCommune(tx, territory, commune)
    const follower = await openFollower(tx, deps, { channel: 'email', address: email, locale })
    const follows = await listDigestFollows(tx, follower.id)
    const before = follows.find(({ communeCode }) => communeCode === commune)
    if (!before && follows.length >= mostFollowed)
      throw publishedAlertProblems['too-many-alert-places']({ max: mostFollowed })
    const id = before?.id ?? ids.next()
    if (!before?.confirmedAt) {
      const slot = { territorySiren: territory, communeCode: commune, weekday, hour }
      const [followerId, createdAt] = [follower.id, clock.now()]
      await saveDigestFollow(tx, { id, followerId, ...slot, confirmedAt: null, createdAt })
      await foresee(tx, slot)
    }
    await askMailbox(tx, deps, { follower, territorySiren: territory, followId: id })
    return { status: 201, body: { next: 'mail' } }
  })
}

/** Whether anybody may receive a digest by mail: who has not confirmed yet still may. */
export function isDigestAwaited(handle: Reader | Tx, slot: DigestSlot): Promise<boolean> {
  return hasDigestFollow(handle, slot)
}

/** Who receives a digest by mail without an account, after `afterId`, in a stable order. */
export function digestReaders(
  read: Reader,
  page: { slot: DigestSlot; afterId: string; limit: number },
): Promise<DigestReader[]> {
  return listDigestReaders(read, page)
}

/** True when a digest that waits to leave for somebody is still asked for. */
export async function isDigestRead(
  read: Reader,
  { followerId, slot: { communeCode, weekday, hour } }: { followerId: string; slot: DigestSlot },
): Promise<boolean> {
  return (await listDigestFollows(read, followerId)).some(
    (one) =>
      one.communeCode === communeCode &&
      one.weekday === weekday &&
      one.hour === hour &&
      one.confirmedAt !== null,
  )
}

/** Links of a digest's mail: stops this one, by a page or by one click; what the address receives; stops all. */
export function digestLinks(
  { publicUrl, secret }: Pick<Deps['config'], 'publicUrl' | 'secret'>,
  { id, followerId }: Pick<DigestReader, 'id' | 'followerId'>,
): { stop: string; oneClick: string; choices: string } {
  const own = followerSecret(secret, followerId)
  return {
    stop: stopUrl(publicUrl, own, `semaine-${id}`),
    oneClick: stopOneClickUrl(publicUrl, digestStopSecret(secret, id)),
    choices: choicesUrl(publicUrl, own),
  }
}
