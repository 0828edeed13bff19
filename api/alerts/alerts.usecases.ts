import { ECDH, timingSafeEqual } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Language } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { endpointFault } from './alerts.endpoint.ts'
import { alertProblems } from './alerts.problems.ts'
import * as repository from './alerts.repository.ts'
import type { Device, NewOutboxRow } from './alerts.repository.ts'
import type { DeviceRegistration, DeviceView } from './alerts.schemas.ts'
import type { OutboxHandler } from './alerts.types.ts'
import type { PushKeys } from './alerts.vapid.ts'
import { silentSince } from './silent-phones.rules.ts'
import { movedTag } from './push-kinds.rules.ts'
import { usualQuietHours } from './push-policy.rules.ts'

export type DeviceKey = { id: string; secret: string }

/** A village may sit behind one address: what it registers anew in a day is bounded all the same. */
const newPhones: RateRule = { name: 'device-new', windowSeconds: 86_400, perDevice: 20, perAddress: 500 }
const registering: RateRule = { name: 'device', windowSeconds: 3600, perDevice: 30, perAddress: 600 }
const testing: RateRule = { name: 'device-test', windowSeconds: 600, perDevice: 5, perAddress: 100 }
const testTopic = 'device.test'
/** To a phone whose alerts now go to another. */
export const movedTopic = 'device.moved'
/** The tag of the test that an event asked for. */
const testTag = (eventId: string) => `test:${eventId}`
/** Names a phone as the person a notification is for. */
export const deviceSubject = (id: string) => `device:${id}`
const daysMs = (days: number) => days * 86_400_000

/**
 * Notes, in the transaction of a change, that people may have to be told of it: the change and its telling exist
 * together or not at all. The worker turns the row into notifications through the handler of its topic.
 */
export function recordOutbox(tx: Tx, row: NewOutboxRow): Promise<void> {
  return repository.insertOutbox(tx, row)
}

function holds(device: Device, secret: string): boolean {
  return timingSafeEqual(Buffer.from(device.secretHash), Buffer.from(hashSecret(secret)))
}

/** RFC 8291 §2: a point of P-256, uncompressed, and 16 bytes of authentication secret. */
function keysFit({ p256dh, auth }: DeviceRegistration['subscription']['keys']): boolean {
  const point = Buffer.from(p256dh, 'base64url')
  if (point.length !== 65 || point[0] !== 4 || Buffer.from(auth, 'base64url').length !== 16) return false
  try {
    ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'uncompressed')
    return true
  } catch {
    return false
  }
}

function refuseBadSubscription(
  { endpoint, keys }: DeviceRegistration['subscription'],
  allowLoopback: boolean,
) {
  const fault = endpointFault(endpoint, { allowLoopback })
  const at = fault
    ? { pointer: '/subscription/endpoint', code: fault }
    : { pointer: '/subscription/keys', code: 'bad-keys' }
  if (fault || !keysFit(keys))
    throw alertProblems['subscription-refused']({}, { errors: [{ ...at, detail: at.code }] })
}

const view = (
  device: Pick<Device, 'id' | 'endpoint' | 'removedAt'>,
  lastTest: DeviceView['lastTest'],
  silent: DeviceView['silentSince'] = null,
): DeviceView => ({
  id: device.id,
  alive: device.removedAt === null,
  endpoint: device.removedAt === null ? device.endpoint : null,
  silentSince: silent,
  lastTest,
})

/** The device if the secret is its own. Throws `device-unknown`, the same for a wrong secret as for no device. */
export async function ownDevice(
  db: Parameters<typeof repository.findDevice>[0],
  { id, secret }: DeviceKey,
): Promise<Device> {
  const device = await repository.findDevice(db, id)
  if (!device || !holds(device, secret)) throw alertProblems['device-unknown']()
  return device
}

/** Whether it shows by its secret that it is the one. */
export async function isOwnDevice(
  db: Parameters<typeof repository.findDevice>[0],
  { id, secret }: DeviceKey,
): Promise<boolean> {
  const device = await repository.findDevice(db, id)
  return device !== undefined && holds(device, secret)
}

/** A phone that shows by its secret that it is the one, and can be reached. Throws `device-unknown`, `device-gone`. */
export async function requireDevice(
  db: Parameters<typeof repository.findDevice>[0],
  key: DeviceKey,
): Promise<void> {
  const device = await ownDevice(db, key)
  if (device.removedAt !== null) throw alertProblems['device-gone']()
}

/**
 * Registers a phone, or repairs it: a new endpoint or keys under the id it had. An endpoint held by another id moves
 * to this one. Throws `subscription-refused`, `device-taken`, `too-many-requests`.
 */
