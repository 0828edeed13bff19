import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { communeByCode, listCommunes } from '../territory/territory.usecases.ts'
import type { StopAddress } from './address-stops.usecases.ts'
import { ownDevice, recordOutbox, type DeviceKey } from './alerts.usecases.ts'
import { clearRefusals, stoppedSince } from './mail-bounces.usecases.ts'
import { followerProblems } from './alert-followers.problems.ts'
import {
  deleteFollow,
  deleteFollower,
  deleteUnconfirmed,
  findFollow,
  findFollower,
  findFollowerByAddress,
  insertFollower,
  listFollows,
  saveFollow,
  updateFollower,
  type FollowerRow,
  type FollowRow,
} from './alert-followers.repository.ts'
import type {
  FollowAsked,
  FollowConfirmed,
  FollowerChoices,
  FollowerView,
  MailFollowRequest,
} from './alert-followers.schemas.ts'
import {
  digestOfStop,
  followerOf,
  followerSecret,
  followOfConfirm,
  stopUrl,
} from './alert-followers.secrets.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { kindsOf, maskOf, mostFollowed, type AlertKind } from './alert.rules.ts'
import {
  deleteDigestFollow,
  deleteUnconfirmedDigests,
  findDigestFollow,
  listDigestFollows,
  saveDigestFollow,
} from './digest-followers.repository.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>

/** Each asks for at most one email to a stranger: kept low. */
export const askRate: RateRule = { name: 'alert-mail', windowSeconds: 3600, perDevice: 20, perAddress: 400 }
/** To one address, whoever asks and for however many communes. */
const mailboxRate: RateRule = {
  name: 'alert-mail-mailbox',
  windowSeconds: 3600,
  perDevice: 10,
  perAddress: 10,
}
const changeRate: RateRule = { name: 'alert-choices', windowSeconds: 3600, perDevice: 60, perAddress: 1200 }
const unconfirmedMs = 7 * 86_400_000

export async function requireCommune(handle: Reader | Tx, siren: string, code: string): Promise<void> {
  const known = await listCommunes({ database: { read: handle }, territorySiren: siren })
  if (!known.some((commune) => commune.code === code)) throw publishedAlertProblems['alert-for-nobody']()
}

/** The row of an address, made when there is none. An unconfirmed one belongs to nobody yet. */
export async function openFollower(
  tx: Tx,
  { ids, clock }: Pick<Given, 'ids' | 'clock'>,
  asked: Pick<FollowerRow, 'channel' | 'address' | 'locale'>,
): Promise<FollowerRow> {
  const known = await findFollowerByAddress(tx, asked)
  if (known) return known
  const row = {
    id: ids.next(),
    ...asked,
    deviceId: null,
    confirmedAt: null,
    createdAt: clock.now(),
    codeHash: null,
    codeUntil: null,
    codeTries: 0,
  }
  await insertFollower(tx, row)
  return row
}

/** Sends an address the link that confirms what was asked for: however many ask it, few an hour. */
export async function askMailbox(
  tx: Tx,
  { rateLimiter, ids, clock }: Pick<Given, 'rateLimiter' | 'ids' | 'clock'>,
  {
    follower: { id, address },
    territorySiren,
    followId,
  }: { follower: FollowerRow; territorySiren: string; followId: string },
): Promise<void> {
  await rateLimiter.spend(tx, mailboxRate, { address, device: null })
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren,
    topic: 'alert-mail.asked',
    subject: `alert-follower:${id}`,
    payload: { followId },
    at: clock.now(),
  })
}

/**
 * Asks to be told of a commune's alerts by mail. Nothing counts until the link sent to the address is used, unless it
 * is the one the person is signed in with. Asked again for what is followed already, sends the link of one's choices
 * and changes nothing: a stranger learns and alters nothing. Throws `alert-for-nobody`, `too-many-alert-places`,
 * `too-many-requests`.
 */
