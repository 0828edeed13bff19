import { lt, sql } from 'drizzle-orm'
import { createHmac } from 'node:crypto'
import type { Database, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { rateLimit } from '../../db/schema/index.ts'
import type { Clock } from './clock.ts'
import { commonProblems } from './problems.ts'

/** How many in how long, for one device and for one address (a whole village may sit behind one address). */
export type RateRule = { name: string; windowSeconds: number; perDevice: number; perAddress: number }
export type Caller = { address: string; device: string | null }
export type RateLimiter = { spend: (tx: Tx, rule: RateRule, caller: Caller) => Promise<void> }

/** Counts one more for each of `keys` that is below its limit, in one statement. */
const countUp = (...keys: ('address' | 'device')[]) =>
  prepared((db) =>
    db
      .insert(rateLimit)
      .values(
        keys.map((key) => ({
          key: sql`${sql.placeholder(key)}`,
          windowStart: sql`${sql.placeholder('windowStart')}`,
          count: 1,
        })),
      )
      .onConflictDoUpdate({
        target: rateLimit.key,
        set: {
          count: sql`case when window_start = excluded.window_start then count + 1 else 1 end`,
          windowStart: sql`excluded.window_start`,
        },
        setWhere: sql`window_start <> excluded.window_start or count + 1 <= case
          when key = ${sql.placeholder('address')} then ${sql.placeholder('perAddress')}
          else ${sql.placeholder('perDevice')} end`,
      })
      .prepare(),
  )
const countAddress = countUp('address')
const countBoth = countUp('address', 'device')

/**
 * Fixed windows in the database, so that a second process counts with us. Addresses and devices are kept only as
 * keyed hashes and for the length of a window. A caller that names no device is limited by address alone.
 * `spend` runs in the transaction of the write it guards (one commit, and a refused write leaves no count behind);
 * it throws `too-many-requests` with the seconds to wait. `factor` multiplies every limit.
 */
export function createRateLimiter({
  clock,
  secret,
  factor,
}: {
  clock: Clock
  secret: string
  factor: number
}): RateLimiter {
  const keyOf = (rule: RateRule, kind: string, value: string) =>
    `${rule.name}:${kind}:${createHmac('sha256', secret).update(value).digest('base64url').slice(0, 22)}`

  // Below one, a service would be closed rather than limited.
  const limitOf = (limit: number) => Math.max(1, limit * factor)

  return {
    spend: async (tx, rule, caller) => {
      const now = clock.now()
      const windowStart = now - (now % (rule.windowSeconds * 1000))
      const address = keyOf(rule, 'address', caller.address)
      const device = caller.device && keyOf(rule, 'device', caller.device)
      const limits = { perAddress: limitOf(rule.perAddress), perDevice: limitOf(rule.perDevice) }
      const { rowsAffected } = device
        ? await countBoth(tx, { address, device, windowStart, ...limits })
        : await countAddress(tx, { address, windowStart, ...limits })
      if (rowsAffected === (device ? 2 : 1)) return
      const seconds = Math.ceil((windowStart + rule.windowSeconds * 1000 - now) / 1000)
      throw commonProblems['too-many-requests']({ seconds }, { retryAfter: seconds })
    },
  }
}

/** Deletes counters whose window ended a day ago. */
export function deleteOldCounters({ database, clock }: { database: Database; clock: Clock }): Promise<void> {
  return database.write(async (tx) => {
    await tx.delete(rateLimit).where(lt(rateLimit.windowStart, clock.now() - 86_400_000))
  })
}
