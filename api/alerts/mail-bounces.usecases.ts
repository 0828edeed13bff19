import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import { findFollower } from './alert-followers.repository.ts'
import { mailboxKey, mailboxOfReturnPath, readDeliveryMail, type ReturnedAlert } from './mail-bounces.ts'
import {
  deleteMailbox,
  deleteOldMailboxes,
  findMailbox,
  markReturned,
  saveMailbox,
} from './mail-bounces.repository.ts'
import { afterRefusal, judgeRefusal, type Verdict } from './mail-bounces.rules.ts'

/** Signed longer ago, a report may be somebody's who listened. */
const signedWithinMs = 5 * 60_000
const keptMs = 365 * 86_400_000

/** Notes what a mailbox answered: no more mail after a hard refusal, or after soft ones of several days. */
export async function recordRefusal(
  tx: Tx,
  { key, verdict, status, now }: { key: string; verdict: Verdict; status: string | null; now: number },
): Promise<void> {
  if (verdict === 'none') return
  const state = afterRefusal(await findMailbox(tx, key), { verdict, now })
  await saveMailbox(tx, { key, ...state, lastStatus: status })
}

/** Since when a mailbox gets no more mail, in epoch milliseconds; null when it does. */
export async function stoppedSince(
  handle: Reader | Tx,
  { config, address }: Pick<Deps, 'config'> & { address: string },
): Promise<number | null> {
  return (await findMailbox(handle, mailboxKey(config.secret, address)))?.stoppedAt ?? null
}

/** A link sent to it was used: it works, whatever was said of it before. */
export function clearRefusals(
  tx: Tx,
  { config, address }: Pick<Deps, 'config'> & { address: string },
): Promise<void> {
  return deleteMailbox(tx, mailboxKey(config.secret, address))
}

/** True when `header` (`t=SECONDS,v1=HEX`) signs the body with the shared secret, not long ago. */
export function isSigned({
  secret,
  header,
  body,
  now,
}: {
  secret: string
  header: string
  body: Buffer
  now: number
}): boolean {
  const [, seconds = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header.trim()) ?? []
  if (!given || Math.abs(now - Number(seconds) * 1000) > signedWithinMs) return false
  const right = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest()
  return timingSafeEqual(right, Buffer.from(given, 'hex'))
}

/**
 * Counts a mail of an alert that came back among those that failed, once. Believed only of the follower whose mailbox
 * the return address names: anybody can write a Message-ID.
 */
async function countReturned(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { key, alert: { alertId, edition, followerId } }: { key: string; alert: ReturnedAlert },
): Promise<void> {
  const follower = await findFollower(database.read, followerId)
  if (!follower || mailboxKey(config.secret, follower.address) !== key) return
  const told = { subject: `alert:${alertId}`, person: `alert-follower:${followerId}`, edition }
  await database.write((tx) => markReturned(tx, told))
}

/**
 * A mail that came back to a return address, as the mail server hands it over. Only a delivery status notification to
 * a return address of ours counts, and only against the mailbox that this address names. Answers how many reports
 * counted. Throws `not-found` when no secret is configured, `forbidden` when it is not signed with it.
 */
export async function receiveReturnedMail(
  { database, clock, config }: Pick<Deps, 'database' | 'clock' | 'config'>,
  { signature, recipient, body }: { signature: string; recipient: string | undefined; body: Buffer },
): Promise<{ counted: number }> {
  const shared = config.mailBounceSecret
  if (!shared) throw commonProblems['not-found']()
  const now = clock.now()
  if (!isSigned({ secret: shared, header: signature, body, now })) throw commonProblems.forbidden()
  const { recipients, reports, alert } = await readDeliveryMail(body)
  const key = [recipient ?? [], ...recipients]
    .flat()
    .map((address) => mailboxOfReturnPath(config.secret, address))
    .find((found) => found !== null)
  if (!key) return { counted: 0 }
  // `delayed` is not over yet; `relayed`, `delivered` and `expanded` arrived.
  const failed = reports.filter(({ action }) => action === 'failed')
  if (failed.length > 0 && alert) await countReturned({ database, config }, { key, alert })
  const judged = failed
    .map(({ status }) => ({ status, verdict: judgeRefusal({ status }) }))
    .filter(({ verdict }) => verdict !== 'none')
  if (judged.length === 0) return { counted: 0 }
  await database.write(async (tx) => {
    for (const one of judged) await recordRefusal(tx, { key, ...one, now })
  })
  return { counted: judged.length }
}

/** Forgets what mailboxes answered more than a year ago. */
export async function forgetOldMailboxes({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  await database.write((tx) => deleteOldMailboxes(tx, clock.now() - keptMs))
}