export function followByMail(
  deps: Given,
  {
    request: { territory, commune, kinds, email, locale },
    actor,
    write,
    caller,
  }: {
    request: MailFollowRequest
    actor: Actor
    write: WriteKey
    caller: Caller
  },
): Promise<Answer<FollowAsked>> {
  const { clock, ids, rateLimiter } = deps
  return writeOnce<FollowAsked>({ ...deps, write }, async (tx) => {
    await rateLimiter.spend(tx, askRate, caller)
    await requireCommune(tx, territory, commune)
    const at = clock.now()
    const isOwn = actor?.email.toLowerCase() === email
    const follower = await openFollower(tx, deps, { channel: 'email', address: email, locale })
    const follows = await listFollows(tx, follower.id)
    const before = follows.find(({ communeCode }) => communeCode === commune)
    if (!before && follows.length >= mostFollowed)
      throw publishedAlertProblems['too-many-alert-places']({ max: mostFollowed })
    const mayWrite = isOwn || !before || before.confirmedAt === null
    const follow: FollowRow = {
      id: before?.id ?? ids.next(),
      followerId: follower.id,
      channel: 'email',
      territorySiren: territory,
      communeCode: commune,
      kinds: maskOf(kinds),
      confirmedAt: isOwn ? at : null,
      createdAt: at,
    }
    if (mayWrite) await saveFollow(tx, follow)
    if (isOwn) {
      await updateFollower(tx, follower.id, { confirmedAt: follower.confirmedAt ?? at, locale })
      return { status: 201, body: { next: 'done' } }
    }
    await askMailbox(tx, deps, { follower, territorySiren: territory, followId: follow.id })
    return { status: 201, body: { next: 'mail' } }
  })
}

async function nameOf(handle: Reader | Tx, code: string): Promise<string> {
  return (await communeByCode({ database: { read: handle }, code }))?.name ?? code
}

/**
 * The link of the first mail: from now on its holder is told. Opened on a phone that shows by its secret that it is
 * the one, that phone is theirs, and mail goes only when it cannot be reached. Using it again changes nothing. Throws
 * `alert-link-not-valid`, `device-unknown`.
 */
export function confirmFollow(
  { database, clock, config }: Pick<Deps, 'database' | 'clock' | 'config'>,
  { secret, phone }: { secret: string; phone: DeviceKey | null },
): Promise<FollowConfirmed> {
  return database.write(async (tx) => {
    const id = followOfConfirm(config.secret, secret)
    const follow = id === null ? undefined : await findFollow(tx, id)
    const digest = id === null || follow ? undefined : await findDigestFollow(tx, id)
    const asked = follow ?? digest
    const follower = asked && (await findFollower(tx, asked.followerId))
    if (!asked || !follower) throw followerProblems['alert-link-not-valid']()
    const at = clock.now()
    if (follow && follow.confirmedAt === null) await saveFollow(tx, { ...follow, confirmedAt: at })
    if (digest && digest.confirmedAt === null) await saveDigestFollow(tx, { ...digest, confirmedAt: at })
    // It came: whatever was said of this mailbox before is over.
    await clearRefusals(tx, { config, address: follower.address })
    const own = phone && (await ownDevice(tx, phone))
    await updateFollower(tx, follower.id, {
      confirmedAt: follower.confirmedAt ?? at,
      ...(own ? { deviceId: own.id } : {}),
    })
    return {
      secret: followerSecret(config.secret, follower.id),
      what: follow ? 'alerts' : 'digest',
      commune: asked.communeCode,
      name: await nameOf(tx, asked.communeCode),
    }
  })
}

async function ownFollower(
  handle: Reader | Tx,
  { config, secret }: Pick<Deps, 'config'> & { secret: string },
): Promise<FollowerRow> {
  const id = followerOf(config.secret, secret)
  const follower = id === null ? undefined : await findFollower(handle, id)
  if (!follower || follower.confirmedAt === null) throw followerProblems['alert-link-not-valid']()
  return follower
}