export function registerDevice({
  id,
  secret,
  registration: { subscription, locale, subscribedWith },
  write,
  caller,
  database,
  clock,
  config,
  rateLimiter,
  pushKeys,
}: DeviceKey & {
  registration: DeviceRegistration
  write: WriteKey
  caller: Caller
  pushKeys: PushKeys
} & Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>): Promise<Answer<DeviceView>> {
  refuseBadSubscription(subscription, config.pushAllowLoopback)
  if (subscribedWith !== undefined && !pushKeys.knows(subscribedWith))
    throw alertProblems['subscription-refused'](
      {},
      { errors: [{ pointer: '/subscribedWith', code: 'other-key', detail: 'other-key' }] },
    )
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, registering, caller)
    const known = await repository.findDevice(tx, id)
    if (known && !holds(known, secret)) throw alertProblems['device-taken']()
    if (!known) await rateLimiter.spend(tx, newPhones, caller)
    const at = clock.now()
    const { endpoint, keys } = subscription
    await repository.releaseEndpoint(tx, { endpoint, except: id, at })
    const row = {
      id,
      endpoint,
      p256dh: keys.p256dh,
      auth: keys.auth,
      secretHash: hashSecret(secret),
      pushKey: subscribedWith ?? pushKeys.publicKey,
      locale,
      createdAt: known?.createdAt ?? at,
      lastSeenAt: at,
    }
    const { from, to } = usualQuietHours
    await repository.saveDevice(tx, row, { quietFrom: from, quietTo: to })
    const lastTest = (await repository.findLastTest(tx, deviceSubject(id), testTopic)) ?? null
    return { status: known ? 200 : 201, body: view({ ...row, removedAt: null }, lastTest) }
  })
}

/** Whether the server knows this phone and could reach it: what the app compares with its own subscription. */
export async function describeDevice({
  database,
  clock,
  ...key
}: DeviceKey & Pick<Deps, 'database' | 'clock'>): Promise<DeviceView> {
  const device = await ownDevice(database.read, key)
  const lastTest = await repository.findLastTest(database.read, deviceSubject(device.id), testTopic)
  return view(device, lastTest ?? null, silentSince(device, clock.now()))
}

/** Stops all pushes to a phone and erases its endpoint and keys. Doing it again changes nothing. */
export function removeDevice({
  database,
  clock,
  ...key
}: DeviceKey & Pick<Deps, 'database' | 'clock'>): Promise<void> {
  return database.write(async (tx) => {
    const { id } = await ownDevice(tx, key)
    await repository.markDeviceGone(tx, { id, at: clock.now() })
  })
}

/** Asks for a message to this phone by the path every other takes. Throws `device-gone` when it can't receive. */
export function testDevice({
  write,
  caller,
  database,
  clock,
  ids,
  rateLimiter,
  ...key
}: DeviceKey & { write: WriteKey; caller: Caller } & Pick<
    Deps,
    'database' | 'clock' | 'ids' | 'rateLimiter'
  >): Promise<Answer<{ id: string }>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, testing, caller)
    const device = await ownDevice(tx, key)
    if (device.removedAt !== null) throw alertProblems['device-gone']()
    const id = ids.next()
    await recordOutbox(tx, {
      id,
      territorySiren: '',
      topic: testTopic,
      subject: deviceSubject(device.id),
      payload: { deviceId: device.id },
      at: clock.now(),
    })
    return { status: 202, body: { id } }
  })
}

const testWords: Record<Language, { title: string; body: string }> = {
  fr: { title: 'L’essai est arrivé', body: 'Ce téléphone reçoit les notifications de Bocage.' },
  en: { title: 'The test has arrived', body: 'This phone receives notifications from Bocage.' },
  nl: { title: 'De test is aangekomen', body: 'Deze telefoon ontvangt meldingen van Bocage.' },
}

const movedWords: Record<Language, { title: string; body: string }> = {
  fr: {
    title: 'Vos alertes ont changé de téléphone',
    body: 'Elles arrivent maintenant sur l’autre. Pour en recevoir encore ici, touchez ce message et choisissez votre commune.',
  },
  en: {
    title: 'Your alerts have moved to another phone',
    body: 'They now arrive there. To get them here too, press this message and choose your commune.',
  },
  nl: {
    title: 'Je pushberichten gaan naar een andere telefoon',
    body: 'Ze komen nu daar aan. Wil je ze ook hier? Tik op dit bericht en kies je gemeente.',
  },
}

/** Handles the topics `device.…`: the test message a person asks for, and the last word to a phone that was left. */
export const deviceHandler: OutboxHandler = async (row, read) => {
  const device = await repository.findDevice(read, String(row.payload['deviceId']))
  if (!device) return []
  const lang = device.locale in testWords ? (device.locale as Language) : 'fr'
  return [
    {
      channel: 'push',
      person: deviceSubject(device.id),
      address: device.id,
      subject: row.subject,
      urgent: true,
      payload:
        row.topic === movedTopic
          ? { ...movedWords[lang], url: '/mes-alertes', tag: movedTag, lang }
          : // By its tag the screen that asked knows it when it comes.
            { ...testWords[lang], url: '/mes-alertes', tag: testTag(row.id), lang, ttlSeconds: 300 },
    },
  ]
}

/** Deletes what was sent more than 30 days ago, and devices gone for 90: long enough for a phone that comes back. */
export async function deleteOldDeliveries({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  const limit = 500
  const batch = { before: clock.now() - daysMs(30), limit }
  while ((await database.write((tx) => repository.deleteEnded(tx, batch))) === limit);
  await database.write((tx) => repository.deleteGoneDevices(tx, clock.now() - daysMs(90)))
}
