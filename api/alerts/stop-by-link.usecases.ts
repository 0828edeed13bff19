import type { Deps } from '../platform/http.ts'
import { stopFollowing } from './alert-followers.usecases.ts'
import { kinds } from './alert.rules.ts'

/**
 * Stops what a link of a message names in `?arreter=`: a kind of alert, the weekly digest `semaine-<id>`, else all.
 * Using the link again changes nothing.
 */
export async function stopByLink(
  deps: Pick<Deps, 'database' | 'config'>,
  { secret, what }: { secret: string; what: string },
): Promise<void> {
  const [digest] = /(?<=^semaine-).+/.exec(what) ?? []
  await stopFollowing(deps, { secret, kind: kinds.find((one) => one === what), digest })
}
