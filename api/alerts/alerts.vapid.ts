import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import webPush from 'web-push'
import type { Deps } from '../platform/http.ts'
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

const sealingKey = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'bocage push keys', 32))

function seal(text: string, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

function unseal(sealed: string, secret: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

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
    const value = { publicKey: made.publicKey, sealed: seal(made.privateKey, secret) }
    // Two processes may start together: the first to write wins, both read.
    await database.write((tx) => keepPushKeys(tx, { slot, kept: value, at: clock.now() }))
    kept = await find()
    if (!kept) throw new Error('The push keys could not be kept')
  }
  const { publicKey } = kept
  const privateKey = unseal(kept.sealed, secret)
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