/** `j•••@exemple.fr`, `+33 • • • 78`: enough to recognise one's own, over whose shoulder anyone reads. */
export function maskedAddress({ channel, address }: Pick<FollowerRow, 'channel' | 'address'>): string {
  if (channel === 'sms') return `${address.slice(0, 3)} ••• ${address.slice(-2)}`
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}•••${address.slice(at)}`
}

async function viewOf(
  handle: Reader | Tx,
  { config }: Pick<Deps, 'config'>,
  follower: FollowerRow,
): Promise<FollowerView> {
  const communes: FollowerView['communes'] = []
  for (const { territorySiren, communeCode, kinds, confirmedAt } of await listFollows(handle, follower.id)) {
    if (confirmedAt === null) continue
    communes.push({
      territory: territorySiren,
      commune: communeCode,
      name: await nameOf(handle, communeCode),
      kinds: kindsOf(kinds),
    })
  }
  const digests: FollowerView['digests'] = []
  for (const { id, communeCode, weekday, hour, confirmedAt } of await listDigestFollows(handle, follower.id))
    if (confirmedAt !== null)
      digests.push({ id, commune: communeCode, name: await nameOf(handle, communeCode), weekday, hour })
  const { channel, locale, address } = follower
  const stoppedAt = channel === 'email' ? await stoppedSince(handle, { config, address }) : null
  return {
    channel,
    address: maskedAddress(follower),
    locale: locale === 'en' || locale === 'nl' ? locale : 'fr',
    communes,
    digests,
    bounce: stoppedAt === null ? null : { at: stoppedAt },
  }
}

/** What an address receives, by the link of its messages. Throws `alert-link-not-valid`. */
export async function readChoices(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { secret }: { secret: string },
): Promise<FollowerView> {
  return viewOf(database.read, { config }, await ownFollower(database.read, { config, secret }))
}

/** Nobody is kept who follows nothing. */
async function forgetIfIdle(tx: Tx, followerId: string): Promise<void> {
  if ((await listFollows(tx, followerId)).length > 0) return
  if ((await listDigestFollows(tx, followerId)).length === 0) await deleteFollower(tx, followerId)
}

/**
 * Sets the kinds of the communes followed already, and stops those left out. A new commune is asked for by its own
 * page. Throws `alert-link-not-valid`, `too-many-requests`.
 */
export function changeChoices(
  deps: Given,
  {
    secret,
    choices,
    write,
    caller,
  }: { secret: string; choices: FollowerChoices; write: WriteKey; caller: Caller },
): Promise<Answer<FollowerView>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    await deps.rateLimiter.spend(tx, changeRate, caller)
    const follower = await ownFollower(tx, { ...deps, secret })
    const wanted = new Map(choices.communes.map(({ commune, kinds }) => [commune, maskOf(kinds)]))
    for (const follow of await listFollows(tx, follower.id)) {
      if (follow.confirmedAt === null) continue
      const kinds = wanted.get(follow.communeCode)
      if (kinds === undefined) await deleteFollow(tx, follow.id)
      else await saveFollow(tx, { ...follow, kinds })
    }
    const body = await viewOf(tx, deps, follower)
    await forgetIfIdle(tx, follower.id)
    return { status: 200, body }
  })
}

async function stopDigest(tx: Tx, id: string, followerId?: string): Promise<void> {
  const digest = await findDigestFollow(tx, id)
  if (!digest || (followerId !== undefined && digest.followerId !== followerId)) return
  await deleteDigestFollow(tx, id)
  await forgetIfIdle(tx, digest.followerId)
}

/**
 * Stops a kind in every commune, or one weekly digest (named, or that of the link), or everything when none is named;
 * who follows nothing more is forgotten. Using the link again changes nothing, and says no more of an unknown one than
 * of a known one.
 */
export async function stopFollowing(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { secret, kind, digest }: { secret: string; kind?: AlertKind | undefined; digest?: string | undefined },
): Promise<{ stopped: true }> {
  const digestId = digestOfStop(config.secret, secret)
  if (digestId !== null) await database.write((tx) => stopDigest(tx, digestId))
  const id = followerOf(config.secret, secret)
  if (id !== null)
    await database.write(async (tx) => {
      if (digest) return stopDigest(tx, digest, id)
      if (!kind) return deleteFollower(tx, id)
      for (const follow of await listFollows(tx, id)) {
        const kinds = follow.kinds & ~maskOf([kind])
        if (kinds === 0) await deleteFollow(tx, follow.id)
        else if (kinds !== follow.kinds) await saveFollow(tx, { ...follow, kinds })
      }
      await forgetIfIdle(tx, id)
    })
  return { stopped: true }
}

/** An address that an agent stops receives no alert and no week of the communes of a territory any more. */
export const stopAlerts: StopAddress = async (tx, { channel, address, territorySiren }) => {
  const follower = await findFollowerByAddress(tx, { channel, address })
  if (!follower) return 0
  const of = (one: { territorySiren: string }) => one.territorySiren === territorySiren
  const follows = (await listFollows(tx, follower.id)).filter(of)
  const digests = (await listDigestFollows(tx, follower.id)).filter(of)
  for (const { id } of follows) await deleteFollow(tx, id)
  for (const { id } of digests) await deleteDigestFollow(tx, id)
  await forgetIfIdle(tx, follower.id)
  return follows.length + digests.length
}

/** The page that asks before stopping what a one-click link stops, for who opens the link itself. */
export async function stopPageOf(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { secret }: { secret: string },
): Promise<string> {
  const digestId = digestOfStop(config.secret, secret)
  const digest = digestId === null ? undefined : await findDigestFollow(database.read, digestId)
  return digest
    ? stopUrl('', followerSecret(config.secret, digest.followerId), `semaine-${digest.id}`)
    : stopUrl('', secret, 'tout')
}

/** Forgets, after seven days, the addresses that nobody confirmed. */
export async function forgetUnconfirmed({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  const before = clock.now() - unconfirmedMs
  await database.write(async (tx) => {
    await deleteUnconfirmedDigests(tx, before)
    await deleteUnconfirmed(tx, before)
  })
}
