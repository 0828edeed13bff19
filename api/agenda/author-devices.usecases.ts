import type { Reader } from '../../db/client.ts'
import { requireDevice } from '../alerts/alerts.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { addAuthorDevice, findAuthorDevices, removeAuthorDevice } from './author-devices.repository.ts'
import { isLinkOpen, openOwn } from './author.usecases.ts'
import type { EventRow } from './events.repository.ts'

/** By the private link alone: who is of an organizer today may not be tomorrow. */
type Asked = { id: string; secret: string; deviceId: string }
type Told = { told: boolean }

const telling: RateRule = { name: 'event-author-device', windowSeconds: 3600, perDevice: 60, perAddress: 600 }
const byLink = ({ id, secret }: Asked) => ({ id, secret, actor: null })

/** The phones on which an event's author is told now: none of who left its organizer, as their link opens nothing. */
export async function phonesOfAuthor(read: Reader, event: EventRow): Promise<string[]> {
  return (await isLinkOpen(read, event)) ? findAuthorDevices(read, event.id) : []
}

/** Is this phone told of what becomes of one's event? Throws `event-link-not-valid`. */
export async function readAuthorDevice(
  { database: { read } }: Pick<Deps, 'database'>,
  asked: Asked,
): Promise<Told> {
  const { row } = await openOwn(read, byLink(asked))
  return { told: (await findAuthorDevices(read, row.id)).includes(asked.deviceId) }
}

/**
 * From now on this phone is told of it; it shows by its secret that it is the one. Done already, it stays so. Throws
 * `event-link-not-valid`, `device-unknown`, `device-gone`, `too-many-requests`.
 */
export async function tellAuthorDevice(
  { database, clock, rateLimiter }: Pick<Deps, 'database' | 'clock' | 'rateLimiter'>,
  { deviceSecret, caller, ...asked }: Asked & { deviceSecret: string; caller: Caller },
): Promise<Told> {
  const { deviceId } = asked
  await database.write(async (tx) => {
    await rateLimiter.spend(tx, telling, caller)
    const { row } = await openOwn(tx, byLink(asked))
    await requireDevice(tx, { id: deviceId, secret: deviceSecret })
    await addAuthorDevice(tx, { eventId: row.id, deviceId, createdAt: clock.now() })
  })
  return { told: true }
}

/** This phone is told of it no more. Done already, it stays so. Throws `event-link-not-valid`. */
export async function stopAuthorDevice({ database }: Pick<Deps, 'database'>, asked: Asked): Promise<Told> {
  const { row } = await openOwn(database.read, byLink(asked))
  await database.write((tx) => removeAuthorDevice(tx, { eventId: row.id, deviceId: asked.deviceId }))
  return { told: false }
}
