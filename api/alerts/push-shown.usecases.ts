import type { Deps } from '../platform/http.ts'
import { deriveSecret, openedBy } from '../platform/link-secrets.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { markShown } from './push-shown.repository.ts'

// A push service says that it took a message, never that somebody saw it: the phone tells, by a token of the push.

/** Thousands of phones may stand behind one operator's address; what passes the limit is a count that is lost. */
const telling: RateRule = { name: 'push-shown', windowSeconds: 600, perDevice: 200, perAddress: 6000 }

/** Carried by one push: says of that one alone that it was shown. It opens nothing once the push's row is gone. */
export const shownToken = (serverSecret: string, notificationId: string) =>
  deriveSecret(serverSecret, 'push-shown', notificationId)

/**
 * Notes that some pushes were shown; again, it changes nothing. Tokens that are none of ours, or of what is forgotten,
 * are passed over: whoever tries learns nothing. Throws `too-many-requests`.
 */
export async function tellShown(
  { database, clock, config, rateLimiter }: Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>,
  { tokens, caller }: { tokens: readonly string[]; caller: Caller },
): Promise<void> {
  const ids = new Set(tokens.flatMap((token) => openedBy(config.secret, 'push-shown', token) ?? []))
  if (ids.size === 0) return
  await database.write(async (tx) => {
    await rateLimiter.spend(tx, telling, caller)
    await markShown(tx, { ids: [...ids], at: clock.now() })
  })
}
