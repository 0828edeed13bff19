import { fork } from 'node:child_process'
import { createECDH, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import type { Database } from '../../../db/client.ts'
import { alertSubscription, device } from '../../../db/schema/index.ts'
import type { SinkCounts } from './sink-process.ts'

/** A push service in a process of its own. */
export async function openSink() {
  const child = fork(new URL('./sink-process.ts', import.meta.url))
  const [{ port }] = (await once(child, 'message')) as [AddressInfo]
  const ask = async (message: 'count' | 'forget'): Promise<SinkCounts> => {
    child.send(message)
    return ((await once(child, 'message')) as [SinkCounts])[0]
  }
  return { origin: `http://127.0.0.1:${port}`, ask, close: () => child.disconnect() }
}

/** Key pairs of phones, used by several: what encrypting costs does not depend on them. */
export const someKeys = Array.from({ length: 200 }, () => ({
  p256dh: createECDH('prime256v1').generateKeys('base64url'),
  auth: randomBytes(16).toString('base64url'),
}))

/** Phones that follow one commune each, all kinds: as many as are asked of each. */
export async function addFollowers(
  database: Database,
  { origin, siren, of, at }: { origin: string; siren: string; of: Record<string, number>; at: number },
): Promise<void> {
  const size = 500
  for (const [communeCode, count] of Object.entries(of))
    for (let start = 0; start < count; start += size) {
      const rows = Array.from({ length: Math.min(size, count - start) }, (_, i) => {
        const id = uuidv7()
        return {
          id,
          endpoint: `${origin}/push/${id}`,
          ...someKeys[i % someKeys.length]!,
          secretHash: id,
          locale: 'fr',
          createdAt: at,
          lastSeenAt: at,
        }
      })
      await database.write(async (tx) => {
        await tx.insert(device).values(rows)
        await tx.insert(alertSubscription).values(
          rows.map(({ id: deviceId }) => ({
            id: uuidv7(),
            territorySiren: siren,
            communeCode,
            deviceId,
            kinds: 0b1111111,
            locale: 'fr',
            createdAt: at,
          })),
        )
      })
    }
}

/**
 * Subscriptions laid down in the file at once: of phones that follow four communes each, in turn, for kinds drawn at
 * random, each kind by half of them.
 */
export async function addManySubscriptions(
  database: Database,
  { siren, communes, count, at }: { siren: string; communes: readonly string[]; count: number; at: number },
): Promise<void> {
  const each = 4
  const step = 20_000
  // Their ids are random, so that those of a commune lie anywhere in the file.
  const id = sql.raw(`lower(hex(randomblob(16)))`)
  for (let start = 0; start < count / each; start += step / each) {
    const last = Math.min(count / each, start + step / each) - 1
    await database.write(async (tx) => {
      await tx.run(sql`insert into device (id, endpoint, p256dh, auth, secret_hash, locale, created_at, last_seen_at)
        select 'many-' || value, 'https://push.example/' || value, '', '', '', 'fr', ${at}, ${at}
        from generate_series(${start}, ${last})`)
      await tx.run(sql`insert into alert_subscription (id, territory_siren, commune_code, device_id, kinds, locale, created_at)
        select ${id}, ${siren}, json_extract(${JSON.stringify(communes)}, '$[' || cast((v.value + n.value * 7) % ${communes.length} as integer) || ']'),
          'many-' || v.value, abs(random()) % 127 + 1, 'fr', ${at}
        from generate_series(${start}, ${last}) v cross join generate_series(0, ${each - 1}) n`)
    })
  }
}
