import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { listCommunes } from '../territory/territory.usecases.ts'
import { alertProblems } from './alerts.problems.ts'
import { ownDevice, type DeviceKey } from './alerts.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { findSubscriptions, replaceSubscriptions, type SubscriptionRow } from './alert.repository.ts'
import { kindsOf, maskOf, mostFollowed } from './alert.rules.ts'
import type { AlertSubscriptions, AlertSubscriptionsView } from './alert.schemas.ts'

const followRate: RateRule = { name: 'alert-follow', windowSeconds: 3600, perDevice: 60, perAddress: 1200 }

const viewOf = (
  rows: readonly Pick<SubscriptionRow, 'territorySiren' | 'communeCode' | 'kinds'>[],
): AlertSubscriptionsView => ({
  communes: rows.map(({ territorySiren, communeCode, kinds }) => ({
    territory: territorySiren,
    commune: communeCode,
    kinds: kindsOf(kinds),
  })),
})

/** The communes a phone follows, by its own secret. Throws `device-unknown`. */
export async function readFollowed(
  { database }: Pick<Deps, 'database'>,
  key: DeviceKey,
): Promise<AlertSubscriptionsView> {
  const { id } = await ownDevice(database.read, key)
  return viewOf(await findSubscriptions(database.read, id))
}

/**
 * Sets all that a phone follows: asked again, nothing changes. Throws `device-unknown`, `device-gone`,
 * `alert-for-nobody` for a commune of another territory, `too-many-alert-places`, `too-many-requests`.
 */
export function followCommunes(
  { database, clock, ids, rateLimiter }: Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'>,
  {
    asked: { territory, locale, communes },
    write,
    caller,
    ...key
  }: DeviceKey & { asked: AlertSubscriptions; write: WriteKey; caller: Caller },
): Promise<Answer<AlertSubscriptionsView>> {
  const wanted = new Map(communes.map(({ commune, kinds }) => [commune, maskOf(kinds)]))
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, followRate, caller)
    const device = await ownDevice(tx, key)
    if (device.removedAt !== null) throw alertProblems['device-gone']()
    const known = await listCommunes({ database: { read: tx }, territorySiren: territory })
    const codes = new Set(known.map(({ code }) => code))
    if ([...wanted.keys()].some((code) => !codes.has(code)))
      throw publishedAlertProblems['alert-for-nobody']()
    const before = await findSubscriptions(tx, device.id)
    // Another territory's communes are not this one's to forget.
    const others = before.filter((row) => row.territorySiren !== territory)
    // A list that is too long already may always be made shorter.
    if (wanted.size > Math.max(mostFollowed, before.length - others.length))
      throw publishedAlertProblems['too-many-alert-places']({ max: mostFollowed })
    const rows = [...wanted].map(([communeCode, kinds]) => ({
      id: before.find((row) => row.communeCode === communeCode)?.id ?? ids.next(),
      territorySiren: territory,
      communeCode,
      deviceId: device.id,
      kinds,
      locale,
      createdAt: before.find((row) => row.communeCode === communeCode)?.createdAt ?? clock.now(),
    }))
    await replaceSubscriptions(tx, device.id, [...others, ...rows])
    return { status: 200, body: viewOf([...others, ...rows]) }
  })
}
