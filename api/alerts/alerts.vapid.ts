import { createHmac } from 'node:crypto'
import webPush from 'web-push'
import type { Deps } from '../platform/http.ts'
import { seal, unseal } from '../platform/seal.ts'
import { findPushKeySlot, keepPushKeys, listPushKeySlots, replacePushKeys } from './alerts.repository.ts'

/**
 * The server's identity towards push services (VAPID, RFC 8292). The private keys stay in the closure: nothing that
 * prints or serialises this object can show them.
 */
export type PushKeys = {
  /** Uncompressed P-256 point, base64url: the browser's `applicationServerKey`. */
  readonly publicKey: string
  /** Reads the keys again when it is a minute since: another process may have made new ones. */
  refresh: () => Promise<void>
  /** Whether phones subscribed with a key can still be written to. */
  knows: (publicKey: string) => boolean
  /**
   * The `Authorization` header for a push service's origin, by the key the phone subscribed with (null: the oldest).
   * Null when that key is no longer ours.
   */
  authorization: (audience: string, subscribedWith?: string | null) => Promise<string | null>
}

type Pair = { publicKey: string; sealed: string }
/** The pair in use, and those that phones subscribed with before, until an instant. */
type Kept = Pair & { former?: (Pair & { until: number })[] }
const purpose = 'bocage push keys'

/** Whom a push service may write to (RFC 8292 §2.1): the site, or the sender's mail address when it is not on https. */
function contactOf({ publicUrl, mailFrom }: { publicUrl: string; mailFrom: string }): string {
  if (publicUrl.startsWith('https://')) return publicUrl
  return `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom.trim()}`
}

const signatureMs = 3_600_000
const audienceLimit = 500
const rereadMs = 60_000
/** After a change of keys, how long phones that have not been opened since are still written to. */
export const transitionMs = 180 * 86_400_000

const slotOf = (secret: string) =>
  createHmac('sha256', secret).update('bocage push key slot').digest('base64url').slice(0, 12)

function makePair(secret: string): Pair {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  return { publicKey, sealed: seal(privateKey, { secret, purpose }) }
}

type KeyDeps = Pick<Deps, 'database' | 'clock' | 'config' | 'logger'>

/** The keys of this SECRET, made when it has none. */
async function findOrMake({ database, clock, config, logger }: KeyDeps): Promise<Kept> {
  const slot = slotOf(config.secret)
  const found = await findPushKeySlot<Kept>(database.read, slot)
  if (found) return found
  const others = (await listPushKeySlots(database.read)).length
  if (others > 0) logger.warn({ others }, 'SECRET changed: new push keys, phones subscribe again when opened')
  // Two processes may start together: the first to write wins, both read.
  await database.write((tx) => keepPushKeys(tx, { slot, kept: makePair(config.secret), at: clock.now() }))
  const made = await findPushKeySlot<Kept>(database.read, slot)
  if (!made) throw new Error('The push keys could not be kept')
  return made
}

/**
 * Makes new push keys. Phones subscribe with them when their app is next opened; until then, and for 180 days at most,
 * they are written to with the keys they know. Answers the new public key.
 */
export async function rotatePushKeys(deps: KeyDeps): Promise<string> {
  const { database, clock, config } = deps
  await findOrMake(deps)
  const made = makePair(config.secret)
  const slot = slotOf(config.secret)
  await database.write(async (tx) => {
    const at = clock.now()
    const { former = [], ...before } = (await findPushKeySlot<Kept>(tx, slot))!
    const known = former.filter(({ until }) => until > at)
    const kept: Kept = { ...made, former: [...known, { ...before, until: at + transitionMs }] }
    await replacePushKeys(tx, { slot, kept, at })
  })
  return made.publicKey
}

/**
 * The push keys, made at first start and kept: every phone is subscribed to a public one. The private key is sealed
 * (AES-256-GCM) with SECRET, so that a copy of the database alone can't speak for the site. Each SECRET has its own
 * slot: with another one new keys are made beside the old, and putting the former back brings those back.
 */
export async function openPushKeys(deps: KeyDeps): Promise<PushKeys> {
  const { clock, config } = deps
  const { secret } = config
  const contact = contactOf(config)
  let kept = await findOrMake(deps)
  let readAt = clock.now()
  const signed = new Map<string, { header: string; until: number }>()

  async function read(): Promise<void> {
    readAt = clock.now()
    kept = await findOrMake(deps)
  }
  async function refresh(): Promise<void> {
    if (clock.now() >= readAt + rereadMs) await read()
  }
  /** Oldest first. */
  const pairs = (): Pair[] => [...(kept.former ?? []).filter(({ until }) => until > clock.now()), kept]
  const pairOf = (publicKey: string | null) =>
    publicKey === null ? pairs()[0] : pairs().find((pair) => pair.publicKey === publicKey)

  function sign(audience: string, { publicKey, sealed }: Pair): string {
    const name = `${publicKey} ${audience}`
    const known = signed.get(name)
    if (known && known.until > clock.now()) return known.header
    const privateKey = unseal(sealed, { secret, purpose })
    // Signed for twelve hours and used for one: a clock that is somewhat wrong on either side does no harm.
    const { Authorization: header } = webPush.getVapidHeaders(
      audience,
      contact,
      publicKey,
      privateKey,
      'aes128gcm',
    )
    if (signed.size >= audienceLimit) signed.clear()
    signed.set(name, { header, until: clock.now() + signatureMs })
    return header
  }

  return {
    get publicKey() {
      return kept.publicKey
    },
    refresh,
    knows: (publicKey) => pairOf(publicKey) !== undefined,
    authorization: async (audience, subscribedWith = null) => {
      await refresh()
      let pair = pairOf(subscribedWith)
      if (!pair) {
        // Made by another process since.
        await read()
        pair = pairOf(subscribedWith)
      }
      return pair ? sign(audience, pair) : null
    },
  }
}
