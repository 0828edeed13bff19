import { createHmac } from 'node:crypto'
import webPush from 'web-push'
import type { Deps } from '../platform/http.ts'
import { seal, unseal } from '../platform/seal.ts'
import { listPushKeySlots, keepPushKeys } from './alerts.repository.ts'

/**
 * The server's identity towards push services (VAPID, RFC 8292). The private key stays in the closure: nothing that
 * prints or serialises this object can show it.
 */
export type PushKeys = {
  /** Uncompressed P-256 point, base64url: the browser's `applicationServerKey`. */
  publicKey: string
  /** The `Authorization` header for a push service's origin. */
  authorization: (audience: string) => string
}

type Kept = { publicKey: string; sealed: string }

const purpose = 'bocage push keys'

/** Whom a push service may write to (RFC 8292 §2.1): the site, or the sender's mail address when it is not on https. */
function contactOf({ publicUrl, mailFrom }: { publicUrl: string; mailFrom: string }): string {
  if (publicUrl.startsWith('https://')) return publicUrl
  return `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom.trim()}`
}

const signatureMs = 3_600_000
const audienceLimit = 500

/**
 * The push keys, made at first start and kept for ever: every phone is subscribed to the public one. The private key
 * is sealed (AES-256-GCM) with SECRET, so that a copy of the database alone can't speak for the site. Each SECRET has
 * its own slot: with another one new keys are made beside the old, and putting the former back brings those back.
 */
export async function openPushKeys({
  database,
  clock,
  config,
  logger,
}: Pick<Deps, 'database' | 'clock' | 'config' | 'logger'>): Promise<PushKeys> {
  const { secret } = config
  const slot = createHmac('sha256', secret).update('bocage push key slot').digest('base64url').slice(0, 12)
  const find = async () =>
    (await listPushKeySlots<Kept>(database.read)).find((row) => row.slot === slot)?.kept
  let kept = await find()
  if (!kept) {
    const others = (await listPushKeySlots<Kept>(database.read)).length
    if (others > 0)
      logger.warn({ others }, 'SECRET changed: new push keys, phones subscribe again when opened')
    const made = webPush.generateVAPIDKeys()
    const value = { publicKey: made.publicKey, sealed: seal(made.privateKey, { secret, purpose }) }
    // Two processes may start together: the first to write wins, both read.
    await database.write((tx) => keepPushKeys(tx, { slot, kept: value, at: clock.now() }))
    kept = await find()
    if (!kept) throw new Error('The push keys could not be kept')
  }
  const { publicKey } = kept
  const privateKey = unseal(kept.sealed, { secret, purpose })
  const contact = contactOf(config)
  const signed = new Map<string, { header: string; until: number }>()
  return {
    publicKey,
    authorization: (audience) => {
      const known = signed.get(audience)
      if (known && known.until > clock.now()) return known.header
      // Signed for twelve hours and used for one: a clock that is somewhat wrong on either side does no harm.
      const { Authorization: header } = webPush.getVapidHeaders(
        audience,
        contact,
        publicKey,
        privateKey,
        'aes128gcm',
      )
      if (signed.size >= audienceLimit) signed.clear()
      signed.set(audience, { header, until: clock.now() + signatureMs })
      return header
    },
  }
}
